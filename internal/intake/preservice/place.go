package preservice

import (
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
)

// Place is one person's place in a course. The points are hundredths, computed
// at the completion.
type Place struct {
	record.Base
	Course    ident.ID  `f:"course,required,filter,ref=preservice_course" zh:"役前教育" en:"Course"`
	Case      ident.ID  `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Person    ident.ID  `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Name      string    `f:"name,search,class=I1,max=60" zh:"姓名" en:"Name"`
	Number    int64     `f:"number,sort" zh:"学号" en:"Number"`
	Present   int64     `f:"days_present" zh:"出勤天数" en:"Days present"`
	Counted   int64     `f:"days_counted" zh:"计入天数" en:"Days that count"`
	Drill     int64     `f:"drill,class=S1" zh:"表现分(百分之一分)" en:"Conduct and drill (hundredths)"`
	Knowledge int64     `f:"knowledge,class=S1" zh:"知识分(百分之一分)" en:"Knowledge (hundredths)"`
	Reason    string    `f:"reason,filter,max=60,reasons=withdrawal" zh:"退出理由" en:"Why they left"`
	Remark    string    `f:"remark,long,max=1000" zh:"说明" en:"In words"`
	Letter    string    `f:"letter,max=120" zh:"本人声明编号" en:"Number of the person's own declaration"`
	CaseHome  unit.Code `f:"case_home,hidden" zh:"应征属地" en:"Home of the application"`
}

// States of a place.
const (
	Enrolled = "enrolled"
	Finished = "finished"
	Left     = "left"
)

// Places is the table of places.
var Places = places()

func places() *record.Table {
	t := record.NewTable[Place]("preservice_place", i18n.T("役前教育学员", "Place in a course"),
		record.State{Name: Enrolled, Label: i18n.T("参加中", "taking part")},
		record.State{Name: Finished, Label: i18n.T("已完成", "finished")},
		record.State{Name: Left, Label: i18n.T("已退出", "left")}, act.VoidState)
	t.Personal = true
	return t
}

// Enrolling is the body of enrolling: the applications named, or where none is,
// everybody of the county who is doubly qualified and in no course.
type Enrolling struct {
	Cases []string `f:"applications" zh:"应征编号(不填:本县全部双合格人员)" en:"Applications (none named: everybody doubly qualified)"`
}

// Leaving is the body of recording that somebody leaves the course, and with it
// the intake, by their own declaration.
type Leaving struct {
	Reason string `f:"reason,required,max=60,reasons=withdrawal" zh:"理由代码" en:"Reason code"`
	Letter string `f:"letter,required,max=120" zh:"本人书面声明编号" en:"Number of the person's written declaration"`
	Remark string `f:"remark,required,long,max=1000" zh:"说明(不写医学细节)" en:"In words (no medical detail)"`
}

// Reinstating is the body of setting a departure aside.
type Reinstating struct {
	Reasoning string `f:"reasoning,required,long,max=1000" zh:"决定理由" en:"Reasons of the decision"`
}

func (r *room) declarePlaces() {
	act.Declare(r.Book, act.Spec[Place, *Place, Leaving]{
		Name: "preservice_place.leave", Title: i18n.T("登记退出役前教育", "Record that somebody leaves"), Table: Places, From: []string{Enrolled}, To: []string{Left},
		By: officer(), Sign: officer(), Adverse: true, Cause: true, Basis: basis, Do: r.leave})
	act.Declare(r.Book, act.Spec[Place, *Place, Reinstating]{
		Name: "preservice_place.reinstate", Title: i18n.T("撤销退出,恢复参加", "Set the departure aside"), Table: Places, From: []string{Left}, To: []string{Enrolled, Left},
		By: []access.Grant{role.Grant(role.AppealsOfficer, role.Review)}, NotBy: []string{"preservice_place.leave"}, Cause: true, Basis: basis, Do: r.reinstate})
	r.Shelf.Add(r.Book, &register.Register{Table: Places, Floor: "intake", Columns: []string{"number", "name", "days_present", "days_counted", "reason", "state"},
		Read: append(readers(), role.Self(), role.Grant(role.AppealsOfficer, role.Review))})
}

const enrolledCases = `SELECT application, 1 FROM preservice_place WHERE county = $1 AND course IN (SELECT id FROM preservice_course WHERE county = $1 AND cycle = $2) AND state NOT IN ('void', 'left')`

