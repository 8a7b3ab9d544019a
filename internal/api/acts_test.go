package api_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"muster/internal/api"
	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/field"
	"muster/internal/office/role"
)

func TestEveryActIsReachableAndStrict(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token := b.registrar()
	for _, k := range b.app.Book.Kinds() {
		path, id := "/api/v1/acts/"+k.Name, strings.Repeat("0", 26)
		envelope := `"county":"130102","subject":"` + id + `"`
		for _, body := range []string{
			`{` + envelope + `,"body":{"no_such_field":"x"}}`,
			`{` + envelope + `,"no_such_field":"x"}`,
			`{` + envelope + `,"state":"approved"}`,
			`{` + envelope + `,"body":{"place":"00"}}`,
		} {
			p := b.want(b.do("POST", path, token, body), 422)
			name := p["fields"].([]any)[0].(map[string]any)
			if name["code"] != "field.unknown" || !strings.Contains("no_such_field state place", name["name"].(string)) {
				t.Errorf("%s answered %v to %s", k.Name, p, body)
			}
		}
		p := b.want(b.do("POST", path, token, `{`+envelope+`,"body":{},"body":{}}`), 422)
		if f := p["fields"].([]any)[0].(map[string]any); f["name"] != "body" || f["code"] != "field.doubled" {
			t.Errorf("%s answered %v to two bodies", k.Name, p)
		}
	}
	b.want(b.do("POST", "/api/v1/acts/no.such", token, `{}`), 404)
	b.want(b.do("PUT", record, token, `{}`), 405)
	b.want(b.do("GET", "/nowhere", token, ""), 404)
	b.want(b.do("POST", record, token, `{}`, "Content-Type", "text/plain"), 400)
	b.want(b.do("POST", record, token, `{"body":{"name":"`+strings.Repeat("x", 1<<20)+`"}}`), 413)
	b.want(b.do("POST", record, token, strings.Repeat(`{"body":`, 100_000)), 422)
	b.want(b.do("POST", record, token, `{}`, "Sec-Fetch-Site", "cross-site"), 403)
}

func TestNothingSubmittedComesBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	registrar, admin := b.registrar(), b.token(role.Administrator, "13")
	const canary = "Canary7d1f"
	for _, k := range b.app.Book.Kinds() {
		for _, f := range k.Body.Fields {
			value := `"` + canary + `"`
			if f.Kind == field.List {
				value = `[` + value + `]`
			}
			body := fmt.Sprintf(`{"county":%q,"subject":%q,"purpose":%q,"basis":%q,"body":{%q:%s}}`, county, strings.Repeat("0", 26), "", canary, f.Name, value)
			for _, token := range []string{registrar, admin} {
				if w := b.do("POST", "/api/v1/acts/"+k.Name, token, body); w.Code < 400 || strings.Contains(w.Body.String(), canary) {
					t.Errorf("%s.%s answered %d %s", k.Name, f.Name, w.Code, w.Body)
				}
			}
		}
	}
	for _, query := range []string{"filter=" + canary + ":x", "filter=state:" + canary, "filter=birth_year:" + canary, "filter=id:" + canary, "sort=" + canary, "after=" + canary, "limit=" + canary, "purpose=" + canary} {
		if w := b.do("GET", "/api/v1/registers/person?"+query, registrar, ""); strings.Contains(w.Body.String(), canary) {
			t.Errorf("%s answered %s", query, w.Body)
		}
	}
	if strings.Contains(b.log.String(), canary) {
		t.Errorf("the log holds what was submitted: %s", b.log)
	}
}

func TestRepeatsGetTheFirstAnswer(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token := b.registrar()
	const keys, repeats = 20, 5
	bodies := make([]string, keys*repeats)
	var wait sync.WaitGroup
	for i := range bodies {
		wait.Go(func() {
			w := b.do("POST", record, token, recording(i/repeats, village), "Idempotency-Key", fmt.Sprint("key", i/repeats))
			bodies[i] = fmt.Sprint(w.Code, w.Body)
		})
	}
	wait.Wait()
	for i, body := range bodies {
		if body != bodies[i/repeats*repeats] || !strings.HasPrefix(body, "201") {
			t.Errorf("repeat %d of key %d: %s, first %s", i%repeats, i/repeats, body, bodies[i/repeats*repeats])
		}
		again := b.do("POST", record, token, recording(i/repeats, village), "Idempotency-Key", fmt.Sprint("key", i/repeats))
		if fmt.Sprint(again.Code, again.Body) != body || again.Header().Get("Idempotency-Replayed") != "true" {
			t.Errorf("later: %d %s, first %s", again.Code, again.Body, body)
		}
	}
	if n := b.want(b.do("GET", "/api/v1/registers/person?count=only", token, ""), 200)["count"]; n != float64(keys) {
		t.Errorf("%v people after %d keys", n, keys)
	}
	p := b.want(b.do("POST", record, token, recording(99, village), "Idempotency-Key", "key0"), 422)
	if p["code"] != "key.reused" {
		t.Errorf("the same key with another body: %v", p)
	}
	// Somebody who is there already: nothing is founded, and a repeat says the same.
	first := b.do("POST", record, token, recording(0, village), "Idempotency-Key", "other")
	again := b.do("POST", record, token, recording(0, village), "Idempotency-Key", "other")
	if first.Body.String() != again.Body.String() {
		t.Errorf("repeat %s, first %s", again.Body, first.Body)
	}
	b.want(b.do("POST", record, token, recording(1, village), "Idempotency-Key", "a b"), 400)
}

