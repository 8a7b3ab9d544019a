package integrity_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/intake/cases"
	"muster/internal/intake/integrity"
	"muster/internal/intake/selection"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func wants(t *testing.T, what string, err error, code string) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Errorf("%s: want %s, got %v", what, code, err)
	}
}

func citizenOf(b *webtest.Bench, name string) access.Actor {
	p := b.People[name]
	return access.Actor{Account: p.Subject, Person: p.Subject, Role: role.Citizen, Unit: webtest.Village, Home: webtest.County, Strength: access.Strong}
}

// TestDeclaredInterestsAreObeyed: whoever declared an interest in a person, by id
// or number, or in their village, does nothing to any of their records until an
// inspector ends it; others do; nobody else's cases are touched.
func TestDeclaredInterestsAreObeyed(t *testing.T) {
	t.Parallel()
	for what, body := range map[string]func(b *webtest.Bench) *integrity.Declaring{
		"a person": func(b *webtest.Bench) *integrity.Declaring {
			return &integrity.Declaring{Kind: "kinship", Person: b.People["甲"].Subject}
		},
		"a number": func(b *webtest.Bench) *integrity.Declaring {
			return &integrity.Declaring{Kind: "teacher", IDNo: b.Number(41)}
		},
		"a unit above it": func(*webtest.Bench) *integrity.Declaring {
			return &integrity.Declaring{Kind: "employer", Office: webtest.Township}
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			b := webtest.New(t)
			city, _, _ := b.Inspectors()
			b.InState("甲", 41, cases.Applied, cases.ReachApplied)
			b.Person("乙", 43, webtest.County)
			officer, registrar := b.Actor(role.CountyOfficer), b.Actor(role.CountyRegistrar)
			check := func(who access.Actor) error {
				_, err := b.Try(who, role.Intake, "application.precheck", b.Cases["甲"], &signup.Checking{Outcome: "fail", Reason: "precheck_health", Remark: "x"})
				return err
			}
			c := b.As(officer, role.Integrity, "conflict.declare", act.Answer{}, body(b))
			b.As(registrar, role.Integrity, "conflict.declare", act.Answer{}, body(b))
			wants(t, "acting on it", check(officer), "access.recused")
			_, err := b.Try(registrar, role.Registration, "person.reverse", b.People["甲"], &act.Reversal{Seq: new(int64), Reason: "x"})
			wants(t, "another table about the same person", err, "access.recused")
			_, err = b.Try(registrar, role.Registration, "person.reverse", b.People["乙"], &act.Reversal{Seq: new(int64), Reason: "x"})
			if fault.Coded(err, "access.recused") {
				t.Error("recused from somebody else's file")
			}
			_, err = b.Try(officer, role.Integrity, "conflict.end", c, &register.Ending{Reason: "x"})
			wants(t, "ending it oneself", err, "access.denied")
			b.As(city, role.Integrity, "conflict.end", c, &register.Ending{Reason: "关系已不存在"})
			if err := check(officer); err != nil {
				t.Errorf("after it ended: %v", err)
			}
		})
	}
}

// TestConflictsAreSeen by inspectors and by who declared them, by nobody else.
func TestConflictsAreSeen(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, _, _ := b.Inspectors()
	officer, other := b.Actor(role.CountyOfficer), b.Extra("officer2", "吕干事", role.CountyOfficer, webtest.County)
	b.As(officer, role.Integrity, "conflict.declare", act.Answer{}, &integrity.Declaring{Kind: "kinship", Office: webtest.Village})
	for who, want := range map[*access.Actor]int{&city: 1, &officer: 1, &other: 0} {
		page, err := b.App.Road.Page(t.Context(), b.App.Shelf.Get("conflict").Look(*who, role.Integrity, "list"), record.Query{Limit: 5})
		if err != nil || len(page.Records) != want {
			t.Errorf("%s sees %d conflicts, %v", who.Role, len(page.Records), err)
		}
	}
	_, err := b.Try(officer, role.Integrity, "conflict.declare", act.Answer{}, &integrity.Declaring{Kind: "kinship"})
	wants(t, "a conflict with nobody", err, "conflict.empty")
	_, err = b.Try(officer, role.Integrity, "conflict.declare", act.Answer{}, &integrity.Declaring{Kind: "envy", Office: webtest.Village})
	wants(t, "a relation outside the list", err, "reason.unknown")
}

