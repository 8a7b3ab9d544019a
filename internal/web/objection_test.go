package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

var (
	oneTime = regexp.MustCompile(`name="nonce" value="([^"]+)"`)
	slipOf  = regexp.MustCompile(`[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}`)
)

// TestAnybodyObjectsToANotice: the public form is sent without signing in and gives a
// receipt, once; with it, and with no other, the answer is read; a form sent twice,
// without grounds, or for a rank that is not there leaves nothing; it prints on paper.
func TestAnybodyObjectsToANotice(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	base := serve(t, b).URL
	me, path := open(t, base), "/notice/"+string(b.Ranking.County)+"/"+string(b.Ranking.Subject)
	nonce := func() string {
		t.Helper()
		found := oneTime.FindStringSubmatch(me.get(path+"/objection").want(t, http.StatusOK).Body)
		if found == nil {
			t.Fatal("no form")
		}
		return found[1]
	}
	filed := func() int { return len(webtest.At[selection.NoticeObjection](b, selection.NoticeObjections, "1 = 1")) }
	me.post(path+"/objection", url.Values{"nonce": {nonce()}, "rank": {"2"}}).want(t, http.StatusUnprocessableEntity)
	me.post(path+"/objection", url.Values{"nonce": {nonce()}, "rank": {"900"}, "grounds": {"没有此人"}}).want(t, http.StatusUnprocessableEntity)
	me.post(path+"/objection", url.Values{"nonce": {"made-up"}, "grounds": {"学历不实"}}).want(t, http.StatusUnprocessableEntity)
	if filed() != 0 {
		t.Fatal("a refused form was filed")
	}
	form := url.Values{"nonce": {nonce()}, "rank": {"2"}, "grounds": {"学历不实,毕业证编号查无"}}
	receipt := slipOf.FindString(me.post(path+"/objection", form).want(t, http.StatusOK).Body)
	me.post(path+"/objection", form).want(t, http.StatusUnprocessableEntity)
	if receipt == "" || filed() != 1 {
		t.Fatalf("receipt %q, %d filed", receipt, filed())
	}
	me.post(path+"/answer", url.Values{"code": {"ABCD-2345-ABCD-2345"}}).want(t, http.StatusNotFound)
	if got := me.post(path+"/answer", url.Values{"code": {receipt}}).want(t, http.StatusOK); !strings.Contains(got.Body, "尚未答复") {
		t.Error("an open objection reads otherwise")
	}
	o := webtest.At[selection.NoticeObjection](b, selection.NoticeObjections, "1 = 1")[0]
	city, _, _ := b.Inspectors()
	b.As(city, role.Integrity, "notice_objection.answer", act.Answer{County: o.County, Subject: o.ID}, &selection.Replying{Outcome: "unfounded", Answer: "已向发证学校核实,属实。"})
	if got := me.post(path+"/answer", url.Values{"code": {strings.ToLower(receipt)}}).want(t, http.StatusOK); !strings.Contains(got.Body, "已向发证学校核实") {
		t.Error("the answer is not shown")
	}
	if got := me.get(path + "/objection/paper"); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "%PDF-") {
		t.Errorf("the form on paper: %d", got.Status)
	}
	if strings.Contains(o.Receipt, receipt) || len(o.Receipt) != 64 {
		t.Error("the receipt itself is kept")
	}
}
