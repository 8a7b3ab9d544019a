package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestNonsenseIsAnswered: a question that cannot be understood is refused in the words of
// the reader's language; it is not answered as if another had been asked.
func TestNonsenseIsAnswered(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	leader := open(t, server.URL)
	leader.post("/signin", url.Values{"login": {webtest.Login(role.Leader)}, "password": {webtest.Password}}).want(t, http.StatusSeeOther)
	for _, x := range []struct {
		path   string
		status int
		zh, en string
	}{
		{"/insight/funnel?from=a", http.StatusUnprocessableEntity, "起点须在终点之前", "from one point to a later one"},
		{"/insight/trend?to=99999999999999999999", http.StatusUnprocessableEntity, "起点须在终点之前", "from one point to a later one"},
		{"/insight/trend/export?format=csv&from=NaN", http.StatusUnprocessableEntity, "起点须在终点之前", "from one point to a later one"},
		{"/insight/cohort?before=xx", http.StatusOK, "xx", "xx is not a date"},
		{"/insight/cohort?after=2026-02-30", http.StatusOK, "2026-02-30", "2026-02-30 is not a date"},
		{"/insight/forecast?cycle=zz", http.StatusUnprocessableEntity, "没有这个征集批次", "There is no such intake"},
		{"/insight/radar?cycle=zz", http.StatusUnprocessableEntity, "没有这个征集批次", "There is no such intake"},
		{"/insight/whatif?cycle=zz", http.StatusUnprocessableEntity, "没有这个征集批次", "There is no such intake"},
		{"/insight/whatif?ask=1&quota.zz=5", http.StatusOK, "“zz”在本批次没有名单", "zz has no list in this intake"},
		{"/insight/whatif?ask=1&row.zz.min=5", http.StatusOK, "没有编号为“zz”的名额行", "No list has a quota row zz"},
		{"/insight/whatif?ask=1&score.zz=5", http.StatusOK, "score.zz=5", "score.zz=5"},
	} {
		for lang, words := range map[string]string{"zh": x.zh, "en": x.en} {
			leader.get("/lang?back=%2F&to="+lang).want(t, http.StatusSeeOther)
			if body := leader.get(x.path).want(t, x.status).Body; !strings.Contains(body, words) {
				t.Errorf("%s in %s does not say %s", x.path, lang, words)
			}
		}
	}
}
