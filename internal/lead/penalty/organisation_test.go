package penalty_test

import (
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/intake/appeals"
	"muster/internal/lead/penalty"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestAnOrganisationIsHeardAndReviewed: what an organisation hands in on paper is taken in
// by an officer, by the day on which it was received: its statement, and its request for a
// review, which somebody who touched nothing decides and which is carried out.
func TestAnOrganisationIsHeardAndReviewed(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	officer, second := b.Actor(role.CountyOfficer), b.Another(role.CountyOfficer, "officer2")
	hearer, desk := b.Extra("hearer", "听证", role.AppealsOfficer, webtest.City), b.Extra("desk", "收件", role.AppealsOfficer, webtest.City)
	words := &penalty.Words{Remark: "属实"}
	on := b.As(officer, role.Penalty, "penalty.find", act.Answer{}, &penalty.Finding{Party: "organisation", Body: "某某公司", Conduct: "unit_obstructs", ConductOn: b.App.Today(), Facts: "拒不安排体检假"})
	b.As(second, role.Penalty, "penalty.file", on, words)
	b.As(second, role.Penalty, "penalty.order", on, &penalty.Order{By: b.App.Today().AddDays(8), Remark: "准假"})
	b.Clock.Advance(9 * day)
	b.As(second, role.Penalty, "penalty.persist", on, words)
	b.As(second, role.Penalty, "penalty.notify", on, &penalty.Notice{Measure: "fine", Amount: 1000000, Reasons: "逾期仍拒绝"})
	take := func(kind string, received clock.Date) error {
		_, err := b.Try(desk, role.Review, kind, on, &penalty.Taking{On: received, Number: "SW-1", Words: "已准假,有考勤"})
		return err
	}
	now := func() *penalty.Penalty { return webtest.At[penalty.Penalty](b, penalty.Penalties, "1 = 1")[0] }
	for _, wrong := range []clock.Date{b.App.Today().AddDays(1), b.App.Today().AddDays(-1)} {
		if err := take("penalty.take_statement", wrong); !fault.Coded(err, "paper.received") {
			t.Errorf("received on %s: %v", wrong, err)
		}
	}
	if err := take("penalty.take_statement", b.App.Today()); err != nil || !strings.Contains(now().Statement, "考勤") {
		t.Fatalf("the statement: %q, %v", now().Statement, err)
	}
	b.Clock.Advance(12 * day)
	b.As(hearer, role.Review, "penalty.close_notice", on, words)
	b.As(b.Actor(role.AppealsOfficer), role.Review, "penalty.review_law", on, words)
	b.As(b.Extra("government", "县政府", role.Government, webtest.County), role.Penalty, "penalty.impose", on, words)
	b.As(second, role.Penalty, "penalty.serve", on, &penalty.Serving{On: b.App.Today(), How: "邮寄,回执 2 号"})
	last := now().ObjectBy
	b.Clock.Set(last.AddDays(2).In(b.App.Pack.Zone())) // entered a day after its last day, on which it came
	if err := take("penalty.take_review", last.AddDays(1)); !fault.Coded(err, "clock.late") {
		t.Errorf("received after the last day: %v", err)
	}
	if err := take("penalty.take_review", last); err != nil {
		t.Fatal(err)
	}
	if err := take("penalty.take_review", last); !fault.Coded(err, "review.doubled") {
		t.Errorf("twice: %v", err)
	}
	review := webtest.On(webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0])
	decision := &appeals.Decision{Outcome: appeals.Repeat, Reasoning: "考勤属实"}
	if _, err := b.Try(desk, role.Review, "review.decide", review, decision); !fault.Coded(err, "access.duties") {
		t.Errorf("decided by who took it in: %v", err)
	}
	b.As(b.Extra("judge", "复核", role.AppealsOfficer, webtest.City), role.Review, "review.decide", review, decision)
	if p := now(); p.State != penalty.Lifted {
		t.Errorf("set aside, and %s", p.State)
	}
	citizen, _, _ := imposed(b, "癸", "two_years")
	_, err := b.Try(desk, role.Review, "penalty.take_review", citizen, &penalty.Taking{On: b.App.Today(), Number: "SW-2", Words: "x"})
	if !fault.Coded(err, "penalty.citizen") {
		t.Errorf("an officer asked for a review of a citizen's penalty: %v", err)
	}
}
