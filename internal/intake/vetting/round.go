package vetting

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
	"muster/internal/intake/cases"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Round is one vetting of one applicant, from opening to conclusion.
type Round struct {
	record.Base
	Case       ident.ID   `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Subject    ident.ID   `f:"subject,hidden" zh:"对象" en:"About"`
	Name       string     `f:"name,search,class=I1,max=60" zh:"姓名" en:"Name"`
	Post       string     `f:"post_type,filter,max=60" zh:"岗位类别" en:"Post type"`
	Special    bool       `f:"special,filter" zh:"须接兵部队签署" en:"Needs the receiving unit's signature"`
	Station    unit.Code  `f:"station,filter" zh:"派出所(公安)" en:"Police"`
	OpenedOn   clock.Date `f:"opened_on,sort" zh:"发起日" en:"Opened on"`
	Visits     int64      `f:"visits,min=0" zh:"已走访人数" en:"Visitors who reported"`
	Session    ident.ID   `f:"vetting_session,filter,ref=vetting_session" zh:"联审会议" en:"Joint session"`
	Sealed     clock.Date `f:"station_sealed" zh:"派出所盖章" en:"Sealed by the police"`
	Stamped    clock.Date `f:"office_sealed" zh:"县征兵办盖章" en:"Sealed by the county office"`
	UnitSigned clock.Date `f:"unit_signed" zh:"接兵部队签署" en:"Signed by the receiving unit"`
	Concluded  clock.Date `f:"concluded_on" zh:"结论日" en:"Concluded on"`
}

// States of a round.
const (
	Open      = "open"
	Concluded = "concluded"
)

// Rounds is the table of rounds.
var Rounds = rounds()

func rounds() *record.Table {
	t := record.NewTable[Round]("vetting_round", i18n.T("政治考核", "Vetting"),
		record.State{Name: Open, Label: i18n.T("考核中", "under way")}, record.State{Name: Concluded, Label: i18n.T("已结论", "concluded"), End: true}, act.VoidState)
	t.Personal = true
	return t
}

// Opening is the body of opening the vetting of a case.
type Opening struct {
	Post string `f:"post_type,max=60" zh:"岗位类别(特殊岗位填写代码)" en:"Post type (code, of special posts)"`
}

func declareRounds(h *house.House) {
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Opening]{
		Name: "application.vet", Title: i18n.T("发起政治考核", "Open the vetting"), Table: cases.Table, From: []string{cases.PhysicalPass, cases.InVetting},
		To: []string{cases.InVetting}, By: []access.Grant{officer}, Basis: "conscription-regulation 23",
		Do: func(w *act.Work, c *cases.Case, b *Opening) error { return begin(w, h, c, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Rounds, Floor: "intake",
		Columns: []string{"name", "unit", "opened_on", "visits", "station_sealed", "office_sealed", "state"},
		Read:    []access.Grant{officer, member, chair, police, receiver, role.Grant(role.Inspector, role.Integrity)}})
}

// begin opens a round; after a result was set aside it opens another one.
func begin(w *act.Work, h *house.House, c *cases.Case, b *Opening) error {
	before, err := RoundOf(w, c)
	if err != nil {
		return err
	}
	if before != nil && before.State == Open {
		return fault.New(fault.Conflict, "vetting.under_way", "该件的政治考核正在进行。", "The vetting of this case is under way.")
	}
	p, err := people.PersonOf(w, c.FileHome(), c.Person)
	if err != nil {
		return err
	}
	r := &Round{Case: c.ID, Subject: c.Person, Name: c.Name, Post: b.Post, OpenedOn: w.Today()}
	r.Base = record.Base{County: c.County, ID: w.NewID(), Unit: c.Unit, Place: c.Place, State: Open}
	view := h.Pack.On(c.PolicyDay)
	if _, known := h.Pack.Rank("post_type", b.Post); b.Post != "" && !known {
		return fault.New(fault.Invalid, "vetting.post", "没有这种岗位类别。", "There is no such post type.").
			OnField("post_type", "vetting.post", "没有这种岗位类别。", "There is no such post type.")
	}
	_, r.Special = view.Row("special_signature", b.Post)
	if err := ask(w, h, c, r, p.IDNo); err != nil {
		return err
	}
	w.Save(Rounds, r)
	c.State = cases.InVetting
	return nil
}

// RoundOf finds the newest round of a case, nil where there was none.
func RoundOf(w *act.Work, c *cases.Case) (*Round, error) {
	list, err := act.Take[Round](w, Rounds, "county = $1 AND application = $2 AND state <> 'void' ORDER BY state DESC, opened_on DESC, id DESC LIMIT 1", string(c.County), string(c.ID))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// ready refuses to go on with a round of which something is missing: answers,
// visits, the session. What is missing is named; it is never a failure.
func ready(w *act.Work, h *house.House, r *Round) error {
	view := h.Pack.On(r.OpenedOn)
	visitors, err := view.Int("vetting.visitors")
	if err != nil {
		return err
	}
	waiting, err := act.List[Check](w, Checks, "county = $1 AND application = $2 AND round = $3 AND state = 'asked'", string(r.County), string(r.Case), string(r.ID))
	switch {
	case err != nil:
		return err
	case len(waiting) > 0:
		return fault.New(fault.Conflict, "vetting.open", "仍有 {n} 个部门未答复。", "{n} departments have not answered yet.", "n", len(waiting))
	case r.Visits < visitors:
		return fault.New(fault.Conflict, "vetting.visits", "须有 {n} 人走访并提交报告,现有 {have} 人。", "{n} visitors must have reported; {have} have.", "n", visitors, "have", r.Visits)
	case r.Session == "":
		return fault.New(fault.Conflict, "vetting.session", "尚未召开联审会议。", "The joint session has not been held.")
	}
	return nil
}

// MayApprove refuses the approval of somebody for a special post whom the
// receiving unit has not signed for (conscription-regulation 25).
func MayApprove(w *act.Work, c *cases.Case) error {
	list, err := act.List[Round](w, Rounds, "county = $1 AND application = $2 AND state <> 'void' ORDER BY state DESC, opened_on DESC, id DESC LIMIT 1", string(c.County), string(c.ID))
	if err != nil || len(list) == 0 || !list[0].Special || !list[0].UnitSigned.IsZero() {
		return err
	}
	return fault.New(fault.Conflict, "approve.special_unsigned", "特殊岗位未经接兵部队签署,不得批准。", "The receiving unit has not signed for this special post; it cannot be approved.")
}
