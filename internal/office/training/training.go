// Package training keeps the courses of the staff and the certificates they
// earn. An act may need a certificate (Certificate); without one that is in
// force on the day it is refused, whoever asks.
//
// Whoever holds this table could certify himself; the ledger's verification
// finds that.
package training

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
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Subject is what a course qualifies for.
type Subject string

// Options is the closed list of subjects.
func (Subject) Options() []field.Option {
	return []field.Option{{Value: "examiner", Label: i18n.T("体格检查", "physical examination")}, {Value: "vetting", Label: i18n.T("政治考核程序", "vetting procedure")},
		{Value: "selection", Label: i18n.T("定兵程序", "selection procedure")}}
}

// Attendance is what is recorded of somebody's course.
type Attendance struct {
	Account    ident.ID   `f:"account,required,filter,ref=account" zh:"工作人员" en:"Account"`
	Unit       unit.Code  `f:"office,required" zh:"单位代码" en:"Unit code"`
	Course     string     `f:"course,required,search,max=120" zh:"课程" en:"Course"`
	Subject    Subject    `f:"subject,required,filter" zh:"资格" en:"Qualifies for"`
	Hours      int64      `f:"hours,min=1,max=1000" zh:"学时" en:"Hours"`
	Mark       int64      `f:"mark,min=0,max=100" zh:"成绩" en:"Mark"`
	ValidFrom  clock.Date `f:"valid_from,required,sort" zh:"生效" en:"Valid from"`
	ValidUntil clock.Date `f:"valid_until,required,sort" zh:"到期" en:"Valid until"`
}

// Course is one course of one person, with the certificate it earned.
type Course struct {
	record.Base
	Attendance
}

// Table is the table of courses.
var Table = record.NewTable[Course]("course", i18n.T("培训证书", "Training certificate"), register.PlainStates()...)

// PassMark is the least mark that earns a certificate.
const passMark = "training.pass_mark"

// Declare declares the register of courses.
func Declare(h *house.House) {
	keep := []access.Grant{role.Grant(role.PersonnelClerk, role.Office)}
	register.Declare(h.Book, h.Shelf, register.Plain[Course, *Course, Attendance]{
		Table: Table, Floor: "office", Columns: []string{"course", "subject", "account", "unit", "valid_until", "state"},
		Read: append([]access.Grant{role.Grant(role.Administrator, role.Office), role.Grant(role.Assessor, role.Assessment)}, keep...),
		Keep: keep, Content: func(c *Course) *Attendance { return &c.Attendance },
		Unit:  func(_ *act.Work, a *Attendance) (unit.Code, error) { return a.Unit, nil },
		Check: func(w *act.Work, c *Course) error { return check(w, h, c) }})
}

func check(w *act.Work, h *house.House, c *Course) error {
	pass, err := h.Pack.On(w.Today()).Int(passMark)
	if err != nil {
		return err
	}
	switch {
	case c.ValidUntil < c.ValidFrom:
		return fault.New(fault.Invalid, "course.dates", "到期日早于生效日。", "It ends before it begins.").OnField("valid_until", "course.dates", "早于生效日。", "It is before the first day.")
	case c.Mark < pass:
		return fault.New(fault.Invalid, "course.mark", "成绩未达 {mark} 分,不能发证。", "A mark below {mark} earns no certificate.", "mark", pass).OnField("mark", "course.mark", "未达合格线。", "Below the pass mark.")
	case w.Same(c.Account, w.Actor.Account):
		return fault.New(fault.Denied, "course.self", "不能给自己登记证书。", "Nobody certifies themselves.")
	}
	return nil
}

// Certificate is the need of a certificate in a subject.
func Certificate(s Subject) act.Need { return need{s} }

type need struct{ subject Subject }

// Check implements act.Need: the certificate must be in force today.
func (n need) Check(w *act.Work) error {
	var found int64
	_, err := w.Query(`SELECT COUNT(*) FROM course WHERE account = $1 AND subject = $2 AND state = $3 AND valid_from <= $4 AND valid_until >= $4`,
		[]any{string(w.Actor.Account), string(n.subject), register.Active, string(w.Today())}, &found)
	if err != nil || found > 0 {
		return err
	}
	return fault.New(fault.Denied, "course.needed", "您没有有效的“{subject}”培训证书,不能办理此事。", "You hold no valid certificate for {subject}; without it this may not be done.", "subject", n.Describe())
}

// Describe implements act.Need.
func (n need) Describe() i18n.Text {
	for _, o := range n.subject.Options() {
		if o.Value == string(n.subject) {
			return o.Label
		}
	}
	return i18n.Same(string(n.subject))
}
