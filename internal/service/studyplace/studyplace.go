// Package studyplace keeps the study places of those who serve: a school keeps
// its student's place while they serve, and they may come back until two years
// after their discharge (conscription-regulation 33, veterans-law 35).
//
// The clock of the two years reminds the person's office; it ends nothing. Whoever
// comes later is noted as late, and the school decides. Only the person gives a
// place up. Whoever holds this table sees who interrupted which study.
package studyplace

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
	"muster/internal/people"
)

// StudyPlace is the place of one person at one school.
type StudyPlace struct {
	record.Base
	Person     ident.ID   `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	School     string     `f:"school,required,search,max=120" zh:"学校" en:"School"`
	Letter     string     `f:"letter,required,max=120" zh:"学校保留学籍(入学资格)证明编号" en:"Number of the school's letter"`
	Kept       clock.Date `f:"kept_from,required" zh:"保留起始日" en:"Kept from"`
	Discharged clock.Date `f:"discharged_on" zh:"退役日" en:"Discharged on"`
	DueBy      clock.Date `f:"due_by,sort,due" zh:"可入学或复学至" en:"May come back until"`
	Back       clock.Date `f:"back_on" zh:"复学日" en:"Came back on"`
	Late       bool       `f:"late,filter" zh:"逾期复学(由学校决定)" en:"Late (the school decided)"`
	Remark     string     `f:"remark,long,max=500" zh:"说明" en:"Remark"`
}

// States of a study place.
const (
	Serving  = "serving"
	MayCome  = "may_return"
	Returned = "returned"
	GivenUp  = "given_up"
)

// Table is the register of study places.
var Table = table()

func table() *record.Table {
	t := record.NewTable[StudyPlace]("study_place", i18n.T("保留学籍(入学资格)", "Study place"),
		record.State{Name: Serving, Label: i18n.T("服役期间保留", "kept during service")},
		record.State{Name: MayCome, Label: i18n.T("已退役,可复学", "discharged, may come back")},
		record.State{Name: Returned, Label: i18n.T("已复学", "came back"), End: true},
		record.State{Name: GivenUp, Label: i18n.T("本人放弃", "given up by the person"), End: true}, act.VoidState)
	t.Personal = true
	return t
}

// Keeping is the body of noting that a school keeps a place.
type Keeping struct {
	people.OfPerson
	School string     `f:"school,required,max=120" zh:"学校" en:"School"`
	Letter string     `f:"letter,required,max=120" zh:"学校证明编号" en:"Number of the school's letter"`
	Kept   clock.Date `f:"kept_from,required" zh:"保留起始日" en:"Kept from"`
}

// Discharge is the body of noting the discharge, from which the two years count.
type Discharge struct {
	On clock.Date `f:"discharged_on,required" zh:"退役日" en:"Discharged on"`
}

// Return is the body of noting that somebody came back.
type Return struct {
	On     clock.Date `f:"back_on,required" zh:"复学日" en:"Came back on"`
	Remark string     `f:"remark,long,max=500" zh:"说明" en:"Remark"`
}

// Words is the body of giving a place up.
type Words struct {
	Remark string `f:"remark,required,long,max=500" zh:"说明" en:"In words"`
}

// Declare declares the register.
func Declare(h *house.House) {
	office := []access.Grant{role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Clerk, role.Registration), role.Grant(role.CountyRegistrar, role.Registration)}
	basis := "conscription-regulation 33"
	act.Declare(h.Book, act.Spec[StudyPlace, *StudyPlace, Keeping]{
		Name: "study_place.keep", Title: i18n.T("登记学校保留学籍", "Note that a school keeps a place"), Table: Table, New: true, To: []string{Serving}, By: office, Basis: basis,
		Unit: func(*act.Work, *Keeping) (unit.Code, error) { return "", nil }, Do: keep})
	act.Declare(h.Book, act.Spec[StudyPlace, *StudyPlace, Discharge]{
		Name: "study_place.discharge", Title: i18n.T("登记退役,起算复学期限", "Note the discharge"), Table: Table, From: []string{Serving}, To: []string{MayCome}, By: office, Basis: basis,
		Do: func(w *act.Work, p *StudyPlace, b *Discharge) error { return discharged(w, h, p, b.On) }})
	act.Declare(h.Book, act.Spec[StudyPlace, *StudyPlace, Return]{
		Name: "study_place.return", Title: i18n.T("登记复学", "Note the return to study"), Table: Table, From: []string{MayCome}, To: []string{Returned}, By: office, Basis: basis,
		Do: func(w *act.Work, p *StudyPlace, b *Return) error {
			p.Back, p.Late, p.Remark, p.State, p.DueBy = b.On, b.On > p.DueBy, b.Remark, Returned, ""
			return tell(w, p, i18n.T("您于 {day} 在{school}复学。", "You came back to {school} on {day}.").With("day", b.On, "school", p.School))
		}})
	act.Declare(h.Book, act.Spec[StudyPlace, *StudyPlace, Words]{
		Name: "study_place.give_up", Title: i18n.T("放弃保留的学籍", "Give the place up"), Table: Table, From: []string{Serving, MayCome}, To: []string{GivenUp}, Cause: true,
		By: []access.Grant{role.Self()}, Basis: basis,
		Do: func(_ *act.Work, p *StudyPlace, b *Words) error {
			p.Remark, p.State, p.DueBy = b.Remark, GivenUp, ""
			return nil
		}})
	act.DeclareReversal[StudyPlace](h.Book, Table, office, nil)
	h.Shelf.Add(h.Book, &register.Register{Table: Table, Floor: "service", Import: "study_place.keep", Read: append(office, role.Self()),
		Columns: []string{"person", "school", "discharged_on", "due_by", "state"}})
	h.Book.Follow("reserve_entry.open", func(w *act.Work, s record.Record) error { return followed(w, h, s.(*people.ReserveEntry)) })
}

// Clock is how the clock of a place is set again.
func Clock() clocks.Running {
	return clocks.For(Table, func(p *StudyPlace) *clock.Date { return &p.DueBy }, func(k *clocks.Reading, p *StudyPlace) error { return p.setClock(k) })
}

func (p *StudyPlace) setClock(k *clocks.Reading) (err error) {
	p.DueBy, err = k.Due(p.Place, p.Discharged, "study_return", p.Discharged)
	return err
}

func keep(w *act.Work, p *StudyPlace, b *Keeping) error {
	who, err := people.PersonOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	before, err := act.List[StudyPlace](w, Table, "county = $1 AND person = $2 AND (state = 'serving' OR state = 'may_return')", string(who.County), string(who.ID))
	if err != nil {
		return err
	}
	if len(before) > 0 {
		return fault.New(fault.Conflict, "study_place.doubled", "该人员已登记保留学籍。", "A place is kept for this person already.")
	}
	p.County, p.Unit, p.Place, p.State = who.County, who.Unit, who.Place, Serving
	p.Person, p.School, p.Letter, p.Kept = who.ID, b.School, b.Letter, b.Kept
	return tell(w, p, i18n.T("{school}为您保留学籍(入学资格)。", "{school} keeps your place.").With("school", p.School))
}

// discharged starts the clock: two years by the law of the day of the discharge.
func discharged(w *act.Work, h *house.House, p *StudyPlace, on clock.Date) error {
	if on < p.Kept || on > w.Today() {
		return fault.New(fault.Invalid, "study_place.day", "退役日须在保留起始日之后、今日之前。", "The discharge lies between the day from which the place is kept and today.").
			OnField("discharged_on", "study_place.day", "请核对日期。", "Check the day.")
	}
	p.Discharged, p.State = on, MayCome
	if err := p.setClock(clocks.Of(w, h)); err != nil {
		return err
	}
	clocks.Remind(w, h, Table, p.County, p.ID, p.DueBy)
	return tell(w, p, i18n.T("您可在 {day} 前到{school}入学或者复学。", "You may come back to {school} until {day}.").With("day", p.DueBy, "school", p.School))
}

// followed starts the clock when a soldier is put on the list of leavers.
func followed(w *act.Work, h *house.House, r *people.ReserveEntry) error {
	list, err := act.Take[StudyPlace](w, Table, "county = $1 AND person = $2 AND state = 'serving'", string(r.County), string(r.Person))
	for _, p := range list {
		if err != nil || r.From < p.Kept || r.From > w.Today() {
			continue
		}
		err = discharged(w, h, p, r.From)
		w.Save(Table, p)
	}
	return err
}

func tell(w *act.Work, p *StudyPlace, body i18n.Text) error {
	who, err := people.PersonOf(w, p.County, p.Person)
	if err != nil {
		return err
	}
	w.Notify(people.Tell(who, outbox.SMS, i18n.T("保留学籍", "Your study place"), body))
	return nil
}
