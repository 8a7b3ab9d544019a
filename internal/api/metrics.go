package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
)

// metrics are the counters of one face. Their labels come from declarations
// (routes, kinds of act, kinds of fault), never from a request.
type metrics struct {
	registry *prometheus.Registry
	page     http.Handler
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	acts     *prometheus.CounterVec
}

func newMetrics(store db.Store) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "muster_http_requests_total", Help: "Requests by route and status."}, []string{"route", "status"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "muster_http_seconds", Help: "Time to answer by route."}, []string{"route"}),
		acts:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: "muster_acts_total", Help: "Acts by kind and outcome."}, []string{"kind", "outcome"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.acts, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if grouped, ok := store.(interface{ Groups() (uint64, uint64) }); ok {
		m.groups(grouped.Groups)
	}
	m.page = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return m
}

// groups shows how many transactions share a commit: the second over the first.
func (m *metrics) groups(count func() (commits, transactions uint64)) {
	m.registry.MustRegister(
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "muster_commits_total", Help: "Commits of the store."},
			func() float64 { n, _ := count(); return float64(n) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "muster_transactions_total", Help: "Transactions that the commits held."},
			func() float64 { _, n := count(); return float64(n) }))
}

func (m *metrics) request(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// act counts the outcome of an act: done, again, pending or the kind of fault.
func (m *metrics) act(kind string, a act.Answer, err error) {
	outcome := "done"
	switch {
	case err != nil:
		outcome = kindOf[fault.As(err).Kind].name
	case a.Again:
		outcome = "again"
	case a.Pending:
		outcome = "pending"
	}
	m.acts.WithLabelValues(kind, outcome).Inc()
}

func (m *metrics) serve(x *exchange) error {
	m.page.ServeHTTP(x, x.r)
	return nil
}
