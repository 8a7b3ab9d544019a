package api

import (
	"net/http"
	"time"

	"muster/internal/app"
)

// Deps is what the face is built from.
type Deps struct{ App *app.App }

// Limits of one request.
const (
	maxBody    = 1 << 20  // bytes of an act
	maxBatch   = 16 << 20 // bytes of a batch
	batchActs  = 1000     // acts of a batch
	within     = 30 * time.Second
	exportTime = 10 * time.Minute // a whole register over a slow line
)

// route is one address of the face.
type route struct {
	method, path string
	open         bool          // needs no token
	body         int64         // bytes of a body; 0: none is read
	within       time.Duration // until when the answer must have been given
	serve        func(*exchange) error
}

// server is the face over one App.
type server struct {
	app     *app.App
	tokens  *tokens
	metrics *metrics
	spec    []byte // openapi.json, made once
	origin  *http.CrossOriginProtection
}

// New builds the handler. It is safe for concurrent use and keeps nothing of a
// request but counters and, for a few seconds, whose token it carried.
func New(d Deps) http.Handler {
	s := &server{app: d.App, tokens: newTokens(d.App), metrics: newMetrics(d.App.Store), origin: http.NewCrossOriginProtection()}
	s.spec = s.describe()
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		mux.Handle(r.method+" "+r.path, s.handler(r))
		mux.Handle(r.path, s.handler(route{path: r.path, open: true, within: within, serve: wrongMethod(r.method)}))
	}
	mux.Handle("/", s.handler(route{path: "other", open: true, within: within, serve: func(*exchange) error { return noAddress() }}))
	return http.MaxBytesHandler(mux, maxBatch)
}

const (
	actsPath      = "/api/v1/acts/"
	batchesPath   = "/api/v1/batches"
	registersPath = "/api/v1/registers/"
	specPath      = "/api/v1/openapi.json"
)

func (s *server) routes() []route {
	return []route{
		{method: "POST", path: actsPath + "{kind}", body: maxBody, within: within, serve: s.act},
		{method: "POST", path: batchesPath, body: maxBatch, within: 2 * time.Minute, serve: s.batch},
		{method: "GET", path: registersPath + "{name}", within: within, serve: s.list},
		{method: "GET", path: registersPath + "{name}/export", within: exportTime, serve: s.export},
		{method: "GET", path: registersPath + "{name}/{county}/{id}", within: within, serve: s.one},
		{method: "GET", path: specPath, open: true, within: within, serve: s.openapi},
		{method: "GET", path: "/healthz", open: true, within: within, serve: health},
		{method: "GET", path: "/readyz", open: true, within: within, serve: s.ready},
		{method: "GET", path: "/metrics", open: true, within: within, serve: s.metrics.serve},
	}
}
