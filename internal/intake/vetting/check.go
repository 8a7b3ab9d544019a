package vetting

import (
	"cmp"

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
	"muster/internal/frame/vault"
	"muster/internal/intake/cases"
)

// Department is which department of a county answers a question.
type Department struct {
	record.Base
	Serving
}

// Departments is the register of departments.
var Departments = record.NewTable[Department]("vetting_department", i18n.T("联审部门分工", "Department of the vetting"), register.PlainStates()...)

// Answers is the department that answers a question in a county, "" where none is
// down for it.
func Answers(w *act.Work, county unit.Code, question string) (unit.Code, error) {
	serving, err := act.List[Department](w, Departments, "county = $1 AND question = $2 AND state = 'active'", string(county), question)
	if err != nil || len(serving) == 0 {
		return "", err
	}
	return serving[len(serving)-1].Office, nil
}

// Check is one question to one department about one applicant.
type Check struct {
	record.Base
	Case       ident.ID              `f:"application,required,hidden,ref=application" zh:"应征" en:"Application"`
	Round      ident.ID              `f:"round,hidden" zh:"考核轮次" en:"Round"`
	Subject    ident.ID              `f:"subject,hidden" zh:"对象" en:"About"`
	Name       string                `f:"name,class=I1,max=60" zh:"姓名" en:"Name"`
	IDNo       string                `f:"id_no,class=I2,max=30,code" zh:"公民身份号码" en:"Citizen number"`
	Question   string                `f:"question,required,filter,max=60" zh:"问题" en:"Question"`
	Office     unit.Code             `f:"office,required,filter" zh:"受询部门" en:"Department"`
	Asked      clock.Date            `f:"asked_on,sort" zh:"发出日" en:"Asked on"`
	Evidence   string                `f:"evidence,max=120" zh:"证据编号" en:"Evidence reference"`
	Answer     vault.Sealed[Finding] `f:"answer,hidden" zh:"答复" en:"Answer"`
	AnsweredOn clock.Date            `f:"answered_on" zh:"答复日" en:"Answered on"`
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

// Reply is the body of a department's answer.
type Reply struct {
	Clear    bool   `f:"clear,secret" zh:"无异议" en:"Nothing found"`
	Evidence string `f:"evidence,required,max=120" zh:"证据编号" en:"Evidence reference"`
	Answer   string `f:"answer,long,secret,class=V2,max=500" zh:"答复内容" en:"Answer"`
}

func declareChecks(h *house.House) {
	act.Declare(h.Book, act.Spec[Check, *Check, Reply]{
		Name: "vetting_check.answer", Title: i18n.T("答复核查", "Answer the check"), Table: Checks, From: []string{Asked}, To: []string{Answered},
		By: []access.Grant{reviewer}, Basis: "conscription-regulation 24",
		Do: func(w *act.Work, c *Check, b *Reply) error { return answer(w, h, c, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Checks, Floor: "intake", Columns: []string{"name", "question", "office", "asked_on", "evidence", "state"},
		Read: []access.Grant{reviewer, chair}})
}

// nothing is what is sealed where a department found nothing and said no more: whether
// it found something is a finding, too.
const nothing = "无异议 (nothing found)"

// answer seals what the department found and drops the number that it needed
// only to look.
func answer(w *act.Work, h *house.House, c *Check, b *Reply) error {
	if !b.Clear && b.Answer == "" {
		return fault.New(fault.Invalid, "vetting.words", "有异议的,请写明核实的事实。", "Where something was found, say what.").
			OnField("answer", "field.required", "必须填写。", "This is required.")
	}
	sealed, err := vault.Seal(h.Vault, vault.Place{Table: Checks.Name, Column: "answer", Subject: c.Subject}, vault.NewClear[Finding]([]byte(cmp.Or(b.Answer, nothing))))
	if err != nil {
		return err
	}
	c.Answer, c.Evidence, c.AnsweredOn, c.IDNo, c.State = sealed, b.Evidence, w.Today(), "", Answered
	return nil
}

// ask puts every question of the pack to the department of the county that
// answers it, and says which office seals.
func ask(w *act.Work, h *house.House, c *cases.Case, r *Round, number string) error {
	serving, err := act.List[Department](w, Departments, "county = $1 AND state = 'active'", string(c.County))
	if err != nil {
		return err
	}
	office := map[string]unit.Code{}
	for _, d := range serving {
		office[d.Question] = d.Office
	}
	for _, q := range Questions(h.Pack.On(c.PolicyDay)) {
		at, ok := w.Tree.Get(office[q.Code])
		if !ok {
			return fault.New(fault.Conflict, "vetting.no_department", "本县尚未确定由哪个部门答复“{question}”。", "No department of this county is down to answer: {question}.", "question", q.Text)
		}
		check := &Check{Case: c.ID, Round: r.ID, Subject: c.Person, Name: c.Name, Question: q.Code, Office: at.Code, Asked: w.Today()}
		if q.Number {
			check.IDNo = number
		}
		if q.Seals {
			r.Station = at.Code
		}
		check.Base = record.Base{County: c.County, ID: w.NewID(), Unit: at.Code, Place: at.Place, State: Asked}
		w.Save(Checks, check)
	}
	return nil
}