// TestHoldHasItsProcess: a held person is told in neutral words and keeps the
// place; who held does not release; nothing ends by time; old holds are brought to
// mind.
func TestHoldHasItsProcess(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, second, _ := b.Inspectors()
	b.InState("甲", 41, cases.Proposed, cases.ReachProposed)
	hold := &integrity.Holding{Reason: "hold_tip", Remark: "有举报称其体检作弊"}
	b.As(city, role.Integrity, "application.hold", b.Cases["甲"], hold)
	_, err := b.Try(second, role.Integrity, "application.hold", b.Cases["甲"], hold)
	wants(t, "holding twice", err, "integrity.held")
	told := notices(t, b, "甲")
	if !strings.Contains(told, "例行核查") || strings.Contains(told, "举报") || strings.Contains(told, "作弊") {
		t.Errorf("the person was told: %s", told)
	}
	d := webtest.At[integrity.Hold](b, integrity.Holds, "state = 'held'")[0]
	release := &integrity.Releasing{Finding: "查无此事"}
	_, err = b.Try(city, role.Integrity, "case_hold.release", webtest.On(d), release)
	wants(t, "released by who began it", err, "access.duties")
	before := notices(t, b, "")
	for range 60 {
		b.NextDay()
	}
	if c := caseOf(b, "甲"); c.Hold == "" || !c.PlaceKept || c.State != cases.Proposed {
		t.Errorf("after sixty days: hold %q, place kept %v, %s", c.Hold, c.PlaceKept, c.State)
	}
	if after := notices(t, b, ""); !strings.Contains(strings.TrimPrefix(after, before), "仍未解除") {
		t.Error("nobody was reminded of the old hold")
	}
	b.As(second, role.Integrity, "case_hold.release", webtest.On(d), release)
	if c := caseOf(b, "甲"); c.Hold != "" || c.PlaceKept || c.State != cases.Proposed {
		t.Errorf("after the release: %+v", c)
	}
	if told := notices(t, b, "甲"); !strings.Contains(told, "核查已结束") {
		t.Error("the person was not told of the end")
	}
}

// TestConcealedHold: two people decide that somebody is told later, for no longer
// than the pack allows; until then neither the case nor the person's page shows
// anything, and on the day the person is told.
func TestConcealedHold(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, second, _ := b.Inspectors()
	c := b.InState("甲", 41, cases.Proposed, cases.ReachProposed)
	body := func(days int) *integrity.Concealing {
		return &integrity.Concealing{Application: c.ID, Home: c.County, Reason: "hold_tip", Remark: "提前告知将妨碍核查", TellBy: b.App.Today().AddDays(days)}
	}
	_, err := b.Try(city, role.Integrity, "case_hold.conceal", act.Answer{}, body(31))
	wants(t, "a delay of 31 days", err, "hold.delay")
	_, err = b.Try(city, role.Integrity, "case_hold.conceal", act.Answer{}, body(0))
	wants(t, "no delay at all", err, "hold.delay")
	p := b.As(city, role.Integrity, "case_hold.conceal", act.Answer{}, body(30))
	if len(webtest.At[integrity.Hold](b, integrity.Holds, "1 = 1")) != 0 {
		t.Error("one person alone held it")
	}
	if _, err := b.Sign(second, role.Integrity, p); err != nil {
		t.Fatal(err)
	}
	if b.App.Shelf.Get("case_hold").Look(citizenOf(b, "甲"), role.Own, "").Visible() {
		t.Error("the register of holds, with its internal remarks, is open to the person")
	}
	if c := caseOf(b, "甲"); c.Hold != "" || c.Rev != 1 || strings.Contains(notices(t, b, "甲"), "核查") {
		t.Error("the concealed hold shows")
	}
	b.Clock.Advance(29 * 24 * time.Hour)
	b.NextDay()
	if c := caseOf(b, "甲"); c.Hold != "held" || !strings.Contains(notices(t, b, "甲"), "例行核查") {
		t.Error("on its day the hold was not disclosed")
	}
}

