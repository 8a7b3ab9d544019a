package vetting_test

import (
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func bench(t *testing.T) *webtest.Bench {
	t.Helper()
	b := webtest.New(t)
	b.Departments()
	b.InState("甲", 41, cases.PhysicalPass, cases.ReachPhysical)
	return b
}

func wants(t *testing.T, what string, err error, code string) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Errorf("%s: want %s, got %v", what, code, err)
	}
}

func caseOf(t *testing.T, b *webtest.Bench, name string) *cases.Case {
	t.Helper()
	return webtest.At[cases.Case](b, cases.Table, "id = $1", string(b.Cases[name].Subject))[0]
}

// TestEachStepWaitsForTheOther: nothing is sealed before answers, visits and the
// session are there, nothing is concluded before both seals, and what is missing
// is named without failing anybody.
func TestEachStepWaitsForTheOther(t *testing.T) {
	t.Parallel()
	b := bench(t)
	b.Do(role.CountyOfficer, role.Intake, "application.vet", b.Cases["甲"], &vetting.Opening{})
	_, err := b.Try(b.Actor(role.CountyOfficer), role.Intake, "application.vet", b.Cases["甲"], &vetting.Opening{})
	wants(t, "a second opening", err, "vetting.under_way")
	r := b.Round("甲")
	officer2 := b.Extra("officer2", "", role.CountyOfficer, webtest.County)
	seal := func() error {
		_, err := b.Try(officer2, role.Intake, "vetting_round.seal_office", webtest.On(r), &vetting.Stamp{Document: "1"})
		return err
	}
	conclude := func() error {
		_, err := b.Try(b.Actor(role.VettingChair), role.Vetting, "application.conclude_vetting", b.Cases["甲"], &vetting.Conclusion{Outcome: "not_passed", Reason: "barred", Remark: "x"})
		return err
	}
	wants(t, "sealing before the answers", seal(), "vetting.open")
	wants(t, "concluding before the answers", conclude(), "vetting.open")
	for _, c := range webtest.At[vetting.Check](b, vetting.Checks, "round = $1", string(r.ID)) {
		who := map[string]access.Actor{"identity": b.Actor(role.Reviewer), "education": b.Extra("education", "", role.Reviewer, webtest.Education),
			"proceedings": b.Extra("justice", "", role.Reviewer, webtest.Justice)}[c.Question]
		b.As(who, role.Vetting, "vetting_check.answer", webtest.On(c), &vetting.Reply{Clear: true, Evidence: "E"})
	}
	wants(t, "sealing before the visits", seal(), "vetting.visits")
	first, second := b.Actor(role.VettingMember), b.Extra("member2", "", role.VettingMember, webtest.County)
	report := &vetting.Reporting{Where: "family", On: b.App.Today(), Met: "其母", Report: "属实"}
	b.As(first, role.Vetting, "vetting_round.visit", webtest.On(r), report)
	_, err = b.Try(first, role.Vetting, "vetting_round.visit", webtest.On(r), report)
	wants(t, "a second report by the same visitor", err, "access.duties")
	_, err = b.Try(second, role.Vetting, "vetting_round.visit", webtest.On(r), &vetting.Reporting{Where: "moon", On: b.App.Today(), Met: "x", Report: "x"})
	wants(t, "a place that is not in the list", err, "vetting.place")
	_, err = b.Try(second, role.Vetting, "vetting_round.visit", webtest.On(r), &vetting.Reporting{Where: "unit", On: b.App.Today().AddDays(1), Met: "x", Report: "x"})
	wants(t, "a visit tomorrow", err, "vetting.day")
	wants(t, "sealing after one visit", seal(), "vetting.visits")
	b.As(second, role.Vetting, "vetting_round.visit", webtest.On(r), report)
	wants(t, "sealing before the session", seal(), "vetting.session")
	sitting := func(logins ...string) error {
		_, err := b.Try(b.Actor(role.VettingChair), role.Vetting, "vetting_session.record", act.Answer{}, &vetting.Sitting{Day: b.App.Today(), Minutes: "1", Rounds: []string{string(r.ID)}, Attendees: logins})
		return err
	}
	chair, member := webtest.Login(role.VettingChair), webtest.Login(role.VettingMember)
	wants(t, "a session of two", sitting(chair, member), "session.quorum")
	wants(t, "a session of two and a shadow", sitting(chair, member, member), "session.quorum")
	wants(t, "a session with nobody known", sitting(chair, member, "ghost"), "session.attendee")
	if err := sitting(chair, member, "member2"); err != nil {
		t.Fatal(err)
	}
	wants(t, "concluding without seals", conclude(), "vetting.unsealed")
	if err := seal(); err != nil {
		t.Fatal(err)
	}
	wants(t, "a second seal of the office", seal(), "vetting.sealed")
	wants(t, "concluding with one seal", conclude(), "vetting.unsealed")
	b.As(b.Actor(role.VettingChair), role.Vetting, "application.adjourn_vetting", b.Cases["甲"], &vetting.Adjourning{Remark: "等派出所盖章"})
	if c := caseOf(t, b, "甲"); c.State != cases.InVetting || !c.PlaceKept || c.Vetting != "" {
		t.Errorf("incomplete became %s, %q", c.State, c.Vetting)
	}
	b.As(b.Actor(role.Reviewer), role.Vetting, "vetting_round.seal_station", webtest.On(r), &vetting.Stamp{Document: "1"})
	_, err = b.Try(b.Actor(role.VettingChair), role.Vetting, "application.conclude_vetting", b.Cases["甲"], &vetting.Conclusion{Outcome: "not_passed", Reason: "incomplete", Remark: "x"})
	wants(t, "failing somebody because something is missing", err, "vetting.reason")
	_, err = b.Try(b.Actor(role.VettingChair), role.Vetting, "application.conclude_vetting", b.Cases["甲"], &vetting.Conclusion{Outcome: "not_passed", Reason: "dislike", Remark: "x"})
	wants(t, "a reason outside the list", err, "reason.unknown")
	if err := conclude(); err != nil {
		t.Fatal(err)
	}
	if c := caseOf(t, b, "甲"); c.State != cases.VettingFail || c.VettingWhy.IsZero() {
		t.Errorf("the case is %s", c.State)
	}
}

