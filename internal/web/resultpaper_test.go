package web_test

import (
	"net/http"
	"strings"
	"testing"

	"muster/internal/intake/cases"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestAResultIsOnPaper: whoever has a result against them prints what their page says of
// it, in both languages; the office prints what is not sealed, and not why somebody failed
// the examination or the vetting.
func TestAResultIsOnPaper(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.InEveryState()
	base := serve(t, b).URL
	b.Actor(role.CountyOfficer)
	b.WithPasswords()
	for _, state := range []string{cases.PhysicalFail, cases.VettingFail, cases.NotEligible, cases.Cancelled, cases.Returned, cases.Reserve} {
		c := webtest.At[cases.Case](b, cases.Table, "state = $1", state)[0]
		at := "/paper/result-notice/" + string(c.County) + "/" + string(c.ID)
		against := state != cases.Reserve
		me := as(t, base, state)
		if got := strings.Contains(me.get("/me").want(t, http.StatusOK).Body, at); got != against {
			t.Errorf("%s: the page leads to the paper: %t", state, got)
		}
		for _, lang := range []string{"zh", "en"} {
			if got := me.get(at, "Accept-Language", lang); strings.HasPrefix(got.Body, "%PDF-") != against {
				t.Errorf("%s (%s): %d", state, lang, got.Status)
			}
		}
		officer := against && state != cases.PhysicalFail && state != cases.VettingFail
		if got := as(t, base, webtest.Login(role.CountyOfficer)).get(at); strings.HasPrefix(got.Body, "%PDF-") != officer {
			t.Errorf("%s printed by the office: %d", state, got.Status)
		}
	}
}
