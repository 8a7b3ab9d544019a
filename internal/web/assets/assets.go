// Package assets serves the style sheet, the script and the icon that are
// built from the folder web/ and embedded into the binary.
//
// Every file has a hash of its content in its name, so browsers may keep it for
// ever, and a packed twin that is sent as it is. Only files of the manifest are
// served. They are public: nothing in here depends on who asks.
//
// A binary built from a fresh clone has no files. Then Path still gives a path,
// and whatever is asked for is answered with a text that says what to do.
package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

//go:embed all:dist
var embedded embed.FS

// Prefix is where the handler is mounted; every path begins with it.
const Prefix = "/assets/"

// Set is a built set of files, read once. It is immutable.
type Set struct {
	paths map[string]string // name to URL path
	files map[string]file   // URL path to content
}

type file struct {
	contentType   string
	plain, packed []byte
}

// contentTypes are the kinds of files that a set may have.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// Load reads a built folder: manifest.json and the files that it names. A
// folder without a manifest gives an empty set; a manifest that names an absent
// file or an unknown kind of file is an error.
func Load(folder fs.FS) (*Set, error) {
	s := &Set{paths: map[string]string{}, files: map[string]file{}}
	manifest, err := fs.ReadFile(folder, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	if err := json.Unmarshal(manifest, &names); err != nil {
		return nil, err
	}
	for name, hashed := range names {
		f := file{contentType: contentTypes[path.Ext(hashed)]}
		if f.contentType == "" {
			return nil, errors.New("assets: unknown kind of file " + hashed)
		}
		if f.plain, err = fs.ReadFile(folder, hashed); err != nil {
			return nil, err
		}
		if f.packed, err = fs.ReadFile(folder, hashed+".gz"); err != nil {
			return nil, err
		}
		s.paths[name], s.files[Prefix+hashed] = Prefix+hashed, f
	}
	return s, nil
}

// builtIn is the embedded set. A damaged one is the same as none: the page
// that Missing gives says what to do.
var builtIn = sync.OnceValue(func() *Set {
	folder, err := fs.Sub(embedded, "dist")
	if err == nil {
		var s *Set
		if s, err = Load(folder); err == nil {
			return s
		}
	}
	return &Set{}
})

// CheckPage is the page for checking receipts, draws and choices offline, one file
// without anything beside it; empty where it was not built.
func CheckPage() []byte {
	page, err := embedded.ReadFile("dist/verify.html")
	if err != nil {
		return nil // not built: Missing says so
	}
	return page
}

// Path gives the URL path of an embedded file by its plain name, such as
// "app.css". Where it was not built, the path leads to a text that says so.
func Path(name string) string { return builtIn().Path(name) }

// Handler serves the embedded files below Prefix.
func Handler() http.Handler { return builtIn() }

// Missing is a fault that says how to build the files, nil if they are there.
func Missing() *fault.Fault { return builtIn().Missing() }

// Path gives the URL path of a file of the set by its plain name.
func (s *Set) Path(name string) string {
	if hashed, ok := s.paths[name]; ok {
		return hashed
	}
	return Prefix + name
}

// Missing is a fault that says how to build the files, nil if they are there.
func (s *Set) Missing() *fault.Fault {
	if len(s.paths) > 0 {
		return nil
	}
	return fault.New(fault.Unavailable, "assets.missing",
		"本程序构建时没有包含页面样式和脚本。请在源代码目录运行 make assets,再重新构建。页面内容仍可使用。",
		"This binary was built without the style sheet and script of its pages. Run `make assets` in the source folder and build again. The pages themselves work.")
}

// ServeHTTP sends a file with leave to keep it for ever, packed to whoever
// takes gzip. Anything that is not in the set is not found; if nothing was
// built, the answer is 503 and says how to build it.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	found, ok := s.files[r.URL.Path]
	if !ok {
		s.refuse(w, r)
		return
	}
	header.Set("Content-Type", found.contentType)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("Vary", "Accept-Encoding")
	body := found.plain
	if takesGzip(r.Header.Get("Accept-Encoding")) {
		header.Set("Content-Encoding", "gzip")
		body = found.packed
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // a reader who has gone needs no answer
	}
}

// refuse answers for a file that is not there; the answer must not be kept.
func (s *Set) refuse(w http.ResponseWriter, r *http.Request) {
	status, text := http.StatusNotFound, i18n.T("没有此文件。", "There is no such file.")
	if missing := s.Missing(); missing != nil {
		status, text = http.StatusServiceUnavailable, missing.Text
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text.In(i18n.FromRequest(r)) + "\n"))
}

// takesGzip reads an Accept-Encoding header (RFC 9110, 12.5.3): a coding with
// weight 0 is refused. Without the word gzip the plain file is always right.
func takesGzip(accept string) bool {
	for coding := range strings.SplitSeq(accept, ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		value, weighted := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		return !weighted || strings.Trim(value, "0.") != ""
	}
	return false
}