// TestNoNoticeNoApproval: before the notice is cleared, before the gate has cleared
// the person, while held, voided or complained of, nobody approves; a vacancy
// passes over nobody who is held, the place is kept.
func TestNoNoticeNoApproval(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	city, second, county := b.Inspectors()
	approver := b.Extra("approver2", "", role.Approver, webtest.County)
	approve := func(name string) error {
		_, err := b.Try(approver, role.Selection, "application.approve", b.Cases[name], &selection.Words{})
		return err
	}
	clearing := &integrity.Clearing{Ranking: b.Ranking.Subject, Home: b.Ranking.County}
	wants(t, "while the notice runs", approve("测试甲01"), "approve.no_notice")
	b.Clock.Advance(8 * 24 * time.Hour)
	wants(t, "after the notice, before its clearance", approve("测试甲01"), "approve.no_notice")
	b.As(city, role.Integrity, "ranking.clear", b.Ranking, &selection.Words{})
	wants(t, "before the integrity gate", approve("测试甲01"), "approve.integrity")
	b.As(city, role.Integrity, "application.hold", b.Cases["测试甲02"], &integrity.Holding{Reason: "hold_tip", Remark: "x"})
	b.As(citizenOf(b, "测试甲03"), role.Own, "complaint.file", act.Answer{}, &integrity.Complaining{Person: b.People["测试甲03"].Subject, County: webtest.County,
		Gate: "physical", Against: webtest.County, Grounds: "复检未通知"})
	b.As(county, role.Integrity, "conflict.declare", act.Answer{}, &integrity.Declaring{Kind: "kinship", Person: b.People["测试甲04"].Subject})
	g := webtest.At[integrity.Clearance](b, integrity.Clearances, "id = $1", string(b.As(county, role.Integrity, "clearance.give", act.Answer{}, clearing).Subject))[0]
	if g.Clear != 11 || g.Held != 1 || g.Open != 1 || g.Left != 1 {
		t.Errorf("the clearance: %d clear, %d held, %d open, %d left", g.Clear, g.Held, g.Open, g.Left)
	}
	wants(t, "while held", approve("测试甲02"), "approve.held")
	wants(t, "with an open complaint", approve("测试甲03"), "approve.integrity")
	wants(t, "left to another inspector", approve("测试甲04"), "approve.integrity")
	p := b.As(city, role.Integrity, "application.void_integrity", b.Cases["测试甲05"], &integrity.Voiding{Reason: "void_forgery", Remark: "学历证书系伪造"})
	if _, err := b.Sign(second, role.Integrity, p); err != nil {
		t.Fatal(err)
	}
	wants(t, "void", approve("测试甲05"), "approve.integrity")
	if told := notices(t, b, "测试甲05"); !strings.Contains(told, "申请复核") {
		t.Errorf("whoever was voided is not told of the remedy: %s", told)
	}
	b.As(city, role.Integrity, "clearance.give", act.Answer{}, clearing)
	wants(t, "still held after another clearance", approve("测试甲02"), "approve.held")
	if err := approve("测试甲04"); err != nil {
		t.Errorf("cleared by another inspector: %v", err)
	}
	if err := approve("测试甲01"); err != nil {
		t.Errorf("cleared: %v", err)
	}
}

