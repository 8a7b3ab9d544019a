package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"muster/internal/intake/tips"
	"muster/internal/web"
	"muster/internal/web/webtest"
)

// sender is somebody with a phone: an address, a browser, no cookies.
type sender struct {
	t *testing.T
	h http.Handler
}

const (
	plantedAddress = "203.0.113.77"
	plantedAgent   = "OldPhone/1.0 canary-agent-4711"
)

func (s sender) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.RemoteAddr = plantedAddress + ":40404"
	r.Header.Set("User-Agent", plantedAgent)
	r.Header.Set("X-Forwarded-For", plantedAddress)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	return w
}

var (
	nonceField  = regexp.MustCompile(`name="nonce" value="([^"]+)"`)
	receiptText = regexp.MustCompile(`class="receipt code">([0-9 ]+)<`)
)

// send fills in the form as a phone without scripts does, and gives the receipt.
func (s sender) send(text string) string {
	s.t.Helper()
	form := s.do(http.MethodGet, "/tip?about="+string(webtest.County), nil)
	w := s.do(http.MethodPost, "/tip", url.Values{"about": {string(webtest.County)}, "text": {text}, "names": {"柳莺"}, "nonce": {nonceField.FindStringSubmatch(form.Body.String())[1]}})
	found := receiptText.FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || found == nil {
		s.t.Fatalf("the tip was answered with %d: %s", w.Code, w.Body)
	}
	return found[1]
}

// TestTipLinePages: a phone without scripts or cookies reports, comes back with the
// receipt, reads the answer and adds to it; the pages set no cookie, hold no script
// and name no foreign server.
func TestTipLinePages(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, _, _ := b.Inspectors()
	phone := sender{t, web.New(*b.Handler())}
	receipt := phone.send("体检站有人收钱")
	box := url.Values{"receipt": {receipt}, "lang": {"en"}}
	if body := phone.do(http.MethodPost, "/tip/box", box).Body.String(); !strings.Contains(body, "emptied tonight") {
		t.Errorf("on the same day: %s", body)
	}
	b.NextDay()
	tip := webtest.At[tips.Tip](b, tips.Tips, "1 = 1")[0]
	b.As(city, "integrity", "tip.assign", webtest.On(tip), &tips.Taking{})
	b.As(city, "integrity", "tip.reply", webtest.On(tip), &tips.Reply{Text: "请补充日期"})
	opened := phone.do(http.MethodPost, "/tip/box", box)
	if body := opened.Body.String(); !strings.Contains(body, "请补充日期") || !strings.Contains(body, "assigned") {
		t.Errorf("the answer is not there: %s", body)
	}
	more := url.Values{"receipt": {receipt}, "text": {"八月一日"}, "nonce": {nonceField.FindStringSubmatch(opened.Body.String())[1]}}
	if w := phone.do(http.MethodPost, "/tip/answer", more); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "今晚开箱后送达") {
		t.Errorf("adding: %d %s", w.Code, w.Body)
	}
	if w := phone.do(http.MethodPost, "/tip/answer", more); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the same form twice: %d", w.Code)
	}
	for _, w := range []*httptest.ResponseRecorder{opened, phone.do(http.MethodGet, "/tip", nil), phone.do(http.MethodGet, "/tip?at=130100", nil), phone.do(http.MethodGet, "/tip?about=130102", nil),
		phone.do(http.MethodGet, "/tip/box", nil), phone.do(http.MethodGet, "/tip/paper", nil), phone.do(http.MethodPost, "/tip/box", url.Values{"receipt": {"1"}})} {
		body := w.Body.String()
		if len(w.Result().Cookies()) > 0 || strings.Contains(body, "<script") || regexp.MustCompile(`(src|href|action)="(https?:)?//`).MatchString(body) ||
			w.Header().Get("Referrer-Policy") != "no-referrer" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("a page of the tip line: %v %.200s", w.Header(), body)
		}
	}
	if w := phone.do(http.MethodPost, "/tip/box", url.Values{"receipt": {"0000 0000 0000 0000 0000 0000"}}); w.Code != http.StatusNotFound {
		t.Errorf("a receipt that nobody was given: %d", w.Code)
	}
}

