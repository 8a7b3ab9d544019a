package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/docs/docstest"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web"
	"muster/internal/web/webtest"
)

var (
	answered   = regexp.MustCompile(`data-answer="([a-z]+)"`)
	whatVaries = regexp.MustCompile(`(?s)<section class="panel.*</section>|<textarea.*</textarea>|name="nonce" value="[^"]+"`)
)

// TestWhetherACertificateStillHolds: whoever has the signed text learns whether there
// is a newer conclusion; a forged, cut or foreign text gets the same page and nothing
// about anybody; asking without end is put off, and stops no tip.
func TestWhetherACertificateStillHolds(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	p := b.Person("甲一", 1, webtest.Village)
	due := b.Do(role.CountyRegistrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026})
	b.Do(role.Clerk, role.Registration, "registration.submit", due, &people.Form{Residence: "长安"})
	b.Do(role.CountyRegistrar, role.Registration, "registration.conclude", due, &people.Concluding{Conclusion: people.MustServe})
	second := b.Another(role.CountyRegistrar, "登记员二")
	b.WithPasswords()
	server := serve(t, b)
	printed := func() string {
		t.Helper()
		paper := as(t, server.URL, "county_registrar").get("/paper/registration-certificate/"+string(due.County)+"/"+string(due.Subject)).want(t, http.StatusOK)
		return docstest.Read(t, []byte(paper.Body))[0]
	}
	phone := sender{t, web.New(*b.Handler())}
	ask := func(text string) *httptest.ResponseRecorder {
		t.Helper()
		form := phone.do(http.MethodGet, "/certificate", nil)
		return phone.do(http.MethodPost, "/certificate", url.Values{"text": {text}, "nonce": {nonceField.FindStringSubmatch(form.Body.String())[1]}})
	}
	want := func(what, text string, answer people.Validity) string {
		t.Helper()
		w := ask(text)
		found := answered.FindStringSubmatch(w.Body.String())
		if w.Code != http.StatusOK || found == nil || found[1] != string(answer) {
			t.Errorf("%s: %d %v, want %s", what, w.Code, found, answer)
		}
		page := whatVaries.ReplaceAllString(w.Body.String(), "")
		if strings.Contains(page, "甲一") || strings.Contains(page, string(due.Subject)) {
			t.Errorf("%s: the page says more of the person", what)
		}
		return page
	}
	first := printed()
	shape := want("as printed", first, people.Holds)
	for what, text := range map[string]string{"changed": strings.Replace(first, "must_serve", "exempt", 1), "another number": strings.Replace(first, "number 2026", "number 2025", 1),
		"without its signature": first[:strings.Index(first, "\n\n")+2], "the number alone": "2026-130102-00000000-3", "nothing": "", "too long": first + strings.Repeat("x", 9000)} {
		if got := want(what, text, people.Unsigned); got != shape {
			t.Errorf("%s: the page has another shape", what)
		}
	}
	b.Do(role.Clerk, role.Registration, "registration.ask_exemption", due, &people.Claim{Evidence: "残 1", Reason: "病"})
	want("open again", first, people.Lapsed)
	b.As(second, role.Registration, "registration.conclude", due, &people.Concluding{Conclusion: people.Exempt, Code: "exempt_later_illness", Evidence: "残 1", Reason: "病"})
	want("concluded again", first, people.Superseded)
	newer := printed()
	want("the newer one", newer, people.Holds)
	closing := b.As(second, role.Registration, "person.close", p, &people.Closing{Cause: "death", Evidence: "公 1"})
	if _, err := b.Sign(b.Actor(role.CountyRegistrar), role.Registration, closing); err != nil {
		t.Fatal(err)
	}
	want("cancelled", newer, people.Lapsed)
	if w := phone.do(http.MethodPost, "/certificate", url.Values{"text": {first}}); w.Code != http.StatusUnprocessableEntity || answered.MatchString(w.Body.String()) {
		t.Errorf("without the number of a form: %d", w.Code)
	}
	for range 60 {
		ask("x")
	}
	if w := ask(first); w.Code != http.StatusServiceUnavailable || answered.MatchString(w.Body.String()) {
		t.Errorf("asked without end: %d", w.Code)
	}
	b.Inspectors()
	phone.send("体检站有人收钱")
}