// TestAComplaintKeptElsewhereIsOpen: a complaint lies with the file of the person; the
// gate of the county that handles the case waits for its answer wherever that is.
func TestAComplaintKeptElsewhereIsOpen(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	_, _, county := b.Inspectors()
	at, _ := b.App.Road.Tree().Get(webtest.Other)
	c := &integrity.Complaint{Person: b.People["测试甲03"].Subject, Gate: "physical", Against: webtest.County, Office: at.Parent, Grounds: "复检未通知", Filed: b.App.Today()}
	c.Base = record.Base{County: at.Home, ID: ident.New(b.Clock.Now(), ident.Secure), Unit: at.Code, Place: at.Place, State: integrity.Received, Rev: 1}
	b.Put(integrity.Complaints, c)
	b.Clock.Advance(8 * 24 * time.Hour)
	given := b.As(county, role.Integrity, "clearance.give", act.Answer{}, &integrity.Clearing{Ranking: b.Ranking.Subject, Home: b.Ranking.County})
	g := webtest.At[integrity.Clearance](b, integrity.Clearances, "id = $1", string(given.Subject))[0]
	if g.Open != 1 || caseOf(b, "测试甲03").Integrity == cases.Clear {
		t.Errorf("%d with an open complaint, and the gate says %q", g.Open, caseOf(b, "测试甲03").Integrity)
	}
}

// TestTheInspectorWhoTouchedACaseDoesNotClearIt.
func TestTheInspectorWhoTouchedACaseDoesNotClearIt(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	city, _, _ := b.Inspectors()
	officer := b.Actor(role.CountyOfficer)
	b.Clock.Advance(8 * 24 * time.Hour)
	b.As(city, role.Integrity, "ranking.clear", b.Ranking, &selection.Words{})
	// The same account once acted as a county officer on one of the cases.
	both := city
	both.Role, both.Unit, both.Ranges = role.CountyOfficer, officer.Unit, officer.Ranges
	into := func(state string) {
		webtest.Attest[cases.Case](b, cases.Table, `UPDATE application SET state = $1 WHERE id = $2`, state, string(b.Cases["测试甲14"].Subject))
	}
	into(cases.Prechecked)
	b.As(both, role.Intake, "application.pass_over", b.Cases["测试甲14"], &signup.PassingOver{Remark: "暂缓"})
	into(cases.Reserve)
	g := webtest.At[integrity.Clearance](b, integrity.Clearances, "id = $1", string(b.As(city, role.Integrity, "clearance.give", act.Answer{},
		&integrity.Clearing{Ranking: b.Ranking.Subject, Home: b.Ranking.County}).Subject))[0]
	if g.Clear != 13 || g.Left != 1 {
		t.Errorf("%d were cleared, %d left to others", g.Clear, g.Left)
	}
}

// TestDailyReports: either nothing or what happened, once a day, a late one said
// to be late; a missing one is shown and followed by nothing.
func TestDailyReports(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	officer, today := b.Actor(role.CountyOfficer), b.App.Today()
	file := func(r integrity.Reporting) error {
		_, err := b.Try(officer, role.Intake, "zero_report.file", act.Answer{}, &r)
		return err
	}
	for what, c := range map[string]struct {
		r    integrity.Reporting
		code string
	}{"neither": {integrity.Reporting{Day: today}, "report.either"}, "both": {integrity.Reporting{Day: today, Nothing: true, Incidents: "x"}, "report.either"},
		"tomorrow": {integrity.Reporting{Day: today.AddDays(1), Nothing: true}, "report.future"}} {
		wants(t, what, file(c.r), c.code)
	}
	if err := file(integrity.Reporting{Day: today.AddDays(-1), Incidents: "停电"}); err != nil {
		t.Fatal(err)
	}
	wants(t, "twice", file(integrity.Reporting{Day: today.AddDays(-1), Nothing: true}), "report.doubled")
	if r := webtest.At[integrity.ZeroReport](b, integrity.ZeroReports, "1 = 1")[0]; r.Late != 1 {
		t.Errorf("a report of yesterday is %d days late", r.Late)
	}
	var list []integrity.Reported
	err := b.App.Store.Read(t.Context(), func(tx *db.Tx) (err error) {
		list, err = integrity.Missing(tx, b.App.Road.Tree(), webtest.City, today.AddDays(-2), today)
		return err
	})
	missing := 0
	for _, r := range list {
		if !r.Filed {
			missing++
		}
	}
	if err != nil || len(list) != 6 || missing != 5 {
		t.Errorf("%d of %d reports are missing, %v", missing, len(list), err)
	}
}

