package web

import (
	"maps"
	"net/http"
	"slices"
	"sync"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/sheet"
	"muster/internal/insight/trend"
	"muster/internal/office/signin"
	"muster/internal/web/assets"
)

// DemoSignIn is one sign-in that the page of a demo offers.
type DemoSignIn struct {
	Login, Password string
	Role            access.Role
	Unit            string // the name of the office
}

// Deps is what the pages are built from.
type Deps struct {
	App         *app.App
	Desk        *signin.Desk // nil: one of its own
	DemoSignIns []DemoSignIn // offered on the sign-in page of a demo
	Secure      bool         // served over TLS: the cookie is kept to it
	API         http.Handler // mounted below /api/; nil for none
}

// server is the pages with what they share.
type server struct {
	Deps
	reports reports
	nonces  *nonces
	hidden  trend.Hidden // what figures do not show, until a count changes

	certificates *nonces // of their own: whoever asks much about certificates stops no report
}

// New builds the handler of all pages, assets and, below /api/, of the API.
func New(d Deps) http.Handler {
	if d.Desk == nil {
		d.Desk = signin.NewDesk(d.App.Road, d.App.Directory, d.App.Vault)
	}
	s := &server{Deps: d, reports: reports{byAccount: map[ident.ID]report{}}, nonces: newNonces(), certificates: newNonces()}
	mux := http.NewServeMux()
	s.route(mux)
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	if d.API != nil {
		mux.Handle("/api/", d.API)
	}
	same := http.NewCrossOriginProtection()
	same.SetDenyHandler(s.public(func(*request) error { return foreign() }))
	return hardened(same.Handler(mux))
}

func (s *server) route(mux *http.ServeMux) {
	for pattern, h := range s.openPages() {
		mux.Handle(pattern, s.public(h))
	}
	for pattern, h := range map[string]handler{"GET /tip": s.tipForm, "POST /tip": s.tipSend, "GET /tip/box": s.tipBox, "POST /tip/box": s.tipOpen,
		"POST /tip/answer": s.tipWrite, "GET /tip/paper": s.tipPaper} {
		mux.Handle(pattern, s.public(s.tipping(h)))
	}
	mux.Handle("POST /signout", s.public(s.signOut))
	mux.Handle("GET /post", s.public(s.postPage))
	mux.Handle("POST /post", s.public(s.choosePost))
	mux.Handle("GET /account", s.known(s.accountPage))
	mux.Handle("POST /account/password", s.known(s.changePassword))
	mux.Handle("POST /account/factor", s.known(s.offerFactor))
	mux.Handle("POST /account/factor/accept", s.known(s.acceptFactor))
	for pattern, h := range s.signedPages() {
		mux.Handle(pattern, s.signed(h))
	}
}

// openPages are the pages that anybody may open.
func (s *server) openPages() map[string]handler {
	return map[string]handler{
		"GET /verify": s.verifyPage, "GET /certificate": s.certificateForm, "POST /certificate": s.certificateAsk, "GET /signin": s.signInPage, "POST /signin": s.signIn, "GET /lang": s.language, "/": s.nowhere,
		"GET /quota-ledger": s.ledgerPage, "GET /quota-ledger/bases.csv": s.basesFile, "GET /notice/{county}/{id}": s.noticePage,
		"GET /notice/{county}/{id}/objection": s.objectionForm, "POST /notice/{county}/{id}/objection": s.objectionSend, "GET /notice/{county}/{id}/objection/paper": s.objectionPaper, "POST /notice/{county}/{id}/answer": s.objectionAnswer,
		"GET /draw/{county}/{id}/{file}": s.drawFile, "GET /queue/{station}": s.queuePage,
	}
}

