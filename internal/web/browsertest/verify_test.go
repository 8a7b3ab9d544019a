package browsertest

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"muster/internal/frame/receipt"
	"muster/internal/frame/receipt/receipttest"
	"muster/internal/web"
	"muster/internal/web/webtest"
)

// TestCheckPage uses the page for checking files as a citizen would: from the
// server and from a disk, with a good file, one without a witness, and a changed one.
func TestCheckPage(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatalf("build the assets first (cd web && node build.mjs): %v", err)
	}
	server := httptest.NewServer(web.New(*webtest.New(t).Handler()))
	t.Cleanup(server.Close)
	disk, err := filepath.Abs("../assets/dist/verify.html")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(t.Context(), chromedp.WithAllocatorOptions(chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.Headless))
	t.Cleanup(cancel)
	look := looker{t: t, ctx: ctx, base: server.URL, axe: string(axe), shots: os.Getenv("SCREENSHOTS")}
	m := receipttest.New(41)
	for _, page := range []string{server.URL + "/verify", "file://" + disk} {
		for _, c := range checkCases(t, m) {
			for _, lang := range []string{"zh", "en"} {
				look.do(chromedp.EmulateViewport(360, 740), chromedp.Navigate(page))
				look.speak(lang)
				look.choose(c)
				if got := look.answer(); !strings.Contains(got, c.want[lang]) {
					t.Errorf("%s %s %s: the page says %q", page, c.name, lang, got)
				}
				name := "server"
				if strings.HasPrefix(page, "file") {
					name = "disk"
				}
				look.examine("check", name+"-"+c.name, lang, "phone")
			}
		}
	}
}

// TestCheckPageWithoutSignatures: a browser that does not know the signatures, or that
// computes no hashes at all, never says that a file holds; it says what was not checked.
// A changed file is refused all the same where that can be told.
func TestCheckPageWithoutSignatures(t *testing.T) {
	t.Parallel()
	disk, err := filepath.Abs("../assets/dist/verify.html")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(t.Context(), chromedp.WithAllocatorOptions(chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.Headless))
	t.Cleanup(cancel)
	look := looker{t: t, ctx: ctx}
	cases := checkCases(t, receipttest.New(43))
	const noEd25519 = `const real = crypto.subtle.importKey.bind(crypto.subtle);
		crypto.subtle.importKey = (...a) => a[2].name === "Ed25519" ? Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError")) : real(...a); ""`
	const noCrypto = `Object.defineProperty(globalThis, "crypto", { value: {} }); ""`
	for _, c := range []struct {
		browser string
		file    checkCase
		zh, en  string
	}{
		{noEd25519, cases[0], "未能核验签名", "could not be checked"},
		{noEd25519, cases[1], "未能核验签名", "could not be checked"},
		{noEd25519, cases[2], "核验不通过", "does not hold"},
		{noCrypto, cases[0], "什么都没有核验", "Nothing was checked"},
	} {
		for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
			look.do(chromedp.EmulateViewport(360, 740), chromedp.Navigate("file://"+disk))
			look.run(c.browser)
			look.speak(lang)
			look.choose(c.file)
			if got := look.answer(); !strings.Contains(got, want) || strings.Contains(got, "It holds") || strings.Contains(got, "核验通过") || strings.Contains(got, "Genuine") {
				t.Errorf("%s %s: the page says %q", c.file.name, lang, got)
			}
		}
	}
}

// checkCase is files to be chosen and what the page must say.
type checkCase struct {
	name, keys string
	paste      string // what is pasted instead of choosing files
	files      []string
	want       map[string]string
}

func checkCases(t *testing.T, m *receipttest.Maker) []checkCase {
	t.Helper()
	dir := t.TempDir()
	put := func(name, text string) []string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return []string{path}
	}
	r, err := m.Receipt(`{"state":"approved"}`, m.Plain)
	if err != nil {
		t.Fatal(err)
	}
	notice, err := m.Notice()
	if err != nil {
		t.Fatal(err)
	}
	both := m.Log.Key + "\n" + m.Plain.Key
	certificate := &receipt.Certificate{Kind: "registration", Number: "2026-130102-1", Says: [][2]string{{"conclusion", "must_serve"}}}
	signed := certificate.Text() + "\n" + m.Log.Line(certificate.Text())
	return []checkCase{
		{"good", both, "", put("receipt.txt", r.Text()), map[string]string{"zh": "核验通过", "en": "It holds"}},
		{"waiting", m.Log.Key, "", put("notice.txt", notice), map[string]string{"zh": "尚未见证", "en": "not yet witnessed"}},
		{"changed", both, "", put("changed.txt", strings.Replace(r.Text(), "approved", "rejected", 1)), map[string]string{"zh": "核验不通过", "en": "does not hold"}},
		{"certificate", m.Log.Key, "", put("certificate.txt", signed), map[string]string{"zh": "2026-130102-1", "en": "Genuine: certificate of military service registration 2026-130102-1\n\nconclusion: liable for service"}},
		{"pasted", m.Log.Key, strings.TrimSpace(signed), nil, map[string]string{"zh": "核验通过", "en": "It holds"}},
		{"pasted-changed", m.Log.Key, strings.Replace(signed, "must_serve", "exempt", 1), nil, map[string]string{"zh": "核验不通过", "en": "does not hold"}},
	}
}

func (l looker) run(script string) string {
	l.t.Helper()
	got, err := chromedp.Run(l.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		l.t.Fatal(err)
	}
	return got
}

func (l looker) speak(lang string) {
	l.t.Helper()
	l.run(`document.querySelector('[data-lang="` + lang + `"]').click(); ""`)
}

// choose fills in the keys and chooses the files.
func (l looker) choose(c checkCase) {
	l.t.Helper()
	l.run("document.getElementById('keys').value = `" + c.keys + "`; ''")
	if c.paste != "" {
		l.run("const box = document.getElementById('text'); box.value = `" + c.paste + "`; box.dispatchEvent(new Event('input')); ''")
		return
	}
	l.do(chromedp.SetUploadFiles(chromedp.CSS("#files"), c.files))
}

// answer waits until the page has one, and gives what can be seen of it.
func (l looker) answer() string {
	l.t.Helper()
	const wait = `new Promise(done => { const box = document.getElementById("answer");
		const look = () => ["good", "waiting", "bad"].includes(box.className) ? done(box.innerText) : setTimeout(look, 20); look(); })`
	return l.run(wait)
}