// TestFiguresAreFrozen: a closing is never changed; what is relabelled afterwards
// shows as a delta line of the next one, for each single relabelling.
func TestFiguresAreFrozen(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.InState("甲", 41, cases.Applied, cases.ReachApplied)
	b.InState("乙", 43, cases.Proposed, cases.ReachProposed)
	officer := b.Actor(role.CountyOfficer)
	freeze := func() *integrity.Figures {
		a := b.As(officer, role.Intake, "daily_figures.freeze", act.Answer{}, &integrity.Closing{})
		return webtest.At[integrity.Figures](b, integrity.FiguresTable, "id = $1", string(a.Subject))[0]
	}
	first := freeze()
	_, err := b.Try(officer, role.Intake, "daily_figures.freeze", act.Answer{}, &integrity.Closing{})
	wants(t, "closing a day twice", err, "figures.closed")
	b.NextDay()
	quiet := freeze()
	if len(quiet.Delta) != 0 || quiet.Before != first.ID || !quiet.Sound(first) || !first.Sound(nil) || first.Sound(quiet) {
		t.Errorf("a quiet day: %+v", quiet)
	}
	if _, err := b.App.Store.Admin().ExecContext(t.Context(), `UPDATE application SET education = 'bachelor' WHERE id = $1`, string(b.Cases["甲"].Subject)); err != nil {
		t.Fatal(err)
	}
	b.NextDay()
	b.InState("丙", 45, cases.Applied, cases.ReachApplied) // somebody new is no relabelling
	got := freeze()
	want := []string{string(quiet.Day) + " male bachelor: 0 → 1", string(quiet.Day) + " male senior_high: 2 → 1"}
	if strings.Join(got.Delta, "\n") != strings.Join(want, "\n") {
		t.Errorf("the delta is %q", got.Delta)
	}
	if then := webtest.At[integrity.Figures](b, integrity.FiguresTable, "id = $1", string(quiet.ID))[0]; then.Rev != 1 || then.Hash != quiet.Hash {
		t.Error("a closing was changed")
	}
	closingsAreVeiled(t, b, got)
	got.Reached[0] += "0"
	if got.Sound(quiet) {
		t.Error("a changed figure fits its hash")
	}
}

