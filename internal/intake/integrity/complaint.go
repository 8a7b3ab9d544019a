package integrity

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
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Gate is the gate that a complaint is about.
type Gate string

// Options is the closed list of gates, and what belongs to none.
func (Gate) Options() []field.Option {
	return []field.Option{{Value: "signup", Label: i18n.T("报名", "sign-up")}, {Value: "physical", Label: i18n.T("体检", "physical")},
		{Value: "vetting", Label: i18n.T("政治考核", "vetting")}, {Value: "integrity", Label: i18n.T("廉洁监督", "integrity")},
		{Value: "dispatch", Label: i18n.T("交接起运", "dispatch")}, {Value: "other", Label: i18n.T("其他", "something else")}}
}

// Complaint is the complaint of a citizen, by name, about a gate or an office, and
// about persons in office where it names some: it is kept from them (keepFrom).
type Complaint struct {
	record.Base
	Person   ident.ID   `f:"person,required,filter,ref=person" zh:"投诉人" en:"By"`
	Gate     Gate       `f:"gate,required,filter" zh:"环节" en:"Gate"`
	Against  unit.Code  `f:"against,required,filter" zh:"被投诉单位" en:"Office complained about"`
	About    string     `f:"about,class=I1,max=200" zh:"被投诉人" en:"Person complained about"`
	Blamed   unit.Code  `f:"blamed,filter" zh:"被投诉单位所属县级单位" en:"County of the office complained about"`
	Cycle    ident.ID   `f:"cycle,filter,ref=cycle" zh:"所属征集批次" en:"Intake it counts for"`
	KeptFrom []string   `f:"kept_from,hidden" zh:"须回避的账号" en:"Accounts it is kept from"`
	Grounds  string     `f:"grounds,long,max=2000" zh:"事由" en:"Grounds"`
	Filed    clock.Date `f:"filed_on,sort" zh:"收到日" en:"Received on"`
	Office   unit.Code  `f:"office,filter" zh:"承办单位" en:"Office in charge"`
	AnswerBy clock.Date `f:"answer_by,sort,due" zh:"答复期限" en:"To be answered by"`
	Outcome  string     `f:"outcome,filter,max=60,reasons=complaint" zh:"处理结果" en:"Outcome"`
	Answer   string     `f:"answer,long,max=2000" zh:"答复" en:"Answer"`
}

// Clock is how the clock of a complaint is set again.
func Clock() clocks.Running {
	return clocks.For(Complaints, func(c *Complaint) *clock.Date { return &c.AnswerBy }, func(k *clocks.Reading, c *Complaint) (err error) {
		c.AnswerBy, err = k.Due(c.Place, c.Filed, "complaint_answer", c.Filed)
		return err
	})
}

// States of a complaint.
const (
	Received = "received"
	Assigned = "assigned"
)

// Complaints is the table of complaints.
var Complaints = complaints()

func complaints() *record.Table {
	t := record.NewTable[Complaint]("complaint", i18n.T("投诉", "Complaint"),
		record.State{Name: Received, Label: i18n.T("已收到", "received")}, record.State{Name: Assigned, Label: i18n.T("承办中", "with another office")},
		record.State{Name: Answered, Label: i18n.T("已答复", "answered"), End: true}, act.VoidState)
	t.Personal = true
	return t
}

// Complaining is the body of a complaint.
type Complaining struct {
	Person  ident.ID  `f:"person,required,ref=person" zh:"投诉人" en:"By"`
	County  unit.Code `f:"county,required" zh:"属地" en:"Home county"`
	Gate    Gate      `f:"gate,required" zh:"环节" en:"About which gate"`
	Against unit.Code `f:"against,required" zh:"被投诉单位代码" en:"Office complained about (code)"`
	About   string    `f:"about,class=I1,max=200" zh:"被投诉的工作人员(姓名,可不填;此人看不到本投诉)" en:"Whom in office it concerns (names, if you know them; they will not see it)"`
	Grounds string    `f:"grounds,required,long,max=2000" zh:"事由" en:"What happened"`
}

// Assigning is the body of giving a complaint to another office.
type Assigning struct {
	Office unit.Code `f:"office,required" zh:"承办单位" en:"Office in charge"`
}

// Concluding is the body of answering a complaint.
type Concluding struct {
	Outcome string `f:"outcome,required,max=60,reasons=complaint" zh:"处理结果" en:"Outcome"`
	Answer  string `f:"answer,required,long,max=2000" zh:"给投诉人的答复" en:"Answer to the person"`
}

// inCharge is the office that answers, and nobody whom the complaint names or who has
// a post at the office complained about.
var inCharge = access.Grant{Role: role.Inspector, Relation: access.Assigned, Field: "office", Except: "kept_from", Purposes: []access.Purpose{role.Integrity}}

