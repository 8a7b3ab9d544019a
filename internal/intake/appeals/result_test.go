package appeals_test

import (
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/integrity"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// desk is somebody who asks for reviews and somebody who decides them.
type desk struct {
	*webtest.Bench
	judge access.Actor
}

func newDesk(t *testing.T) desk {
	t.Helper()
	b := webtest.New(t)
	return desk{b, b.Extra("judge", "复核", role.AppealsOfficer, webtest.City)}
}

func (d desk) now(name string) *cases.Case {
	return webtest.At[cases.Case](d.Bench, cases.Table, "name = $1", name)[0]
}

func (d desk) ask(name string) error {
	_, err := d.Try(d.Self(name), role.Own, "application.ask_review", webtest.On(d.now(name)), &appeals.Asking{Grounds: "不属实"})
	return err
}

func (d desk) decide(outcome appeals.Outcome) *appeals.Review {
	d.T.Helper()
	r := webtest.At[appeals.Review](d.Bench, appeals.Reviews, "state = 'asked'")[0]
	d.As(d.judge, role.Review, "review.decide", webtest.On(r), &appeals.Decision{Outcome: outcome, Reasoning: "已核对"})
	return webtest.At[appeals.Review](d.Bench, appeals.Reviews, "id = $1", string(r.ID))[0]
}

// TestAVoidedCaseIsReviewed: two inspectors void a case, and the person is told of a
// review. It can be asked for wherever the case stands, once, and when it sets the result
// aside the gate is open again; the same inspector does not void it a second time.
func TestAVoidedCaseIsReviewed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	city, second, _ := d.Inspectors()
	void := &integrity.Voiding{Reason: "void_forgery", Remark: "学历证书系伪造"}
	for i, state := range []string{cases.Applied, cases.PhysicalPass, cases.Scored, cases.Reserve} {
		name := "作废" + state
		c := d.InState(name, 41+2*i, state, cases.ReachApplied)
		if !fault.Coded(d.ask(name), "review.nothing") {
			t.Errorf("%s: contested before there was a result", state)
		}
		if _, err := d.Sign(second, role.Integrity, d.As(city, role.Integrity, "application.void_integrity", webtest.On(c), void)); err != nil {
			t.Fatal(err)
		}
		if got := d.now(name); got.Integrity != cases.Voided || got.ObjectBy == "" {
			t.Fatalf("%s: %s until %s", state, got.Integrity, got.ObjectBy)
		}
		if why, ok := d.now(name).Why(d.App.Pack.On(c.PolicyDay), d.now(name).Reason); !ok || why.Article.In("zh") == "" {
			t.Errorf("%s: the page has no reason", state)
		}
		if err := d.ask(name); err != nil {
			t.Fatalf("%s: %v", state, err)
		}
		if err := d.ask(name); !fault.Coded(err, "review.doubled") {
			t.Errorf("%s: asked twice: %v", state, err)
		}
		r := d.decide(appeals.Repeat)
		if got := d.now(name); got.Integrity != cases.Undone || got.State != state || got.Reason != "" || r.Against != cases.ResultVoided || r.Restored != state {
			t.Errorf("%s set aside: %q in %s, %s restored to %s", state, got.Integrity, got.State, r.Against, r.Restored)
		}
		p, err := d.Try(city, role.Integrity, "application.void_integrity", webtest.On(d.now(name)), void)
		if err == nil {
			_, err = d.Sign(second, role.Integrity, p)
		}
		if !fault.Coded(err, "access.duties") {
			t.Errorf("%s: voided again by the same inspector: %v", state, err)
		}
	}
}