// signedPages are the pages for whoever has signed in and chosen a post.
func (s *server) signedPages() map[string]handler {
	return map[string]handler{
		"GET /{$}": s.home, "GET /me": s.citizenPage, "GET /me/receipt": s.ownReceipt, "GET /r": s.registersPage,
		"GET /r/{table}": s.listPage, "GET /r/{table}/export": s.export,
		"GET /r/{table}/import": s.importPage, "POST /r/{table}/import": s.importFile, "GET /r/{table}/import/report": s.importReport,
		"GET /r/{table}/{county}/{id}": s.recordPage,
		"GET /act/{kind}":              s.formPage, "POST /act/{kind}": s.submit,
		"GET /bulk/{name}": s.bulkPage, "POST /bulk/{name}": s.doBulk, "GET /all/{kind}": s.allPage, "POST /all/{kind}": s.doAll,
		"GET /insight/cohort": s.cohortPage, "GET /insight/whatif": s.whatIfPage, "GET /insight/forecast": s.forecastPage, "GET /insight/radar": s.radarPage, "GET /insight/funnel": s.funnelPage, "GET /insight/trend": s.trendPage, "GET /insight/trend/export": s.trendExport, "GET /demo/notices": s.demoNotices,
		"GET /ranking/{county}/{id}": s.rankingPage, "GET /meeting/{county}/{id}": s.meetingPage, "GET /education/{county}/{id}": s.educationPage,
		"GET /education/injury/{county}/{id}": s.injuryPage, "GET /paper/{paper}/{county}/{id}": s.paper, "GET /trace/{county}/{id}": s.tracePage,
		"GET /transport/{county}/{id}": s.transportPage, "GET /handover/{county}/{id}": s.handoverPage, "GET /return/{county}/{id}": s.returnPage, "GET /assessment/{county}/{id}": s.assessmentPage,
		"GET /upload/{county}/{id}": s.documentFile, "GET /choice/{county}/{id}": s.choiceFiles,
		"GET /exam": s.examPage, "GET /exam/desk": s.deskPage, "GET /exam/slip/{county}/{id}": s.slipPage,
		"GET /exam/section": s.sectionListPage, "GET /exam/section/{county}/{id}": s.sheetPage, "POST /exam/section/{county}/{id}": s.sheetSend,
		"GET /exam/chief": s.chiefListPage, "GET /exam/chief/{county}/{id}": s.chiefPage, "POST /exam/chief/{county}/{id}": s.chiefSend,
		"GET /me/exam/{county}/{id}": s.ownExamPage,
		"GET /integrity":             s.integrityPage, "GET /integrity/tip/{county}/{id}": s.tipThread, "GET /integrity/report": s.dayPage,
		"GET /forms/{table}/{county}/{id}": s.formsPage, "GET /paper-form": s.paperPage, "POST /paper-form": s.paperSend,
		"GET /integrity/paper": s.paperForm, "POST /integrity/paper": s.paperEnter, "GET /vetting": s.vettingPage, "GET /registration/progress": s.registrationPage,
	}
}

// Routes lists the patterns of every page and form, so that tests can prove
// something of all of them.
func Routes() (patterns []string) {
	s := &server{}
	for _, list := range []map[string]handler{s.openPages(), s.signedPages()} {
		patterns = append(patterns, slices.Collect(maps.Keys(list))...)
	}
	slices.Sort(patterns)
	return patterns
}

// pagePolicy is the content security policy of every page (SECURITY, T24).
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// hardened sets the headers that every answer has.
func hardened(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// reports keeps the newest report of an import of each account, in memory, so
// that it can be downloaded after the page was shown.
type reports struct {
	mu        sync.Mutex
	byAccount map[ident.ID]report
}

// report is the rows of an import that failed.
type report struct {
	Table string
	Rows  []reportRow
}

type reportRow struct {
	Line int
	Err  error
}

// mostReports bounds how many accounts' reports are kept.
const mostReports = 200

func (r *reports) keep(account ident.ID, n report) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.byAccount) >= mostReports {
		clear(r.byAccount)
	}
	r.byAccount[account] = n
}

func (r *reports) of(account ident.ID) report {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byAccount[account]
}

// write writes a report as a table.
func (n report) write(out sheet.Writer, lang i18n.Lang) error {
	w := sheet.NewReport(out, lang)
	for _, row := range n.Rows {
		if err := w.Add(row.Line, row.Err); err != nil {
			return err
		}
	}
	return w.Close()
}
