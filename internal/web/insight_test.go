package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"muster/internal/frame/db"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestWhatIfReadsOnly: whoever may ask gets counts, no name, and small ones hidden;
// the reading is in the ledger, no record changes, and nobody else gets in.
func TestWhatIfReadsOnly(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	leader := open(t, server.URL)
	leader.post("/signin", url.Values{"login": {webtest.Login(role.Leader)}, "password": {webtest.Password}}).want(t, http.StatusSeeOther)
	before, readings := revisions(t, b), leaves(t, b)
	page := leader.get("/insight/whatif?ask=1&score.education.senior_high=20&unit="+string(webtest.County)).want(t, http.StatusOK).Body
	if !strings.Contains(page, `20</strong> <span class="code">score.education.senior_high</span>`) || !strings.Contains(page, "·") {
		t.Error("the page does not say what was asked, or hides nothing")
	}
	for name := range b.Cases {
		if strings.Contains(page, name) {
			t.Errorf("the page names %s", name)
		}
	}
	if leaves(t, b) == readings {
		t.Error("the reading left no leaf")
	}
	leader.get("/insight/forecast?unit="+string(webtest.County)).want(t, http.StatusOK)
	for path, status := range map[string]int{"/insight/whatif?unit=99": http.StatusNotFound, "/insight/forecast?unit=99": http.StatusNotFound} {
		leader.get(path).want(t, status)
	}
	if bad := leader.get("/insight/whatif?ask=1&draft=nowhere").want(t, http.StatusOK).Body; !strings.Contains(bad, "nowhere") {
		t.Error("a draft that is not there is not named")
	}
	for _, term := range []string{"eligibility.age_max=-1", "score.education.bachelor=-0.5"} {
		if bad := leader.get("/insight/whatif?ask=1&"+term).want(t, http.StatusOK).Body; strings.Contains(bad, `id="answer"`) || !strings.Contains(bad, "看不懂“"+term) {
			t.Errorf("%s is answered", term)
		}
	}
	if after := revisions(t, b); after != before {
		t.Errorf("%d revisions before, %d after", before, after)
	}
	for _, r := range []string{webtest.Login(role.Clerk), webtest.Login(role.Administrator), "citizen"} {
		other := open(t, server.URL)
		other.post("/signin", url.Values{"login": {r}, "password": {webtest.Password}}).want(t, http.StatusSeeOther)
		other.get("/insight/whatif").want(t, http.StatusForbidden)
		other.get("/insight/forecast").want(t, http.StatusForbidden)
	}
}

// revisions counts every revision of every record.
func revisions(t *testing.T, b *webtest.Bench) (n int64) {
	t.Helper()
	return sum(t, b, "SELECT COUNT(*) FROM fact")
}

// leaves counts the readings of a what-if.
func leaves(t *testing.T, b *webtest.Bench) int64 {
	t.Helper()
	return sum(t, b, "SELECT COUNT(*) FROM ledger_leaf WHERE kind = 'read."+cases.Table.Name+"' AND outcome = 'what-if'")
}

func sum(t *testing.T, b *webtest.Bench, query string) (n int64) {
	t.Helper()
	err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error { _, err := tx.One(query, nil, &n); return err })
	if err != nil {
		t.Fatal(err)
	}
	return n
}
