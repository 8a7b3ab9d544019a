package api_test

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/field"
	"muster/internal/frame/ledger"
	"muster/internal/frame/sheet"
	"muster/internal/office/role"
)

// walked pages through a register and gives the ids in order.
func (b *bundle) walked(token, name, query string) (ids []string) {
	b.Helper()
	after := ""
	for {
		page := b.want(b.do("GET", "/api/v1/registers/"+name+"?limit=7&"+query+"&after="+url.QueryEscape(after), token, ""), 200)
		for _, r := range page["records"].([]any) {
			ids = append(ids, r.(map[string]any)["id"].(string))
		}
		next, _ := page["next"].(string)
		if next == "" {
			return ids
		}
		after = next
	}
}

func (b *bundle) exported(token, name, format, query string) (ids []string) {
	b.Helper()
	w := b.do("GET", "/api/v1/registers/"+name+"/export?format="+format+"&"+query, token, "")
	if w.Code != 200 {
		b.Fatalf("export: %d %s", w.Code, w.Body)
	}
	switch format {
	case "csv":
		rows, err := csv.NewReader(w.Body).ReadAll()
		if err != nil {
			b.Fatal(err)
		}
		at := slices.Index(rows[0], "id")
		for _, row := range rows[1:] {
			ids = append(ids, row[at])
		}
	case "json":
		lines := bufio.NewScanner(w.Body)
		for lines.Scan() {
			var r map[string]any
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				b.Fatal(err)
			}
			ids = append(ids, r["id"].(string))
		}
	case "xlsx":
		var columns []sheet.Column
		for _, f := range b.app.Shelf.Get(name).Table.Schema.Shown() {
			columns = append(columns, sheet.Column{Name: f.Name})
		}
		in, err := sheet.NewReader(w.Body, "export.xlsx", columns)
		if err != nil {
			b.Fatal(err)
		}
		for row, err := in.Next(); err == nil; row, err = in.Next() {
			ids = append(ids, row.Get("id"))
		}
	}
	return ids
}

func TestListCountAndExportAgree(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token, other := b.registrar(), b.token(role.CountyRegistrar, "130104")
	for n := range 23 {
		b.record(token, n)
	}
	b.want(b.do("POST", record, other, recording(50, "130104001001")), 201)
	for query, want := range map[string]int{"": 23, "sort=birth_date": 23, "sort=-birth_date": 23, "filter=sex:male&filter=sex:female": 23, "filter=sex:female": 0,
		"search=Person+1": 11, "filter=state:active&sort=-name": 23} {
		listed := b.walked(token, "person", query)
		count := b.want(b.do("GET", "/api/v1/registers/person?count=only&"+query, token, ""), 200)["count"].(float64)
		if len(listed) != want || int(count) != want {
			t.Errorf("%q: %d listed, %v counted, want %d", query, len(listed), count, want)
		}
		for _, format := range []string{"csv", "xlsx", "json"} {
			if got := b.exported(token, "person", format, query); !slices.Equal(got, listed) {
				t.Errorf("%q: %s has %d records, the list %d", query, format, len(got), len(listed))
			}
		}
	}
}

func TestOnlyShownFieldsLeave(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token := b.token(role.Administrator, "13")
	account := b.want(b.do("GET", "/api/v1/registers/account", token, ""), 200)["records"].([]any)[0].(map[string]any)
	for _, f := range b.app.Shelf.Get("account").Table.Schema.Fields {
		_, there := account[f.Name]
		if hidden := f.Hidden || f.Secret || f.Kind == field.Sealed; there == hidden && f.Name != "county" {
			t.Errorf("%s: shown %v, hidden %v", f.Name, there, hidden)
		}
	}
	w := b.do("GET", "/api/v1/registers/account/export?format=csv", token, "")
	if head, _, _ := strings.Cut(w.Body.String(), "\n"); strings.Contains(head, "secret") || strings.Contains(head, "factor") {
		t.Errorf("exported %s", head)
	}
	b.want(b.do("GET", "/api/v1/registers/person", token, ""), 403)
}

