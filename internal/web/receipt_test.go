package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"muster/internal/frame/receipt"
	"muster/internal/web/webtest"
)

var receiptLink = regexp.MustCompile(`href="(/me/receipt\?[^"]*)"`)

// TestOwnReceipts: every receipt that the citizen's page offers holds; nobody gets
// one of an entry about somebody else.
func TestOwnReceipts(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	server := serve(t, b)
	one, other := as(t, server.URL, "citizen"), as(t, server.URL, "citizen2")
	links := receiptLink.FindAllStringSubmatch(one.get("/me").Body, -1)
	if len(links) == 0 {
		t.Fatal("no receipt is offered")
	}
	if err := b.App.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	key, err := receipt.ParseKey(b.App.Keys.Public)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, link := range links {
		path := html.UnescapeString(link[1])
		got := one.get(path)
		if _, err := receipt.Check(got.Body, receipt.Trust{Log: key}); err != nil || got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d, %v\n%s", path, got.Status, err, got.Body)
		}
		if other.get(path).Status == http.StatusNotFound {
			refused++
		}
		if got := as(t, server.URL, "leader").get(path); got.Status != http.StatusNotFound {
			t.Errorf("an official got %d", got.Status)
		}
	}
	if refused == 0 {
		t.Error("another citizen got every receipt")
	}
	for _, path := range []string{"/me/receipt", "/me/receipt?log=130102&seq=-1", "/me/receipt?log=x&seq=1", "/me/receipt?log=130102&seq=999999"} {
		if got := one.get(path); got.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
}

// TestCheckPageRunsNothingElse: the page for checking files is public, names its own
// script by hash and may reach nothing.
func TestCheckPageRunsNothingElse(t *testing.T) {
	t.Parallel()
	got := open(t, serve(t, webtest.New(t)).URL).get("/verify")
	policy := got.Header.Get("Content-Security-Policy")
	if got.Status != http.StatusOK || !strings.HasPrefix(policy, "default-src 'none'; script-src 'sha256-") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "connect-src") {
		t.Errorf("%d, %q", got.Status, policy)
	}
	if strings.Contains(got.Body, "http://") || strings.Contains(got.Body, "https://") || strings.Contains(got.Body, "eval(") {
		t.Error("the page reaches beyond itself")
	}
}
