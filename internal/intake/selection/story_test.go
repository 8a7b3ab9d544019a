package selection_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/intake/cases"
	"muster/internal/intake/integrity"
	"muster/internal/intake/preservice"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func wants(t *testing.T, what string, err error, code string) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func sql(t *testing.T, b *webtest.Bench, query string, args ...any) {
	t.Helper()
	if _, err := b.App.Store.Admin().ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func caseOf(b *webtest.Bench, name string) *cases.Case {
	return webtest.At[cases.Case](b, cases.Table, "id = $1", string(b.Cases[name].Subject))[0]
}

// educated is a bench whose course is completed and whose people are scored.
func educated(t *testing.T, store db.Store) *webtest.Bench {
	t.Helper()
	b := webtest.NewOn(t, store).Education()
	for name := range b.Cases {
		b.Band(name, "middle", "high")
	}
	b.Complete()
	for name := range b.Cases {
		b.Do(role.Selector, role.Selection, "application.score", b.Cases[name], &selection.Words{})
	}
	return b
}

// TestFromTheCourseToTheScore: nobody types the points of the education; a day
// excused costs nothing, one absent does; the person sees every line and objects;
// somebody else decides, and the objection is carried out before any list.
func TestFromTheCourseToTheScore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, fromTheCourseToTheScore)
}

func fromTheCourseToTheScore(t *testing.T, store db.Store) {
	b := educated(t, store)
	for n, want := range map[int64][2]int64{1: {1000 + 1950, 1110}, 2: {800 + 2100, 1170}, 3: {1000 + 2250, 1230}} {
		if p := b.Pupil(n); p.Drill != want[0] || p.Knowledge != want[1] || p.State != preservice.Finished {
			t.Errorf("number %d has %d and %d", n, p.Drill, p.Knowledge)
		}
	}
	me := b.Self("测试丙01")
	s := webtest.At[selection.Sheet](b, selection.Sheets, "application = $1", string(b.Cases["测试丙01"].Subject))[0]
	if c := caseOf(b, "测试丙01"); c.Score != s.Total || len(s.Lines) != 5 || s.Until != s.PostedOn.AddDays(3) {
		t.Errorf("%d, %d: %v until %s", c.Score, s.Total, s.Lines, s.Until)
	}
	object := func() error {
		_, err := b.Try(me, role.Own, "application.object_score", b.Cases["测试丙01"], &selection.Objecting{Grounds: "第二天的出勤不对"})
		return err
	}
	if err := object(); err != nil {
		t.Fatal(err)
	}
	wants(t, "a second time", object(), "objection.doubled")
	freeze := func() error {
		p, err := b.Try(b.Actor(role.Selector), role.Selection, "ranking.freeze", act.Answer{}, &selection.Freezing{Cycle: b.Cycle.Subject, Unit: webtest.County})
		if err != nil {
			return err
		}
		b.Actor(role.Approver)
		_, err = b.Sign(b.Actor(role.Approver), role.Selection, p)
		return err
	}
	for range 3 {
		b.NextDay()
	}
	wants(t, "a list over an open objection", freeze(), "score.objection")
	o := webtest.At[selection.ScoreObjection](b, selection.ScoreObjections, "1 = 1")[0]
	b.As(b.Actor(role.AppealsOfficer), role.Review, "score_objection.decide", webtest.On(o), &selection.Deciding{Outcome: "again", Reasoning: "更正"})
	if c := caseOf(b, "测试丙01"); c.State != cases.Trained {
		t.Errorf("the case is %s", c.State)
	}
	wants(t, "a list over an objection not carried out", freeze(), "score.objection")
	b.Do(role.Selector, role.Selection, "application.score", b.Cases["测试丙01"], &selection.Words{})
	if o = webtest.At[selection.ScoreObjection](b, selection.ScoreObjections, "1 = 1")[0]; o.State != selection.Settled {
		t.Errorf("the objection is %s", o.State)
	}
	wants(t, "a list before the new posting is over", freeze(), "score.posted")
	for range 3 {
		b.NextDay()
	}
	wants(t, "an objection after the posting", object(), "objection.late")
}

// TestCourseNeedsItsRecords: a day without a sheet stops the completion, as does
// whoever recorded it; somebody leaves by their own declaration and is reinstated.
func TestCourseNeedsItsRecords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, courseNeedsItsRecords)
}