// TestWhoTookPartDoesNotConclude: opener, answerer, visitor and sealer are each
// refused as the chair, and the opener neither visits nor seals.
func TestWhoTookPartDoesNotConclude(t *testing.T) {
	t.Parallel()
	b := bench(t)
	r := b.Vet("甲", &vetting.Opening{})
	appoint := func(who access.Actor) access.Actor {
		if err := b.App.Appoint(t.Context(), who.Account, role.VettingChair, webtest.County); err != nil {
			t.Fatal(err)
		}
		who.Role, who.Unit, who.Ranges = role.VettingChair, webtest.County, b.App.Road.Tree().Scope(webtest.County)
		return who
	}
	for what, who := range map[string]access.Actor{"opener": b.Actor(role.CountyOfficer), "answerer": b.Extra("justice", "", role.Reviewer, webtest.Justice),
		"visitor": b.Extra("member2", "", role.VettingMember, webtest.County), "sealer": b.Extra("officer2", "", role.CountyOfficer, webtest.County)} {
		_, err := b.Try(appoint(who), role.Vetting, "application.conclude_vetting", b.Cases["甲"], &vetting.Conclusion{Outcome: "passed"})
		wants(t, "concluding as "+what, err, "access.duties")
	}
	b.InState("乙", 43, cases.PhysicalPass, cases.ReachPhysical)
	b.Do(role.CountyOfficer, role.Intake, "application.vet", b.Cases["乙"], &vetting.Opening{})
	opener := b.Actor(role.CountyOfficer)
	visiting := opener
	visiting.Role = role.VettingMember
	_, err := b.Try(visiting, role.Vetting, "vetting_round.visit", webtest.On(b.Round("乙")), &vetting.Reporting{Where: "family", On: b.App.Today(), Met: "x", Report: "x"})
	wants(t, "visiting as opener", err, "access.duties")
	_, err = b.Try(opener, role.Intake, "vetting_round.seal_office", webtest.On(b.Round("乙")), &vetting.Stamp{Document: "1"})
	wants(t, "sealing as opener", err, "access.duties")
	if _, err := b.Try(b.Actor(role.VettingChair), role.Vetting, "application.conclude_vetting", b.Cases["甲"], &vetting.Conclusion{Outcome: "passed"}); err != nil {
		t.Fatal(err)
	}
	if c := caseOf(t, b, "甲"); c.State != cases.Qualified || b.Round("甲").State != vetting.Concluded || r.Visits != 2 {
		t.Errorf("the case is %s", c.State)
	}
}

