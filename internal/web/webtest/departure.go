package webtest

import (
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/selection"
	"muster/internal/lead/assessment"
	"muster/internal/office/role"
)

// Notices are the newest notices, to whomever they were.
func (b *Bench) Notices() []outbox.Notice {
	b.T.Helper()
	list, err := outbox.Newest(b.T.Context(), b.App.Store)
	b.must(err)
	return list
}

// Approved are people who were approved, in order, on a list that a meeting decided.
func (b *Bench) Approved(first int, names ...string) {
	b.T.Helper()
	var list *selection.Ranking
	for i, name := range names {
		c := b.InState(name, first+2*i, cases.Approved, cases.ReachApproved)
		base := func(state string) record.Base {
			return record.Base{County: c.County, ID: ident.New(b.Clock.Now(), ident.Secure), Rev: 1, Unit: County, Place: c.Place, State: state}
		}
		if list == nil {
			list = &selection.Ranking{Base: base(selection.Cleared), Cycle: c.Cycle, PolicyDay: c.PolicyDay, Seats: int64(len(names)), Chosen: int64(len(names)), Root: "root"}
			b.Put(selection.Rankings, list)
			b.Put(selection.Meetings, &selection.Meeting{Base: base(selection.Closed), Ranking: list.ID, Cycle: c.Cycle, Decision: selection.Carried, Root: list.Root})
		}
		c.Ranking, c.Rank, c.Rev, c.ApprovedOn = list.ID, int64(i+1), 2, b.App.Today()
		b.Put(cases.Table, c)
	}
}

// Trips are the transports of a bench, Returns the letters, by what is shown of them.
type Trips struct {
	Escorted, Collected act.Answer
	Returns             []act.Answer
	Assessment          act.Answer
}

// Departure plays the fifth and the sixth gate: one transport that has arrived, its
// two recruits handed over, one of them to be returned for the body and appraised,
// one for fraud; another transport that waits for files and clothing; an assessment.
func (b *Bench) Departure() *Trips {
	b.T.Helper()
	for r := range seats {
		b.Actor(r)
	}
	b.Approved(41, "甲", "丙", "乙")
	b.seats()
	out := &Trips{}
	plan := func(name string, mode dispatch.Mode) act.Answer {
		return b.Do(role.CountyOfficer, role.Dispatch, "transport.plan", act.Answer{}, &dispatch.Plan{Cycle: b.Cycle.Subject, Name: name, Mode: mode, On: "2026-08-10", Hour: "09:00",
			Meeting: "县人武部", Escorts: []string{"王带队", "李随医"}})
	}
	out.Escorted, out.Collected = plan("第一批", dispatch.Escorted), plan("第二批", dispatch.Collected)
	officer, receiver := b.Actor(role.CountyOfficer), b.Actor(role.Receiver)
	for name, trip := range map[string]act.Answer{"甲": out.Escorted, "丙": out.Escorted, "乙": out.Collected} {
		b.As(officer, role.Dispatch, "application.board", b.Cases[name], &dispatch.Boarding{Transport: trip.Subject})
	}
	b.As(receiver, role.Dispatch, "file_defect.find", act.Answer{}, &dispatch.Finding{Case: b.Cases["乙"].Subject, Home: County, What: "缺少一处公章"})
	b.depart(out.Escorted, "甲", "丙")
	b.As(officer, role.Dispatch, "application.kit", b.Cases["乙"], &dispatch.Issue{Items: []string{"作训服", "作训鞋"}})
	b.Clock.Advance(10 * day)
	letter := &dispatch.Opening{Case: b.Cases["甲"].Subject, Home: County, Route: "body", Level: dispatch.Brigade, Proof: "军医 2026-17", Letter: "退 2026-3", LetterOn: b.App.Today(), Remark: "复检不合格"}
	out.Returns = append(out.Returns, b.As(receiver, role.Dispatch, "recruit_return.open", act.Answer{}, letter))
	b.As(b.Actor(role.AppealsOfficer), role.Review, "recruit_return.dispute", out.Returns[0], &dispatch.Disputing{Grounds: "征集时检查正常"})
	letter.Case, letter.Route, letter.Level, letter.Remark = b.Cases["丙"].Subject, "fraud", dispatch.Corps, "经核查提供虚假材料"
	out.Returns = append(out.Returns, b.As(receiver, role.Dispatch, "recruit_return.open", act.Answer{}, letter))
	out.Assessment = b.Do(role.Assessor, role.Assessment, "assessment.publish", act.Answer{}, &assessment.Assessing{Cycle: b.Cycle.Subject, Unit: County})
	b.Citizen("丙", "returned")
	b.Citizen("乙", "leaving")
	b.WithPasswords()
	return out
}

// depart takes an escorted transport from clothing to the hand-over.
func (b *Bench) depart(trip act.Answer, names ...string) {
	b.T.Helper()
	officer, receiver, w := b.Actor(role.CountyOfficer), b.Actor(role.Receiver), &dispatch.Words{}
	for _, name := range names {
		b.As(officer, role.Dispatch, "application.kit", b.Cases[name], &dispatch.Issue{Items: []string{"作训服", "作训鞋"}})
	}
	b.As(receiver, role.Dispatch, "transport.review_files", trip, w)
	b.As(b.Actor(role.Approver), role.Selection, "transport.approve_list", trip, w)
	b.Clock.Advance(7*day + time.Hour)
	b.As(officer, role.Dispatch, "transport.depart", trip, w)
	b.As(receiver, role.Dispatch, "transport.arrive", trip, w)
	for i, name := range names {
		number := b.Number(41 + 2*i)
		b.As(receiver, role.Dispatch, "application.verify_identity", b.Cases[name], &dispatch.Likeness{Ends: number[12:], Name: name, Face: true})
		p := b.As(officer, role.Dispatch, "application.hand_over", b.Cases[name], &dispatch.HandOver{})
		_, err := b.Sign(receiver, role.Dispatch, p)
		b.must(err)
	}
}

// DepartureTour lists the pages of the fifth and the sixth gate.
func DepartureTour(b *Bench, trips *Trips) map[string][]string {
	at := func(page string, a act.Answer) string {
		return "/" + page + "/" + string(a.County) + "/" + string(a.Subject)
	}
	pages := []string{at("transport", trips.Escorted), at("transport", trips.Collected), at("handover", b.Cases["甲"]), at("handover", b.Cases["乙"])}
	returns := []string{at("return", trips.Returns[0]), at("return", trips.Returns[1])}
	return map[string][]string{
		Login(role.CountyOfficer):  append(append(pages, returns...), at("assessment", trips.Assessment), "/r/application?approved_on=!&state=!void&within="+string(County)),
		Login(role.Receiver):       {pages[1], pages[3], "/act/application.verify_identity?_county=" + string(County) + "&_id=" + string(b.Cases["乙"].Subject)},
		Login(role.AppealsOfficer): returns,
		Login(role.Leader):         {pages[0]},
		Login(role.Assessor):       {at("assessment", trips.Assessment)},
		"returned":                 {"/me", returns[1]},
		"leaving":                  {"/me"},
	}
}
