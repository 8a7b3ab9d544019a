// Package medical is the second gate: summons, examination under a temporary
// number, conclusion by the chief examiner, recheck by somebody else.
//
// What an examiner finds is sealed in the vault under the person's medical key;
// the case carries the conclusion and its reason code. An examiner sees the
// temporary number, never a name. Whoever holds these tables learns who was
// examined where and with what conclusion, not what was found.
package medical

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
	"muster/internal/frame/vault"
	"muster/internal/intake/cases"
	"muster/internal/intake/draws"
	"muster/internal/office/role"
	"muster/internal/office/training"
)

// Value is the vault class of what an examination finds.
type Value struct{}

// VaultClass is M1: section values of an examination.
func (Value) VaultClass() string { return "M1" }

// Exam is one examination of one applicant.
type Exam struct {
	record.Base
	Number   string              `f:"number,search,filter,max=20" zh:"临时编号" en:"Temporary number"`
	Case     ident.ID            `f:"application,required,hidden,ref=application" zh:"应征" en:"Application"`
	Subject  ident.ID            `f:"subject,hidden" zh:"受检人" en:"Examined person"`
	Station  unit.Code           `f:"station,required,filter" zh:"体检站" en:"Station"`
	On       clock.Date          `f:"exam_on,filter,sort" zh:"体检日期" en:"Day"`
	Again    bool                `f:"again,filter" zh:"复查" en:"Recheck"`
	Findings vault.Sealed[Value] `f:"findings,hidden" zh:"检查所见" en:"Findings"`
	Proposal string              `f:"proposal,class=M2,max=60" zh:"医生意见" en:"Examiner's opinion"`
	Outcome  string              `f:"outcome,class=M2,max=60" zh:"主检结论" en:"Conclusion"`
}

// States of an examination.
const (
	Waiting   = "waiting"
	Recorded  = "recorded"
	Concluded = "concluded"
)

// Exams is the table of examinations.
var Exams = record.NewTable[Exam]("exam", i18n.T("体格检查", "Examination"),
	record.State{Name: Waiting, Label: i18n.T("待检", "waiting")},
	record.State{Name: Recorded, Label: i18n.T("已检待结论", "recorded")},
	record.State{Name: Concluded, Label: i18n.T("已结论", "concluded"), End: true},
	act.VoidState)

// Summons is the body of summoning somebody to an examination.
type Summons struct {
	Station unit.Code  `f:"station,required" zh:"体检站" en:"Station"`
	On      clock.Date `f:"exam_on,required" zh:"日期" en:"Day"`
}

// Arrival is the body by which the desk admits somebody who has come.
type Arrival struct {
	Identity bool `f:"identity_checked,required" zh:"已当面核对身份" en:"Identity checked in person"`
}

// Opinion is what an examiner found and proposes.
type Opinion string

// Options is the closed list of an examiner's opinions and of conclusions.
func (Opinion) Options() []field.Option {
	return []field.Option{{Value: "pass", Label: i18n.T("合格", "pass")}, {Value: "fail", Label: i18n.T("不合格", "fail")},
		{Value: "recheck", Label: i18n.T("复查", "recheck")}}
}

// Finding is the body of recording an examination.
type Finding struct {
	Findings string  `f:"findings,required,long,secret,class=M1,max=4000" zh:"检查所见" en:"Findings"`
	Opinion  Opinion `f:"opinion,required" zh:"意见" en:"Opinion"`
}

// Conclusion is the body of the chief examiner's conclusion.
type Conclusion struct {
	Outcome Opinion `f:"outcome,required" zh:"结论" en:"Conclusion"`
	Reason  string  `f:"reason,secret,max=60,reasons=physical" zh:"理由代码" en:"Reason code"`
	Remark  string  `f:"remark,secret,long" zh:"说明" en:"In words"`
}

// atStation grants to those who work at the station of an examination.
func atStation(r access.Role) access.Grant {
	return access.Grant{Role: r, Relation: access.Assigned, Field: "station", Purposes: []access.Purpose{role.Medical}}
}

