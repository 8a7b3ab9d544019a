package penalty_test

import (
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/intake/appeals"
	"muster/internal/intake/clocks"
	"muster/internal/lead/penalty"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// imposed is a penalty that was decided and not served yet, with whoever serves and
// whoever executes it.
func imposed(b *webtest.Bench, name string, measure string) (on act.Answer, server, executor access.Actor) {
	b.Person(name, 47, webtest.Village)
	second, hearer := b.Another(role.CountyOfficer, "officer2"), b.Extra("hearer", "听证", role.AppealsOfficer, webtest.City)
	on = b.Do(role.CountyOfficer, role.Penalty, "penalty.find", act.Answer{}, found(b, name, ""))
	words := &penalty.Words{Remark: "属实"}
	b.As(second, role.Penalty, "penalty.file", on, words)
	b.As(second, role.Penalty, "penalty.order", on, &penalty.Order{By: b.App.Today().AddDays(8), Remark: "报到"})
	b.Clock.Advance(9 * day)
	b.As(second, role.Penalty, "penalty.persist", on, words)
	b.As(second, role.Penalty, "penalty.notify", on, &penalty.Notice{Measure: measure, Reasons: "逾期仍拒绝"})
	b.Clock.Advance(12 * day)
	b.As(hearer, role.Review, "penalty.close_notice", on, words)
	b.As(b.Actor(role.AppealsOfficer), role.Review, "penalty.review_law", on, words)
	b.As(b.Extra("government", "县政府", role.Government, webtest.County), role.Penalty, "penalty.impose", on, words)
	executor = b.Actor(role.Reviewer)
	executor.Ranges = b.App.Road.Tree().Scope(webtest.County)
	return on, b.Another(role.CountyOfficer, "officer3"), executor
}

// TestExecutionTakesNoRemedyAway: a review that was asked for before a penalty was
// executed, or after its term had ended, is one review of one decision, and what it sets
// aside is lifted; nothing begins before the party had the decision.
func TestExecutionTakesNoRemedyAway(t *testing.T) {
	t.Parallel()
	for _, measure := range []string{"two_years", "fine"} {
		b := webtest.New(t)
		on, server, executor := imposed(b, "癸", measure)
		ask := func() error {
			_, err := b.Try(b.Self("癸"), role.Own, "penalty.ask_review", on, &appeals.Asking{Grounds: "已在外地报到"})
			return err
		}
		if measure == "two_years" { // the fine is contested once it was paid
			if err := ask(); err != nil {
				t.Fatal(err)
			}
		}
		decidedOn := b.App.Today()
		b.Clock.Advance(2 * day)
		b.As(server, role.Penalty, "penalty.serve", on, &penalty.Serving{On: b.App.Today(), How: "当面,回证 3 号"})
		if _, err := b.Try(executor, role.Penalty, "penalty.execute", on, &penalty.Term{From: decidedOn}); !fault.Coded(err, "penalty.term") {
			t.Errorf("%s: in force before it was served: %v", measure, err)
		}
		b.As(executor, role.Penalty, "penalty.execute", on, &penalty.Term{From: b.App.Today()})
		if measure == "fine" {
			b.As(executor, role.Penalty, "penalty.finish", on, &penalty.Words{Remark: "已缴纳"})
			if err := ask(); err != nil {
				t.Fatalf("a fine that was paid is contested within the time: %v", err)
			}
		}
		if err := ask(); !fault.Coded(err, "review.doubled") {
			t.Errorf("%s: one decision, two reviews: %v", measure, err)
		}
		review := webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0]
		b.As(b.Extra("appeals2", "另一复核", role.AppealsOfficer, webtest.City), role.Review, "review.decide", webtest.On(review), &appeals.Decision{Outcome: appeals.Repeat, Reasoning: "外地报到属实"})
		p, r := webtest.At[penalty.Penalty](b, penalty.Penalties, "1 = 1")[0], webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0]
		if p.State != penalty.Lifted || p.Until != b.App.Today() || r.Restored != penalty.Lifted {
			t.Errorf("%s: set aside, and %s until %s (%s)", measure, p.State, p.Until, r.Restored)
		}
		if err := b.App.RunDue(t.Context()); err != nil || len(b.Letters(executor.Account)) != 1 {
			t.Errorf("%s: the department was not told: %v", measure, err)
		}
	}
}