func courseNeedsItsRecords(t *testing.T, store db.Store) {
	b := webtest.NewOn(t, store).Education()
	_, err := b.Try(b.Actor(role.CountyOfficer), role.Intake, "preservice_course.complete", b.Course, &preservice.Empty{})
	wants(t, "completed by who recorded", err, "access.duties")
	second := b.Extra("officer2", "", role.CountyOfficer, webtest.County)
	p := b.As(b.Actor(role.CountyOfficer), role.Intake, "preservice_place.leave", webtest.On(b.Pupil(5)), &preservice.Leaving{Reason: "study", Letter: "SM-1", Remark: "升学"})
	if _, err := b.Sign(second, role.Intake, p); err != nil {
		t.Fatal(err)
	}
	if c := caseOf(b, b.Pupil(5).Name); c.State != cases.Withdrawn {
		t.Errorf("who left is %s", c.State)
	}
	b.Do(role.AppealsOfficer, role.Review, "preservice_place.reinstate", webtest.On(b.Pupil(5)), &preservice.Reinstating{Reasoning: "声明非本人所写"})
	if c := caseOf(b, b.Pupil(5).Name); c.State != cases.Qualified || c.PlaceKept {
		t.Errorf("who was reinstated is %s", c.State)
	}
	webtest.Attest[preservice.Day](b, preservice.Days, "UPDATE preservice_day SET state = 'void' WHERE absent LIKE '%2%'")
	_, err = b.Try(second, role.Intake, "preservice_course.complete", b.Course, &preservice.Empty{})
	wants(t, "a day is missing", err, "preservice.missing")
}

// TestAuditFindsEveryEdit: a clean season has no finding; each of 1,000 random edits
// of scores and evidence beside the road has one.
func TestAuditFindsEveryEdit(t *testing.T) {
	t.Parallel()
	b := educated(t, nil)
	findings := func() (n int) {
		if err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
			n = 0
			scores, err := selection.Audit(tx, b.App.Pack, webtest.County, func(selection.Finding) { n++ })
			if scores != webtest.Pupils {
				t.Errorf("%d scores were computed", scores)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := findings(); n != 0 {
		t.Fatalf("%d findings on a clean season", n)
	}
	columns := [][2]string{{"application", "score"}, {"application", "tie"}, {"application", "physique_band"}, {"application", "education"}, {"score_sheet", "total"}, {"score_sheet", "lines"},
		{"score_sheet", "posted_until"}, {"preservice_place", "drill"}, {"preservice_place", "knowledge"}, {"preservice_place", "number"}, {"preservice_day", "absent"}, {"preservice_test", "marks"}}
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		at := columns[r.IntN(len(columns))]
		var id, before string
		var n int
		row := b.App.Store.Admin().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+at[0])
		if err := row.Scan(&n); err != nil {
			t.Fatal(err)
		}
		row = b.App.Store.Admin().QueryRowContext(t.Context(), "SELECT id, "+at[1]+" FROM "+at[0]+" ORDER BY id LIMIT 1 OFFSET $1", r.IntN(n))
		if err := row.Scan(&id, &before); err != nil {
			t.Fatal(err)
		}
		after := map[string]any{"physique_band": "low", "education": "bachelor", "lines": `["education.bachelor 10.00 x"]`, "absent": `["6"]`, "marks": `["1=100"]`, "posted_until": "2026-12-01"}[at[1]]
		if after == nil {
			after = r.IntN(100_000) + 7
		}
		sql(t, b, "UPDATE "+at[0]+" SET "+at[1]+" = $1 WHERE id = $2", after, id)
		if findings() == 0 {
			t.Errorf("%s.%s = %v was not found", at[0], at[1], after)
		}
		sql(t, b, "UPDATE "+at[0]+" SET "+at[1]+" = $1 WHERE id = $2", before, id)
	}
}

