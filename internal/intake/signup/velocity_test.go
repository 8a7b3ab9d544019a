package signup_test

import (
	"fmt"
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/intake/cases"
	"muster/internal/intake/signup"
	"muster/internal/intake/velocity"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestAnAssemblyLineStops: forty failed preliminary checks or twenty contradicted
// documents of one person pass on a day, the next one of the kind stops them;
// results that are not adverse are not counted, others go on, nobody of the office
// and nobody alone releases the stop, and two supervisors from outside do.
func TestAnAssemblyLineStops(t *testing.T) {
	t.Parallel()
	for rule, most := range map[string]int{"signup.not_eligible": 40, "document.contradicted": 20} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			b := &bench{Bench: webtest.New(t)}
			city, second, inside := b.Inspectors()
			busy, other, result := line(b, rule)
			for n := range most {
				if n == most-1 {
					b.expect(result(busy, false), "") // what is not adverse, just below the limit
				}
				b.expect(result(busy, true), "")
				b.Clock.Advance(3 * time.Minute)
			}
			if n := len(webtest.At[velocity.Stop](b.Bench, velocity.Stops, "1 = 1")); n != 0 {
				t.Fatalf("stopped at the limit: %d", n)
			}
			b.expect(result(busy, true), "velocity.stopped")
			b.expect(result(busy, false), "velocity.stopped")
			b.expect(result(other, true), "")
			stops := webtest.At[velocity.Stop](b.Bench, velocity.Stops, "state = 'open'")
			if len(stops) != 1 || stops[0].Account != busy.Account || stops[0].Rule != rule || stops[0].Most != int64(most) {
				t.Fatalf("the stops: %+v", stops)
			}
			found := &velocity.Releasing{Remark: "抽看五份"}
			_, err := b.Try(inside, role.Integrity, "velocity_stop.release", webtest.On(stops[0]), found)
			b.expect(err, "velocity.outside")
			p := b.As(city, role.Integrity, "velocity_stop.release", webtest.On(stops[0]), found)
			_, err = b.Sign(city, role.Integrity, p)
			b.expect(err, "access.second")
			b.expect(result(busy, true), "velocity.stopped")
			_, err = b.Sign(second, role.Integrity, p)
			b.expect(err, "")
			b.Clock.Advance(time.Minute)
			b.expect(result(busy, true), "")
		})
	}
}

// line gives two people and what they reach results with, each on a case of its own.
func line(b *bench, rule string) (busy, other access.Actor, result func(who access.Actor, adverse bool) error) {
	n := 200
	applied := func() act.Answer {
		n += 2
		return webtest.On(b.InState(fmt.Sprintf("流%d", n), n, cases.Applied, cases.ReachApplied))
	}
	if rule == "signup.not_eligible" {
		return b.Actor(role.CountyOfficer), b.Another(role.CountyOfficer, "second"), func(who access.Actor, adverse bool) error {
			body := &signup.Checking{Outcome: "incomplete", Remark: "补材料"}
			if adverse {
				body = &signup.Checking{Outcome: "fail", Reason: "precheck_health", Remark: "初检"}
			}
			_, err := b.Try(who, role.Intake, "application.precheck", applied(), body)
			return err
		}
	}
	busy, other = b.Extra("papers", "核材料", role.Reviewer, webtest.County), b.Extra("papers2", "核二", role.Reviewer, webtest.County)
	return busy, other, func(who access.Actor, adverse bool) error {
		c := applied()
		d := b.Do(role.Clerk, role.Intake, "document.present", act.Answer{}, &signup.Presenting{Case: c.Subject, CaseHome: c.County, Kind: "prelim_health", Number: "A1"})
		_, err := b.Try(who, role.Intake, "document.verify", d, &signup.Verdict{Genuine: !adverse, Evidence: "答复"})
		return err
	}
}
