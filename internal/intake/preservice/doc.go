// Package preservice is the pre-service education of the doubly qualified: one
// course of a county with its dates and place, who takes part, who was there on
// each day, the tests with their marks, injuries, who left and why.
//
// States of a course: open, completed. The completion computes the adaptability
// points of everybody from attendance and marks; nobody types them. A day without
// a sheet, or somebody without a mark, stops the completion and is named: what is
// missing counts against nobody. Days on which somebody was excused count neither
// way. Injuries are sealed in the vault (class M1). Whoever holds these tables
// could change a mark; the recomputation of the scores and the ledger find that.
package preservice

import (
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
	"muster/internal/intake/cycle"
	"muster/internal/office/role"
)

// Course is the pre-service education of one county in one intake.
type Course struct {
	record.Base
	Cycle     ident.ID   `f:"cycle,required,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	PolicyDay clock.Date `f:"policy_day" zh:"适用政策日期" en:"Law of the day"`
	Name      string     `f:"name,required,search,max=120" zh:"名称" en:"Name"`
	Venue     string     `f:"venue,required,max=120" zh:"地点" en:"Place"`
	From      clock.Date `f:"first_day,required,sort" zh:"开始日" en:"First day"`
	Until     clock.Date `f:"last_day,required,sort" zh:"结束日" en:"Last day"`
	Places    int64      `f:"enrolled" zh:"参加人数" en:"Taking part"`
	Done      clock.Date `f:"completed_on" zh:"结业日" en:"Completed on"`
}

// States of a course.
const (
	Open      = "open"
	Completed = "completed"
)

// Courses is the table of courses.
var Courses = record.NewTable[Course]("preservice_course", i18n.T("役前教育", "Pre-service education"),
	record.State{Name: Open, Label: i18n.T("进行中", "under way")},
	record.State{Name: Completed, Label: i18n.T("已结业", "completed"), End: true}, act.VoidState)

// Opening is the body of opening a course.
type Opening struct {
	Cycle ident.ID   `f:"cycle,required,ref=cycle" zh:"征集批次" en:"Intake"`
	Home  unit.Code  `f:"cycle_home,required" zh:"批次属地" en:"Home of the intake"`
	Name  string     `f:"name,required,max=120" zh:"名称" en:"Name"`
	Venue string     `f:"venue,required,max=120" zh:"地点" en:"Place"`
	From  clock.Date `f:"first_day,required" zh:"开始日" en:"First day"`
	Until clock.Date `f:"last_day,required" zh:"结束日" en:"Last day"`
}

// Empty is the body of an act that needs no words.
type Empty struct{}

const basis = "conscription-regulation 26"

func officer() []access.Grant {
	return []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}
}

// readers are those who see how a course went; of injuries only that there was one.
func readers() []access.Grant {
	return []access.Grant{role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Selector, role.Selection), role.Grant(role.Inspector, role.Integrity)}
}

// room is what the acts of this package share.
type room struct{ *house.House }

// Declare declares the registers and acts of the education.
func Declare(h *house.House) {
	r := &room{h}
	act.Declare(h.Book, act.Spec[Course, *Course, Opening]{
		Name: "preservice_course.open", Title: i18n.T("开办役前教育", "Open a course"), Table: Courses, New: true, To: []string{Open}, By: officer(), Basis: basis, Do: r.open})
	act.Declare(h.Book, act.Spec[Course, *Course, Enrolling]{
		Name: "preservice_course.enrol", Title: i18n.T("编入双合格人员", "Enrol the doubly qualified"), Table: Courses, From: []string{Open}, By: officer(), Basis: basis, Do: r.enrol})
	act.Declare(h.Book, act.Spec[Course, *Course, Empty]{
		Name: "preservice_course.complete", Title: i18n.T("结业并计算适应性得分", "Complete, and compute the adaptability points"), Table: Courses, From: []string{Open}, To: []string{Completed},
		By: officer(), Basis: basis, Do: r.complete})
	h.Shelf.Add(h.Book, &register.Register{Table: Courses, Floor: "intake", Columns: []string{"name", "venue", "first_day", "last_day", "enrolled", "state"}, Read: readers()})
	r.declarePlaces()
	r.declareSheets()
	r.declareInjuries()
}

// open needs the days that the pack asks for, in one intake.
func (r *room) open(w *act.Work, c *Course, b *Opening) error {
	intake, err := cycle.Of(w, b.Home, b.Cycle)
	if err != nil {
		return err
	}
	least, err := r.Pack.On(intake.PolicyDay).Int("education.least_days")
	if err != nil {
		return err
	}
	if days := int64(b.From.DaysUntil(b.Until)) + 1; days < least {
		return fault.New(fault.Invalid, "preservice.days", "役前教育不少于 {least} 天,所填为 {days} 天。", "The education takes at least {least} days; these are {days}.", "least", least, "days", max(0, days)).
			OnField("last_day", "preservice.days", "天数不足。", "Too few days.")
	}
	c.Cycle, c.PolicyDay, c.Name, c.Venue, c.From, c.Until, c.State = b.Cycle, intake.PolicyDay, b.Name, b.Venue, b.From, b.Until, Open
	return nil
}

// courseOf loads an open course of the actor's own scope.
func courseOf(w *act.Work, home unit.Code, id ident.ID) (*Course, error) {
	c, err := act.Load[Course](w, Courses, home, id)
	if err != nil {
		return nil, err
	}
	within := false
	for _, r := range w.Actor.Ranges {
		within = within || r.Contains(c.Place)
	}
	if !within {
		return nil, record.Missing(Courses.Title)
	}
	if c.State != Open {
		return nil, fault.New(fault.Conflict, "preservice.completed", "该期役前教育已结业。", "The course is completed.")
	}
	return c, nil
}