// enrol gives everybody a place with a number, and tells them when and where.
func (r *room) enrol(w *act.Work, c *Course, b *Enrolling) error {
	have, err := w.Counts(enrolledCases, []any{string(c.County), string(c.Cycle)})
	if err != nil {
		return err
	}
	list, err := act.List[cases.Case](w, cases.Table, "county = $1 AND cycle = $2 AND state = $3 ORDER BY id", string(c.County), string(c.Cycle), cases.Qualified)
	if err != nil {
		return err
	}
	found := 0
	for _, one := range list {
		if have[string(one.ID)] > 0 || len(b.Cases) > 0 && !slices.Contains(b.Cases, string(one.ID)) || !c.Place.Contains(one.Place) {
			continue
		}
		c.Places++
		found++
		p := &Place{Course: c.ID, Case: one.ID, CaseHome: one.County, Person: one.Person, Name: one.Name, Number: c.Places}
		p.Base = record.Base{County: c.County, ID: w.NewID(), Unit: one.Unit, Place: one.Place, State: Enrolled}
		w.Save(Places, p)
		err := one.Tell(w, false, i18n.T("请参加役前教育", "Your pre-service education"),
			i18n.T("{from} 至 {until},{venue}。您的学号是 {n}。", "From {from} to {until}, at {venue}. Your number is {n}.").With("from", c.From, "until", c.Until, "venue", c.Venue, "n", c.Places))
		if err != nil {
			return err
		}
	}
	if found == 0 || len(b.Cases) > 0 && found != len(b.Cases) {
		return fault.New(fault.Conflict, "preservice.nobody", "没有可编入的人员,或所列人员不是本县未编入的双合格人员。", "There is nobody to enrol, or somebody named is not a doubly qualified applicant of the county without a place.")
	}
	return nil
}

// leave ends the case by the person's own declaration, which two officers saw; the
// person is told how to have it set aside.
func (r *room) leave(w *act.Work, p *Place, b *Leaving) error {
	c, err := act.Load[cases.Case](w, cases.Table, p.CaseHome, p.Case)
	if err != nil {
		return err
	}
	if c.State != cases.Qualified {
		return fault.New(fault.Conflict, "preservice.case", "该应征已不在役前教育环节。", "The application is no longer at this point.")
	}
	why, err := c.ReasonOf(r.House, "withdrawal", b.Reason)
	if err != nil {
		return err
	}
	p.Reason, p.Letter, p.Remark, p.State = b.Reason, b.Letter, b.Remark, Left
	c.State, c.Reason, c.Remark, c.PlaceKept = cases.Withdrawn, b.Reason, b.Remark, true
	w.Save(cases.Table, c)
	return c.TellAdverse(w, r.House, i18n.T("已登记您退出役前教育", "It is recorded that you left the pre-service education"), why, b.Remark)
}

// reinstate is executed at once: the place and the case are as before.
func (r *room) reinstate(w *act.Work, p *Place, b *Reinstating) error {
	c, err := act.Load[cases.Case](w, cases.Table, p.CaseHome, p.Case)
	if err != nil {
		return err
	}
	if c.State != cases.Withdrawn || !c.PlaceKept {
		return fault.New(fault.Conflict, "preservice.case", "该应征已不在役前教育环节。", "The application is no longer at this point.")
	}
	w.Save(cases.Table, c)
	return r.back(w, p, c, b.Reasoning)
}

// back undoes that somebody left: the case is where it was, and the place too, or where
// the course is over meanwhile, the next course has one for them.
func (r *room) back(w *act.Work, p *Place, c *cases.Case, why string) error {
	course, err := act.Load[Course](w, Courses, p.County, p.Course)
	if err != nil {
		return err
	}
	p.Reason, p.Letter, p.Remark = "", "", why
	if course.State == Open {
		p.State = Enrolled
	}
	c.State, c.Reason, c.Remark, c.PlaceKept, c.ObjectBy = cases.Qualified, "", "", false, ""
	if why == "" { // a review tells its own reasons
		return nil
	}
	return c.TellDiscreetly(w, i18n.T("您可以继续参加役前教育", "You may go on with the education"), i18n.T("退出登记已撤销。理由:{why}", "The record that you left is set aside. Reasons: {why}").With("why", why), i18n.Text{})
}

// SetAside undoes for a review that somebody was recorded as having left.
func SetAside(h *house.House, w *act.Work, c *cases.Case) error {
	list, err := act.Take[Place](w, Places, "application = $1 AND state = $2 AND letter <> '' ORDER BY id DESC", string(c.ID), Left)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return record.Missing(Places.Title)
	}
	w.Save(Places, list[0])
	return (&room{h}).back(w, list[0], c, "")
}
