// Package appeals is the way against every adverse outcome of a gate: the person
// asks for a review, somebody who has not touched the case decides, and the
// program carries the outcome out: the gate is opened again, the place kept.
package appeals

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/intake/cases"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
)

// Review is one request for review.
type Review struct {
	record.Base
	Case      ident.ID   `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Person    ident.ID   `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Against   string     `f:"against,filter,max=60" zh:"不服的结论" en:"Against"`
	Grounds   string     `f:"grounds,long,max=2000" zh:"理由" en:"Grounds"`
	Asked     clock.Date `f:"asked_on" zh:"申请日" en:"Asked on"`
	DecideBy  clock.Date `f:"decide_by,sort,due" zh:"应于此日前决定" en:"To be decided by"`
	Outcome   string     `f:"outcome,max=60" zh:"决定" en:"Decision"`
	Reasoning string     `f:"reasoning,long,max=2000" zh:"决定理由" en:"Reasons of the decision"`
}

// States of a review.
const (
	Asked   = "asked"
	Decided = "decided"
)

// Reviews is the table of reviews.
var Reviews = reviews()

func reviews() *record.Table {
	t := record.NewTable[Review]("review", i18n.T("复核", "Review"), record.State{Name: Asked, Label: i18n.T("待决定", "awaiting decision")},
		record.State{Name: Decided, Label: i18n.T("已决定", "decided"), End: true})
	t.Personal = true
	return t
}

// Asking is the body of asking for a review.
type Asking struct {
	Grounds string `f:"grounds,required,long,max=2000" zh:"您为什么不同意" en:"Why you disagree"`
}

// Outcome is the outcome of a review.
type Outcome string

// Options is the closed list of outcomes.
func (Outcome) Options() []field.Option {
	return []field.Option{{Value: "upheld", Label: i18n.T("维持", "the result stands")}, {Value: "repeat", Label: i18n.T("撤销,由他人重新办理", "set aside; done again by others")}}
}

// Decision is the body of deciding a review.
type Decision struct {
	Outcome   Outcome `f:"outcome,required" zh:"决定" en:"Decision"`
	Reasoning string  `f:"reasoning,required,long,max=2000" zh:"理由" en:"Reasons"`
}

// RemindKind is the job that reminds the office the day before a review is due.
const RemindKind = "review.remind"

// reopened says where a case goes when the result against which a review was
// asked is set aside.
var reopened = map[string]string{
	cases.NotEligible:  cases.Applied,
	cases.PhysicalFail: cases.Recheck,
	cases.VettingFail:  cases.InVetting,
}

// touched are the acts after which somebody may not decide a review of the case.
var touched = []string{"application.apply", "application.precheck", "application.preselect", "application.summon", "application.admit",
	"application.vet", "application.adjourn_vetting", "application.conclude_vetting", "application.score", "application.hold", "application.void_integrity"}

// Declare declares the acts of review.
func Declare(h *house.House) {
	officer := role.Grant(role.AppealsOfficer, role.Review)
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Asking]{
		Name: "application.ask_review", Title: i18n.T("申请复核", "Ask for a review"), Table: cases.Table,
		From: []string{cases.NotEligible, cases.PhysicalFail, cases.VettingFail}, By: []access.Grant{role.Self()},
		Do: func(w *act.Work, c *cases.Case, b *Asking) error { return ask(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[Review, *Review, Decision]{
		Name: "review.decide", Title: i18n.T("作出复核决定", "Decide the review"), Table: Reviews, From: []string{Asked}, To: []string{Decided},
		By: []access.Grant{officer}, Adverse: true, Do: decide})
	h.Shelf.Add(h.Book, &register.Register{Table: Reviews, Floor: "intake", Columns: []string{"against", "unit", "asked_on", "decide_by", "outcome", "state"},
		Read: []access.Grant{role.Self(), officer, role.Grant(role.Inspector, role.Integrity)}})
}

func ask(w *act.Work, h *house.House, c *cases.Case, b *Asking) error {
	open, err := act.List[Review](w, Reviews, "county = $1 AND application = $2 AND against = $3", string(c.County), string(c.ID), c.State)
	if err != nil {
		return err
	}
	if len(open) > 0 {
		return fault.New(fault.Conflict, "review.doubled", "对这一结论已申请过复核。", "A review of this result was asked for already.")
	}
	due, err := h.Pack.On(c.PolicyDay).Due("review_decision", w.Today())
	if err != nil {
		return err
	}
	r := &Review{Case: c.ID, Person: c.Person, Against: c.State, Grounds: b.Grounds, Asked: w.Today(), DecideBy: due}
	r.Base = record.Base{County: c.County, ID: w.NewID(), Unit: c.Unit, Place: c.Place, State: Asked}
	w.Save(Reviews, r)
	w.Schedule(c.County, RemindKind, string(r.ID), clock.InstantOf(due.AddDays(-1).In(h.Pack.Zone())))
	c.PlaceKept = true
	return nil
}

// decide carries the outcome out at once.
func decide(w *act.Work, r *Review, b *Decision) error {
	c, err := act.Load[cases.Case](w, cases.Table, r.County, r.Case)
	if err != nil {
		return err
	}
	did, err := w.DidOn(cases.Table, c.County, c.ID, w.Actor.Account, touched...)
	if err != nil {
		return err
	}
	if !did && r.Against == cases.VettingFail {
		if did, err = vetting.Involved(w, c, w.Actor.Account); err != nil {
			return err
		}
	}
	if did {
		return fault.New(fault.Denied, "access.duties", "复核须由未经手此件的人办理。", "A review is decided by somebody who has not touched the case.")
	}
	r.Outcome, r.Reasoning, r.State = string(b.Outcome), b.Reasoning, Decided
	if b.Outcome == "repeat" && c.State == r.Against {
		c.State = reopened[r.Against]
	} else {
		c.PlaceKept = false
	}
	w.Save(cases.Table, c)
	return c.Tell(w, true, i18n.T("复核决定", "The decision on your review"),
		i18n.T("{outcome}。理由:{reasons}。您仍可依法申请行政复议或提起诉讼。", "{outcome}. Reasons: {reasons}. The statutory remedies stay open to you.").
			With("outcome", Outcome("").label(r.Outcome), "reasons", b.Reasoning))
}

func (o Outcome) label(value string) i18n.Text {
	for _, option := range o.Options() {
		if option.Value == value {
			return option.Label
		}
	}
	return i18n.Same(value)
}

// Reminder tells those who may decide a review that it is due; due is false
// once the review is decided.
func Reminder(r *Review) (subject, body i18n.Text, due bool) {
	return i18n.T("复核将到期", "A review is due"),
		i18n.T("复核申请 {id} 须在 {day} 前作出决定。", "The review {id} must be decided by {day}.").With("id", r.ID, "day", r.DecideBy), r.State == Asked
}
