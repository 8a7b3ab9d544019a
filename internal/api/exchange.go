package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// exchange is one request and its answer.
type exchange struct {
	http.ResponseWriter
	r      *http.Request
	actor  access.Actor
	status int // 0 until the answer has begun
}

// WriteHeader remembers that the answer has begun.
func (x *exchange) WriteHeader(status int) {
	if x.status == 0 {
		x.status = status
	}
	x.ResponseWriter.WriteHeader(status)
}

// Write remembers that the answer has begun.
func (x *exchange) Write(p []byte) (int, error) {
	if x.status == 0 {
		x.status = http.StatusOK
	}
	return x.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

func (x *exchange) lang() i18n.Lang { return i18n.FromRequest(x.r) }

// json answers with one JSON document.
func (x *exchange) json(status int, body []byte) error {
	x.Header().Set("Content-Type", "application/json")
	x.WriteHeader(status)
	_, _ = x.Write(body) // a caller who left cannot be told
	return nil
}

// handler puts the limits, the token, the counting and the last resort around
// a route.
func (s *server) handler(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), rt.within)
		defer cancel()
		r = r.WithContext(ctx)
		r.Header.Del("Cookie") // nothing in here may depend on one
		x := &exchange{ResponseWriter: w, r: r}
		start := clock.System{}.Now()
		defer func() { s.metrics.request(rt.path, x.status, clock.System{}.Now().Sub(start)) }()
		defer s.recovered(x)
		if err := s.run(x, rt); err != nil {
			s.fail(x, err)
		}
	})
}

func (s *server) run(x *exchange, rt route) error {
	h := x.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if err := s.origin.Check(x.r); err != nil {
		return fault.New(fault.Denied, "request.origin", "拒绝跨站请求。", "Requests from another site are refused.").Because(err)
	}
	if !rt.open {
		actor, err := s.authenticate(x.r)
		if err != nil {
			return err
		}
		x.actor = actor
	}
	if rt.body > 0 {
		x.r.Body = http.MaxBytesReader(x, x.r.Body, rt.body)
		// A recorder has no connection to set a deadline on.
		_ = http.NewResponseController(x).SetReadDeadline(clock.System{}.Now().Add(rt.within))
	}
	return rt.serve(x)
}

// recovered is the last resort: a panic is logged with its stack and answered
// like any other error of ours.
func (s *server) recovered(x *exchange) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p) // how net/http is told to cut the connection
	}
	s.app.Log.Error("panic while answering", "path", x.r.Pattern, "panic", p, "stack", string(debug.Stack()))
	if x.status == 0 {
		s.problem(x, fault.As(errors.New("panic")))
	}
}

// fail answers with a problem. Where the answer has begun, it cuts the
// connection, so that half an answer is never taken for a whole one.
func (s *server) fail(x *exchange, err error) {
	f := s.classed(x, err)
	if f.Kind == fault.Internal {
		s.app.Log.Error("request failed", "path", x.r.Pattern, "error", err)
	}
	if x.status != 0 {
		panic(http.ErrAbortHandler)
	}
	s.problem(x, f)
}

// read reads a body of JSON, within the limit of its route.
func (x *exchange) read() ([]byte, error) {
	kind, _, _ := strings.Cut(x.r.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "application/json") {
		return nil, fault.New(fault.Usage, "request.media_type", "请求体须为 application/json。", "The body must be application/json.")
	}
	data, err := io.ReadAll(x.r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, fault.New(fault.Usage, codeTooLarge, "请求体超过上限({limit} 字节)。", "The body is larger than the limit of {limit} bytes.", "limit", large.Limit)
	case err != nil:
		return nil, fault.New(fault.Usage, "request.unreadable", "请求体没有完整到达。", "The body did not arrive whole.").Because(err)
	}
	return data, nil
}

func wrongMethod(allowed string) func(*exchange) error {
	return func(x *exchange) error {
		x.Header().Set("Allow", allowed)
		return fault.New(fault.Usage, codeMethod, "此地址不接受这种请求方法。", "This address does not take that method.")
	}
}

func noAddress() error {
	return fault.New(fault.Unknown, "address.unknown", "没有这个地址。", "There is no such address.")
}

// retryAfter is how long a caller waits when a resource is out.
const retryAfter = 5 * time.Second