func declareComplaints(h *house.House) {
	act.Declare(h.Book, act.Spec[Complaint, *Complaint, Complaining]{
		Name: "complaint.file", Title: i18n.T("投诉", "Complain"), Table: Complaints, New: true, To: []string{Received},
		By: []access.Grant{role.Self(), role.Grant(role.Clerk, role.Intake)}, Basis: "integrity-practice",
		Do: func(w *act.Work, c *Complaint, b *Complaining) error { return complain(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[Complaint, *Complaint, Assigning]{
		Name: "complaint.assign", Title: i18n.T("交另一单位承办", "Assign to another office"), Table: Complaints, From: []string{Received}, To: []string{Assigned},
		By: []access.Grant{inCharge}, Do: assign})
	act.Declare(h.Book, act.Spec[Complaint, *Complaint, Concluding]{
		Name: "complaint.answer", Title: i18n.T("答复投诉", "Answer the complaint"), Table: Complaints, From: []string{Assigned}, To: []string{Answered},
		By: []access.Grant{inCharge}, NotBy: []string{"complaint.assign"}, Do: func(w *act.Work, c *Complaint, b *Concluding) error { return conclude(w, h, c, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Complaints, Floor: "intake", Columns: []string{"gate", "against", "office", "filed_on", "answer_by", "outcome", "state"},
		Read: []access.Grant{role.Self(), inCharge}})
}

// latestIntake is the one whose sign-up began last: complaints count for it until the
// next begins.
const latestIntake = `SELECT id FROM cycle WHERE state IN ('open', 'closed') AND sign_up_from <= $1 ORDER BY sign_up_from DESC, id DESC LIMIT 1`

// complain takes a complaint to the office above the one complained about.
func complain(w *act.Work, h *house.House, c *Complaint, b *Complaining) error {
	p, err := people.PersonOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	against, ok := w.Tree.Get(b.Against)
	if !ok {
		return act.UnknownUnit(b.Against)
	}
	if err := notNamed(w, b); err != nil {
		return err
	}
	c.Against, c.Blamed, c.About, c.Grounds = b.Against, against.Home, b.About, b.Grounds
	if _, err := w.Query(latestIntake, []any{string(w.Today())}, (*string)(&c.Cycle)); err != nil {
		return err
	}
	if c.Office, err = c.keepFrom(w, against); err != nil {
		return err
	}
	if c.AnswerBy, err = h.Pack.On(w.Today()).Due("complaint_answer", w.Today()); err != nil {
		return err
	}
	c.County, c.Unit, c.Place = p.County, p.Unit, p.Place
	c.Person, c.Gate, c.Filed, c.State = p.ID, b.Gate, w.Today(), Received
	clocks.Remind(w, h, Complaints, c.County, c.ID, c.AnswerBy)
	return nil
}

// assign gives a complaint to an office that is neither the one complained about
// nor below it.
func assign(w *act.Work, c *Complaint, b *Assigning) error {
	office, ok := w.Tree.Get(b.Office)
	against, known := w.Tree.Get(c.Against)
	if !ok || !known {
		return act.UnknownUnit(b.Office)
	}
	if against.Place.Contains(office.Place) && w.Tree.Root().Code != office.Code {
		return fault.New(fault.Invalid, "complaint.same", "不能交被投诉单位或其下级承办。", "The office complained about, and those below it, do not answer.").
			OnField("office", "complaint.same", "请选别的单位。", "Choose another office.")
	}
	if _, err := c.keepFrom(w, against); err != nil { // posts have changed since, perhaps
		return err
	}
	inspectors, err := inspectorsAt(w, office.Code)
	if err != nil {
		return err
	}
	if len(inspectors) > 0 && c.keptFromAll(w, inspectors) {
		return fault.New(fault.Invalid, "complaint.named", "该单位没有可以承办的纪检监察干部:都须回避。", "No inspector of that office may take it: it is kept from each of them.").
			OnField("office", "complaint.named", "请选别的单位。", "Choose another office.")
	}
	c.Office, c.State = b.Office, Assigned
	return nil
}

func conclude(w *act.Work, h *house.House, c *Complaint, b *Concluding) error {
	r, ok := h.Pack.On(w.Today()).Reason("complaint." + b.Outcome)
	if !ok {
		return fault.New(fault.Invalid, "reason.unknown", "该结果不在清单中。", "That outcome is not in the list.").
			OnField("outcome", "reason.unknown", "不在清单中。", "It is not in the list.")
	}
	p, err := people.PersonOf(w, c.County, c.Person)
	if err != nil {
		return err
	}
	c.Outcome, c.Answer, c.State = b.Outcome, b.Answer, Answered
	further, err := people.Remedies(h.Pack.On(w.Today()), w.Today())
	if err == nil {
		people.TellDiscreetly(w, p, i18n.T("您的投诉已答复", "Your complaint is answered"), i18n.T("{outcome}(依据:{article})。{answer} ", "{outcome} (under {article}). {answer}").
			With("outcome", r.Text, "article", r.Article, "answer", b.Answer).And(further), further)
	}
	return err
}