// TestADepartmentSeesItsQuestion: each department reads and answers its own check
// and no other, with the number it needs until it has answered; visits and
// answers are nowhere in clear.
func TestADepartmentSeesItsQuestion(t *testing.T) {
	t.Parallel()
	b := bench(t)
	b.Do(role.CountyOfficer, role.Intake, "application.vet", b.Cases["甲"], &vetting.Opening{})
	number := b.Number(41)
	for login, at := range map[string]string{"education": "education", "justice": "proceedings"} {
		who := b.Extra(login, "", role.Reviewer, webtest.Education)
		page, err := b.App.Road.Page(t.Context(), b.App.Shelf.Get("vetting_check").Look(who, role.Vetting, "list"), record.Query{Limit: 10})
		if err != nil || len(page.Records) != 1 || page.Records[0].(*vetting.Check).Question != at || page.Records[0].(*vetting.Check).IDNo != number {
			t.Fatalf("%s sees %d checks, %v", login, len(page.Records), err)
		}
		for _, c := range webtest.At[vetting.Check](b, vetting.Checks, "question <> $1", at) {
			if _, err := b.Try(who, role.Vetting, "vetting_check.answer", webtest.On(c), &vetting.Reply{Clear: true, Evidence: "E"}); !fault.Is(err, fault.Unknown) {
				t.Errorf("%s answers the question %s: %v", login, c.Question, err)
			}
		}
		_, err = b.Try(who, role.Vetting, "vetting_check.answer", webtest.On(page.Records[0]), &vetting.Reply{Evidence: "E"})
		wants(t, "a finding without words", err, "vetting.words")
		b.As(who, role.Vetting, "vetting_check.answer", webtest.On(page.Records[0]), &vetting.Reply{Evidence: "E", Answer: "金丝雀学历存疑"})
	}
	for _, c := range webtest.At[vetting.Check](b, vetting.Checks, "state = 'answered'") {
		if c.IDNo != "" || c.Answer.IsZero() {
			t.Errorf("the check %s keeps the number or lost its answer", c.Question)
		}
	}
	var n int64
	err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
		_, err := tx.One(`SELECT (SELECT COUNT(*) FROM fact WHERE body LIKE '%金丝雀%') + (SELECT COUNT(*) FROM ledger_leaf WHERE payload LIKE '%金丝雀%' OR leaf LIKE '%金丝雀%')`, nil, &n)
		return err
	})
	if err != nil || n != 0 {
		t.Errorf("the finding stands in clear %d times, %v", n, err)
	}
}

// TestSpecialPostNeedsTheUnit: without the receiving unit's signature nobody
// approves a special post; other posts need none.
func TestSpecialPostNeedsTheUnit(t *testing.T) {
	t.Parallel()
	b := bench(t)
	b.Vet("甲", &vetting.Opening{Post: "submarine"})
	b.InState("乙", 43, cases.PhysicalPass, cases.ReachPhysical)
	b.Vet("乙", &vetting.Opening{Post: "ship"})
	_, err := b.Try(b.Actor(role.Receiver), role.Dispatch, "vetting_round.sign_special", webtest.On(b.Round("乙")), &vetting.Stamp{Document: "1"})
	wants(t, "signing where nothing is asked", err, "vetting.sealed")
	book := b.App.Book
	act.Declare(book, act.Spec[cases.Case, *cases.Case, vetting.Stamp]{Name: "application.probe", Title: book.Kind("application.vet").Title, Table: cases.Table,
		By: []access.Grant{role.Grant(role.Approver, role.Selection)}, Do: func(w *act.Work, c *cases.Case, _ *vetting.Stamp) error { return vetting.MayApprove(w, c) }})
	probe := func(name string) error {
		_, err := b.Try(b.Actor(role.Approver), role.Selection, "application.probe", b.Cases[name], &vetting.Stamp{Document: "x"})
		return err
	}
	wants(t, "approving unsigned", probe("甲"), "approve.special_unsigned")
	if err := probe("乙"); err != nil {
		t.Errorf("a post that needs no signature: %v", err)
	}
	b.As(b.Actor(role.Receiver), role.Dispatch, "vetting_round.sign_special", webtest.On(b.Round("甲")), &vetting.Stamp{Document: "1"})
	if err := probe("甲"); err != nil {
		t.Errorf("after the signature: %v", err)
	}
	_, err = b.Try(b.Actor(role.CountyOfficer), role.Intake, "application.vet", webtest.On(b.InState("丙", 45, cases.PhysicalPass, cases.ReachPhysical)), &vetting.Opening{Post: "spaceship"})
	wants(t, "an unknown post", err, "vetting.post")
}

