package web_test

import (
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/web/webtest"
)

// TestFormOnPaper: a citizen prints the form of asking for a review of the own
// failed examination; somebody else's, and an act of an office, are not to be had.
func TestFormOnPaper(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	base := serve(t, b).URL
	me, other := as(t, base, "citizen"), as(t, base, "citizen2")
	path := func(kind string, on act.Answer) string {
		return "/paper/form." + kind + "/" + string(on.County) + "/" + string(on.Subject)
	}
	c := b.Cases["测试01"]
	got := me.get(path("application.ask_review", c))
	if got.Status != 200 || !strings.HasPrefix(got.Body, "%PDF-") {
		t.Errorf("the own form: %d", got.Status)
	}
	if got := other.get(path("application.ask_review", c)); got.Status == 200 {
		t.Error("the form of somebody else was printed")
	}
	if got := me.get(path("application.precheck", c)); strings.HasPrefix(got.Body, "%PDF-") {
		t.Error("the act of an office was printed")
	}
	officer := as(t, base, "county_officer")
	if got := officer.get("/trace/" + string(c.County) + "/" + string(c.Subject)); got.Status != 200 || !strings.Contains(got.Body, "初审初检") {
		t.Errorf("who answers for what: %d", got.Status)
	}
}
