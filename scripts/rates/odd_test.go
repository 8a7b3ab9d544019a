package main

import (
	"bytes"
	"testing"

	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/quota"
	"muster/internal/lead/assessment"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestRatesAfterOddLives: a return that a review set aside, somebody who passed a gate and
// failed when it was done again, one who withdrew and one who was cancelled: the rates
// counted again from the exports are those of the assessment, and what does not stand any
// more counts for nothing.
func TestRatesAfterOddLives(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	trips := b.Departure()
	webtest.Attest[quota.Quota](b, quota.Table, "UPDATE quota SET used = 3 WHERE unit = '130102'")
	if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, b.As(b.Actor(role.Approver), role.Selection, "recruit_return.accept", trips.Returns[1], &dispatch.Accepting{Responsible: true, Remark: "x"})); err != nil {
		t.Fatal(err)
	}
	for i, state := range []string{cases.PhysicalFail, cases.PhysicalFail, cases.VettingFail, cases.VettingFail, cases.Withdrawn, cases.Cancelled, cases.Qualified} {
		reach := []cases.Reach{cases.ReachExamined, cases.ReachScored, cases.ReachPhysical, cases.ReachQualified, cases.ReachPhysical, cases.ReachProposed, cases.ReachQualified}[i]
		b.InState("某"+string(rune('甲'+i)), 241+2*i, state, reach)
	}
	again := func() *assessment.Assessment {
		t.Helper()
		webtest.Attest[assessment.Assessment](b, assessment.Table, "UPDATE assessment SET state = 'published'")
		b.Do(role.CountyOfficer, role.Intake, "assessment.dispute", trips.Assessment, &assessment.Words{Remark: "记录已更正"})
		b.As(b.Another(role.Assessor, "third"), role.Assessment, "assessment.settle", trips.Assessment, &assessment.Words{Remark: "已更正"})
		a, officer := webtest.At[assessment.Assessment](b, assessment.Table, "1 = 1")[0], b.Actor(role.CountyOfficer)
		var out bytes.Buffer
		if err := count(string(a.County), string(a.Cycle), exported(t, b.App, officer, "application"), exported(t, b.App, officer, "quota")).write(&out); err != nil {
			t.Fatal(err)
		}
		if got, want := out.String(), shown(a); got != want {
			t.Errorf("counted again\n%sassessed\n%s", got, want)
		}
		drill(t, b.App, officer, a)
		assessor := b.Actor(role.Assessor)
		got := func(table string) []row { return exported(t, b.App, assessor, table) }
		n, d := timely(string(a.County), string(a.Cycle), string(a.Computed.Date(b.App.Pack.Zone())), files{got("transport"), got("file_defect"), got("recruit_return"), got("review")})
		if n != a.OnTime || d != a.Cases || d == 0 {
			t.Errorf("the timeliness counted again is %d of %d, assessed %d of %d", n, d, a.OnTime, a.Cases)
		}
		return a
	}
	if a := again(); a.Applied != 10 || a.Passed != 8 || a.Qualified != 5 || a.HandedOver != 2 || a.Returned != 1 {
		t.Errorf("%d applied, %d passed, %d qualified, %d handed over, %d returned", a.Applied, a.Passed, a.Qualified, a.HandedOver, a.Returned)
	}
	returned := webtest.On(webtest.At[cases.Case](b, cases.Table, "name = '丙'")[0])
	b.As(b.Self("丙"), role.Own, "application.ask_review", returned, &appeals.Asking{Grounds: "材料属实"})
	b.As(b.Extra("judge", "复核", role.AppealsOfficer, webtest.City), role.Review, "review.decide", webtest.On(webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0]), &appeals.Decision{Outcome: appeals.Repeat, Reasoning: "属实"})
	if a := again(); a.Returned != 0 || a.Responsible != 0 || a.HandedOver != 1 || a.Approved != 3 {
		t.Errorf("set aside: %d returned, %d responsible, %d handed over, %d approved", a.Returned, a.Responsible, a.HandedOver, a.Approved)
	}
}
