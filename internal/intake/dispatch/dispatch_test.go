package dispatch_test

import (
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
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

// load is a county with two approved recruits, one of them on the list that a
// meeting decided, and a transport; what is on the list is as acts left it.
func load(t *testing.T, mode dispatch.Mode) (*webtest.Bench, act.Answer) {
	t.Helper()
	b := webtest.New(t)
	b.Approved(41, "甲")
	b.InState("乙", 43, cases.Approved, cases.ReachApproved) // put there past the acts: no fact, no list
	return b, b.Do(role.CountyOfficer, role.Dispatch, "transport.plan", act.Answer{}, &dispatch.Plan{Cycle: b.Cycle.Subject, Name: "第一批", Mode: mode, On: "2026-08-10", Hour: "09:00",
		Meeting: "县人武部", Escorts: []string{"王带队"}})
}

// TestOnlyTheApprovedListIsHandedOver: a transport that is boarded, clothed,
// reviewed, approved, escorted and handed over with two signatures; on the way
// nobody unknown, unclothed or unlike the card, and nothing past the acts.
func TestOnlyTheApprovedListIsHandedOver(t *testing.T) {
	t.Parallel()
	b, trip := load(t, dispatch.Escorted)
	officer, receiver := b.Actor(role.CountyOfficer), b.Actor(role.Receiver)
	does := func(who access.Actor, kind string, on act.Answer, body any) error {
		purpose := role.Dispatch
		if who.Role == role.Approver {
			purpose = role.Selection
		}
		_, err := b.Try(who, purpose, kind, on, body)
		return err
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a, w := b.Cases["甲"], &dispatch.Words{}
	wants(t, "boarding somebody approved by SQL", does(officer, "application.board", b.Cases["乙"], &dispatch.Boarding{Transport: trip.Subject}), "ranking.changed")
	must(does(officer, "application.board", a, &dispatch.Boarding{Transport: trip.Subject}))
	wants(t, "approving by who cannot", does(officer, "transport.approve_list", trip, w), "access.denied")
	wants(t, "approving by who planned it, in another post", does(b.Second(officer, "same.approver", role.Approver, webtest.County), "transport.approve_list", trip, w), "access.duties")
	must(does(b.Actor(role.Approver), "transport.approve_list", trip, w))
	edit := func(query string) {
		t.Helper()
		if _, err := b.App.Store.Admin().ExecContext(t.Context(), query, string(a.Subject)); err != nil {
			t.Fatal(err)
		}
	}
	must(does(officer, "application.kit", a, &dispatch.Issue{Items: []string{"作训服"}}))
	wants(t, "leaving before the day", does(officer, "transport.depart", trip, w), "transport.early")
	must(does(receiver, "file_defect.find", act.Answer{}, &dispatch.Finding{Case: a.Subject, Home: a.County, What: "缺章"}))
	must(does(receiver, "transport.review_files", trip, w))
	d := webtest.On(webtest.At[dispatch.Defect](b, dispatch.Defects, "1 = 1")[0])
	b.Clock.Advance(7 * 24 * time.Hour)
	wants(t, "leaving with a defect", does(officer, "transport.depart", trip, w), "transport.defects")
	must(does(officer, "file_defect.mend", d, &dispatch.Mending{Answer: "已补盖"}))
	wants(t, "leaving with a defect mended too late", does(officer, "transport.depart", trip, w), "transport.late")
	must(does(officer, "transport.postpone", trip, &dispatch.Delay{On: "2026-08-14", Hour: "09:00", Remark: "补正档案"}))
	b.Clock.Advance(4 * 24 * time.Hour)
	edit(`UPDATE application SET name = '冒名' WHERE id = $1`)
	wants(t, "leaving with a list changed by SQL", does(officer, "transport.depart", trip, w), "transport.changed")
	wants(t, "approving a record changed by SQL", does(b.Actor(role.Approver), "transport.approve_list", trip, w), "record.tampered")
	edit(`UPDATE application SET name = '甲' WHERE id = $1`)
	must(does(officer, "transport.depart", trip, w))
	must(does(receiver, "transport.arrive", trip, w))
	wants(t, "handing over before the identity is confirmed", does(officer, "application.hand_over", a, &dispatch.HandOver{}), "identity.unconfirmed")
	number := b.Number(41)
	must(does(receiver, "application.verify_identity", a, &dispatch.Likeness{Ends: number[12:], Name: "甲"}))
	wants(t, "handing over although the face differs", does(officer, "application.hand_over", a, &dispatch.HandOver{}), "identity.unconfirmed")
	must(func() error {
		_, err := b.Try(b.Actor(role.Inspector), role.Integrity, "application.settle_identity", a, &dispatch.Settling{Same: true, Finding: "近视眼镜"})
		return err
	}())
	must(does(receiver, "application.verify_identity", a, &dispatch.Likeness{Ends: number[12:], Name: "甲", Face: true}))
	p, err := b.Try(officer, role.Dispatch, "application.hand_over", a, &dispatch.HandOver{})
	must(err)
	if _, err := b.Sign(receiver, role.Dispatch, p); err != nil {
		t.Fatal(err)
	}
	c := webtest.At[cases.Case](b, cases.Table, "id = $1", string(a.Subject))[0]
	if c.State != cases.HandedOver || c.GivenBy != officer.Account || c.TakenBy != receiver.Account || c.HandedAt == 0 {
		t.Errorf("the hand-over left %s by %s to %s", c.State, c.GivenBy, c.TakenBy)
	}
	letter := &dispatch.Opening{Case: a.Subject, Home: a.County, Route: "body", Level: dispatch.Corps, Proof: "1", Letter: "1", LetterOn: b.App.Today(), Remark: "x"}
	wants(t, "a return approved by the wrong level", does(receiver, "recruit_return.open", act.Answer{}, letter), "return.level")
	letter.Route, letter.Level = "illness", dispatch.Brigade
	wants(t, "a return while still ill", does(receiver, "recruit_return.open", act.Answer{}, letter), "return.unstable")
	letter.Route = "body"
	b.Clock.Advance(46 * 24 * time.Hour)
	letter.LetterOn = b.App.Today()
	wants(t, "a letter after forty-five days", does(receiver, "recruit_return.open", act.Answer{}, letter), "return.late")
	letter.LetterOn = b.App.Today().AddDays(-1)
	must(does(receiver, "recruit_return.open", act.Answer{}, letter))
	r := webtest.On(webtest.At[dispatch.Return](b, dispatch.Returns, "1 = 1")[0])
	city := b.Actor(role.AppealsOfficer)
	b.As(city, role.Review, "recruit_return.dispute", r, &dispatch.Disputing{Grounds: "征集时检查正常"})
	_, err = b.Try(city, role.Review, "recruit_return.appraise", r, &dispatch.Appraising{Finding: "x"})
	wants(t, "appraised by who asked for it", err, "access.duties")
	b.As(b.Extra("appraiser", "鉴定", role.AppealsOfficer, webtest.City), role.Review, "recruit_return.appraise", r, &dispatch.Appraising{Finding: "符合标准"})
	if got := webtest.At[dispatch.Return](b, dispatch.Returns, "1 = 1")[0]; got.State != dispatch.Refuted || got.DueBy != "" {
		t.Errorf("after the appraisal: %s until %s", got.State, got.DueBy)
	}
	letter.Letter, letter.Proof = "2", "2"
	wants(t, "the same again after an appraisal that is final", does(receiver, "recruit_return.open", act.Answer{}, letter), "return.final")
	letter.Route, letter.Stable = "illness", true
	must(does(receiver, "recruit_return.open", act.Answer{}, letter))
}
