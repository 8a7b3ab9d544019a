package vetting_test

import (
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/intake/cases"
	"muster/internal/intake/signup"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestWhoWithdrawsIsAskedAboutNoLonger: with the withdrawal the open questions
// and the round end, no department keeps the number, what was answered stays, and
// another person's vetting goes on.
func TestWhoWithdrawsIsAskedAboutNoLonger(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store)
		b.Departments()
		for n, name := range []string{"甲", "乙"} {
			b.InState(name, 41+2*n, cases.PhysicalPass, cases.ReachPhysical)
			b.Do(role.CountyOfficer, role.Intake, "application.vet", b.Cases[name], &vetting.Opening{})
		}
		mine := string(b.Cases["甲"].Subject)
		justice := b.Extra("justice", "", role.Reviewer, webtest.Justice)
		answered := webtest.At[vetting.Check](b, vetting.Checks, "application = $1 AND question = 'proceedings'", mine)[0]
		b.As(justice, role.Vetting, "vetting_check.answer", webtest.On(answered), &vetting.Reply{Clear: true, Evidence: "E"})
		b.As(b.Self("甲"), role.Own, "application.withdraw", b.Cases["甲"], &signup.Leaving{Reason: "own_wish"})
		states := map[string]int{}
		for _, c := range webtest.At[vetting.Check](b, vetting.Checks, "application = $1", mine) {
			states[c.State]++
			if c.IDNo != "" {
				t.Errorf("the question %s keeps the number", c.Question)
			}
			if _, err := b.Try(b.Actor(role.Reviewer), role.Vetting, "vetting_check.answer", webtest.On(c), &vetting.Reply{Clear: true, Evidence: "E"}); err == nil {
				t.Errorf("the question %s is still answered", c.Question)
			}
		}
		if states[vetting.Answered] != 1 || states[act.Void] != 2 || len(states) != 2 {
			t.Errorf("after the withdrawal the questions are %v", states)
		}
		if r := webtest.At[vetting.Round](b, vetting.Rounds, "application = $1", mine)[0]; r.State != act.Void {
			t.Errorf("the round is %s", r.State)
		}
		if n := len(webtest.At[vetting.Check](b, vetting.Checks, "state = 'asked'")); n != 3 || b.Round("乙").State != vetting.Open {
			t.Errorf("of the other person %d questions are open", n)
		}
	})
}
