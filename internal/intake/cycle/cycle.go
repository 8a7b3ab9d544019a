// Package cycle keeps the intakes: two a year, each with its dates.
//
// A cycle is planned, open while cases move, and closed. Its cases keep the law
// of the day on which the cycle opened. Whoever holds this table could shift a
// deadline; the ledger's verification finds that.
package cycle

import (
	"cmp"
	"fmt"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Dates is what is planned of a cycle.
type Dates struct {
	Name   string     `f:"name,required,search,unique,max=60" zh:"名称" en:"Name"`
	Year   int64      `f:"year,required,filter,min=2000,max=2100" zh:"年度" en:"Year"`
	Half   int64      `f:"half,required,min=1,max=2" zh:"上/下半年" en:"Half of the year"`
	From   clock.Date `f:"sign_up_from" zh:"报名开始" en:"Sign-up opens"`
	SignUp clock.Date `f:"sign_up_until,required" zh:"报名截止" en:"Sign-up closes"`
	Hour   int64      `f:"sign_up_hour,min=0,max=24" zh:"截止日截止钟点(空为当日终)" en:"Hour of closing (empty: end of the day)"`
	// Women have a calendar of their own; where it is empty that of men holds.
	WomenFrom clock.Date `f:"women_from" zh:"女性报名开始" en:"Sign-up of women opens"`
	WomenTo   clock.Date `f:"women_until" zh:"女性报名截止" en:"Sign-up of women closes"`
	Approval  clock.Date `f:"approval_date,required" zh:"批准入伍日期" en:"Date of approval"`
	Starts    clock.Date `f:"starts_on" zh:"征兵工作开始日(空为启动日)" en:"Start of the work (empty: the day of opening)"`
}

// Cycle is one intake.
type Cycle struct {
	record.Base
	Dates
	PolicyDay clock.Date `f:"policy_day" zh:"适用政策日期" en:"Law of the day"`
	Liaison   clock.Date `f:"liaison_on" zh:"部队联络组对接日" en:"The unit's liaison group came on"`
	Needs     clock.Date `f:"needs_on" zh:"提出运输需求日" en:"Transport need stated on"`
	DueBy     clock.Date `f:"due_by,sort,due" zh:"下一期限" en:"Next limit"`
}

// States of a cycle.
const (
	Planned = "planned"
	Open    = "open"
	Closed  = "closed"
)

// Table is the table of cycles.
var Table = record.NewTable[Cycle]("cycle", i18n.T("征集批次", "Intake"),
	record.State{Name: Planned, Label: i18n.T("计划中", "planned")},
	record.State{Name: Open, Label: i18n.T("进行中", "open")},
	record.State{Name: Closed, Label: i18n.T("已结束", "closed"), End: true},
	act.VoidState)

// Empty is the body of an act that needs no words.
type Empty struct{}

// Declare declares the register of cycles.
func Declare(h *house.House) {
	planner := []access.Grant{role.Grant(role.QuotaOfficer, role.Intake)}
	signer := []access.Grant{role.Grant(role.QuotaApprover, role.Intake)}
	act.Declare(h.Book, act.Spec[Cycle, *Cycle, Dates]{
		Name: "cycle.plan", Title: i18n.T("制定征集批次", "Plan an intake"), Table: Table, New: true, To: []string{Planned}, By: planner,
		Do: func(w *act.Work, c *Cycle, d *Dates) error {
			if err := d.check(); err != nil {
				return err
			}
			c.Dates, c.State = *d, Planned
			return c.took(w, h)
		}})
	act.Declare(h.Book, act.Spec[Cycle, *Cycle, Empty]{
		Name: "cycle.open", Title: i18n.T("启动征集", "Open the intake"), Table: Table, From: []string{Planned}, To: []string{Open},
		By: signer, NotBy: []string{"cycle.plan"}, Basis: "conscription-regulation 5",
		Do: func(w *act.Work, c *Cycle, _ *Empty) error {
			c.State, c.PolicyDay, c.Starts = Open, w.Today(), cmp.Or(c.Starts, w.Today())
			return c.took(w, h)
		}})
	declareLimits(h, planner)
	act.Declare(h.Book, act.Spec[Cycle, *Cycle, Empty]{
		Name: "cycle.close", Title: i18n.T("结束征集", "Close the intake"), Table: Table, From: []string{Open}, To: []string{Closed},
		By: signer, Do: func(_ *act.Work, c *Cycle, _ *Empty) error { c.State = Closed; return nil }})
	h.Shelf.Add(h.Book, &register.Register{Table: Table, Floor: "intake", Columns: []string{"name", "year", "half", "sign_up_until", "approval_date", "state"}, Read: everybody()})
}

func everybody() []access.Grant {
	grants := []access.Grant{{Role: role.Citizen, Relation: access.Anybody, Purposes: []access.Purpose{role.Own}}}
	for _, r := range role.Options() {
		grants = append(grants, access.Grant{Role: r, Relation: access.Anybody, Purposes: []access.Purpose{role.Intake}})
	}
	return grants
}

// check refuses dates of which a later step would come before an earlier one.
func (d *Dates) check() error {
	womenFrom, womenTo := cmp.Or(d.WomenFrom, d.From), cmp.Or(d.WomenTo, d.SignUp)
	for _, x := range []struct {
		field         string
		first, second clock.Date
	}{{"sign_up_until", d.From, d.SignUp}, {"women_until", womenFrom, womenTo}, {"approval_date", d.SignUp, d.Approval}, {"approval_date", womenTo, d.Approval}} {
		if !x.first.IsZero() && x.second < x.first {
			return fault.New(fault.Invalid, "cycle.order", "日期先后不对:{second} 应不早于 {first}。请核对报名、女性报名和批准入伍的日期。", "The dates are in the wrong order: {second} must not be before {first}. Check those of sign-up, of women's sign-up and of approval.",
				"first", x.first, "second", x.second).OnField(x.field, "field.order", "不应早于 {first}。", "Must not be before {first}.", "first", x.first)
		}
	}
	return nil
}

// TakesFrom says whether sign-up is open at a moment, on a day of the calendar,
// to women or to men; where it is not, the fault says from or until when it is.
func (d *Dates) TakesFrom(woman bool, today clock.Date, hour int) error {
	from, until := d.From, d.SignUp
	if woman && !d.WomenFrom.IsZero() {
		from = d.WomenFrom
	}
	if woman && !d.WomenTo.IsZero() {
		until = d.WomenTo
	}
	switch {
	case !from.IsZero() && today < from:
		return fault.New(fault.Conflict, "signup.not_yet", "本批次报名自 {day} 开始。", "Sign-up for this intake opens on {day}.", "day", from)
	case today > until, today == until && d.Hour > 0 && hour >= int(d.Hour):
		return fault.New(fault.Conflict, "signup.closed", "本批次报名已于 {day}{hour} 截止。", "Sign-up for this intake closed on {day}{hour}.", "day", until, "hour", closing(d.Hour))
	}
	return nil
}

func closing(hour int64) string {
	if hour == 0 {
		return ""
	}
	return fmt.Sprintf(" %d:00", hour)
}

// Of loads an open cycle inside an act.
func Of(w *act.Work, home unit.Code, id ident.ID) (*Cycle, error) {
	list, err := act.List[Cycle](w, Table, "county = $1 AND id = $2", string(home), string(id))
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || list[0].State != Open {
		return nil, fault.New(fault.Conflict, "cycle.not_open", "该征集批次未在进行中。", "This intake is not open.")
	}
	return list[0], nil
}
