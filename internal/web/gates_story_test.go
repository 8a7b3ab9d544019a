package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/integrity"
	"muster/internal/intake/tips"
	"muster/internal/intake/vetting"
	"muster/internal/web/webtest"
)

// story lets people do acts by the forms of the pages, each signed in as
// themselves.
type story struct {
	*webtest.Bench
	base  string
	open  map[string]*browser
	count int
}

func tell(t *testing.T, b *webtest.Bench) *story {
	t.Helper()
	b.WithPasswords()
	return &story{Bench: b, base: serve(t, b).URL, open: map[string]*browser{}}
}

// send fills in the form of an act and sends it.
func (s *story) send(login, kind string, on act.Answer, fields ...string) answer {
	s.T.Helper()
	if s.open[login] == nil {
		s.open[login] = as(s.T, s.base, login)
	}
	s.count++
	form := url.Values{"_key": {fmt.Sprintf("story-%d", s.count)}}
	if on.Subject != "" {
		form.Set("_county", string(on.County))
		form.Set("_id", string(on.Subject))
	}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return s.open[login].post("/act/"+kind, form)
}

// does is an act that succeeds.
func (s *story) does(login, kind string, on act.Answer, fields ...string) {
	s.T.Helper()
	if got := s.send(login, kind, on, fields...); got.Status != 303 {
		s.T.Fatalf("%s, %s: %d\n%s", login, kind, got.Status, got.Body)
	}
}

// isRefused is an act that is refused in these words.
func (s *story) isRefused(words, login, kind string, on act.Answer, fields ...string) {
	s.T.Helper()
	if got := s.send(login, kind, on, fields...); got.Status == 303 || !strings.Contains(got.Body, words) {
		s.T.Errorf("%s, %s: %d, and the page does not say %q", login, kind, got.Status, words)
	}
}

// reads is a page that shows something.
func (s *story) reads(login, path, words string) {
	s.T.Helper()
	if s.open[login] == nil {
		s.open[login] = as(s.T, s.base, login)
	}
	if got := s.open[login].get(path); got.Status != 200 || !strings.Contains(got.Body, words) {
		s.T.Errorf("%s at %s: %d without %q", login, path, got.Status, words)
	}
}

func newest[R any, P record.Of[R]](s *story, t *record.Table) act.Answer {
	s.T.Helper()
	list := webtest.At[R, P](s.Bench, t, "1 = 1 ORDER BY id DESC LIMIT 1")
	return webtest.On(list[0])
}

// TestStoryOfAVetting (part 4): the officer opens it, three departments answer
// their one question, two visitors report, the joint session is held, two offices
// seal, the unit signs for the special post, the chair concludes and the person is
// told, with the way to a review.
func TestStoryOfAVetting(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Departments()
	b.Actor("vetting_chair")
	b.Actor("vetting_member")
	b.Actor("reviewer")
	b.Actor("receiver")
	b.InState("测试丙", 41, cases.PhysicalPass, cases.ReachPhysical)
	b.Citizen("测试丙", "citizen")
	s := tell(t, b)
	c := b.Cases["测试丙"]
	s.does("county_officer", "application.vet", c, "post_type", "submarine")
	r := newest[vetting.Round](s, vetting.Rounds)
	s.isRefused("仍有 3 个部门未答复", "officer2", "vetting_round.seal_office", r, "document", "ZBB-1")
	for login, office := range map[string]string{"reviewer": "130102-1", "education": "130102-2", "justice": "130102-3"} {
		check := webtest.On(webtest.At[vetting.Check](b, vetting.Checks, "office = $1", office)[0])
		s.reads(login, "/vetting", b.Number(41))
		s.does(login, "vetting_check.answer", check, "clear", "true", "evidence", "HC-2026-7")
	}
	day := string(b.App.Today())
	s.does("vetting_member", "vetting_round.visit", r, "visit_place", "family", "visited_on", day, "met", "其母", "report", "属实")
	s.isRefused("职责须分离", "vetting_member", "vetting_round.visit", r, "visit_place", "school", "visited_on", day, "met", "班主任", "report", "属实")
	s.does("member2", "vetting_round.visit", r, "visit_place", "school", "visited_on", day, "met", "班主任", "report", "属实")
	s.isRefused("不足法定的 3 人", "vetting_chair", "vetting_session.record", act.Answer{}, "day", day, "minutes", "LS-7", "rounds", string(r.Subject), "attendees", "vetting_chair", "attendees", "member2")
	s.does("vetting_chair", "vetting_session.record", act.Answer{}, "day", day, "minutes", "LS-7", "rounds", string(r.Subject), "attendees", "vetting_chair", "attendees", "member2", "attendees", "education")
	s.does("reviewer", "vetting_round.seal_station", r, "document", "PCS-7")
	s.isRefused("印章尚未齐全", "vetting_chair", "application.conclude_vetting", c, "outcome", "passed")
	s.isRefused("职责须分离", "county_officer", "vetting_round.seal_office", r, "document", "ZBB-7")
	s.does("officer2", "vetting_round.seal_office", r, "document", "ZBB-7")
	s.does("receiver", "vetting_round.sign_special", r, "document", "BD-7")
	s.isRefused("未完成不是不合格的理由", "vetting_chair", "application.conclude_vetting", c, "outcome", "not_passed", "reason", "incomplete", "remark", "缺材料")
	s.does("vetting_chair", "application.conclude_vetting", c, "outcome", "not_passed", "reason", "proceedings", "remark", "涉及在办案件")
	s.reads("citizen", "/me", "正在被依法调查")
	s.reads("citizen", "/me", "申请复核")
}