// TestListSwapRefused: whatever is changed beside the road in the list, the meeting or
// a case, nothing is published, approved, dispatched or handed over upon it.
func TestListSwapRefused(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	city, _, _ := b.Inspectors()
	b.Clock.Advance(8 * 24 * 60 * 60 * 1e9)
	b.As(city, role.Integrity, "ranking.clear", b.Ranking, &selection.Words{})
	b.As(city, role.Integrity, "clearance.give", act.Answer{}, &integrity.Clearing{Ranking: b.Ranking.Subject, Home: b.Ranking.County})
	approve := func(name string) error {
		_, err := b.Try(b.Actor(role.Approver), role.Selection, "application.approve", b.Cases[name], &selection.Words{})
		return err
	}
	id := string(b.Cases["测试甲02"].Subject)
	for _, edit := range [][3]string{{"application", "rank", "1"}, {"application", "score", "9999"}, {"application", "name", "换人"}, {"application", "ranking", ""},
		{"ranking", "root", strings.Repeat("0", 64)}, {"ranking", "seats", "99"}, {"meeting", "root", strings.Repeat("0", 64)}, {"meeting", "votes_for", "9"}, {"meeting", "state", "held"}} {
		of := map[string]string{"application": id, "ranking": string(b.Ranking.Subject), "meeting": string(b.Meeting.Subject)}[edit[0]]
		var before string
		if err := b.App.Store.Admin().QueryRowContext(t.Context(), "SELECT "+edit[1]+" FROM "+edit[0]+" WHERE id = $1", of).Scan(&before); err != nil {
			t.Fatal(err)
		}
		sql(t, b, "UPDATE "+edit[0]+" SET "+edit[1]+" = $1 WHERE id = $2", edit[2], of)
		if err := approve("测试甲02"); fault.As(err).Kind != fault.Conflict || err == nil {
			t.Errorf("after an edit of %s.%s: %v", edit[0], edit[1], err)
		}
		sql(t, b, "UPDATE "+edit[0]+" SET "+edit[1]+" = $1 WHERE id = $2", before, of)
	}
	last := webtest.At[cases.Case](b, cases.Table, "state = 'reserve' ORDER BY rank DESC")[0]
	sql(t, b, "UPDATE application SET state = 'proposed' WHERE id = $1", string(last.ID))
	wants(t, "somebody put among the proposed", approve(last.Name), "record.tampered")
	if err := approve("测试甲02"); err != nil && !fault.Coded(err, "approve.vetting") && !strings.HasPrefix(fault.As(err).Code, "vetting.") {
		t.Errorf("the list as it was decided: %v", err)
	}
}

// TestMeetingDecides: no quorum, no meeting; a member with an interest is recused from
// that person; without a decision nothing is published.
func TestMeetingDecides(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, meetingDecides)
}

func meetingDecides(t *testing.T, store db.Store) {
	b := webtest.NewOn(t, store).Selection()
	m := webtest.At[selection.Meeting](b, selection.Meetings, "1 = 1")[0]
	if m.Decision != selection.Carried || m.Root != webtest.At[selection.Ranking](b, selection.Rankings, "1 = 1")[0].Root || len(m.Members) != 4 || len(m.Observers) != 1 {
		t.Errorf("%+v", m)
	}
	webtest.Attest[selection.Ranking](b, selection.Rankings, "UPDATE ranking SET state = 'frozen'")
	second := b.Extra("approver2", "", role.Approver, webtest.County)
	publish := func() error {
		_, err := b.Try(second, role.Selection, "ranking.publish", b.Ranking, &selection.Words{})
		return err
	}
	webtest.Attest[selection.Meeting](b, selection.Meetings, "UPDATE meeting SET decision = 'rejected'")
	wants(t, "a list that was not carried", publish(), "meeting.none")
	webtest.Attest[selection.Meeting](b, selection.Meetings, "UPDATE meeting SET state = 'called'")
	hold := func(members ...string) error {
		_, err := b.Try(b.Actor(role.CountyOfficer), role.Intake, "meeting.hold", b.Meeting, &selection.Presence{Members: members, Recording: "LX"})
		return err
	}
	sql(t, b, "DELETE FROM meeting WHERE id <> $1", string(b.Meeting.Subject))
	webtest.Attest[selection.Ranking](b, selection.Rankings, "UPDATE ranking SET state = 'on_notice'")
	wants(t, "two members", hold("officer2", "approver2"), "meeting.quorum")
	wants(t, "the same one thrice", hold("officer2", "officer2", "officer2"), "meeting.quorum")
	wants(t, "an examiner", hold("officer2", "approver2", webtest.Login(role.Examiner)), "meeting.member")
	member := b.Extra("member2", "", role.VettingMember, webtest.County)
	b.As(member, role.Integrity, "conflict.declare", act.Answer{}, &integrity.Declaring{Kind: "kinship", Person: b.People["测试甲03"].Subject, Remark: "表弟"})
	wants(t, "too few for one person", hold("officer2", "approver2", "member2"), "meeting.recused")
	if err := hold("officer2", "approver2", "member2", webtest.Login(role.CountyOfficer)); err != nil {
		t.Fatal(err)
	}
	if m = webtest.At[selection.Meeting](b, selection.Meetings, "1 = 1")[0]; len(m.Recused) != 1 || !strings.HasPrefix(m.Recused[0], string(member.Account)+"=") {
		t.Errorf("recused: %v", m.Recused)
	}
	b.Do(role.Approver, role.Selection, "meeting.close", b.Meeting, &selection.Vote{For: 2, Against: 2, Minutes: "两票对两票"})
	if m = webtest.At[selection.Meeting](b, selection.Meetings, "1 = 1")[0]; m.Decision != selection.Rejected {
		t.Errorf("two for and two against: %s", m.Decision)
	}
}