// closingsAreVeiled: who may not open the cases learns that the day was closed and that
// something was changed, and no count of few people, whichever way they read.
func closingsAreVeiled(t *testing.T, b *webtest.Bench, closing *integrity.Figures) {
	t.Helper()
	reg := b.App.Shelf.Get("daily_figures")
	for _, r := range []access.Role{role.Leader, role.Assessor, role.Supervisor, role.CountyOfficer} {
		who := b.Actor(r)
		look := reg.Look(who, reg.Purpose(who), "view")
		one, err := b.App.Road.One(t.Context(), look, closing.County, closing.ID)
		if err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		read := []record.Record{one}
		page, err := b.App.Road.Page(t.Context(), look, record.Query{Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		read = append(read, page.Records...)
		if err := b.App.Road.Export(t.Context(), look, record.Query{}, func(r record.Record) error { read = append(read, r); return nil }); err != nil || len(read) != 7 {
			t.Fatalf("%s reads %d closings, %v", r, len(read), err)
		}
		for _, found := range read {
			f := found.(*integrity.Figures)
			text := strings.Join(append(append(slices.Clone(f.Reached), f.Labels...), f.Delta...), " ")
			if shown := strings.Contains(text, "="); shown != (r == role.CountyOfficer) || f.Hash == "" {
				t.Errorf("%s is shown %q", r, text)
			}
			if f.ID == closing.ID && len(f.Delta) == 0 {
				t.Errorf("%s is not told of the change", r)
			}
		}
	}
}

// TestSupervisorsLookOn within their term, and nothing else.
func TestSupervisorsLookOn(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, _, _ := b.Inspectors()
	who := b.Actor(role.Supervisor)
	observe := func() error {
		_, err := b.Try(who, role.Integrity, "observation.file", act.Answer{}, &integrity.Observing{Station: webtest.County, Day: b.App.Today(), Text: "候检区秩序良好"})
		return err
	}
	wants(t, "without an appointment", observe(), "supervisor.term_over")
	b.As(city, role.Integrity, "supervisor.add", act.Answer{}, &integrity.Appointment{Account: who.Account, Office: webtest.County, Name: "严", From: "2026-08-01", Until: b.App.Today(), Letter: "1"})
	if err := observe(); err != nil {
		t.Errorf("on the last day of the term: %v", err)
	}
	b.NextDay()
	wants(t, "the day after the term", observe(), "supervisor.term_over")
	o := webtest.At[integrity.Observation](b, integrity.Observations, "1 = 1")[0]
	b.As(city, role.Integrity, "observation.answer", webtest.On(o), &integrity.Answering{Answer: "谢谢,已改进"})
	seen := map[string]bool{}
	for _, reg := range b.App.Shelf.All() {
		seen[reg.Table.Name] = reg.Look(who, role.Integrity, "").Visible() || reg.Look(who, role.Intake, "").Visible()
	}
	for table, want := range map[string]bool{"daily_figures": true, "zero_report": true, "draw": true, "observation": true, "application": false, "person": false, "exam": false,
		"tip": false, "vetting_check": false, "case_hold": false} {
		if seen[table] != want {
			t.Errorf("a supervisor sees %s: %v", table, seen[table])
		}
	}
}

// TestComplaintsGoElsewhere: the office complained about and those below it
// neither read nor answer; the person is told the outcome; whoever assigned does
// not answer.
func TestComplaintsGoElsewhere(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, second, county := b.Inspectors()
	b.Person("甲", 41, webtest.Village)
	me := citizenOf(b, "甲")
	a := b.As(me, role.Own, "complaint.file", act.Answer{}, &integrity.Complaining{Person: me.Person, County: webtest.County, Gate: "physical", Against: webtest.County, Grounds: "插队"})
	c := webtest.At[integrity.Complaint](b, integrity.Complaints, "id = $1", string(a.Subject))[0]
	if c.Office != webtest.City || c.AnswerBy != "2026-08-17" {
		t.Errorf("it went to %s, to be answered by %s", c.Office, c.AnswerBy)
	}
	sees := func(who access.Actor) int {
		page, err := b.App.Road.Page(t.Context(), b.App.Shelf.Get("complaint").Look(who, role.Integrity, "list"), record.Query{Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Records)
	}
	if sees(county) != 0 || sees(city) != 1 {
		t.Error("the office complained about sees it, or the one above does not")
	}
	_, err := b.Try(city, role.Integrity, "complaint.assign", a, &integrity.Assigning{Office: webtest.Township})
	wants(t, "given to an office below", err, "complaint.same")
	b.As(city, role.Integrity, "complaint.assign", a, &integrity.Assigning{Office: webtest.City})
	answer := &integrity.Concluding{Outcome: "founded", Answer: "已整改。"}
	_, err = b.Try(city, role.Integrity, "complaint.answer", a, answer)
	wants(t, "answered by who assigned it", err, "access.duties")
	b.As(second, role.Integrity, "complaint.answer", a, answer)
	if told := notices(t, b, "甲"); !strings.Contains(told, "已整改") || !strings.Contains(told, "行政复议") {
		t.Errorf("the person was told: %s", told)
	}
}

func caseOf(b *webtest.Bench, name string) *cases.Case {
	return webtest.At[cases.Case](b, cases.Table, "id = $1", string(b.Cases[name].Subject))[0]
}

// notices are the texts that somebody was sent, everybody where name is empty.
func notices(t *testing.T, b *webtest.Bench, name string) (all string) {
	t.Helper()
	ids := []act.Answer{b.People[name]}
	if name == "" {
		ids = nil
		for _, login := range []string{webtest.Login(role.Inspector), "inspector2", "inspector.county"} {
			a, _ := b.App.Directory.Login(login)
			ids = append(ids, act.Answer{County: a.County, Subject: a.ID})
		}
	}
	for _, who := range ids {
		list, err := outbox.For(t.Context(), b.App.Store, who.County, who.Subject)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range list {
			all += n.Subject.ZH + n.Body.ZH + "\n"
		}
	}
	return all
}
