package web

import (
	"net"
	"net/http"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/office/signin"
)

// known serves a handler for whoever has signed in, in whatever post.
func (s *server) known(h handler) http.Handler {
	return s.public(func(q *request) error {
		if err := q.authenticate(); err != nil {
			return err
		}
		return h(q)
	})
}

// accountData is what the page of the own account shows.
type accountData struct {
	Login  string
	Strong bool // has a second factor
	Must   bool // the password must be changed before anything else
	Offer  *signin.Enrolment
	Fault  *fault.Fault
}

var accountTitle = i18n.T("我的账号", "My account")

func (q *request) accountData() accountData {
	return accountData{Login: q.account.Login, Strong: q.account.Factor != "", Must: q.account.Provisional}
}

func (s *server) accountPage(q *request) error {
	return q.show(accountPage(q.page(accountTitle), q.accountData()))
}

// source is where a request comes from.
func (q *request) source() string {
	host, _, err := net.SplitHostPort(q.RemoteAddr)
	if err != nil {
		return q.RemoteAddr
	}
	return host
}

// accountFault shows the page again with what was wrong.
func (q *request) accountFault(err error, offer *signin.Enrolment) error {
	f := fault.As(err)
	if f.Kind == fault.Internal {
		return err
	}
	d := q.accountData()
	d.Fault, d.Offer = f, offer
	return q.render(statuses[f.Kind], accountPage(q.page(accountTitle), d))
}

func (s *server) changePassword(q *request) error {
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	if q.PostFormValue("next") != q.PostFormValue("again") {
		return q.accountFault(fault.New(fault.Invalid, "password.differs", "两次输入的新口令不同。", "The two new passwords differ."), nil)
	}
	err := s.Desk.ChangePassword(q.Context(), q.account.ID, q.PostFormValue("password"), q.PostFormValue("next"), q.source())
	if err != nil {
		return q.accountFault(err, nil)
	}
	q.clearCookie() // every session of the account has ended, this one too
	return q.redirect("/signin")
}

func (s *server) offerFactor(q *request) error {
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	offer, err := s.Desk.Offer(q.Context(), q.account.ID, q.PostFormValue("password"), q.source(), "Muster")
	if err != nil {
		return q.accountFault(err, nil)
	}
	d := q.accountData()
	d.Offer = &offer
	return q.show(accountPage(q.page(accountTitle), d))
}

func (s *server) acceptFactor(q *request) error {
	if err := q.ParseForm(); err != nil {
		return unreadable(err)
	}
	offer := signin.Enrolment{Secret: q.PostFormValue("secret"), Sealed: q.PostFormValue("sealed")}
	if err := s.Desk.Accept(q.Context(), q.account.ID, offer.Sealed, q.PostFormValue("code")); err != nil {
		return q.accountFault(err, &offer)
	}
	return q.redirect("/account")
}
