package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// progressLink is a figure of the table with the list behind it.
var progressLink = regexp.MustCompile(`(?s)<a href="(/r/registration\?[^"]+)">\s*([0-9,]+)\s*</a>`)

// TestProgressOfRegistration: every figure is the number of rows of the list behind
// it, an open registration counts as not handed in, a county cannot look at another,
// and posts that may not open every registration have no such page.
func TestProgressOfRegistration(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Season()
	for _, r := range []access.Role{role.CountyRegistrar, role.Clerk, role.Examiner, role.Leader} {
		b.Actor(r)
	}
	b.WithPasswords()
	server := serve(t, b)
	for _, who := range []access.Role{role.CountyRegistrar, role.Clerk} {
		reader := open(t, server.URL)
		reader.post("/signin", url.Values{"login": {webtest.Login(who)}, "password": {webtest.Password}}).want(t, http.StatusSeeOther)
		page := reader.get("/registration/progress").want(t, http.StatusOK).Body
		found := progressLink.FindAllStringSubmatch(page, -1)
		if len(found) < 3 {
			t.Fatalf("%s: %d figures lead to a list", who, len(found))
		}
		for _, link := range found {
			list := reader.get(html.UnescapeString(link[1])).want(t, http.StatusOK).Body
			if !strings.Contains(list, "共 "+link[2]+" 条") {
				t.Errorf("%s: the page says %s, the list %s has another number", who, link[2], link[1])
			}
		}
		reader.get("/registration/progress?unit=130104").want(t, http.StatusNotFound)
	}
	for _, who := range []access.Role{role.Examiner, role.Leader} {
		reader := open(t, server.URL)
		reader.post("/signin", url.Values{"login": {webtest.Login(who)}, "password": {webtest.Password}}).want(t, http.StatusSeeOther)
		reader.get("/registration/progress").want(t, http.StatusForbidden)
	}
}