// TestWhoWasLeftBehindIsPutBack: taken off a transport, somebody reads why and until when
// they may contest it; set aside while the transport can still take them they are on it
// again, and afterwards they leave with a later one.
func TestWhoWasLeftBehindIsPutBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Approved(41, "甲", "乙")
	trip := d.Do(role.CountyOfficer, role.Dispatch, "transport.plan", act.Answer{}, &dispatch.Plan{Cycle: d.Cycle.Subject, Name: "第一批", Mode: dispatch.Escorted, On: "2026-08-20", Hour: "09:00",
		Meeting: "县人武部", Escorts: []string{"王带队"}})
	officer := d.Actor(role.CountyOfficer)
	leave := func(name string) {
		t.Helper()
		d.As(officer, role.Dispatch, "application.board", d.Cases[name], &dispatch.Boarding{Transport: trip.Subject})
		d.As(officer, role.Dispatch, "application.leave_behind", d.Cases[name], &dispatch.Leaving{Reason: "held", Remark: "身份待核"})
	}
	leave("甲")
	c := d.now("甲")
	if c.ObjectBy != "2026-08-10" || c.Result() != cases.ResultLeftBehind {
		t.Errorf("left behind: to be contested until %q, result %q", c.ObjectBy, c.Result())
	}
	if why, ok := c.Why(d.App.Pack.On(c.PolicyDay), c.Reason); !ok || why.Code != "dispatch.held" {
		t.Errorf("the page says %v", why)
	}
	if err := d.ask("甲"); err != nil {
		t.Fatal(err)
	}
	if r := d.decide(appeals.Repeat); r.Restored != cases.Approved {
		t.Errorf("restored to %s", r.Restored)
	}
	if c := d.now("甲"); c.Batch != trip.Subject || c.Contestable() {
		t.Errorf("set aside: on %q, contestable %t", c.Batch, c.Contestable())
	}
	leave("乙")
	if err := d.ask("乙"); err != nil {
		t.Fatal(err)
	}
	d.Clock.Set(time.Date(2026, 8, 19, 9, 0, 0, 0, d.App.Pack.Zone())) // too late for the files to be reviewed
	d.decide(appeals.Repeat)
	if c := d.now("乙"); c.Batch != "" || c.Contestable() || c.State != cases.Approved {
		t.Errorf("too late for this one: on %q, %s", c.Batch, c.State)
	}
}

// TestASecondResultIsContested: a review let a result stand; a later result of the same
// kind is another, which can be contested too, and the one that stands cannot.
func TestASecondResultIsContested(t *testing.T) {
	t.Parallel()
	for _, later := range []time.Duration{48 * time.Hour, time.Minute} { // of the same day too
		secondResult(t, newDesk(t), later)
	}
}

func secondResult(t *testing.T, d desk, later time.Duration) {
	t.Helper()
	c := d.InState("甲", 41, cases.Prechecked, cases.ReachApplied)
	over := func() {
		d.Do(role.CountyOfficer, role.Intake, "application.pass_over", webtest.On(c), &signup.PassingOver{Remark: "名额已满"})
	}
	over()
	if err := d.ask("甲"); err != nil {
		t.Fatal(err)
	}
	d.Clock.Advance(later)
	d.decide(appeals.Stands)
	if err := d.ask("甲"); !fault.Coded(err, "review.doubled") {
		t.Errorf("the result that stands, again: %v", err)
	}
	d.Clock.Advance(later)
	over()
	if err := d.ask("甲"); err != nil {
		t.Errorf("a second result is not to be contested: %v", err)
	}
	if err := d.ask("甲"); !fault.Coded(err, "review.doubled") {
		t.Errorf("the second, twice: %v", err)
	}
}

// TestAReviewIsAskedForInTime: until the last instant of the last day that the person was
// told of, and not at the midnight after it, by themselves or on paper.
func TestAReviewIsAskedForInTime(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		d := newDesk(t)
		c := d.InState("甲", 41, cases.Prechecked, cases.ReachApplied)
		d.Do(role.CountyOfficer, role.Intake, "application.pass_over", webtest.On(c), &signup.PassingOver{Remark: "名额已满"})
		midnight := d.now("甲").ObjectBy.AddDays(1).In(d.App.Pack.Zone())
		if late {
			d.Clock.Set(midnight)
		} else {
			d.Clock.Set(midnight.Add(-time.Microsecond))
		}
		if err := d.ask("甲"); late && !fault.Coded(err, "clock.late") || !late && err != nil {
			t.Errorf("late %t: %v", late, err)
		}
	}
}
