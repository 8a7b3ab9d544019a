package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestSecondFactorCountsOnlyOnceProven: a key that was offered changes nothing
// until a code made with it is shown; after that the password alone opens
// nothing.
func TestSecondFactorCountsOnlyOnceProven(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Actor(role.CountyOfficer)
	b.WithPasswords()
	server := serve(t, b)
	browser := as(t, server.URL, "county_officer")
	browser.get("/account").want(t, http.StatusOK)
	refused := browser.post("/account/factor", url.Values{"password": {"not the password"}}).want(t, http.StatusUnprocessableEntity)
	if strings.Contains(refused.Body, `name="sealed"`) {
		t.Error("a wrong password was offered a key")
	}
	form := browser.post("/account/factor", url.Values{"password": {webtest.Password}}).want(t, http.StatusOK).fields()
	form.Set("code", "000000")
	browser.post("/account/factor/accept", form).want(t, http.StatusUnprocessableEntity)
	if a, _ := b.App.Directory.Login("county_officer"); a.Factor != "" {
		t.Fatal("a factor counts that nobody has proven")
	}
	code, err := totp.GenerateCode(form.Get("secret"), b.App.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	form.Set("code", code)
	browser.post("/account/factor/accept", form).want(t, http.StatusSeeOther)
	alone := url.Values{"login": {"county_officer"}, "password": {webtest.Password}}
	open(t, server.URL).post("/signin", alone).want(t, http.StatusUnprocessableEntity)
}

// TestPasswordChangeEndsEverySession: the present password is needed, and
// whoever was signed in with the old one is out.
func TestPasswordChangeEndsEverySession(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Actor(role.CountyOfficer)
	b.WithPasswords()
	server := serve(t, b)
	here, elsewhere := as(t, server.URL, "county_officer"), as(t, server.URL, "county_officer")
	const next = "another long password"
	for _, wrong := range []url.Values{
		{"password": {"not the password"}, "next": {next}, "again": {next}},
		{"password": {webtest.Password}, "next": {next}, "again": {next + "!"}},
		{"password": {webtest.Password}, "next": {"short"}, "again": {"short"}},
	} {
		here.post("/account/password", wrong).want(t, http.StatusUnprocessableEntity)
	}
	elsewhere.get("/r").want(t, http.StatusOK)
	here.post("/account/password", url.Values{"password": {webtest.Password}, "next": {next}, "again": {next}}).want(t, http.StatusSeeOther)
	elsewhere.get("/r").want(t, http.StatusSeeOther)
	open(t, server.URL).post("/signin", url.Values{"login": {"county_officer"}, "password": {next}}).want(t, http.StatusSeeOther)
}

// TestAProvisionalPasswordOpensNothingElse: a password that somebody else set
// leads to the page on which it is changed, whatever was asked for.
func TestAProvisionalPasswordOpensNothingElse(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Actor(role.CountyOfficer)
	b.WithPasswords()
	server := serve(t, b)
	const given, own = "given by somebody", "chosen by the holder"
	a, _ := b.App.Directory.Login("county_officer")
	if err := b.Desk.SetPassword(t.Context(), a.ID, given); err != nil {
		t.Fatal(err)
	}
	browser := open(t, server.URL)
	browser.post("/signin", url.Values{"login": {"county_officer"}, "password": {given}}).want(t, http.StatusSeeOther)
	for _, path := range []string{"/", "/r", "/r/application", "/insight/funnel"} {
		if to := browser.get(path).want(t, http.StatusSeeOther).Header.Get("Location"); to != "/account" {
			t.Errorf("%s leads to %s", path, to)
		}
	}
	browser.post("/account/password", url.Values{"password": {given}, "next": {own}, "again": {own}}).want(t, http.StatusSeeOther)
	browser.post("/signin", url.Values{"login": {"county_officer"}, "password": {own}}).want(t, http.StatusSeeOther)
	browser.get("/r").want(t, http.StatusOK)
}
