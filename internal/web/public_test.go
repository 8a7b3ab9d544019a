package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"muster/internal/intake/selection"
	"muster/internal/web"
	"muster/internal/web/webtest"
)

// anybody reads a page without having signed in.
func anybody(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// TestPublicNotice shows rank, masked name and township, no part of a citizen
// number, tells search engines to keep out, and is a tombstone with the root when the notice ends.
func TestPublicNotice(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	h := web.New(*b.Handler())
	path := "/notice/" + string(b.Ranking.County) + "/" + string(b.Ranking.Subject)
	w := anybody(t, h, path)
	body := w.Body.String()
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("X-Robots-Tag"), "noindex") {
		t.Fatalf("the notice answers %d with %v", w.Code, w.Header())
	}
	if n := strings.Count(body, "测*"); n != 14 || !strings.Contains(body, "建北街道") || !strings.Contains(body, `id="reserve"`) {
		t.Errorf("%d of 10 people and 4 in the reserve are named: whoever moves up has stood on the notice", n)
	}
	for i := range 14 {
		number := b.Number(11 + i)
		for at := 0; at+6 <= len(number); at++ {
			if part := number[at : at+6]; part != "130102" && strings.Contains(body, part) && !strings.Contains(string(b.Ranking.Subject), part) {
				t.Errorf("the notice shows %s of a citizen number", part)
			}
		}
	}
	if strings.Contains(body, "测试甲") || strings.Contains(body, "46.00") || strings.Contains(body, "13800000000") {
		t.Error("the notice shows more than it may")
	}
	list := webtest.At[selection.Ranking](b, selection.Rankings, "id = $1", string(b.Ranking.Subject))[0]
	root := list.Root
	if !strings.Contains(body, list.NoticeRoot) {
		t.Error("the page lacks the root of the rows that anybody can check")
	}
	b.Clock.Advance(8 * 24 * time.Hour)
	if w := anybody(t, h, path); w.Code != http.StatusGone || strings.Contains(w.Body.String(), "测*") || !strings.Contains(w.Body.String(), root) {
		t.Errorf("after its end the notice answers %d", w.Code)
	}
	if w := anybody(t, h, strings.Replace(path, "notice", "ranking", 1)); w.Code != http.StatusSeeOther {
		t.Errorf("the list answers %d to nobody in particular", w.Code)
	}
}

// TestPublicQuotaLedger is open to anybody, and its file divides to the hash
// that it shows.
func TestPublicQuotaLedger(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	h := web.New(*b.Handler())
	body := anybody(t, h, "/quota-ledger").Body.String()
	file := regexp.MustCompile(`/quota-ledger/bases\.csv\?[^"]+`).FindString(body)
	bases := anybody(t, h, strings.ReplaceAll(file, "&amp;", "&")).Body.String()
	if want := "unit,parent,weight,min,max\n130000,,0,,\n130100,130000,0.3,,\n130102,130100,0.161538461538,,12\n130104,130100,0.124615384615,,\n"; bases != want {
		t.Errorf("the bases are\n%s", bases)
	}
	sum := sha256.Sum256([]byte("unit,parent,seats\n130000,,20\n130100,130000,20\n130102,130100,11\n130104,130100,9\n"))
	if !strings.Contains(body, hex.EncodeToString(sum[:])) {
		t.Error("the page does not show the hash of what the bases divide to")
	}
	if body := anybody(t, h, "/quota-ledger?unit=130100").Body.String(); !strings.Contains(body, "集体研究调剂") {
		t.Error("the transfer between the counties is not shown")
	}
	for path, want := range map[string]int{"/quota-ledger?unit=1": http.StatusNotFound, "/quota-ledger?cycle=none": http.StatusNotFound,
		"/quota-ledger/bases.csv?county=1&id=2": http.StatusNotFound} {
		if w := anybody(t, h, path); w.Code != want {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
}

// TestAmendmentFormsAreEmpty: a form to move seats does not offer all of them.
func TestAmendmentFormsAreEmpty(t *testing.T) {
	t.Parallel()
	kinds := webtest.New(t).App.Book
	for _, kind := range []string{"quota.raise", "quota.cut", "quota.transfer", "quota.give_up", "quota.supplement", "quota.divide"} {
		k := kinds.Kind(kind)
		for _, f := range k.Body.Visible() {
			if there := k.Table.Schema.Get(f.Name); there != nil && there.GoType() == f.GoType() {
				t.Errorf("%s: the field %s would be filled in from the quota", kind, f.Name)
			}
		}
	}
}
