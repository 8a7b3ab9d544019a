package webtest

import (
	"fmt"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/intake/integrity"
	"muster/internal/intake/tips"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/web"
)

// The departments of the county, and the city above it.
const (
	Police    unit.Code = "130102-1"
	Education unit.Code = "130102-2"
	Justice   unit.Code = "130102-3"
	City      unit.Code = "130100"
)

// Extra opens a further account in a role and returns it as an actor.
func (b *Bench) Extra(login, name string, r access.Role, at unit.Code) access.Actor {
	b.T.Helper()
	if known, ok := b.App.Directory.Login(login); ok {
		return staff.ActorIn(b.App.Road.Tree(), known, b.App.Directory.PostsOf(known.ID, b.App.Today())[0], access.Strong)
	}
	id := b.open(login, name, r, at)
	b.SignIns = append(b.SignIns, web.DemoSignIn{Login: login, Password: Password, Role: r, Unit: b.App.Road.Tree().Name(at)})
	return b.seated(id)
}

// Try does an act as somebody and returns what came of it.
func (b *Bench) Try(who access.Actor, purpose access.Purpose, kind string, on act.Answer, body any) (act.Answer, error) {
	b.T.Helper()
	return b.App.Road.Do(b.T.Context(), act.Request{Kind: kind, County: on.County, Subject: on.Subject, Body: body, Actor: who, Purpose: purpose})
}

// As does an act as somebody and fails the test where it is refused.
func (b *Bench) As(who access.Actor, purpose access.Purpose, kind string, on act.Answer, body any) act.Answer {
	b.T.Helper()
	a, err := b.Try(who, purpose, kind, on, body)
	if err != nil {
		b.T.Fatalf("%s: %v", kind, err)
	}
	return a
}

// Sign signs the newest open proposal of a kind.
func (b *Bench) Sign(who access.Actor, purpose access.Purpose, p act.Answer) (act.Answer, error) {
	b.T.Helper()
	proposal := &act.Proposal{}
	b.must(b.App.Store.Read(b.T.Context(), func(tx *db.Tx) error { return act.Proposals.Load(tx, p.County, p.Subject, proposal, false) }))
	return b.Try(who, purpose, "proposal.sign", p, &act.Opinion{Digest: proposal.Digest})
}

// At finds records of a table by a condition.
func At[R any, P record.Of[R]](b *Bench, t *record.Table, condition string, args ...any) (out []P) {
	b.T.Helper()
	b.must(b.App.Store.Read(b.T.Context(), func(tx *db.Tx) (err error) { out, err = record.All[R, P](tx, t, condition, args...); return err }))
	return out
}

// On names a record as the subject of an act.
func On(r record.Record) act.Answer {
	return act.Answer{County: r.Head().County, Subject: r.Head().ID}
}

// InState puts an invented applicant straight into a state of a case.
func (b *Bench) InState(name string, sequence int, state string, reach cases.Reach) *cases.Case {
	b.T.Helper()
	if b.Cycle.Subject == "" {
		b.Cycle = b.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10"})
		b.Do(role.QuotaApprover, role.Intake, "cycle.open", b.Cycle, &cycle.Empty{})
	}
	b.Person(name, sequence, Village)
	u, _ := b.App.Road.Tree().Get(Village)
	c := &cases.Case{Person: b.People[name].Subject, Name: name, Sex: "male", Education: "senior_high", Cycle: b.Cycle.Subject, CycleHome: b.Cycle.County,
		PolicyDay: "2026-08-03", Reach: reach}
	c.Base = record.Base{County: County, ID: ident.New(b.Clock.Now(), ident.Secure), Rev: 1, Unit: Village, Place: u.Place, State: state}
	b.Put(cases.Table, c)
	b.Cases[name] = On(c)
	return c
}

// Departments says which department answers which question, and opens an account
// in each.
func (b *Bench) Departments() {
	b.T.Helper()
	for question, at := range map[string]unit.Code{"identity": Police, "education": Education, "proceedings": Justice} {
		b.Do(role.CountyOfficer, role.Intake, "vetting_department.add", act.Answer{}, &vetting.Serving{Question: question, Office: at})
	}
	b.Extra("education", "尤教育", role.Reviewer, Education)
	b.Extra("justice", "许司法", role.Reviewer, Justice)
	b.Extra("member2", "何走访", role.VettingMember, County)
	b.Extra("officer2", "吕干事", role.CountyOfficer, County)
}

// Vet takes somebody's vetting through everything up to both seals.
func (b *Bench) Vet(name string, opening *vetting.Opening) *vetting.Round {
	b.T.Helper()
	b.Do(role.CountyOfficer, role.Intake, "application.vet", b.Cases[name], opening)
	r := b.Round(name)
	for _, c := range At[vetting.Check](b, vetting.Checks, "round = $1", string(r.ID)) {
		b.As(b.reviewer(c.Office), role.Vetting, "vetting_check.answer", On(c), &vetting.Reply{Clear: true, Evidence: "HC-2026-1", Answer: "无异议"})
	}
	for i, login := range []string{Login(role.VettingMember), "member2"} {
		b.Actor(role.VettingMember)
		b.As(b.Extra(login, "", role.VettingMember, County), role.Vetting, "vetting_round.visit", On(r), &vetting.Reporting{Where: []string{"family", "school"}[i],
			On: b.App.Today(), Met: "其母", Report: "走访情况属实"})
	}
	b.Do(role.VettingChair, role.Vetting, "vetting_session.record", act.Answer{}, &vetting.Sitting{Day: b.App.Today(), Minutes: "LS-1", Rounds: []string{string(r.ID)},
		Attendees: []string{Login(role.VettingChair), Login(role.VettingMember), Login(role.Reviewer)}})
	b.As(b.Actor(role.Reviewer), role.Vetting, "vetting_round.seal_station", On(r), &vetting.Stamp{Document: "PCS-1"})
	b.As(b.Extra("officer2", "", role.CountyOfficer, County), role.Intake, "vetting_round.seal_office", On(r), &vetting.Stamp{Document: "ZBB-1"})
	return b.Round(name)
}

