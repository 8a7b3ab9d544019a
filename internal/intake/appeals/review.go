package appeals

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
)

// Review is one request for review.
type Review struct {
	record.Base
	Case      ident.ID      `f:"application,filter,ref=application" zh:"应征" en:"Application"`
	Cycle     ident.ID      `f:"cycle,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Person    ident.ID      `f:"person,filter,ref=person" zh:"人员" en:"Person"` // none: an organisation
	Home      unit.Code     `f:"person_home,hidden" zh:"档案属地" en:"Home county of the file"`
	Table     string        `f:"about,filter,max=60" zh:"所涉事项" en:"About"`
	About     ident.ID      `f:"about_id" zh:"所涉记录" en:"Record"`
	Against   string        `f:"against,filter,max=60" zh:"不服的结论" en:"Against"`
	Grounds   string        `f:"grounds,long,max=2000" zh:"理由" en:"Grounds"`
	Asked     clock.Date    `f:"asked_on" zh:"申请日" en:"Asked on"`
	AskedAt   clock.Instant `f:"asked_at,hidden" zh:"申请时刻" en:"Asked at"`
	Law       clock.Date    `f:"law,hidden" zh:"适用政策日期" en:"Law of the day"`
	Fast      bool          `f:"fast,filter" zh:"起运前快速复核" en:"Fast, before departure"`
	DecideBy  clock.Date    `f:"decide_by,sort,due" zh:"应于此日前决定" en:"To be decided by"`
	DecidedOn clock.Date    `f:"decided_on" zh:"决定日" en:"Decided on"`
	DecidedAt clock.Instant `f:"decided_at,hidden" zh:"决定时刻" en:"Decided at"`
	Office    unit.Code     `f:"office,filter" zh:"作出决定的单位" en:"Office that decided"`
	Late      bool          `f:"late,filter" zh:"逾期作出" en:"Decided late"`
	Outcome   string        `f:"outcome,filter,max=60" zh:"决定" en:"Decision"`
	Reasoning string        `f:"reasoning,long,max=2000" zh:"决定理由" en:"Reasons of the decision"`
	Restored  string        `f:"restored,max=60" zh:"执行后的状态" en:"State it was brought to"`
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

// The outcomes.
const (
	Stands Outcome = "upheld" // the result stands
	Repeat Outcome = "repeat" // it is set aside
)

// Options is the closed list of outcomes.
func (Outcome) Options() []field.Option {
	return []field.Option{{Value: string(Stands), Label: i18n.T("维持", "the result stands")}, {Value: string(Repeat), Label: i18n.T("撤销,由他人重新办理", "set aside; done again by others")}}
}

func (o Outcome) label() i18n.Text {
	for _, option := range o.Options() {
		if option.Value == string(o) {
			return option.Label
		}
	}
	return i18n.Same(string(o))
}

// Decision is the body of deciding a review.
type Decision struct {
	Outcome   Outcome `f:"outcome,required" zh:"决定" en:"Decision"`
	Reasoning string  `f:"reasoning,required,long,max=2000" zh:"理由" en:"Reasons"`
}

// Room holds the remedies of the house.
type Room struct {
	house    *house.House
	remedies map[string]*remedy // by table
}

// Declare declares the review and the remedies of the intake; the rooms above it
// add theirs with Against.
func Declare(h *house.House) *Room {
	room := &Room{house: h, remedies: map[string]*remedy{}}
	officer := role.Grant(role.AppealsOfficer, role.Review)
	act.Declare(h.Book, act.Spec[Review, *Review, Decision]{
		Name: "review.decide", Title: i18n.T("作出复核决定", "Decide the review"), Table: Reviews, From: []string{Asked}, To: []string{Decided},
		By: []access.Grant{officer}, Adverse: true, Basis: "house-rule", Do: room.decide})
	h.Shelf.Add(h.Book, &register.Register{Table: Reviews, Floor: "intake", Columns: []string{"about", "against", "unit", "asked_on", "decide_by", "outcome", "restored", "state"},
		Read: []access.Grant{role.Self(), officer, role.Grant(role.Inspector, role.Integrity), role.Grant(role.Assessor, role.Assessment)}})
	h.Book.Guard(room.guard)
	room.declareCases()
	room.declareDeferrals()
	return room
}

// Clock is how the clock of a review is set again.
func Clock() clocks.Running {
	return clocks.For(Reviews, func(r *Review) *clock.Date { return &r.DecideBy }, func(k *clocks.Reading, r *Review) error { return r.setClock(k) })
}

// setClock counts by when the review is to be decided: in hours where a transport
// leaves soon.
func (r *Review) setClock(k *clocks.Reading) error {
	due, err := k.Due(r.Place, r.Law, "review_decision", r.Asked)
	if err == nil && r.Fast {
		var at clock.Instant
		at, err = k.DueAt(r.Place, r.Law, "review_fast", r.AskedAt)
		due = min(due, k.Day(at))
	}
	r.DecideBy = due
	return err
}