// TestStoryOfAnHonestDay (part 5): an officer declares kin and stands back; the
// county reports its day and closes its figures; a citizen supervisor looks on; an
// inspector holds a case and another releases it; a citizen complains and is
// answered from above; a tip is taken up and closed.
func TestStoryOfAnHonestDay(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Inspectors()
	b.Actor("county_officer")
	b.Actor("supervisor")
	b.Actor("approver")
	b.InState("测试丙", 41, cases.Applied, cases.ReachApplied)
	b.Citizen("测试丙", "citizen")
	s := tell(t, b)
	c, day := b.Cases["测试丙"], string(b.App.Today())
	s.does("county_officer", "conflict.declare", act.Answer{}, "kind", "kinship", "id_no", b.Number(41))
	s.isRefused("应当回避", "county_officer", "application.precheck", c, "outcome", "pass")
	s.isRefused("二者取其一", "county_officer", "zero_report.file", act.Answer{}, "day", day)
	s.reads("inspector", "/integrity", "未报")
	s.does("county_officer", "zero_report.file", act.Answer{}, "day", day, "zero", "true")
	s.does("county_officer", "daily_figures.freeze", act.Answer{})
	s.reads("county_officer", "/integrity/report", "已封存")
	account, _ := b.App.Directory.Login("supervisor")
	s.does("inspector", "supervisor.add", act.Answer{}, "account", string(account.ID), "office", "130102", "name", "严监督", "valid_from", day, "valid_until", "2026-12-31", "letter", "JD-1")
	s.does("supervisor", "observation.file", act.Answer{}, "station", "130102", "day", day, "text", "候检区秩序良好")
	s.does("inspector.county", "application.hold", c, "reason", "hold_tip", "remark", "核对户籍")
	s.reads("citizen", "/me", "例行核查")
	hold := newest[integrity.Hold](s, integrity.Holds)
	s.isRefused("解除暂停应由他人办理", "inspector.county", "case_hold.release", hold, "finding", "一致")
	s.does("inspector2", "case_hold.release", hold, "finding", "一致")
	s.does("citizen", "complaint.file", act.Answer{}, "person", string(b.People["测试丙"].Subject), "county", "130102", "gate", "signup", "against", "130102", "grounds", "拒收材料")
	complaint := newest[integrity.Complaint](s, integrity.Complaints)
	s.does("inspector", "complaint.assign", complaint, "office", "130100")
	s.does("inspector2", "complaint.answer", complaint, "outcome", "founded", "answer", "已责令受理")
	s.reads("citizen", "/me", "已责令受理")
	afterATip(t, s)
}

// afterATip is the part of the story that begins with a tip.
func afterATip(t *testing.T, s *story) {
	t.Helper()
	receipt, err := s.App.Tips.Send(t.Context(), tips.Report{About: webtest.County, Text: "登记处要好处费"})
	if err != nil {
		t.Fatal(err)
	}
	s.NextDay()
	s.open = map[string]*browser{} // everybody signs in again the next day
	tip := newest[tips.Tip](s, tips.Tips)
	s.reads("inspector", "/integrity/tip/"+string(tip.County)+"/"+string(tip.Subject), "登记处要好处费")
	s.isRefused("没有找到", "inspector.county", "tip.assign", tip)
	s.does("inspector", "tip.assign", tip)
	s.does("inspector", "tip.inquire", tip)
	s.does("inspector", "tip.close", tip, "outcome", "proven", "text", "已查实并处理")
	letter, err := s.App.Tips.Open(t.Context(), receipt)
	if err != nil || len(letter.Said) != 1 || letter.Said[0].Text != "已查实并处理" {
		t.Errorf("the reporter reads %+v, %v", letter, err)
	}
}