// Declare declares the acts of the gate.
func Declare(h *house.House) {
	certified := []act.Need{training.Certificate("examiner")}
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Summons]{
		Name: "application.summon", Title: i18n.T("通知体检", "Summon to the examination"), Table: cases.Table, From: []string{cases.Preselected},
		To: []string{cases.Summoned}, By: []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}, Basis: "conscription-regulation 19", Do: summon})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Arrival]{
		Name: "application.admit", Title: i18n.T("核对身份并发临时编号", "Check identity, give a number"), Table: cases.Table,
		From: []string{cases.Summoned, cases.Recheck}, To: []string{cases.Examined}, By: []access.Grant{atStation(role.Desk)},
		Basis: "conscription-regulation 20", Do: admit})
	act.Declare(h.Book, act.Spec[Exam, *Exam, Finding]{
		Name: "exam.record", Title: i18n.T("录入检查结果", "Record the findings"), Table: Exams, From: []string{Waiting}, To: []string{Recorded},
		By: []access.Grant{atStation(role.Examiner)}, Needs: certified, Basis: "conscription-regulation 18",
		Do: func(w *act.Work, e *Exam, b *Finding) error { return recordExam(w, h, e, b) }})
	act.Declare(h.Book, act.Spec[Exam, *Exam, Conclusion]{
		Name: "exam.conclude", Title: i18n.T("主检结论", "Conclude"), Table: Exams, From: []string{Recorded}, To: []string{Concluded},
		By: []access.Grant{atStation(role.ChiefExaminer)}, NotBy: []string{"exam.record"}, Needs: certified, Adverse: true, Basis: "conscription-regulation 18",
		Do: func(w *act.Work, e *Exam, b *Conclusion) error { return conclude(w, h, e, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Exams, Floor: "intake", Columns: []string{"number", "station", "exam_on", "again", "state"},
		Read: []access.Grant{atStation(role.Desk), atStation(role.Examiner), atStation(role.ChiefExaminer)}})
}

func summon(w *act.Work, c *cases.Case, b *Summons) error {
	if _, ok := w.Tree.Get(b.Station); !ok {
		return act.UnknownUnit(b.Station)
	}
	c.Station, c.ExamOn, c.State = b.Station, b.On, cases.Summoned
	return c.Tell(w, true, i18n.T("体格检查通知", "Your physical examination"),
		i18n.T("请于 {day} 到{station}参加体格检查,携带居民身份证。", "Please come to {station} on {day} with your identity card.").
			With("day", b.On, "station", w.Tree.Name(b.Station)))
}

// admit opens an examination under a temporary number that says nothing about
// the person. The desk has seen the identity card.
func admit(w *act.Work, c *cases.Case, _ *Arrival) error {
	before, err := act.List[Exam](w, Exams, "county = $1 AND application = $2", string(c.County), string(c.ID))
	if err != nil {
		return err
	}
	e := &Exam{Case: c.ID, Subject: c.Person, Station: c.Station, On: w.Today(), Again: len(before) > 0}
	e.Base = record.Base{County: c.County, ID: w.NewID(), Unit: c.Station, State: Waiting}
	at, ok := w.Tree.Get(c.Station)
	if !ok {
		return act.UnknownUnit(c.Station)
	}
	e.Place = at.Place
	e.Number = number(e.ID)
	w.Save(Exams, e)
	c.Move(cases.Examined, cases.ReachExamined)
	return nil
}

// number makes the temporary number from the random part of an id.
func number(id ident.ID) string { return "T" + string(id[len(id)-7:]) }

func recordExam(w *act.Work, h *house.House, e *Exam, b *Finding) error {
	earlier, err := examinedBefore(w, e)
	if err != nil {
		return err
	}
	if earlier {
		return fault.New(fault.Denied, "access.duties", "复查须由另一名医生办理。", "A recheck is done by another examiner.")
	}
	if err := asDrawn(w, e); err != nil {
		return err
	}
	sealed, err := vault.Seal(h.Vault, vault.Place{Table: "exam", Column: "findings", Subject: e.Subject}, vault.NewClear[Value]([]byte(b.Findings)))
	if err != nil {
		return err
	}
	e.Findings, e.Proposal, e.State = sealed, string(b.Opinion), Recorded
	return nil
}

// asDrawn refuses an examiner to whom a draw did not give this examination;
// without a draw every examiner of the station may take it.
func asDrawn(w *act.Work, e *Exam) error {
	examiner, drawn, err := draws.Assigned(w, e.Station, e.Number)
	if err != nil || !drawn || examiner == w.Actor.Account {
		return err
	}
	return fault.New(fault.Denied, "exam.drawn", "公开抽签已将 {number} 分给另一名主考。", "A public draw gave {number} to another examiner.", "number", e.Number)
}

// examinedBefore says whether the actor recorded or concluded an earlier
// examination of the same application.
func examinedBefore(w *act.Work, e *Exam) (bool, error) {
	if !e.Again {
		return false, nil
	}
	all, err := act.List[Exam](w, Exams, "county = $1 AND application = $2 AND id <> $3", string(e.County), string(e.Case), string(e.ID))
	for _, other := range all {
		did, err := w.DidOn(Exams, other.County, other.ID, w.Actor.Account, "exam.record", "exam.conclude")
		if did || err != nil {
			return did, err
		}
	}
	return false, err
}

func conclude(w *act.Work, h *house.House, e *Exam, b *Conclusion) error {
	c, err := act.Load[cases.Case](w, cases.Table, e.County, e.Case)
	if err != nil {
		return err
	}
	earlier, err := examinedBefore(w, e)
	if err != nil {
		return err
	}
	if earlier {
		return fault.New(fault.Denied, "access.duties", "复查须由另一名主检医师作出结论。", "A recheck is concluded by another chief examiner.")
	}
	e.Outcome, e.State = string(b.Outcome), Concluded
	c.Physical = string(b.Outcome)
	w.Save(cases.Table, c)
	switch b.Outcome {
	case "pass":
		c.Reason, c.PlaceKept = "", false
		c.Move(cases.PhysicalPass, cases.ReachPhysical)
		return nil
	case "recheck":
		c.State = cases.Recheck
		return c.Tell(w, true, i18n.T("体格检查需要复查", "You are to be rechecked"), i18n.T("请按通知到站复查,由另一名医生检查。", "Please come again; another doctor will examine you."))
	}
	if err := cases.NeedsReason(b.Remark); err != nil {
		return err
	}
	if _, err := c.ReasonOf(h, "physical", b.Reason); err != nil {
		return err
	}
	c.State = cases.PhysicalFail
	if err := c.SealPhysical(h, b.Reason, b.Remark); err != nil {
		return err
	}
	return c.TellPrivately(w, h, i18n.T("体格检查有结论", "Your physical examination has a result"))
}