// TestTipFormsAreBounded without remembering who sent one: a number is good once,
// only from this server, for half a day, and so many are taken in a minute.
func TestTipFormsAreBounded(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Inspectors()
	phone := sender{t, web.New(*b.Handler())}
	post := func(nonce string) int {
		return phone.do(http.MethodPost, "/tip", url.Values{"about": {string(webtest.County)}, "text": {"x"}, "nonce": {nonce}}).Code
	}
	fresh := func() string {
		return nonceField.FindStringSubmatch(phone.do(http.MethodGet, "/tip?about="+string(webtest.County), nil).Body.String())[1]
	}
	first, old := fresh(), fresh()
	for _, c := range []struct {
		nonce string
		want  int
	}{{"", 422}, {strings.Repeat("A", 43), 422}, {first, 200}, {first, 422}} {
		if got := post(c.nonce); got != c.want {
			t.Errorf("%q: %d, want %d", c.nonce, got, c.want)
		}
	}
	b.Clock.Advance(13 * time.Hour)
	if got := post(old); got != 422 {
		t.Errorf("a form of half a day ago: %d", got)
	}
	busy := 0
	for range 62 {
		if post(fresh()) == http.StatusServiceUnavailable {
			busy++
		}
	}
	if busy != 2 {
		t.Errorf("of 62 in a minute %d were put off", busy)
	}
	b.Clock.Advance(time.Minute)
	if got := post(fresh()); got != 200 {
		t.Errorf("a minute later: %d", got)
	}
}

// TestTipLineRemembersNobody: after 200 tips over the pages neither the planted
// address nor the browser nor a word of the text stands in any file of the
// installation, a backup, or the server's log.
func TestTipLineRemembersNobody(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, _, _ := b.Inspectors()
	var log bytes.Buffer
	b.App.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	phone := sender{t, web.New(*b.Handler())}
	needles := []string{plantedAddress, "canary-agent-4711", "金丝雀", "柳莺"}
	for i := range 200 {
		if i%50 == 49 {
			b.Clock.Advance(time.Minute)
		}
		receipt := phone.send("金丝雀在煤矿里")
		needles = append(needles, receipt, strings.ReplaceAll(receipt, " ", ""))
	}
	phone.do(http.MethodPost, "/tip/box", url.Values{"receipt": {needles[4]}})
	phone.do(http.MethodPost, "/tip", url.Values{"about": {"x"}, "text": {"金丝雀"}})
	b.NextDay()
	tip := webtest.At[tips.Tip](b, tips.Tips, "1 = 1 LIMIT 1")[0]
	if _, err := b.App.Tips.Read(t.Context(), city, tip.County, tip.ID); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := b.App.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	texts := map[string][]byte{"the log": log.Bytes()}
	for _, dir := range []string{b.Dir, filepath.Dir(copied)} {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				texts[path], err = os.ReadFile(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range texts {
		for _, n := range needles {
			if bytes.Contains(text, []byte(n)) {
				t.Errorf("%s holds %q", filepath.Base(name), n)
			}
		}
	}
	if len(texts) < 5 {
		t.Errorf("only %d files were looked through", len(texts))
	}
}

// TestGatePages: the pages of the two gates show their readers what they need and
// nobody else anything.
func TestGatePages(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Gates()
	server := serve(t, b)
	thread := "/integrity/tip/" + string(b.Tip.County) + "/" + string(b.Tip.Subject)
	for _, c := range []struct {
		login, path string
		code        int
		has         string
	}{
		{"reviewer", "/vetting", 200, "身份与户籍是否一致"}, {"vetting_member", "/vetting", 200, "提交走访报告"}, {"vetting_chair", "/vetting", 200, "登记联审会议"},
		{"county_officer", "/vetting", 200, "待发起考核"}, {"county_officer", "/integrity/report", 200, "零报告:今天没有"}, {"inspector", "/integrity", 200, "未报"},
		{"inspector", thread, 200, "体检站有人收钱插队"}, {"inspector.county", thread, 404, ""}, {"supervisor", "/integrity", 200, "未报"}, {"supervisor", thread, 404, ""},
		{"county_officer", "/integrity", 403, ""}, {"leader", "/vetting", 403, ""}, {"county_officer", thread, 404, ""},
	} {
		got := as(t, server.URL, c.login).get(c.path)
		if got.Status != c.code || !strings.Contains(got.Body, c.has) {
			t.Errorf("%s at %s: %d, want %d with %q", c.login, c.path, got.Status, c.code, c.has)
		}
	}
}