func (b *Bench) reviewer(at unit.Code) access.Actor {
	switch at {
	case Education:
		return b.Extra("education", "", role.Reviewer, at)
	case Justice:
		return b.Extra("justice", "", role.Reviewer, at)
	}
	return b.Actor(role.Reviewer)
}

// Round is the newest vetting of somebody.
func (b *Bench) Round(name string) *vetting.Round {
	b.T.Helper()
	found := At[vetting.Round](b, vetting.Rounds, "application = $1 ORDER BY state DESC, id DESC", string(b.Cases[name].Subject))
	if len(found) == 0 {
		b.T.Fatalf("%s has no vetting", name)
	}
	return found[0]
}

// Inspectors opens the city's second inspector and one of the county, and the
// letter boxes of city and province.
func (b *Bench) Inspectors() (city, second, county access.Actor) {
	b.T.Helper()
	city, second = b.Actor(role.Inspector), b.Extra("inspector2", "施监察", role.Inspector, City)
	county = b.Extra("inspector.county", "孔监察", role.Inspector, County)
	root := b.Extra("inspector.root", "曹监察", role.Inspector, Province)
	for _, who := range []access.Actor{city, root, county} {
		b.As(who, role.Integrity, "tip_key.open", act.Answer{}, &tips.Opening{On: b.App.Today()})
	}
	return city, second, county
}

// Gates plays vetting and integrity for the pages: vettings at every step, a
// hold, a report, figures, a complaint's office, a tip with an answer.
func (b *Bench) Gates() *Bench {
	b.T.Helper()
	for r := range seats {
		b.Actor(r)
	}
	b.Departments()
	city, _, county := b.Inspectors()
	for i := range 6 {
		b.InState(fmt.Sprintf("测试乙%02d", i+1), 40+2*i+1, cases.PhysicalPass, cases.ReachPhysical)
	}
	b.Vet("测试乙01", &vetting.Opening{Post: "submarine"})
	for _, name := range []string{"测试乙02", "测试乙03"} {
		b.Do(role.CountyOfficer, role.Intake, "application.vet", b.Cases[name], &vetting.Opening{})
	}
	b.As(county, role.Integrity, "application.hold", b.Cases["测试乙06"], &integrity.Holding{Reason: "hold_tip", Remark: "核对原始记录"})
	officer := b.Actor(role.CountyOfficer)
	b.As(officer, role.Intake, "zero_report.file", act.Answer{}, &integrity.Reporting{Day: b.App.Today(), Incidents: "站点停电四十分钟"})
	b.As(officer, role.Intake, "daily_figures.freeze", act.Answer{}, &integrity.Closing{})
	b.As(city, role.Integrity, "supervisor.add", act.Answer{}, &integrity.Appointment{Account: b.Actor(role.Supervisor).Account, Office: County, Name: "严监督",
		From: "2026-01-01", Until: "2026-12-31", Letter: "JD-1"})
	b.As(b.Actor(role.Supervisor), role.Integrity, "observation.file", act.Answer{}, &integrity.Observing{Station: County, Day: b.App.Today(), Text: "候检区秩序良好,公示栏缺抽签结果"})
	b.tip(city)
	b.WithPasswords()
	return b
}

// tip sends a tip about the county, has it collected and answered.
func (b *Bench) tip(city access.Actor) {
	b.T.Helper()
	receipt, err := b.App.Tips.Send(b.T.Context(), tips.Report{About: County, Text: "体检站有人收钱插队。"})
	b.must(err)
	b.NextDay()
	t := At[tips.Tip](b, tips.Tips, "state = 'received'")[0]
	b.Tip, b.Receipt = On(t), receipt
	b.As(city, role.Integrity, "tip.assign", b.Tip, &tips.Taking{})
	b.As(city, role.Integrity, "tip.reply", b.Tip, &tips.Reply{Text: "收到,请补充日期。"})
	b.must(b.App.Tips.Write(b.T.Context(), receipt, "八月一日上午。"))
	b.NextDay()
}

// NextDay moves the clock on by a day and does the jobs of the night.
func (b *Bench) NextDay() {
	b.T.Helper()
	b.Clock.Advance(day)
	b.must(b.App.RunDue(b.T.Context()))
}

// GatesTour lists, for each sign-in and for nobody, the pages of the two gates.
func GatesTour(b *Bench) map[string][]string {
	return map[string][]string{
		"":                        {"/certificate", "/tip", "/tip?at=" + string(County), "/tip?about=" + string(County), "/tip/box", "/tip/paper?about=" + string(County)},
		Login(role.Reviewer):      {"/vetting"},
		Login(role.VettingMember): {"/vetting"},
		Login(role.CountyOfficer): {"/vetting", "/integrity/report"},
		Login(role.VettingChair):  {"/vetting"},
		Login(role.Inspector):     {"/integrity", "/integrity/tip/" + string(b.Tip.County) + "/" + string(b.Tip.Subject), "/integrity/paper", "/"},
		Login(role.Supervisor):    {"/", "/integrity"},
	}
}
