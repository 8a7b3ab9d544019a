package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/intake/leads"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestRadarPage: inspectors see the figures with names and the way to a lead,
// leaders and auditors of the scope without either and without small counts,
// others nothing. What the page says of the station is what a count finds.
func TestRadarPage(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	path := "/insight/radar?unit=" + string(webtest.County)
	page := as(t, server.URL, "inspector").get(path).want(t, http.StatusOK)
	exams, sections := tallied(t, b, "SELECT COUNT(*) FROM exam WHERE state = 'concluded' AND kind = 'first' AND outcome IN ('pass', 'fail')"),
		tallied(t, b, "SELECT COUNT(*) FROM ledger_leaf WHERE kind = 'exam_section.sign' AND outcome = '' AND actor = '"+string(b.Actor(role.Examiner).Account)+"'")
	for _, want := range []string{fmt.Sprintf("%d 次体检,", exams), fmt.Sprintf("孙医生 长安区 录入并签署检查结果 %d", sections)} {
		if !strings.Contains(squeeze(text(page.Body)), want) {
			t.Errorf("the inspector's page lacks %q:\n%s", want, squeeze(text(page.Body)))
		}
	}
	for name := range b.People {
		if strings.Contains(page.Body, name) {
			t.Errorf("the radar names %s", name)
		}
	}
	for _, login := range []string{"leader", "auditor"} {
		body := as(t, server.URL, login).get(path).want(t, http.StatusOK).Body
		if strings.Contains(body, "孙医生") || strings.Contains(body, "radar_lead.open") {
			t.Errorf("%s sees who of the staff it is, or may open a lead", login)
		}
		if said := squeeze(text(body)); !strings.Contains(said, "办理速度") || strings.Contains(said, fmt.Sprintf("录入并签署检查结果 %d", sections)) {
			t.Errorf("%s is not told that speeds were compared, or is told one doctor's figures:\n%s", login, said)
		}
	}
	for _, login := range []string{"county_officer", "supervisor", "chief_examiner", "citizen", "assessor"} {
		as(t, server.URL, login).get(path).want(t, http.StatusForbidden)
	}
	as(t, server.URL, "inspector").get("/insight/radar?unit="+string(webtest.Province)).want(t, http.StatusNotFound)
}

// TestALeadChangesNoPage: the pages of candidates, lists and the ranking read the
// same with and without a lead about their station.
func TestALeadChangesNoPage(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	officer, citizen := as(t, server.URL, "county_officer"), as(t, server.URL, "citizen")
	look := func() (out []string) {
		for _, path := range []string{"/r/application", "/r/application?state=physical_fail", "/insight/funnel", "/r/quota"} {
			out = append(out, text(officer.get(path).Body))
		}
		mine, _, _ := strings.Cut(text(citizen.get("/me").Body), "我的信息") // below stands who looked at the file
		return append(out, mine)
	}
	look() // what the readings themselves add is there after the first look
	before := look()
	l := b.As(b.Actor(role.Inspector), role.Integrity, "radar_lead.open", act.Answer{}, &leads.Opening{Detector: leads.Funnel, About: webtest.County, Account: b.Actor(role.Examiner).Account, Figures: "95/120"})
	for i, after := range look() {
		if after != before[i] {
			t.Errorf("page %d changed:\n%s\n%s", i, before[i], after)
		}
	}
	for login, status := range map[string]int{"inspector": http.StatusOK, "county_officer": http.StatusNotFound, "examiner": http.StatusNotFound, "leader": http.StatusNotFound} {
		got := as(t, server.URL, login).get("/r/radar_lead/" + string(l.County) + "/" + string(l.Subject))
		if (got.Status == http.StatusOK) != (status == http.StatusOK) {
			t.Errorf("%s: %d", login, got.Status)
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func tallied(t *testing.T, b *webtest.Bench, query string) (n int64) {
	t.Helper()
	if err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error { _, err := tx.One(query, nil, &n); return err }); err != nil {
		t.Fatal(err)
	}
	return n
}
