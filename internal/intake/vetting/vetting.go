// Package vetting is the third gate: departments answer one question each, a
// chair concludes. It models the process and its conclusion, never a criterion.
//
// A department sees its one question and answers with a reference to its
// evidence; what it found is sealed in the vault. Whoever holds these tables
// learns which department was asked and whether it answered, not what.
package vetting

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
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
	"muster/internal/office/role"
)

// Finding is the vault class of what a department found.
type Finding struct{}

// VaultClass is V2: findings of vetting.
func (Finding) VaultClass() string { return "V2" }

// Question is what a department is asked.
type Question string

// Options is the closed list of questions, one a department.
func (Question) Options() []field.Option {
	return []field.Option{{Value: "identity", Label: i18n.T("公安:身份与户籍是否一致", "police: do identity and household agree")},
		{Value: "education", Label: i18n.T("教育:学历是否属实", "education: is the education as stated")},
		{Value: "proceedings", Label: i18n.T("司法:是否处于法定程序中", "justice: are there legal proceedings")}}
}

// Check is one question to one department about one applicant.
type Check struct {
	record.Base
	Case     ident.ID              `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Subject  ident.ID              `f:"subject,hidden" zh:"对象" en:"About"`
	Name     string                `f:"name,class=I1,max=60" zh:"姓名" en:"Name"`
	Question Question              `f:"question,required,filter" zh:"问题" en:"Question"`
	Office   unit.Code             `f:"office,required,filter" zh:"受询部门" en:"Department"`
	Evidence string                `f:"evidence,max=120" zh:"证据编号" en:"Evidence reference"`
	Answer   vault.Sealed[Finding] `f:"answer,hidden" zh:"答复" en:"Answer"`
	Clear    bool                  `f:"clear" zh:"无异议" en:"Nothing found"`
}

// States of a check.
const (
	Asked    = "asked"
	Answered = "answered"
)

// Checks is the table of checks.
var Checks = checks()

func checks() *record.Table {
	t := record.NewTable[Check]("vetting_check", i18n.T("联审核查", "Vetting check"),
		record.State{Name: Asked, Label: i18n.T("待答复", "asked")}, record.State{Name: Answered, Label: i18n.T("已答复", "answered"), End: true}, act.VoidState)
	t.Personal = true
	return t
}

// Asking is the body of opening the vetting of a case.
type Asking struct {
	Office unit.Code `f:"office,required" zh:"受询部门所在单位" en:"Unit of the departments"`
}

// Reply is the body of a department's answer.
type Reply struct {
	Clear    bool   `f:"clear" zh:"无异议" en:"Nothing found"`
	Evidence string `f:"evidence,required,max=120" zh:"证据编号" en:"Evidence reference"`
	Answer   string `f:"answer,long,secret,class=V2,max=500" zh:"答复内容" en:"Answer"`
}

// Outcome is the conclusion of vetting.
type Outcome string

// Options is the closed list of conclusions.
func (Outcome) Options() []field.Option {
	return []field.Option{{Value: "passed", Label: i18n.T("合格", "passed")}, {Value: "not_passed", Label: i18n.T("不合格", "not passed")}}
}

// Conclusion is the body of the chair's conclusion.
type Conclusion struct {
	Outcome Outcome `f:"outcome,required" zh:"结论" en:"Conclusion"`
	Reason  string  `f:"reason,secret,max=60,reasons=vetting" zh:"理由代码" en:"Reason code"`
	Remark  string  `f:"remark,secret,long" zh:"说明" en:"In words"`
}

// Declare declares the acts of the gate.
func Declare(h *house.House) {
	reviewer := access.Grant{Role: role.Reviewer, Relation: access.Assigned, Field: "office", Purposes: []access.Purpose{role.Vetting}}
	chair := role.Grant(role.VettingChair, role.Vetting)
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Asking]{
		Name: "application.vet", Title: i18n.T("发起政治考核", "Open the vetting"), Table: cases.Table, From: []string{cases.PhysicalPass},
		To: []string{cases.InVetting}, By: []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}, Basis: "conscription-regulation 23", Do: open})
	act.Declare(h.Book, act.Spec[Check, *Check, Reply]{
		Name: "vetting_check.answer", Title: i18n.T("答复核查", "Answer the check"), Table: Checks, From: []string{Asked}, To: []string{Answered},
		By: []access.Grant{reviewer}, Basis: "conscription-regulation 24",
		Do: func(_ *act.Work, c *Check, b *Reply) error { return answer(h, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Conclusion]{
		Name: "application.conclude_vetting", Title: i18n.T("作出政治考核结论", "Conclude the vetting"), Table: cases.Table, From: []string{cases.InVetting},
		To: []string{cases.Qualified, cases.VettingFail}, By: []access.Grant{chair}, NotBy: []string{"application.vet"}, Adverse: true,
		Basis: "conscription-regulation 23", Do: func(w *act.Work, c *cases.Case, b *Conclusion) error { return conclude(w, h, c, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Checks, Floor: "intake", Columns: []string{"name", "question", "office", "evidence", "state"},
		Read: []access.Grant{reviewer, chair}})
}

func open(w *act.Work, c *cases.Case, b *Asking) error {
	at, ok := w.Tree.Get(b.Office)
	if !ok {
		return act.UnknownUnit(b.Office)
	}
	for _, q := range Question("").Options() {
		check := &Check{Case: c.ID, Subject: c.Person, Name: c.Name, Question: Question(q.Value), Office: b.Office}
		check.Base = record.Base{County: c.County, ID: w.NewID(), Unit: at.Code, Place: at.Place, State: Asked}
		w.Save(Checks, check)
	}
	c.State = cases.InVetting
	return nil
}

func answer(h *house.House, c *Check, b *Reply) error {
	sealed, err := vault.Seal(h.Vault, vault.Place{Table: "vetting_check", Column: "answer", Subject: c.Subject}, vault.NewClear[Finding]([]byte(b.Answer)))
	if err != nil {
		return err
	}
	c.Answer, c.Clear, c.Evidence, c.State = sealed, b.Clear, b.Evidence, Answered
	return nil
}

// conclude needs every department's answer; the chair, not the answers, decides.
func conclude(w *act.Work, h *house.House, c *cases.Case, b *Conclusion) error {
	open, err := act.List[Check](w, Checks, "county = $1 AND application = $2", string(c.County), string(c.ID))
	if err != nil {
		return err
	}
	for _, check := range open {
		if check.State == Asked {
			return fault.New(fault.Conflict, "vetting.open", "仍有部门未答复,不能作出结论。", "A department has not answered yet; there can be no conclusion.")
		}
		if did, err := w.DidOn(Checks, check.County, check.ID, w.Actor.Account, "vetting_check.answer"); err != nil {
			return err
		} else if did {
			return fault.New(fault.Denied, "access.duties", "答复核查的人不能作出考核结论。", "Who answered a check cannot conclude.")
		}
	}
	c.Vetting = string(b.Outcome)
	if b.Outcome == "passed" {
		c.Reason, c.PlaceKept = "", false
		c.Move(cases.Qualified, cases.ReachQualified)
		return nil
	}
	if err := cases.NeedsReason(b.Remark); err != nil {
		return err
	}
	if _, err := c.ReasonOf(h, "vetting", b.Reason); err != nil {
		return err
	}
	c.State = cases.VettingFail
	if err := c.SealVetting(h, b.Reason, b.Remark); err != nil {
		return err
	}
	return c.TellPrivately(w, h, i18n.T("政治考核有结论", "Your vetting has a result"))
}
