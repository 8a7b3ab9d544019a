package webtest

import (
	"fmt"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cycle"
	"muster/internal/intake/medical"
	"muster/internal/intake/quota"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Season plays a part of an intake: two dozen people apply, some fail, some are
// on their way, one asks for a review, one quota waits for its signature.
func (b *Bench) Season() *Bench {
	b.T.Helper()
	for r := range seats {
		b.Actor(r)
	}
	b.Station()
	b.Cycle = b.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10"})
	b.Do(role.QuotaApprover, role.Intake, "cycle.open", b.Cycle, &cycle.Empty{})
	b.Proposal = b.Do(role.QuotaOfficer, role.Intake, "quota.issue", act.Answer{}, &quota.Issue{Cycle: b.Cycle.Subject, Seats: 120})
	for i := range 24 {
		at := Village
		if i%3 == 2 {
			at = Village2
		}
		name := fmt.Sprintf("测试%02d", i+1)
		b.Person(name, 11+i, at)
		if i < 3 {
			b.register(name)
		}
		b.carry(name, i)
	}
	b.underway()
	b.Citizen("测试01", "citizen")
	b.Citizen("测试02", "citizen2")
	b.askReview("测试01")
	b.WithPasswords()
	return b
}

func (b *Bench) register(name string) {
	p := b.People[name]
	if p.Subject == "" || name == "测试02" { // only men are due
		return
	}
	due := b.Do(role.CountyRegistrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: Village, Year: 2026})
	b.Do(role.Clerk, role.Registration, "registration.submit", due, &people.Form{Residence: "石家庄市长安区建北街道 1 号", Volunteers: true})
}

// carry takes the n-th person's case some way; the first fails the physical.
func (b *Bench) carry(name string, n int) {
	p := b.People[name]
	c := b.Do(role.Clerk, role.Intake, "application.apply", act.Answer{}, &signup.Applying{Cycle: b.Cycle.Subject, CycleHome: b.Cycle.County, County: p.County, Person: p.Subject})
	b.Cases[name] = c
	if n >= 20 {
		if n < 22 { // whose papers are in order, and who wait for the check
			b.Papers(c)
		}
		return
	}
	if n == 19 {
		b.Do(role.CountyOfficer, role.Intake, "application.precheck", c, &signup.Checking{Outcome: "fail", Reason: "precheck_health", Remark: "初步体检不合格"})
		return
	}
	if n%5 != 4 { // some wait for their papers
		b.Papers(c)
	}
	if n >= 15 {
		return
	}
	if n%5 == 4 {
		b.Papers(c)
	}
	b.Do(role.CountyOfficer, role.Intake, "application.precheck", c, &signup.Checking{Outcome: "pass"})
	if n >= 15 {
		return
	}
	b.Do(role.Clerk, role.Intake, "application.preselect", c, &people.Empty{})
	if n >= 13 {
		return
	}
	on := clock.Date("2026-08-03")
	if n >= 10 {
		on = "2026-08-05"
	}
	b.Do(role.CountyOfficer, role.Intake, "application.summon", c, &medical.Summons{Station: County, On: on})
	switch {
	case n >= 10:
	case n%4 == 0:
		b.Examine(c, medical.Fail)
	default:
		b.Examine(c, medical.Pass)
	}
}

func (b *Bench) askReview(name string) {
	p, c := b.People[name], b.Cases[name]
	actor := b.Actor(role.CountyOfficer)
	actor.Role, actor.Person, actor.Ranges = role.Citizen, p.Subject, nil
	account, _ := b.App.Directory.Login("citizen")
	actor.Account, actor.Home = account.ID, account.County
	_, err := b.App.Road.Do(b.T.Context(), act.Request{Kind: "application.ask_review", County: c.County, Subject: c.Subject, Actor: actor,
		Purpose: role.Own, Body: &appeals.Asking{Grounds: "复查时戴镜视力正常"}})
	b.must(err)
}

// Papers presents and verifies every document that the preliminary check needs.
func (b *Bench) Papers(c act.Answer) {
	b.T.Helper()
	for _, kind := range []string{"identity", "household", "education", "prelim_health"} {
		d := b.Do(role.Clerk, role.Intake, "document.present", act.Answer{}, &signup.Presenting{Case: c.Subject, CaseHome: c.County, Kind: kind, Number: "NO-" + kind})
		found := At[signup.Document](b, signup.Documents, "id = $1", string(d.Subject))
		who := b.Extra("papers_"+string(found[0].Office), "核材料", role.Reviewer, found[0].Office)
		b.As(who, role.Intake, "document.verify", d, &signup.Verdict{Genuine: true, Evidence: "HS-" + kind})
	}
}