// TestReviewIsDoneAgainByOthers: after a result is set aside another round is
// opened and another chair concludes; whoever visited does not decide the review.
func TestReviewIsDoneAgainByOthers(t *testing.T) {
	t.Parallel()
	b := bench(t)
	b.Vet("甲", &vetting.Opening{})
	b.Do(role.VettingChair, role.Vetting, "application.conclude_vetting", b.Cases["甲"], &vetting.Conclusion{Outcome: "not_passed", Reason: "proceedings", Remark: "在办案件"})
	citizen := access.Actor{Account: b.People["甲"].Subject, Person: b.People["甲"].Subject, Role: role.Citizen, Unit: webtest.Village, Home: webtest.County, Strength: access.Strong}
	b.As(citizen, role.Own, "application.ask_review", b.Cases["甲"], &appeals.Asking{Grounds: "案件已撤销"})
	review := webtest.At[appeals.Review](b, appeals.Reviews, "state = 'asked'")[0]
	visitor := b.Extra("member2", "", role.VettingMember, webtest.County)
	visitor.Role, visitor.Unit, visitor.Ranges = role.AppealsOfficer, webtest.City, b.App.Road.Tree().Scope(webtest.City)
	_, err := b.Try(visitor, role.Review, "review.decide", webtest.On(review), &appeals.Decision{Outcome: "repeat", Reasoning: "x"})
	wants(t, "the visitor decides the review", err, "access.duties")
	b.Do(role.AppealsOfficer, role.Review, "review.decide", webtest.On(review), &appeals.Decision{Outcome: "repeat", Reasoning: "原核查依据已撤销"})
	b.Vet("甲", &vetting.Opening{})
	_, err = b.Try(b.Actor(role.VettingChair), role.Vetting, "application.conclude_vetting", b.Cases["甲"], &vetting.Conclusion{Outcome: "passed"})
	wants(t, "the same chair again", err, "access.duties")
	b.As(b.Extra("chair2", "二负责", role.VettingChair, webtest.County), role.Vetting, "application.conclude_vetting", b.Cases["甲"], &vetting.Conclusion{Outcome: "passed"})
	if c := caseOf(t, b, "甲"); c.State != cases.Qualified {
		t.Errorf("the case is %s", c.State)
	}
}

// TestWhoSignedForTheUnitWasInvolved: the signature of the receiving unit is a part in
// the vetting, by whichever account of the same human.
func TestWhoSignedForTheUnitWasInvolved(t *testing.T) {
	t.Parallel()
	b := bench(t)
	b.Vet("甲", &vetting.Opening{Post: "submarine"})
	receiver := b.Actor(role.Receiver)
	b.As(receiver, role.Dispatch, "vetting_round.sign_special", webtest.On(b.Round("甲")), &vetting.Stamp{Document: "1"})
	same, other := b.Second(receiver, "same.receiver", role.AppealsOfficer, webtest.City), b.Actor(role.AppealsOfficer)
	for _, who := range []struct {
		account  ident.ID
		involved bool
	}{{receiver.Account, true}, {same.Account, true}, {other.Account, false}} {
		err := b.App.Road.Ask(t.Context(), func(w *act.Work) error {
			got, err := vetting.Involved(w, caseOf(t, b, "甲"), who.account)
			if got != who.involved {
				t.Errorf("%s is involved: %v", who.account, got)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestNoForbiddenField: nothing in this room asks for religion, ethnicity or the
// politics of a family.
func TestNoForbiddenField(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	for _, k := range b.App.Book.Kinds() {
		for _, f := range append(k.Body.Fields, k.Table.Schema.Fields...) {
			for _, word := range []string{"宗教", "信仰", "民族", "党派", "政治面貌", "religion", "ethnic", "faith", "party member", "political part"} {
				if strings.Contains(f.Label.ZH+strings.ToLower(f.Label.EN)+f.Name, word) {
					t.Errorf("%s asks for %s", k.Name, f.Name)
				}
			}
		}
	}
}

// TestMissingDepartment: a county that has not said who answers is told so, and
// nothing is opened.
func TestMissingDepartment(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.InState("甲", 41, cases.PhysicalPass, cases.ReachPhysical)
	_, err := b.Try(b.Actor(role.CountyOfficer), role.Intake, "application.vet", b.Cases["甲"], &vetting.Opening{})
	wants(t, "opening without departments", err, "vetting.no_department")
	add := func(q string) error {
		_, err := b.Try(b.Actor(role.CountyOfficer), role.Intake, "vetting_department.add", act.Answer{}, &vetting.Serving{Question: q, Office: webtest.Police})
		return err
	}
	if err := add("identity"); err != nil {
		t.Fatal(err)
	}
	wants(t, "a second department for one question", add("identity"), "vetting.doubled")
	wants(t, "a question that the pack does not ask", add("opinions"), "vetting.question")
}
