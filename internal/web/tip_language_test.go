package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"muster/internal/web"
	"muster/internal/web/webtest"
)

// TestTipLanguageLosesNothing: the other language of a page of the tip line is the same
// page with the same office chosen; the page with the receipt, which is shown once, has
// no link that would take it away but the one to the box.
func TestTipLanguageLosesNothing(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Inspectors()
	phone := sender{t, web.New(*b.Handler())}
	county := string(webtest.County)
	for path, want := range map[string]string{"/tip": `href="/tip?lang=en"`, "/tip?about=" + county: `href="/tip?about=` + county + `&amp;lang=en"`,
		"/tip?at=" + county: `href="/tip?at=` + county + `&amp;lang=en"`, "/tip/box": `href="/tip/box?lang=en"`} {
		if body := phone.do(http.MethodGet, path, nil).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s has no link %s", path, want)
		}
	}
	form := phone.do(http.MethodGet, "/tip?about="+county, nil).Body.String()
	sent := phone.do(http.MethodPost, "/tip", url.Values{"about": {county}, "text": {"收钱"}, "nonce": {nonceField.FindStringSubmatch(form)[1]}}).Body.String()
	if receiptText.FindString(sent) == "" || strings.Contains(sent, "hreflang") {
		t.Errorf("the page with the receipt offers to go elsewhere: %s", sent)
	}
}
