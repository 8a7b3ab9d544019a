package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/a-h/templ"

	"muster/internal/frame/access"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/office/role"
	"muster/internal/office/signin"
	"muster/internal/office/staff"
)

// request is one request with what was found out about it.
type request struct {
	*http.Request
	w       http.ResponseWriter
	s       *server
	lang    i18n.Lang
	session signin.Session
	account staff.Account
	actor   access.Actor
	began   bool // something of the answer was sent
}

// handler answers a request or returns why it cannot.
type handler func(*request) error

// largestForm is the largest form that is read, in bytes.
const largestForm = 1 << 20

// public serves a handler for anybody.
func (s *server) public(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := &request{Request: r, w: w, s: s, lang: i18n.FromRequest(r)}
		switch {
		case strings.HasSuffix(r.URL.Path, "/import"): // sets its own limit
		case strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/"):
			r.Body = http.MaxBytesReader(w, r.Body, largestUpload)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, largestForm)
		}
		defer q.recover()
		if err := h(q); err != nil {
			q.fail(err)
		}
	})
}

// signed serves a handler for whoever has signed in and chosen a post.
func (s *server) signed(h handler) http.Handler {
	return s.public(func(q *request) error {
		if err := q.authenticate(); err != nil {
			return err
		}
		if q.account.Provisional {
			return q.redirect("/account")
		}
		if q.session.Post == signin.NoPost {
			return q.redirect("/post")
		}
		actor, err := s.App.Directory.Actor(s.App.Road.Tree(), q.session.Account, q.session.Post, q.session.Strength, s.App.Today())
		if err != nil {
			return err
		}
		q.actor = actor
		return h(q)
	})
}

// recover turns a panic into the page of an internal fault.
func (q *request) recover() {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { // the answer was broken off on purpose
		panic(p)
	}
	q.s.App.Log.Error("a page panicked", "path", q.URL.Path, "panic", p, "stack", string(debug.Stack()))
	if q.began {
		panic(http.ErrAbortHandler)
	}
	q.fail(fault.As(errPanic))
}

var errPanic = errors.New("a page panicked")

// statuses are the HTTP statuses of faults.
var statuses = map[fault.Kind]int{
	fault.Internal: http.StatusInternalServerError, fault.Invalid: http.StatusUnprocessableEntity, fault.Denied: http.StatusForbidden,
	fault.Unknown: http.StatusNotFound, fault.Conflict: http.StatusConflict, fault.Stale: http.StatusConflict,
	fault.Reused: http.StatusUnprocessableEntity, fault.Unsigned: http.StatusConflict, fault.SignIn: http.StatusUnauthorized,
	fault.Unavailable: http.StatusServiceUnavailable, fault.Usage: http.StatusBadRequest,
}

// fail answers with the page of a fault. An internal one is logged, once, and
// its text is shown to nobody.
func (q *request) fail(err error) {
	f := fault.As(err)
	if errors.Is(err, context.Canceled) && q.Context().Err() != nil {
		return // the reader has gone
	}
	if f.Kind == fault.Internal {
		q.s.App.Log.LogAttrs(q.Context(), slog.LevelError, "a page failed", slog.String("path", q.URL.Path), slog.Any("error", err))
	}
	if f.Kind == fault.SignIn {
		q.clearCookie()
		_ = q.redirect("/signin?back=" + url.QueryEscape(q.back()))
		return
	}
	p := q.page(faultTitle(f.Kind))
	if rendering := q.render(statuses[f.Kind], faultPage(p, f)); rendering != nil {
		q.s.App.Log.Error("the page of a fault failed", "error", rendering)
		http.Error(q.w, f.Text.In(q.lang), statuses[f.Kind])
	}
}

// back is where to return to after signing in: the page itself, if it was read.
func (q *request) back() string {
	if q.Method == http.MethodGet {
		return q.URL.RequestURI()
	}
	return "/"
}

// render sends a page, whole or not at all.
func (q *request) render(status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(q.Context(), &b); err != nil {
		return err
	}
	q.began = true
	q.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	q.w.Header().Set("Content-Language", string(q.lang))
	q.w.WriteHeader(status)
	_, _ = q.w.Write(b.Bytes()) // a reader who has gone needs no answer
	return nil
}

// show sends a page that is well.
func (q *request) show(c templ.Component) error { return q.render(http.StatusOK, c) }

func (q *request) redirect(to string) error {
	q.began = true
	http.Redirect(q.w, q.Request, to, http.StatusSeeOther)
	return nil
}

// local keeps a return path to this house; anything else becomes the home page
// (SECURITY, T26).
func local(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") ||
		strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}

// citizen says whether the reader acts for themselves.
func (q *request) citizen() bool { return q.actor.Role == role.Citizen }

func (s *server) nowhere(*request) error {
	return fault.New(fault.Unknown, "page.unknown", "没有这个页面。", "There is no such page.")
}

func foreign() error {
	return fault.New(fault.Denied, "origin.foreign", "该请求来自别的网站,已拒绝;请在本系统页面内操作。", "This request came from another site and was refused; please use the pages of this system.")
}

func faultTitle(k fault.Kind) i18n.Text {
	switch k {
	case fault.Invalid, fault.Reused, fault.Usage:
		return i18n.T("提交的内容有误", "Something needs correcting")
	case fault.Denied:
		return i18n.T("不能办理", "Not allowed")
	case fault.Unknown:
		return i18n.T("没有找到", "Not found")
	case fault.Conflict, fault.Unsigned:
		return i18n.T("现在不能办理", "Not possible now")
	case fault.Stale:
		return i18n.T("内容已被更新", "It has changed meanwhile")
	case fault.Unavailable:
		return i18n.T("暂时不可用", "Not available just now")
	default:
		return i18n.T("系统出错", "Something went wrong")
	}
}
