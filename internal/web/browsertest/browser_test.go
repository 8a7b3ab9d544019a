package browsertest

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"muster/internal/frame/access"
	"muster/internal/office/role"
	"muster/internal/web"
	"muster/internal/web/webtest"
)

// chromium is the browser of the test machine.
const chromium = "/usr/bin/chromium"

// axeFile is built by web/build.mjs.
const axeFile = "../../../web/dist-test/axe.min.js"

// sizes are the widths at which pages are looked at.
var sizes = []struct {
	name          string
	width, height int64
}{{"phone", 360, 740}, {"narrowest", 320, 640}, {"desktop", 1280, 900}}

// tooWide measures whether the page is wider than the window.
const tooWide = `(() => { const wide = document.documentElement.scrollWidth - window.innerWidth; return wide > 1 ? "the page is " + wide + " pixels wider than the window" : ""; })()`

// check runs axe and measures whether the page is wider than the window; it
// gives one line for each thing that is wrong.
const check = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => {
	const lines = r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.target.join(" ") + " — " + (n.any[0]?.message ?? n.all[0]?.message ?? v.help)));
	const wide = document.documentElement.scrollWidth - window.innerWidth;
	if (wide > 1) lines.push("the page is " + wide + " pixels wider than the window");
	return lines.join("\n");
})`

func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	look := open(t, b)
	look.at("nobody", []string{"/signin"})
	for login, paths := range webtest.Tour(b) {
		look.signIn(login)
		look.at(login, paths)
	}
}

// TestFiguresInABrowser looks at the figures of three intakes, with and without small
// counts.
func TestFiguresInABrowser(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Years()
	for _, r := range []access.Role{role.Leader, role.CountyOfficer} {
		b.Actor(r)
	}
	b.WithPasswords()
	look := open(t, b)
	for _, login := range []string{webtest.Login(role.Leader), webtest.Login(role.CountyOfficer)} {
		look.signIn(login)
		look.at(login, []string{"/insight/funnel?by=education", "/insight/trend?by=target&from=1&to=7"})
	}
}

// TestSelectionInABrowser looks at what concerns the seats and the ranked list,
// the public pages without having signed in.
func TestSelectionInABrowser(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	look, tour := open(t, b), webtest.SelectionTour(b)
	look.at("nobody", tour[""])
	delete(tour, "")
	for login, paths := range tour {
		look.signIn(login)
		look.at(login, paths)
	}
}

// TestEducationInABrowser looks at the roster of a course and its forms.
func TestEducationInABrowser(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Education()
	look := open(t, b)
	for login, paths := range webtest.EducationTour(b) {
		look.signIn(login)
		look.at(login, paths)
	}
	b.Scored()
	for _, login := range []string{"scored", "objecting"} {
		look.signIn(login)
		look.at(login, []string{"/me"})
	}
}

// TestDepartureInABrowser looks at transport, hand-over, return and assessment.
func TestDepartureInABrowser(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	trips := b.Departure()
	look := open(t, b)
	for login, paths := range webtest.DepartureTour(b, trips) {
		look.signIn(login)
		look.at(login, paths)
	}
}

// TestTheOwnPageInEveryState looks at the page of one person in each state that a
// case can have.
func TestTheOwnPageInEveryState(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	logins := b.InEveryState()
	look := open(t, b)
	for _, login := range logins {
		look.signIn(login)
		look.at(login, []string{"/me"})
	}
}

// TestGatesInABrowser looks at the pages of vetting and integrity, those of the
// tip line without having signed in.
func TestGatesInABrowser(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Gates()
	look, tour := open(t, b), webtest.GatesTour(b)
	for _, path := range tour[""] {
		look.anonymous(path)
	}
	delete(tour, "")
	for login, paths := range tour {
		look.signIn(login)
		look.at(login, paths)
	}
}

// anonymous looks at a page of the tip line, whose language is in its address.
func (l looker) anonymous(path string) {
	l.t.Helper()
	for _, lang := range []string{"zh", "en"} {
		to, join := path, "?"
		if strings.Contains(to, "?") {
			join = "&"
		}
		for _, size := range sizes {
			l.do(chromedp.EmulateViewport(size.width, size.height), chromedp.Navigate(l.base+to+join+"lang="+lang))
			l.examine("nobody", path, lang, size.name)
		}
	}
}

// open serves a bench and opens a browser.
func open(t *testing.T, b *webtest.Bench) looker {
	t.Helper()
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatalf("build the assets first (cd web && node build.mjs): %v", err)
	}
	server := httptest.NewServer(web.New(*b.Handler()))
	t.Cleanup(server.Close)
	ctx, cancel := chromedp.NewContext(t.Context(), chromedp.WithAllocatorOptions(chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.Headless))
	t.Cleanup(cancel)
	return looker{t: t, ctx: ctx, base: server.URL, axe: string(axe), shots: os.Getenv("SCREENSHOTS")}
}

type looker struct {
	t                *testing.T
	ctx              context.Context
	base, axe, shots string
}

func (l looker) do(actions ...chromedp.Action[chromedp.Void]) {
	l.t.Helper()
	if err := chromedp.Do(l.ctx, actions...); err != nil {
		l.t.Fatal(err)
	}
}

// signIn signs in by the form, as somebody would.
func (l looker) signIn(login string) {
	l.t.Helper()
	l.do(chromedp.Navigate(l.base + "/signin"))
	fill := fmt.Sprintf(`document.getElementById("login").value = %q; document.getElementById("password").value = %q`, login, webtest.Password)
	if _, err := chromedp.Run(l.ctx, chromedp.Evaluate[any](fill+`; true`)); err != nil {
		l.t.Fatal(err)
	}
	if _, err := chromedp.RunResponse(l.ctx, chromedp.Click(chromedp.CSS("main form button[type=submit]"))); err != nil {
		l.t.Fatal(err)
	}
}

func (l looker) at(login string, paths []string) {
	l.t.Helper()
	for _, path := range paths {
		for _, lang := range []string{"zh", "en"} {
			for _, size := range sizes {
				l.do(chromedp.EmulateViewport(size.width, size.height),
					chromedp.Navigate(l.base+"/lang?"+url.Values{"to": {lang}, "back": {path}}.Encode()))
				l.examine(login, path, lang, size.name)
			}
		}
	}
}

func (l looker) examine(login, path, lang, size string) {
	l.t.Helper()
	script := tooWide
	if size != "narrowest" {
		script = l.axe + ";\n" + check
	}
	wrong, err := chromedp.Run(l.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		l.t.Fatal(err)
	}
	if wrong != "" {
		l.t.Errorf("%s %s %s %s:\n%s", login, path, lang, size, wrong)
	}
	if l.shots == "" || size == "narrowest" {
		return
	}
	picture, err := chromedp.Run(l.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		l.t.Fatal(err)
	}
	name := strings.Trim(strings.NewReplacer("/", "_", "?", "_", "&", "_", "=", "-").Replace(path), "_")
	if len(name) > 60 {
		name = name[:60]
	}
	file := filepath.Join(l.shots, fmt.Sprintf("%s-%s-%s-%s.png", login, name, lang, size))
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		l.t.Fatal(err)
	}
}