// TestAnOutageExtendsTheServiceAndTheContest: a working day that was lost after a decision
// is made up for whoever serves it, and for whoever may contest it.
func TestAnOutageExtendsTheServiceAndTheContest(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	imposed(b, "癸", "two_years")
	now := func() *penalty.Penalty { return webtest.At[penalty.Penalty](b, penalty.Penalties, "1 = 1")[0] }
	before, lost := now(), b.App.Today().AddDays(1)
	for ; ; lost = lost.AddDays(1) {
		if works, err := b.App.Pack.WorkingDays().IsWorkingDay(lost); err != nil || works {
			break
		}
	}
	b.Clock.Advance(4 * day)
	p := b.As(b.Actor(role.CountyOfficer), role.Intake, "outage.record", act.Answer{}, &clocks.Stretch{Area: webtest.County, From: lost, FromTime: "08:00", Until: lost, UntilTime: "18:00", What: "全县断网", Source: "YW-1"})
	if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); err != nil {
		t.Fatal(err)
	}
	if after := now(); after.DueBy <= before.DueBy || after.ObjectBy != before.ObjectBy.AddDays(1) {
		t.Errorf("served by %s, then %s; contested until %s, then %s", before.DueBy, after.DueBy, before.ObjectBy, after.ObjectBy)
	}
}

// TestNothingAfterItsTime: a hearing is asked for until the last instant of its last day,
// and no penalty is decided after the ninetieth day from its filing.
func TestNothingAfterItsTime(t *testing.T) {
	t.Parallel()
	words := &penalty.Words{Remark: "属实"}
	for _, late := range []time.Duration{0, time.Microsecond} {
		b := webtest.New(t)
		b.Person("癸", 47, webtest.Village)
		second := b.Another(role.CountyOfficer, "officer2")
		on := b.Do(role.CountyOfficer, role.Penalty, "penalty.find", act.Answer{}, found(b, "癸", ""))
		b.As(second, role.Penalty, "penalty.file", on, words)
		b.As(second, role.Penalty, "penalty.order", on, &penalty.Order{By: b.App.Today().AddDays(8), Remark: "报到"})
		b.Clock.Advance(9 * day)
		b.As(second, role.Penalty, "penalty.persist", on, words)
		b.As(second, role.Penalty, "penalty.notify", on, &penalty.Notice{Measure: "two_years", Reasons: "逾期仍拒绝"})
		now := func() *penalty.Penalty { return webtest.At[penalty.Penalty](b, penalty.Penalties, "1 = 1")[0] }
		end := func(last clock.Date) time.Time {
			return last.AddDays(1).In(b.App.Pack.Zone()).Add(late - time.Microsecond)
		}
		b.Clock.Set(end(now().HearBy))
		_, err := b.Try(b.Self("癸"), role.Own, "penalty.ask_hearing", on, words)
		if late == 0 && err != nil || late != 0 && !fault.Coded(err, "clock.late") {
			t.Errorf("asked for a hearing %s late: %v", late, err)
		}
		hearer := b.Extra("hearer", "听证", role.AppealsOfficer, webtest.City)
		if late != 0 {
			b.As(hearer, role.Review, "penalty.close_notice", on, words)
		} else {
			b.As(hearer, role.Review, "penalty.call_hearing", on, &penalty.Calling{On: b.App.Today().AddDays(14)})
			b.Clock.Advance(14 * day)
			b.As(hearer, role.Review, "penalty.hear", on, words)
		}
		b.As(b.Actor(role.AppealsOfficer), role.Review, "penalty.review_law", on, words)
		b.Clock.Set(end(now().FiledOn.AddDays(90)))
		_, err = b.Try(b.Extra("government", "县政府", role.Government, webtest.County), role.Penalty, "penalty.impose", on, words)
		if late == 0 && err != nil || late != 0 && !fault.Coded(err, "clock.late") {
			t.Errorf("decided %s late: %v", late, err)
		}
	}
}
