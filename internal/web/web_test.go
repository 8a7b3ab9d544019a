package web_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"muster/internal/web"
	"muster/internal/web/webtest"
)

// browser is a client that keeps cookies and follows nothing by itself.
type browser struct {
	t      *testing.T
	client *http.Client
	base   string
}

// answer is what came back.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

func serve(t *testing.T, b *webtest.Bench) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(web.New(*b.Handler()))
	t.Cleanup(server.Close)
	return server
}

func open(t *testing.T, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, base: base, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as opens a browser signed in with a name of the bench.
func as(t *testing.T, base, login string) *browser {
	t.Helper()
	b := open(t, base)
	if got := b.post("/signin", url.Values{"login": {login}, "password": {webtest.Password}}); got.Status != http.StatusSeeOther {
		t.Fatalf("sign-in of %s: %d\n%s", login, got.Status, got.Body)
	}
	return b
}

func (b *browser) send(method, path, contentType string, body io.Reader, header ...string) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(raw)}
}

func (b *browser) get(path string, header ...string) answer {
	b.t.Helper()
	return b.send(http.MethodGet, path, "", nil, header...)
}

func (b *browser) post(path string, form url.Values, header ...string) answer {
	b.t.Helper()
	return b.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), header...)
}

// want fails the test where the status is another, and shows the page.
func (a answer) want(t *testing.T, status int) answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d\n%s", a.Status, status, text(a.Body))
	}
	return a
}

var (
	tags  = regexp.MustCompile(`(?s)<[^>]*>`)
	blank = regexp.MustCompile(`\s+`)
)

// text is what a page says, without its markup.
func text(body string) string { return blank.ReplaceAllString(tags.ReplaceAllString(body, " "), " ") }

var inputs = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// fields are the hidden fields of the act's form on a page.
func (a answer) fields() url.Values {
	out := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(a.Body, -1) {
		if m[1] != "back" {
			out.Set(m[1], m[2])
		}
	}
	return out
}

func TestPagesOpen(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	for login, paths := range webtest.Tour(b) {
		browser := as(t, server.URL, login)
		for _, path := range paths {
			for _, lang := range []string{"zh", "en"} {
				got := browser.get(path, "Accept-Language", lang).want(t, http.StatusOK)
				if got.Header.Get("Content-Language") != lang {
					t.Errorf("%s: language %q, want %q", path, got.Header.Get("Content-Language"), lang)
				}
			}
		}
	}
}
