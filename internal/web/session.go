package web

import (
	"errors"
	"net/http"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/office/role"
	"muster/internal/office/signin"
	"muster/internal/office/staff"
)

// cookieName is the cookie of the session. Over TLS its prefix keeps other
// hosts and plain connections from setting it.
func (s *server) cookieName() string {
	if s.Secure {
		return "__Host-muster"
	}
	return "muster"
}

func (q *request) setCookie(name, value string, age int, readable bool) {
	http.SetCookie(q.w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: age, HttpOnly: !readable, Secure: q.s.Secure, SameSite: http.SameSiteLaxMode})
}

func (q *request) clearCookie() { q.setCookie(q.s.cookieName(), "", -1, false) }

func (q *request) token() string {
	c, err := q.Cookie(q.s.cookieName())
	if err != nil {
		return ""
	}
	return c.Value
}

// authenticate finds the session of the cookie. A token of the API opens no
// page, whichever way it comes (SECURITY, T21).
func (q *request) authenticate() error {
	token := q.token()
	if token == "" {
		return signin.Needed()
	}
	n, err := q.s.Desk.Find(q.Context(), token)
	if err != nil {
		return err
	}
	account, ok := q.s.App.Directory.Account(n.Account)
	if n.API || !ok || account.State != staff.Open {
		return signin.Needed()
	}
	q.session, q.account = n, account
	return nil
}

// signInData is what the page of signing in shows.
type signInData struct {
	Login, Back string
	Fault       *fault.Fault
	Demo        []DemoSignIn
}

func (s *server) signInData(q *request) signInData {
	d := signInData{Back: local(q.FormValue("back")), Login: q.PostFormValue("login")}
	if s.App.Demo {
		d.Demo = s.DemoSignIns
	}
	return d
}

func (s *server) signInPage(q *request) error {
	return q.show(signInPage(q.page(signInTitle), s.signInData(q)))
}

var signInTitle = i18n.T("登录", "Sign in")

func (s *server) signIn(q *request) error {
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	account, strength, err := s.Desk.SignIn(q.Context(), signin.Try{Login: strings.TrimSpace(q.PostFormValue("login")),
		Password: q.PostFormValue("password"), Code: strings.TrimSpace(q.PostFormValue("code")), Source: q.source()})
	if f := fault.As(err); err != nil && f.Kind != fault.Internal {
		d := s.signInData(q)
		d.Fault = f
		status := statuses[f.Kind]
		if f.Kind == fault.Unavailable {
			status = http.StatusTooManyRequests
		}
		return q.render(status, signInPage(q.page(signInTitle), d))
	}
	if err != nil {
		return err
	}
	if old := q.token(); old != "" {
		if err := s.Desk.End(q.Context(), old); err != nil {
			return err
		}
	}
	token, err := s.Desk.Start(q.Context(), signin.Session{Account: account.ID, Post: s.firstPost(account), Strength: strength})
	if err != nil {
		return err
	}
	q.setCookie(s.cookieName(), token, int(signin.Absolute.Seconds()), false)
	return q.redirect(local(q.PostFormValue("back")))
}

// firstPost is the post of somebody who has no choice.
func (s *server) firstPost(a staff.Account) ident.ID {
	choices := s.choices(a)
	if len(choices) == 1 {
		return choices[0].ID
	}
	return signin.NoPost
}

// choice is one capacity in which an account may act.
type choice struct {
	ID   ident.ID
	Role i18n.Text
	Unit i18n.Text
}

// choices lists the posts of an account, and the own file where it has one.
func (s *server) choices(a staff.Account) []choice {
	var out []choice
	for _, p := range s.App.Directory.PostsOf(a.ID, s.App.Today()) {
		out = append(out, choice{p.ID, roleLabel(access.Role(p.Role)), i18n.Same(s.App.Road.Tree().Name(p.Unit))})
	}
	if a.Person != "" {
		out = append(out, choice{"", role.Labels[role.Citizen], role.Purposes[role.Own]})
	}
	return out
}

func (s *server) postPage(q *request) error {
	if err := q.authenticate(); err != nil {
		return err
	}
	return q.show(postPage(q.page(i18n.T("选择岗位", "Choose your post")), s.choices(q.account)))
}

func (s *server) choosePost(q *request) error {
	if err := q.authenticate(); err != nil {
		return err
	}
	for _, c := range s.choices(q.account) {
		if string(c.ID) == q.PostFormValue("post") {
			if err := s.Desk.Choose(q.Context(), q.session, c.ID); err != nil {
				return err
			}
			return q.redirect("/")
		}
	}
	return access.Denied()
}

// signOut ends the session and has the browser forget what it kept, for the
// next person at the same machine (SECURITY, T28).
func (s *server) signOut(q *request) error {
	if token := q.token(); token != "" {
		if err := s.Desk.End(q.Context(), token); err != nil {
			return err
		}
	}
	q.clearCookie()
	q.w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return q.redirect("/signin")
}

// language keeps the reader's choice of language; it changes nothing else.
func (s *server) language(q *request) error {
	lang, ok := i18n.Parse(q.URL.Query().Get("to"))
	if !ok {
		return fault.New(fault.Unknown, "lang.unknown", "没有这种语言。", "This language is not available.")
	}
	q.setCookie("lang", string(lang), 365*24*3600, true)
	return q.redirect(local(q.URL.Query().Get("back")))
}

// unreadable is the fault for a form that cannot be read.
func unreadable(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.New(fault.Invalid, "form.large", "提交的内容过大。", "What you sent is too large.").Because(err)
	}
	return fault.New(fault.Invalid, "form.unreadable", "提交的表单无法读取;请返回重试。", "The form could not be read; please go back and try again.").Because(err)
}
