package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"muster/internal/frame/access"
	"muster/internal/office/role"
	"muster/internal/office/signin"
	"muster/internal/web/webtest"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Actor(role.CountyOfficer)
	b.WithPasswords()
	server := serve(t, b)
	browser := open(t, server.URL)
	browser.get("/lang?to=zh&back=/signin").want(t, http.StatusSeeOther)
	asked := browser.get("/r/person").want(t, http.StatusSeeOther)
	if got := asked.Header.Get("Location"); got != "/signin?back=%2Fr%2Fperson" {
		t.Errorf("sent to %s", got)
	}
	wrong := browser.post("/signin", url.Values{"login": {"county_officer"}, "password": {"nothing like it"}}).want(t, http.StatusUnprocessableEntity)
	unknown := browser.post("/signin", url.Values{"login": {"nobody"}, "password": {"nothing like it"}}).want(t, http.StatusUnprocessableEntity)
	if text(wrong.Body) != text(unknown.Body) {
		t.Error("an unknown name reads otherwise than a wrong password")
	}
	in := browser.post("/signin", url.Values{"login": {"county_officer"}, "password": {webtest.Password}, "back": {"//elsewhere.example/"}}).want(t, http.StatusSeeOther)
	if got := in.Header.Get("Location"); got != "/" {
		t.Errorf("sent to %s after signing in", got)
	}
	cookie := in.Header.Get("Set-Cookie")
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Errorf("cookie %s", cookie)
	}
	browser.get("/").want(t, http.StatusOK)
	out := browser.post("/signout", nil).want(t, http.StatusSeeOther)
	if out.Header.Get("Clear-Site-Data") == "" {
		t.Error("signing out leaves the browser's store alone")
	}
	browser.get("/").want(t, http.StatusSeeOther)
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	for name, pauses := range map[string][]time.Duration{
		"idle": {signin.Idle + time.Second}, "absolute": make([]time.Duration, 74),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := webtest.New(t)
			b.Actor(role.CountyOfficer)
			b.WithPasswords()
			browser := as(t, serve(t, b).URL, "county_officer")
			for i, pause := range pauses {
				if pause == 0 {
					pause = 10 * time.Minute
				}
				if i > 0 {
					got := browser.get("/r").Status
					if over := time.Duration(i)*10*time.Minute > signin.Absolute; (got == http.StatusSeeOther) != over {
						t.Fatalf("after %d pauses: %d", i, got)
					}
				}
				b.Clock.Advance(pause)
			}
			browser.get("/r").want(t, http.StatusSeeOther)
		})
	}
}

func TestOneTimeCode(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	actor := b.Actor(role.CountyOfficer)
	b.WithPasswords()
	e, err := b.Desk.Enrol(t.Context(), actor.Account, "Muster")
	if err != nil {
		t.Fatal(err)
	}
	try := func(code string) (int, error) {
		_, strength, err := b.Desk.SignIn(t.Context(), signin.Try{Login: "county_officer", Password: webtest.Password, Code: code, Source: "192.0.2.1"})
		return strength, err
	}
	if _, err := try(""); err == nil {
		t.Error("the password alone was enough")
	}
	code, err := totp.GenerateCode(e.Secret, b.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if strength, err := try(code); err != nil || strength != access.Strong {
		t.Errorf("the right code gave %d, %v", strength, err)
	}
	if _, err := try(code); err == nil {
		t.Error("a code was good twice")
	}
}

func TestPaceDoesNotLockTheOwnerOut(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Actor(role.CountyOfficer)
	b.WithPasswords()
	try := func(source, password string) error {
		_, _, err := b.Desk.SignIn(t.Context(), signin.Try{Login: "county_officer", Password: password, Source: source})
		return err
	}
	if err := try("192.0.2.1", webtest.Password); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		_ = try("198.51.100.9", "a wrong password")
	}
	if err := try("198.51.100.9", webtest.Password); err == nil || !strings.Contains(err.Error(), "Too many tries") {
		t.Errorf("a guesser was not slowed down: %v", err)
	}
	if err := try("192.0.2.1", webtest.Password); err != nil {
		t.Errorf("the owner was locked out: %v", err)
	}
	b.Clock.Advance(15 * time.Minute)
	if err := try("198.51.100.9", webtest.Password); err != nil {
		t.Errorf("the pause did not end: %v", err)
	}
}

func TestTokensOfTheAPIOpenNoPage(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	actor := b.Actor(role.CountyOfficer)
	post := b.App.Directory.PostsOf(actor.Account, b.App.Today())[0].ID
	server := serve(t, b)
	for name, api := range map[string]bool{"bearer": true, "page": false} {
		token, err := b.Desk.Start(t.Context(), signin.Session{Account: actor.Account, Post: post, Strength: 1, API: api})
		if err != nil {
			t.Fatal(err)
		}
		browser := open(t, server.URL)
		browser.get("/r", "Authorization", "Bearer "+token).want(t, http.StatusSeeOther)
		got := browser.get("/r", "Cookie", "muster="+token).Status
		if (got == http.StatusOK) == api {
			t.Errorf("%s token in the cookie: %d", name, got)
		}
	}
}

func TestRightsEndAtOnce(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	browser := as(t, serve(t, b).URL, "clerk")
	browser.get("/r").want(t, http.StatusOK)
	clerk := b.Actor(role.Clerk)
	post := b.App.Directory.PostsOf(clerk.Account, b.App.Today())[0]
	b.End(post)
	browser.get("/r").want(t, http.StatusSeeOther)
}
