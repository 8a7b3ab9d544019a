package cli

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"muster/internal/api"
	"muster/internal/app"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/web"
)

// Serve serves an installation.
type Serve struct {
	Folder
	Addr string `default:"127.0.0.1:8080" help:"Address to listen on."`
}

// Run opens the folder and serves it until it is told to stop.
func (c *Serve) Run(env *Env) error {
	a, err := c.open(env, false)
	if err != nil {
		return err
	}
	defer a.Close()
	if a.Demo {
		if err := loopbackOnly(c.Addr); err != nil {
			return err
		}
	}
	return serve(env, a, c.Dir, c.Addr, nil)
}

// grace is how long requests under way may take once a stop was asked for.
const grace = 10 * time.Second

func serve(env *Env, a *app.App, dir, addr string, users []web.DemoSignIn) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fault.New(fault.Conflict, "addr.taken", "地址 {addr} 不能监听;请换一个(--addr)。", "The address {addr} cannot be listened on; choose another (--addr).", "addr", addr).Because(err)
	}
	a.Log = slog.New(slog.NewTextHandler(env.Stderr, nil)) // pages tell people that a failure was recorded
	ctx, stop := context.WithCancel(env)
	defer stop()
	if err := listenLocal(ctx, dir, a); err != nil {
		return errors.Join(err, listener.Close())
	}
	jobs := make(chan struct{})
	go func() { defer close(jobs); a.RunJobs(ctx) }()
	server := &http.Server{Handler: faces(a, users),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	env.Say(i18n.T("已就绪:请打开 http://{addr}", "ready: open http://{addr}").With("addr", listener.Addr()))
	select {
	case err = <-failed:
	case <-ctx.Done():
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		err = server.Shutdown(end)
	}
	stop()
	<-jobs
	return err
}

// faces joins the pages and the API under one address.
func faces(a *app.App, users []web.DemoSignIn) http.Handler {
	programs := api.New(api.Deps{App: a})
	mux := http.NewServeMux()
	for _, path := range []string{"/api/", "/healthz", "/readyz", "/metrics"} {
		mux.Handle(path, programs)
	}
	mux.Handle("/", web.New(web.Deps{App: a, DemoSignIns: users}))
	return mux
}

// loopbackOnly refuses an address that others could reach: a demo is for one
// machine.
func loopbackOnly(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err == nil && host == "localhost" {
		return nil
	}
	ip, parseErr := netip.ParseAddr(host)
	if err != nil || parseErr != nil || !ip.IsLoopback() {
		return usage("addr", "演示只能在本机回环地址上提供服务,例如 127.0.0.1:8080。", "A demo is served on a loopback address only, such as 127.0.0.1:8080.")
	}
	return nil
}

func usage(code, zh, en string) error { return fault.New(fault.Usage, code, zh, en) }
