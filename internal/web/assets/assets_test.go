package assets

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"muster/internal/frame/fault"
)

func built(t *testing.T) *Set {
	t.Helper()
	s, err := Load(fstest.MapFS{
		"manifest.json":    {Data: []byte(`{"app.css":"app.12ab.css","app.js":"app.34cd.js"}`)},
		"app.12ab.css":     {Data: []byte("plain css")},
		"app.12ab.css.gz":  {Data: []byte("packed css")},
		"app.34cd.js":      {Data: []byte("plain js")},
		"app.34cd.js.gz":   {Data: []byte("packed js")},
		"licences.txt":     {Data: []byte("not served")},
		"app.old.css":      {Data: []byte("not served")},
		"secret/.htaccess": {Data: []byte("not served")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(s http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestServe(t *testing.T) {
	t.Parallel()
	s := built(t)
	tests := []struct {
		accept, body, encoding string
	}{
		{"", "plain css", ""}, {"gzip", "packed css", "gzip"}, {"br, GZIP;q=0.5", "packed css", "gzip"},
		{"gzip;q=0", "plain css", ""}, {"gzip; q=0.000", "plain css", ""}, {"br", "plain css", ""}, {"xgzip", "plain css", ""},
	}
	for _, test := range tests {
		w := ask(s, "GET", s.Path("app.css"), "Accept-Encoding", test.accept)
		if w.Code != 200 || w.Body.String() != test.body || w.Header().Get("Content-Encoding") != test.encoding {
			t.Errorf("%q: %d %q %q", test.accept, w.Code, w.Body, w.Header().Get("Content-Encoding"))
		}
		for name, want := range map[string]string{"Content-Type": "text/css; charset=utf-8", "Vary": "Accept-Encoding",
			"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s is %q", name, got)
			}
		}
	}
	if w := ask(s, "HEAD", s.Path("app.js")); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") != "8" {
		t.Errorf("HEAD: %d %q %v", w.Code, w.Body, w.Header())
	}
	if w := ask(s, "POST", s.Path("app.js")); w.Code != 405 {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestOnlyTheManifestIsServed(t *testing.T) {
	t.Parallel()
	s := built(t)
	for _, path := range []string{"/assets/", "/assets/app.css", "/assets/app.old.css", "/assets/manifest.json", "/assets/licences.txt",
		"/assets/app.12ab.css.gz", "/assets/secret/.htaccess", "/assets/../assets.go", "/app.12ab.css"} {
		w := ask(s, "GET", path, "Accept-Language", "en")
		if w.Code != 404 || w.Header().Get("Cache-Control") != "no-store" || !strings.Contains(w.Body.String(), "no such file") {
			t.Errorf("%s: %d %q %q", path, w.Code, w.Header().Get("Cache-Control"), w.Body)
		}
	}
	if s.Missing() != nil {
		t.Error("a built set says that it is missing")
	}
}

func TestNotBuilt(t *testing.T) {
	t.Parallel()
	s, err := Load(fstest.MapFS{".keep": {}})
	if err != nil {
		t.Fatal(err)
	}
	if f := s.Missing(); f == nil || f.Kind != fault.Unavailable || !f.Text.Complete() {
		t.Errorf("got %+v", f)
	}
	for _, language := range []string{"zh-CN", "en"} {
		w := ask(s, "GET", s.Path("app.css"), "Accept-Language", language)
		if w.Code != 503 || !strings.Contains(w.Body.String(), "make assets") {
			t.Errorf("%s: %d %q", language, w.Code, w.Body)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for name, folder := range map[string]fstest.MapFS{
		"malformed":    {"manifest.json": {Data: []byte("{")}},
		"absent file":  {"manifest.json": {Data: []byte(`{"a.css":"a.1.css"}`)}},
		"absent twin":  {"manifest.json": {Data: []byte(`{"a.css":"a.1.css"}`)}, "a.1.css": {}},
		"unknown kind": {"manifest.json": {Data: []byte(`{"a.exe":"a.1.exe"}`)}, "a.1.exe": {}, "a.1.exe.gz": {}},
	} {
		if _, err := Load(folder); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// The embedded folder is built or it says that it is not: nothing between.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	code := ask(Handler(), "GET", Path("app.css")).Code
	if missing := Missing() != nil; missing != (code == 503) || !missing && code != 200 {
		t.Errorf("missing %v, answer %d", missing, code)
	}
}