// TestObjectionsToTheNotice are answered before the list is cleared or anybody
// approved; one that is proven keeps the person from being approved.
func TestObjectionsToTheNotice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, objectionsToTheNotice)
}

func objectionsToTheNotice(t *testing.T, store db.Store) {
	b := webtest.NewOn(t, store).Selection()
	city, _, _ := b.Inspectors()
	rank := caseOf(b, "测试甲01").Rank
	o := b.As(b.App.System(), role.Integrity, "notice_objection.file", act.Answer{}, &selection.Doubting{Ranking: b.Ranking.Subject, Home: b.Ranking.County, Rank: rank, Grounds: "学历不实", Receipt: "ABCD-2345"})
	b.Clock.Advance(8 * 24 * 60 * 60 * 1e9)
	clear := func() error {
		_, err := b.Try(city, role.Integrity, "ranking.clear", b.Ranking, &selection.Words{})
		return err
	}
	wants(t, "cleared over an open objection", clear(), "notice.objection")
	b.As(city, role.Integrity, "notice_objection.answer", o, &selection.Replying{Outcome: "founded", Answer: "已核实。"})
	if err := clear(); err != nil {
		t.Fatal(err)
	}
	_, err := b.Try(b.Actor(role.Approver), role.Selection, "application.approve", b.Cases["测试甲01"], &selection.Words{})
	wants(t, "approved over a proven objection", err, "notice.founded")
	_, err = b.Try(b.App.System(), role.Integrity, "notice_objection.file", act.Answer{}, &selection.Doubting{Ranking: b.Ranking.Subject, Home: b.Ranking.County, Grounds: "迟到的异议"})
	wants(t, "after the notice", err, "notice.over")
}

// TestNoticeTypeHasNoPII: the type of a row cannot hold more than it may.
func TestNoticeTypeHasNoPII(t *testing.T) {
	t.Parallel()
	row := reflect.TypeFor[selection.NoticeRow]()
	for i, want := range []string{"Rank int64", "Name string", "Place string", "Notice ident.ID"} {
		if got := row.Field(i).Name + " " + row.Field(i).Type.String(); got != want || row.NumField() != 4 {
			t.Errorf("field %d is %s of %d", i, got, row.NumField())
		}
	}
}

// TestNoticeOfWorkingDays counts over a holiday and its make-up days, and refuses a
// year whose table is missing.
func TestNoticeOfWorkingDays(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	for from, want := range map[clock.Date]clock.Date{"2026-08-03": "2026-08-10", "2026-09-21": "2026-09-29", "2026-02-12": "2026-02-26"} {
		if got, err := b.App.Pack.On("2026-02-01").Due("notice", from); err != nil || got != want {
			t.Errorf("from %s: %s %v, want %s", from, got, err, want)
		}
	}
	_, err := b.App.Pack.On("2026-12-01").Due("notice", "2026-12-28")
	wants(t, "no table of the next year", err, "calendar.missing")
}

// TestWhoTaughtDecidesNoScoreObjection: whoever wrote any record of the case, though no
// score, decides no objection to the score, by whichever account; the objection waits
// for somebody who did not.
func TestWhoTaughtDecidesNoScoreObjection(t *testing.T) {
	t.Parallel()
	b := educated(t, nil)
	b.As(b.Self("测试丙01"), role.Own, "application.object_score", b.Cases["测试丙01"], &selection.Objecting{Grounds: "第二天的出勤不对"})
	o := webtest.On(webtest.At[selection.ScoreObjection](b, selection.ScoreObjections, "1 = 1")[0])
	taught := b.Actor(role.CountyOfficer) // led the course; the second officer completed it
	here := taught
	here.Role, here.Unit, here.Ranges = role.AppealsOfficer, webtest.City, b.App.Road.Tree().Scope(webtest.City)
	for what, who := range map[string]access.Actor{"by the same account": here, "by another account": b.Second(taught, "taught.judge", role.AppealsOfficer, webtest.City)} {
		_, err := b.Try(who, role.Review, "score_objection.decide", o, &selection.Deciding{Outcome: "stands", Reasoning: "x"})
		wants(t, what, err, "access.duties")
	}
	b.Do(role.AppealsOfficer, role.Review, "score_objection.decide", o, &selection.Deciding{Outcome: "stands", Reasoning: "x"})
}