func TestBatchAnswersEachAct(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token := b.registrar()
	item := func(kind string, n int) string {
		return `{"kind":"` + kind + `","key":"k` + fmt.Sprint(n) + `",` + recording(n, village)[1:]
	}
	body := `[` + item("person.record", 1) + `,` + item("no.such", 2) + `,{"kind":"person.record","body":{"wrong":1}},` + item("person.record", 1) + `,` + item("person.record", 3) + `]`
	results := b.want(b.do("POST", "/api/v1/batches", token, body), 200)["results"].([]any)
	for i, want := range []float64{201, 404, 422, 201, 201} {
		if got := results[i].(map[string]any)["status"]; got != want {
			t.Errorf("act %d: %v, want %v (%v)", i, got, want, results[i])
		}
	}
	if fmt.Sprint(results[0]) != fmt.Sprint(results[3]) {
		t.Errorf("a repeat in the batch: %v, first %v", results[3], results[0])
	}
	b.want(b.do("POST", "/api/v1/batches", token, `[`+strings.Repeat(`{},`, 1000)+`{}]`), 422)
	b.want(b.do("POST", "/api/v1/batches", token, `{}`), 422)
	b.want(b.do("POST", "/api/v1/batches", token, `[]`), 200)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	b := setup(t)
	account, err := b.app.OpenAccount(t.Context(), "one", "One", role.CountyRegistrar, county)
	if err != nil {
		t.Fatal(err)
	}
	token, err := api.IssueToken(t.Context(), b.app, account, b.post(account), access.Strong)
	if err != nil {
		t.Fatal(err)
	}
	const list = "/api/v1/registers/person"
	w := b.do("GET", list, token, "", "Cookie", "session=x")
	b.want(w, 200)
	if len(w.Result().Cookies()) > 0 {
		t.Error("a token became a cookie")
	}
	for name, headers := range map[string][]string{
		"none": {}, "wrong": {"Authorization", "Bearer muster_" + strings.Repeat("A", 43)}, "cookie": {"Cookie", "session=" + token + "; muster=" + token},
		"basic": {"Authorization", "Basic " + token}, "cut": {"Authorization", "Bearer " + token[:len(token)-1]},
	} {
		if p := b.want(b.do("GET", list, "", "", headers...), 401); p["code"] != "token.unknown" {
			t.Errorf("%s: %v", name, p)
		}
	}
	stored := 0
	if err := b.app.Store.Read(t.Context(), func(tx *db.Tx) error {
		_, err := tx.One(`SELECT COUNT(*) FROM session WHERE instr(CAST(digest AS TEXT), $1) = 0 AND api = 1`, []any{token}, &stored)
		return err
	}); err != nil || stored != 1 {
		t.Errorf("%d tokens stored, %v", stored, err)
	}
	if err := api.RevokeToken(t.Context(), b.app, token); err != nil {
		t.Fatal(err)
	}
	b.want(b.do("GET", list, token, ""), 401)
	if _, err := api.IssueToken(t.Context(), b.app, account, "no-such-post", access.Strong); err == nil {
		t.Error("a token for a post that nobody holds")
	}
}

func TestRightsFollowThePost(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token, admin := b.registrar(), b.token(role.Administrator, "13")
	b.record(token, 1)
	posts := b.want(b.do("GET", "/api/v1/registers/post?filter=role:county_registrar", admin, ""), 200)["records"].([]any)
	post := posts[0].(map[string]any)
	b.want(b.do("POST", "/api/v1/acts/post.end", admin, fmt.Sprintf(`{"county":%q,"subject":%q,"body":{"reason":"gone"}}`, post["county"], post["id"])), 200)
	b.want(b.do("POST", record, token, recording(2, village)), 401)
}
