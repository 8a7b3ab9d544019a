package web_test

import (
	"net/http"
	"strings"
	"testing"

	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestAttendeesAreToldApart: the form of a joint session says of everybody from which
// office they come.
func TestAttendeesAreToldApart(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Gates()
	b.WithPasswords()
	page := as(t, serve(t, b).URL, webtest.Login(role.VettingChair)).get("/vetting").want(t, http.StatusOK).Body
	tree := b.App.Road.Tree()
	for name, at := range map[string]string{"尤教育": tree.Name(webtest.Education), "许司法": tree.Name(webtest.Justice)} {
		from := strings.Index(page, name+" · ")
		if from < 0 || !strings.Contains(page[from:from+120], at) {
			t.Errorf("%s is not said to come from %s", name, at)
		}
	}
}
