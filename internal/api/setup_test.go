package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"muster/internal/api"
	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/people/idnumber"
)

// units is a small province: two counties, each with a township and a village.
const units = `code,parent,kind,name
13,,province,Hebei
1301,13,city,Shijiazhuang
130102,1301,county,Changan
130102001,130102,township,Jianbei
130102001001,130102001,village,Number One
130104,1301,county,Qiaoxi
130104001,130104,township,Dongli
130104001001,130104001,village,Number Two
`

// bundle is a running installation with its face.
type bundle struct {
	testing.TB
	app     *app.App
	handler http.Handler
	log     *bytes.Buffer
	next    *atomic.Int64
	answers map[int]int // by status, of garbage
}

func setup(t testing.TB) *bundle {
	t.Helper()
	dir := t.TempDir()
	if err := app.CreateKeys(dir, "muster.test"); err != nil {
		t.Fatal(err)
	}
	log := new(bytes.Buffer)
	a, err := app.Open(t.Context(), app.Options{Dir: dir, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	rows, err := a.ReadUnits(strings.NewReader(units), "units.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.ImportUnits(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
	return &bundle{TB: t, app: a, handler: api.New(api.Deps{App: a}), log: log, next: new(atomic.Int64), answers: map[int]int{}}
}

// token opens an account in a post and issues a token for it.
func (b *bundle) token(r access.Role, at unit.Code) string {
	b.Helper()
	account, err := b.app.OpenAccount(b.Context(), fmt.Sprintf("%s%d", r, b.next.Add(1)), string(r), r, at)
	if err != nil {
		b.Fatal(err)
	}
	token, err := api.IssueToken(b.Context(), b.app, account, b.post(account), access.Strong)
	if err != nil {
		b.Fatal(err)
	}
	return token
}

func (b *bundle) post(account ident.ID) ident.ID {
	return b.app.Directory.PostsOf(account, b.app.Today())[0].ID
}

// do sends a request; headers are pairs of name and value.
func (b *bundle) do(method, path, token, body string, headers ...string) *httptest.ResponseRecorder {
	b.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(b.Context(), method, path, reader)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w
}

func (b *bundle) want(w *httptest.ResponseRecorder, status int) map[string]any {
	b.Helper()
	if w.Code != status {
		b.Fatalf("status %d, want %d: %s\n%s", w.Code, status, w.Body, b.log)
	}
	out := map[string]any{}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		b.Fatalf("%v in %s", err, w.Body)
	}
	return out
}

// recording is the body of person.record for the n-th person of a village.
func recording(n int, village string) string {
	birth := clock.NewDate(2008, 1, 1).AddDays(n / 400)
	number, err := idnumber.GB11643{}.Make("130102", birth, 2*(n%400)+1)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"body":{"unit":%q,"id_no":%q,"name":"Person %d","birth_date":%q,"sex":"male"}}`, village, number, n, birth)
}

const (
	record  = "/api/v1/acts/person.record"
	village = "130102001001"
	county  = unit.Code("130102")
)

func (b *bundle) record(token string, n int) (county, id string) {
	b.Helper()
	a := b.want(b.do("POST", record, token, recording(n, village)), 201)
	return a["county"].(string), a["subject"].(string)
}

func (b *bundle) registrar() string { return b.token(role.CountyRegistrar, county) }