func TestForeignRecordsReadAsMissing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token, other := b.registrar(), b.token(role.CountyRegistrar, "130104")
	county, id := b.record(token, 1)
	missing := strings.Repeat("0", 26)
	for _, path := range []string{"person/" + county + "/" + id, "person/" + county + "/" + missing, "person/nowhere/" + id, "person/" + county + "/x"} {
		if p := b.want(b.do("GET", "/api/v1/registers/"+path, other, ""), 404); p["code"] != "record.unknown" {
			t.Errorf("%s: %v", path, p)
		}
	}
	b.want(b.do("GET", "/api/v1/registers/no_such/130102/"+id, other, ""), 404)
	body := `{"county":%q,"subject":%q,"body":{"seq":1,"reason":"x"}}`
	foreign := b.do("POST", "/api/v1/acts/person.reverse", other, fmt.Sprintf(body, county, id))
	gone := b.do("POST", "/api/v1/acts/person.reverse", other, fmt.Sprintf(body, county, missing))
	if b.want(foreign, 404)["code"] != "record.unknown" || foreign.Body.String() != gone.Body.String() {
		t.Errorf("a foreign record answers %s, a missing one %s", foreign.Body, gone.Body)
	}
	b.want(b.do("POST", "/api/v1/acts/unit.rename", other, `{"county":"invented","subject":"`+missing+`","body":{"name":"x"}}`), 403)
	if denied := b.denials("person/" + id); !slices.Equal(denied, []string{"read.person", "person.reverse"}) {
		t.Errorf("denied leaves %v", denied)
	}
	if err := b.app.Store.Read(t.Context(), func(tx *db.Tx) error {
		var logs int
		_, err := tx.One(`SELECT COUNT(*) FROM ledger_head WHERE log = 'invented'`, nil, &logs)
		if logs > 0 {
			t.Error("a name from outside founded a log")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	one := b.want(b.do("GET", "/api/v1/registers/person/"+county+"/"+id+"?history=1", token, ""), 200)
	if one["rev"] != 1.0 || len(one["history"].([]any)) < 3 {
		t.Errorf("the owner's office sees %v", one)
	}
}

func (b *bundle) denials(subject string) (kinds []string) {
	b.Helper()
	err := b.app.Store.Read(b.Context(), func(tx *db.Tx) error {
		leaves, err := ledger.History(tx, county, subject, 100)
		for _, l := range leaves {
			if l.Leaf.Outcome == "denied" {
				kinds = append(kinds, l.Kind)
			}
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return kinds
}

func TestProblemsInBothLanguages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token := b.registrar()
	for lang, want := range map[string]string{"zh-CN": "必须填写。", "en-GB": "This is required."} {
		w := b.do("POST", record, token, `{"body":{}}`, "Accept-Language", lang)
		p := b.want(w, 422)
		first := p["fields"].([]any)[0].(map[string]any)
		if w.Header().Get("Content-Type") != "application/problem+json" || p["type"] != "urn:muster:fault:fields.invalid" || p["status"] != 422.0 ||
			first["detail"] != want || first["name"] != "unit" || p["title"] == "" || p["detail"] == "" {
			t.Errorf("%s: %v", lang, p)
		}
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	clocked := clock.NewManual(clock.System{}.Now())
	b := setup(t)
	b.want(b.do("GET", "/healthz", "", ""), 200)
	b.want(b.do("GET", "/readyz", "", ""), 200)
	b.app.Clock = clocked
	clocked.Advance(checkpointLate)
	if w := b.do("GET", "/readyz", "", ""); b.want(w, 503)["code"] != "checkpoint.late" || w.Header().Get("Retry-After") == "" {
		t.Errorf("an unsigned log: %d %s", w.Code, w.Body)
	}
	if _, err := ledger.Sign(t.Context(), b.app.Store, b.app.Keys.Signer, b.app.Keys.Signer.Name(), clocked.Now()); err != nil {
		t.Fatal(err)
	}
	b.want(b.do("GET", "/readyz", "", ""), 200)
	b.record(b.registrar(), 1)
	w := b.do("GET", "/metrics", "", "")
	for _, line := range []string{`muster_acts_total{kind="person.record",outcome="done"} 1`, `muster_http_requests_total{route="/readyz",status="503"} 1`, "muster_commits_total", "go_goroutines"} {
		if !strings.Contains(w.Body.String(), line) {
			t.Errorf("metrics lack %s", line)
		}
	}
	_ = b.app.Close()
	if w := b.do("GET", "/readyz", "", ""); w.Code != http.StatusServiceUnavailable {
		t.Errorf("a closed database: %d", w.Code)
	}
}
