package api_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"muster/internal/office/role"
)

const checkpointLate = 4 * time.Minute

// mutants is how many mutated requests each endpoint gets (SECURITY.md R8).
const mutants = 500

// scraps are what mutated requests are made of.
var scraps = []string{`"`, `{`, `}`, `[`, `]`, `null`, `-1`, `9223372036854775808`, `1e400`, `"\u0000"`, `"\ud800"`, "\xff\xfe", `,`, `:`, `true`, "' OR 1=1 --",
	`{"a":{"a":[]}}`, "\u202e", strings.Repeat("A", 5000), strings.Repeat("[", 2000), `"county":"130102",`, `"subject":"x",`, `%00`, "../", ";", "\r\n"}

// mutated cuts, doubles, swaps and pastes into a good text.
func mutated(r *rand.Rand, text string) string {
	for range 1 + r.IntN(4) {
		at := r.IntN(len(text) + 1)
		switch r.IntN(4) {
		case 0:
			text = text[:at] + scraps[r.IntN(len(scraps))] + text[at:]
		case 1:
			text = text[:at]
		case 2:
			to := at + r.IntN(len(text)-at+1)
			text = text[:at] + scraps[r.IntN(len(scraps))] + text[to:]
		case 3:
			if at < len(text) {
				text = text[:at] + string(byte(r.IntN(256))) + text[at+1:]
			}
		}
	}
	return text
}

func (b *bundle) garbage(token, method, path, query, body string) {
	b.Helper()
	r := httptest.NewRequestWithContext(b.Context(), method, "/", strings.NewReader(body))
	r.URL = &url.URL{Path: path, RawQuery: query}
	r.Header = http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	b.answers[w.Code]++
	if w.Code >= 500 {
		b.Errorf("%s %q ? %q\n%q\nanswered %d %s\n%s", method, path, query, body, w.Code, w.Body, b.log)
	}
}

func TestGarbageIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	registrar, admin := b.registrar(), b.token(role.Administrator, "13")
	tokens := []string{registrar, admin}
	seed := rand.NewPCG(7, 11)
	r := rand.New(seed)
	county, id := b.record(registrar, 1)
	for _, k := range b.app.Book.Kinds() {
		good := `{"body":{`
		if !k.New {
			good = fmt.Sprintf(`{"county":%q,"subject":%q,"rev":1,"body":{`, county, id)
		}
		for i, f := range k.Body.Fields {
			if i > 0 {
				good += ","
			}
			good += fmt.Sprintf("%q:%s", f.Name, []string{`"130102001001"`, `"` + id + `"`, `1`, `"2026-01-01"`, `true`}[r.IntN(5)])
		}
		good += "}}"
		for range mutants {
			b.garbage(tokens[r.IntN(2)], "POST", "/api/v1/acts/"+k.Name, "", mutated(r, good))
		}
	}
	batch := `[{"kind":"person.record","key":"k",` + recording(3, village)[1:] + `]`
	for range mutants {
		b.garbage(registrar, "POST", "/api/v1/batches", "", mutated(r, batch))
	}
	for _, reg := range b.app.Shelf.All() {
		path := "/api/v1/registers/" + reg.Table.Name
		for range mutants {
			b.garbage(tokens[r.IntN(2)], "GET", path, mutated(r, "filter=state:active&filter=unit:13&sort=-state&search=Per&limit=10&after=MDAwAA"), "")
			b.garbage(tokens[r.IntN(2)], "GET", path+"/export", mutated(r, "format=csv&filter=state:active&sort=id"), "")
			b.garbage(tokens[r.IntN(2)], "GET", "/"+mutated(r, path[1:]+"/"+county+"/"+id), mutated(r, "history=1"), "")
		}
	}
	for _, status := range []int{200, 403, 404, 422} {
		if b.answers[status] == 0 {
			t.Errorf("nothing was answered %d: the mutants do not reach far enough (%v)", status, b.answers)
		}
	}
}
