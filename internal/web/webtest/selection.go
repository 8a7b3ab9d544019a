package webtest

import (
	"fmt"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/intake/draws"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Selection plays the seats of an intake and the list of one county: issued,
// divided by a basis down to the counties, amended, one amendment waiting for its
// signature; fourteen people scored, eleven seats, the list on notice.
func (b *Bench) Selection() *Bench {
	b.T.Helper()
	for r := range seats {
		b.Actor(r)
	}
	b.Certify(role.Selector, "selection")
	b.Cycle = b.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10"})
	b.Do(role.QuotaApprover, role.Intake, "cycle.open", b.Cycle, &cycle.Empty{})
	for i := range 14 {
		at := Village
		if i%3 == 2 {
			at = Village2
		}
		b.Person(fmt.Sprintf("测试甲%02d", i+1), 11+i, at)
	}
	b.seats()
	most := int64(2)
	for _, row := range []*quota.Row{{Code: "130102-women", Unit: County, Tag: "female", Max: &most}, {Code: "130102-graduates", Unit: County, Tag: "graduate", Min: 2}} {
		b.Do(role.QuotaOfficer, role.Intake, "quota_row.add", act.Answer{}, row)
	}
	b.scored()
	b.Ranking = b.Signed(role.Selector, role.Selection, "ranking.freeze", act.Answer{}, &selection.Freezing{Cycle: b.Cycle.Subject, Unit: County}, role.Approver)
	b.Meet()
	b.publish()
	b.draw()
	b.WithPasswords()
	return b
}

// draw freezes a draw and lets one contributor commit.
func (b *Bench) draw() {
	b.T.Helper()
	b.Draw = b.Do(role.CountyOfficer, role.Intake, "draw.freeze", act.Answer{}, &draws.Lists{Name: "2026 下半年主检抽签", Station: County, Reason: "首日体检主检分配",
		Candidates: []string{"T0000001", "T0000002", "T0000003"}, Examiners: []string{string(b.Actor(role.Examiner).Account) + "=3"},
		Witnessed: "3 1 4 1 5 2 6 5 3 5 4 2 1 3 2 6 4 6 2 3", Source: "2026-08-05 双色球开奖号码"})
	b.Do(role.Inspector, role.Integrity, "draw.commit", b.Draw, &draws.Commitment{Hash: strings.Repeat("5e", 32)})
}

func (b *Bench) seats() {
	b.T.Helper()
	b.Signed(role.QuotaOfficer, role.Intake, "quota.issue", act.Answer{}, &quota.Issue{Cycle: b.Cycle.Subject, Seats: 20}, role.QuotaApprover)
	basis := b.Do(role.QuotaOfficer, role.Intake, "quota_basis.compute", act.Answer{}, &quota.Computing{Cycle: b.Cycle.Subject,
		Population: []string{"130104=12", "130100=26"}, Factors: []string{"130104=0.9"}, Source: "2026 年统计公报"})
	top := b.Quota(Province)
	b.Signed(role.QuotaOfficer, role.Intake, "quota.divide", top, &quota.Division{Basis: basis.Subject, Whole: true, Bounds: []string{"130102=..12"}}, role.QuotaApprover)
	city := b.Quota("130100")
	b.Signed(role.QuotaOfficer, role.Intake, "quota.transfer", city, &quota.Shift{From: County, To: Other, Seats: 1, Reason: "桥西区兵源充足,集体研究调剂"}, role.QuotaApprover)
	b.Proposal = b.Do(role.QuotaOfficer, role.Intake, "quota.cut", city, &quota.Change{Unit: Other, Seats: 2, Reason: "上级核减"})
}

// Quota is the quota of a unit as a subject.
func (b *Bench) Quota(at unit.Code) act.Answer {
	b.T.Helper()
	var found []*quota.Quota
	b.must(b.App.Store.Read(b.T.Context(), func(tx *db.Tx) (err error) {
		found, err = record.All[quota.Quota](tx, quota.Table, "unit = $1 AND state = 'issued'", string(at))
		return err
	}))
	if len(found) != 1 {
		b.T.Fatalf("%s has %d quotas", at, len(found))
	}
	return act.Answer{County: found[0].County, Subject: found[0].ID}
}

// scored puts the people into the list's last state before freezing; the gates
// on the way are played by Season.
func (b *Bench) scored() {
	b.T.Helper()
	u, _ := b.App.Road.Tree().Get(Village)
	for i := range 14 {
		name := fmt.Sprintf("测试甲%02d", i+1)
		education := people.Education("senior_high")
		if i > 9 {
			education = "bachelor"
		}
		c := &cases.Case{Person: b.People[name].Subject, Name: name, Sex: "male", Education: education, Cycle: b.Cycle.Subject, CycleHome: b.Cycle.County,
			PolicyDay: "2026-08-03", Reach: cases.ReachScored, Score: int64(5000 - 100*(i/2)), ScoredOn: "2026-07-20", Tie: int64(i * 7919 % 100)}
		c.Base = record.Base{County: County, ID: ident.New(b.Clock.Now(), ident.Secure), Rev: 1, Unit: Village, Place: u.Place, State: cases.Scored}
		b.Put(cases.Table, c)
		b.Cases[name] = act.Answer{County: County, Subject: c.ID}
	}
}

// Meet calls, holds and closes the meeting that decides on the list of the bench.
func (b *Bench) Meet() act.Answer {
	b.T.Helper()
	for login, r := range map[string]access.Role{"officer2": role.CountyOfficer, "member2": role.VettingMember, "approver2": role.Approver} {
		b.Extra(login, "华到会", r, County)
	}
	b.Meeting = b.Do(role.CountyOfficer, role.Intake, "meeting.call", act.Answer{}, &selection.Calling{Ranking: b.Ranking.Subject, Home: b.Ranking.County, Day: b.App.Today(), Where: "县征兵办会议室"})
	b.Do(role.CountyOfficer, role.Intake, "meeting.hold", b.Meeting, &selection.Presence{Members: []string{Login(role.CountyOfficer), "officer2", "member2", "approver2"},
		Observers: []string{Login(role.Inspector)}, Recording: "LX-2026-1"})
	return b.Do(role.Approver, role.Selection, "meeting.close", b.Meeting, &selection.Vote{For: 4, Minutes: "全体同意按名单公示。"})
}

// publish puts the list on notice by a second approver: the first one signed it.
func (b *Bench) publish() {
	b.T.Helper()
	b.As(b.Extra("approver2", "华审批", role.Approver, County), role.Selection, "ranking.publish", b.Ranking, &selection.Words{})
}

// Signed does an act that two people sign, as the holders of two roles.
func (b *Bench) Signed(r access.Role, purpose access.Purpose, kind string, on act.Answer, body any, second access.Role) act.Answer {
	b.T.Helper()
	p := b.Do(r, purpose, kind, on, body)
	proposal := &act.Proposal{}
	b.must(b.App.Store.Read(b.T.Context(), func(tx *db.Tx) error { return act.Proposals.Load(tx, p.County, p.Subject, proposal, false) }))
	b.Do(second, purpose, "proposal.sign", p, &act.Opinion{Digest: proposal.Digest})
	return b.founded(kind, on)
}

// founded names the subject of an act that was signed: the newest record of its
// table where the act founded one.
func (b *Bench) founded(kind string, on act.Answer) act.Answer {
	b.T.Helper()
	k := b.App.Book.Kind(kind)
	if !k.New {
		return on
	}
	var a act.Answer
	b.must(b.App.Store.Read(b.T.Context(), func(tx *db.Tx) error {
		_, err := tx.One("SELECT county, id FROM "+k.Table.Name+" ORDER BY id DESC LIMIT 1", nil, (*string)(&a.County), (*string)(&a.Subject))
		return err
	}))
	return a
}

// SelectionTour lists, for each sign-in and for nobody, the pages of the seats
// and the list that a test should look at.
func SelectionTour(b *Bench) map[string][]string {
	path := func(table string, a act.Answer) string {
		return "/r/" + table + "/" + string(a.County) + "/" + string(a.Subject)
	}
	on := func(kind string, a act.Answer) string {
		return "/act/" + kind + "?_county=" + string(a.County) + "&_id=" + string(a.Subject)
	}
	list := string(b.Ranking.County) + "/" + string(b.Ranking.Subject)
	city := b.Quota("130100")
	meeting := string(b.Meeting.County) + "/" + string(b.Meeting.Subject)
	return map[string][]string{
		"": {"/quota-ledger", "/quota-ledger?unit=130100&cycle=" + string(b.Cycle.Subject), "/notice/" + list, "/notice/" + list + "/objection"},
		"quota_officer": {path("quota", city), "/act/quota.issue", "/act/quota_basis.compute", on("quota.divide", b.Quota(Province)), on("quota.raise", city),
			on("quota.transfer", city), "/r/quota", "/r/quota_entry"},
		"county_officer": {path("draw", b.Draw), "/act/draw.freeze", on("draw.close", b.Draw)},
		"chief_examiner": {on("draw.commit", b.Draw)},
		"quota_approver": {path("proposal", b.Proposal), on("proposal.sign", b.Proposal)},
		"approver":       {path("meeting", b.Meeting), "/meeting/" + meeting},
		"selector":       {path("ranking", b.Ranking), "/ranking/" + list, "/ranking/" + list + "?why=" + string(b.waiting())},
	}
}

// waiting is somebody in the reserve of the list.
func (b *Bench) waiting() (id ident.ID) {
	b.T.Helper()
	b.must(b.App.Store.Read(b.T.Context(), func(tx *db.Tx) error {
		_, err := tx.One("SELECT id FROM application WHERE state = 'reserve' ORDER BY rank DESC LIMIT 1", nil, (*string)(&id))
		return err
	}))
	return id
}
