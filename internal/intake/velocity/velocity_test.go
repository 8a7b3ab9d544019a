package velocity_test

import (
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/intake/cases"
	"muster/internal/intake/velocity"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

type verdict struct {
	Unfit bool `f:"unfit" zh:"不合格" en:"Unfit"`
}

// line is an act that a person can do as fast as they like, bounded as the
// conclusion of an examination is.
func line(b *webtest.Bench, rule string) func(who access.Actor, unfit bool) error {
	h := &house.House{Book: b.App.Book, Pack: b.App.Pack}
	grants := []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}
	act.Declare(b.App.Book, act.Spec[cases.Case, *cases.Case, verdict]{Name: "application.probe", Title: i18n.T("试", "Probe"), Table: cases.Table, By: grants, Adverse: true,
		Limits: []act.Limit{velocity.Per(h, rule, i18n.T("不合格", "unfit"), func(c *cases.Case) bool { return c.Remark == "unfit" })},
		Do: func(_ *act.Work, c *cases.Case, v *verdict) error {
			c.Remark = "fit"
			if v.Unfit {
				c.Remark = "unfit"
			}
			return nil
		}})
	b.InState("甲", 41, cases.Summoned, cases.ReachSelected)
	return func(who access.Actor, unfit bool) error {
		_, err := b.Try(who, role.Intake, "application.probe", b.Cases["甲"], &verdict{unfit})
		return err
	}
}

func stops(b *webtest.Bench) []*velocity.Stop {
	return webtest.At[velocity.Stop](b, velocity.Stops, "state = 'open'")
}

func isStopped(t *testing.T, what string, err error) {
	t.Helper()
	if !fault.Coded(err, "velocity.stopped") {
		t.Errorf("%s: want a stop, got %v", what, err)
	}
}

// TestVelocityStop (SECURITY, T04): twenty unfit results a day pass, the 21st is
// refused and recorded; nothing more of the kind is done by that person, others go
// on; two people from outside release it, nobody from inside and nobody alone.
func TestVelocityStop(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	city, second, inside := b.Inspectors()
	do, busy, other := line(b, "exam.unfit"), b.Actor(role.CountyOfficer), b.Extra("officer2", "吕干事", role.CountyOfficer, webtest.County)
	for n := range 40 { // results that are not adverse are not counted
		if err := do(busy, n%2 == 0); err != nil {
			t.Fatalf("result %d: %v", n+1, err)
		}
		b.Clock.Advance(5 * time.Minute)
	}
	if len(stops(b)) != 0 {
		t.Fatal("stopped at the twentieth")
	}
	isStopped(t, "the 21st unfit result", do(busy, true))
	isStopped(t, "a fit result after the stop", do(busy, false))
	same := b.Second(busy, "officer.same", role.CountyOfficer, webtest.County)
	isStopped(t, "a result by the other account of the same human", do(same, true))
	if err := do(other, true); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	open := stops(b)
	if len(open) != 1 || open[0].Account != busy.Account || open[0].Most != 20 || open[0].Rule != "exam.unfit" {
		t.Fatalf("the stops: %+v", open)
	}
	found := &velocity.Releasing{Remark: "抽看五份,均有原始数据"}
	if _, err := b.Try(inside, role.Integrity, "velocity_stop.release", webtest.On(open[0]), found); !fault.Coded(err, "velocity.outside") {
		t.Errorf("released by somebody of the office: %v", err)
	}
	if _, err := b.Try(b.Second(busy, "inspector.same", role.Inspector, webtest.City), role.Integrity, "velocity_stop.release", webtest.On(open[0]), found); !fault.Coded(err, "velocity.outside") {
		t.Errorf("released by whom it stopped, in another account: %v", err)
	}
	p := b.As(city, role.Integrity, "velocity_stop.release", webtest.On(open[0]), found)
	if _, err := b.Sign(inside, role.Integrity, p); !fault.Coded(err, "velocity.outside") {
		t.Errorf("signed by somebody of the office: %v", err)
	}
	if _, err := b.Sign(city, role.Integrity, p); !fault.Coded(err, "access.second") {
		t.Errorf("released by one person: %v", err)
	}
	isStopped(t, "before the second signature", do(busy, true))
	if _, err := b.Sign(second, role.Integrity, p); err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(time.Minute)
	if err := do(busy, true); err != nil {
		t.Errorf("after the release: %v", err)
	}
}

// TestRubberStamp (SECURITY, D2): thirty adverse results within an hour pass, the
// 31st does not; an hour later the count has run off. A rule that the pack does
// not name bounds nothing by itself.
func TestRubberStamp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pause time.Duration
		stops bool
	}{"a minute apart": {time.Minute, true}, "two minutes apart": {2*time.Minute + time.Second, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := webtest.New(t)
			do, who := line(b, "unnamed"), b.Actor(role.CountyOfficer)
			for n := range 30 {
				if err := do(who, true); err != nil {
					t.Fatalf("result %d: %v", n+1, err)
				}
				b.Clock.Advance(c.pause)
			}
			err := do(who, true)
			if c.stops {
				isStopped(t, "the 31st", err)
				if open := stops(b); len(open) != 1 || open[0].Rule != "adverse" || open[0].Per != "hour" {
					t.Errorf("the stops: %+v", open)
				}
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

// TestTheDayBeginsAnew: the count of a day ends with the day.
func TestTheDayBeginsAnew(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	do, who := line(b, "exam.unfit"), b.Actor(role.CountyOfficer)
	for range 20 {
		if err := do(who, true); err != nil {
			t.Fatal(err)
		}
	}
	b.Clock.Set(time.Date(2026, 8, 3, 15, 59, 59, 0, time.UTC)) // a second before midnight of the country
	if err := b.App.Road.Try(t.Context(), act.Request{Kind: "application.probe", County: b.Cases["甲"].County, Subject: b.Cases["甲"].Subject, Actor: who, Purpose: role.Intake, Body: &verdict{true}}); !fault.Coded(err, "velocity.stopped") {
		t.Errorf("before midnight: %v", err)
	}
	b.Clock.Advance(time.Second)
	if err := do(who, true); err != nil {
		t.Errorf("after midnight: %v", err)
	}
}
