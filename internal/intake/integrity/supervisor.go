package integrity

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
	"muster/internal/office/role"
)

// Appointment is what is on file of a citizen who was appointed to look on.
type Appointment struct {
	Account ident.ID   `f:"account,required,filter,ref=account" zh:"监督员账号" en:"Account"`
	Office  unit.Code  `f:"office,required" zh:"聘任单位" en:"Appointed for"`
	Name    string     `f:"name,required,search,class=I1,max=60" zh:"姓名" en:"Name"`
	From    clock.Date `f:"valid_from,required" zh:"任期自" en:"Term from"`
	Until   clock.Date `f:"valid_until,required,sort" zh:"任期至" en:"Term until"`
	Letter  string     `f:"letter,required,max=120" zh:"聘书编号" en:"Number of the letter"`
}

// Supervisor is one appointed citizen.
type Supervisor struct {
	record.Base
	Appointment
}

// Supervisors is the register of appointed citizens.
var Supervisors = record.NewTable[Supervisor]("supervisor", i18n.T("廉洁征兵监督员", "Citizen supervisor"), register.PlainStates()...)

// Observation is what a citizen supervisor saw, with the answer.
type Observation struct {
	record.Base
	Account    ident.ID   `f:"account,required,filter,ref=account" zh:"监督员" en:"Supervisor"`
	Day        clock.Date `f:"day,required,sort" zh:"日期" en:"Day"`
	Station    unit.Code  `f:"station,required,filter" zh:"地点" en:"Where"`
	Text       string     `f:"text,long,max=2000" zh:"所见" en:"What was seen"`
	Answer     string     `f:"answer,long,max=2000" zh:"答复" en:"Answer"`
	AnsweredOn clock.Date `f:"answered_on" zh:"答复日" en:"Answered on"`
}

// States of an observation.
const (
	Filed    = "filed"
	Answered = "answered"
)

// Observations is the table of observations.
var Observations = record.NewTable[Observation]("observation", i18n.T("监督员意见", "Observation"),
	record.State{Name: Filed, Label: i18n.T("待答复", "to be answered")}, record.State{Name: Answered, Label: i18n.T("已答复", "answered"), End: true}, act.VoidState)

// Observing is the body of filing an observation.
type Observing struct {
	Station unit.Code  `f:"station,required" zh:"地点(单位代码)" en:"Where (unit code)"`
	Day     clock.Date `f:"day,required" zh:"日期" en:"Day"`
	Text    string     `f:"text,required,long,max=2000" zh:"所见(不写考生姓名)" en:"What was seen (no candidate's name)"`
}

// Answering is the body of answering.
type Answering struct {
	Answer string `f:"answer,required,long,max=2000" zh:"答复" en:"Answer"`
}

func declareSupervisors(h *house.House) {
	watch := role.Grant(role.Supervisor, role.Integrity)
	register.Declare(h.Book, h.Shelf, register.Plain[Supervisor, *Supervisor, Appointment]{
		Table: Supervisors, Floor: "intake", Columns: []string{"name", "office", "valid_from", "valid_until", "letter", "state"},
		Read: append(inspector(), role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.PersonnelClerk, role.Office)), Keep: inspector(),
		Content: func(s *Supervisor) *Appointment { return &s.Appointment },
		Unit:    func(_ *act.Work, a *Appointment) (unit.Code, error) { return a.Office, nil },
		Check: func(w *act.Work, s *Supervisor) error {
			if s.Until < s.From {
				return fault.New(fault.Invalid, "supervisor.term", "任期止日早于起日。", "The term ends before it begins.").OnField("valid_until", "supervisor.term", "早于起日。", "It is before the first day.")
			}
			if w.Same(s.Account, w.Actor.Account) {
				return fault.New(fault.Denied, "supervisor.self", "不能聘任自己。", "Nobody appoints themselves.")
			}
			return nil
		}})
	act.Declare(h.Book, act.Spec[Observation, *Observation, Observing]{
		Name: "observation.file", Title: i18n.T("提出监督意见", "File an observation"), Table: Observations, New: true, To: []string{Filed},
		By: []access.Grant{watch}, Needs: []act.Need{appointed{}}, Unit: func(_ *act.Work, b *Observing) (unit.Code, error) { return b.Station, nil },
		Do: func(w *act.Work, o *Observation, b *Observing) error {
			o.Account, o.Station, o.Day, o.Text, o.State = w.Actor.Account, b.Station, b.Day, b.Text, Filed
			return nil
		}})
	act.Declare(h.Book, act.Spec[Observation, *Observation, Answering]{
		Name: "observation.answer", Title: i18n.T("答复监督意见", "Answer the observation"), Table: Observations, From: []string{Filed}, To: []string{Answered},
		By: inspector(), Do: func(w *act.Work, o *Observation, b *Answering) error {
			o.Answer, o.AnsweredOn, o.State = b.Answer, w.Today(), Answered
			return nil
		}})
	h.Shelf.Add(h.Book, &register.Register{Table: Observations, Floor: "intake", Columns: []string{"day", "station", "text", "answer", "state"}, Read: append(inspector(), watch)})
}

// appointed is the need of an appointment that is in force.
type appointed struct{}

// Check implements act.Need.
func (appointed) Check(w *act.Work) error {
	var n int64
	_, err := w.Query(`SELECT COUNT(*) FROM supervisor WHERE account = $1 AND state = 'active' AND valid_from <= $2 AND valid_until >= $2`,
		[]any{string(w.Actor.Account), string(w.Today())}, &n)
	if err == nil && n == 0 {
		err = fault.New(fault.Denied, "supervisor.term_over", "您不在监督员任期内。", "You hold no appointment in force.")
	}
	return err
}

// Describe implements act.Need.
func (appointed) Describe() i18n.Text {
	return i18n.T("监督员聘任在任期内", "an appointment in force")
}
