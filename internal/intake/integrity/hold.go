package integrity

import (
	"slices"

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
)

// Hold is the hold of one case until something open about it is looked into.
type Hold struct {
	record.Base
	Case     ident.ID   `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Person   ident.ID   `f:"person,filter,ref=person" zh:"人员" en:"Person"`
	Reason   string     `f:"reason,required,filter,max=60,reasons=integrity" zh:"理由代码" en:"Reason code"`
	Remark   string     `f:"remark,long,max=1000" zh:"内部说明" en:"Internal remark"`
	Since    clock.Date `f:"since,sort" zh:"暂停日" en:"Held on"`
	TellBy   clock.Date `f:"tell_by" zh:"最迟告知日" en:"To be disclosed by"`
	Released clock.Date `f:"released_on" zh:"解除日" en:"Released on"`
	Finding  string     `f:"finding,long,max=1000" zh:"核查结果" en:"What was found"`
}

// States of a hold.
const (
	Held        = "held"
	Undisclosed = "undisclosed" // the person is told later, by a day that two people fixed
	Released    = "released"
)

// Holds is the table of holds.
var Holds = holds()

func holds() *record.Table {
	t := record.NewTable[Hold]("case_hold", i18n.T("廉洁监督暂停", "Integrity hold"),
		record.State{Name: Held, Label: i18n.T("暂停中", "held")}, record.State{Name: Undisclosed, Label: i18n.T("暂停中(暂缓告知)", "held, not disclosed yet")},
		record.State{Name: Released, Label: i18n.T("已解除", "released"), End: true})
	t.Personal = true
	return t
}

// The jobs of a hold: a reminder to the inspectors, and the disclosure on its day.
const (
	RemindKind   = "case_hold.remind"
	DiscloseKind = "case_hold.disclose"
)

// Holding is the body of holding a case.
type Holding struct {
	Reason string `f:"reason,required,max=60,reasons=integrity" zh:"理由代码" en:"Reason code"`
	Remark string `f:"remark,required,long,max=1000" zh:"内部说明" en:"Internal remark"`
}

// Concealing is the body of holding a case without telling the person yet.
type Concealing struct {
	Application ident.ID   `f:"application,required,ref=application" zh:"应征" en:"Application"`
	Home        unit.Code  `f:"application_home,required" zh:"属地" en:"Home of the application"`
	Reason      string     `f:"reason,required,max=60,reasons=integrity" zh:"理由代码" en:"Reason code"`
	Remark      string     `f:"remark,required,long,max=1000" zh:"为何暂缓告知" en:"Why it is not disclosed yet"`
	TellBy      clock.Date `f:"tell_by,required" zh:"最迟告知日" en:"To be disclosed by"`
}

// Releasing is the body of releasing a case.
type Releasing struct {
	Finding string `f:"finding,required,long,max=1000" zh:"核查结果" en:"What was found"`
}

// open are the states of a case in which it can be held: before approval.
var open = []string{cases.Applied, cases.Prechecked, cases.Preselected, cases.Summoned, cases.Examined, cases.Recheck, cases.PhysicalPass, cases.InVetting,
	cases.Qualified, cases.Trained, cases.Scored, cases.Proposed, cases.Reserve}

// holdBasis is the article that a hold rests on.
const holdBasis = "conscription-regulation 30"

func declareHolds(h *house.House) {
	basis := holdBasis
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Holding]{
		Name: "application.hold", Title: i18n.T("暂停(待核查)", "Hold"), Table: cases.Table, From: open, By: inspector(), Adverse: true, Basis: basis,
		Do: func(w *act.Work, c *cases.Case, b *Holding) error { return hold(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[Hold, *Hold, Concealing]{
		Name: "case_hold.conceal", Title: i18n.T("暂停并暂缓告知本人", "Hold, to be disclosed later"), Table: Holds, New: true, To: []string{Undisclosed},
		By: inspector(), Sign: inspector(), Adverse: true, Basis: basis, Do: func(w *act.Work, d *Hold, b *Concealing) error { return conceal(w, h, d, b) }})
	act.Declare(h.Book, act.Spec[Hold, *Hold, Words]{
		Name: "case_hold.disclose", Title: i18n.T("告知本人", "Disclose to the person"), Table: Holds, From: []string{Undisclosed}, To: []string{Held},
		By: append(inspector(), access.Grant{Role: access.System, Relation: access.Anybody}), Basis: basis,
		Do: func(w *act.Work, d *Hold, _ *Words) error { return disclose(w, h, d) }})
	act.Declare(h.Book, act.Spec[Hold, *Hold, Releasing]{
		Name: "case_hold.release", Title: i18n.T("核查完毕,解除暂停", "Release"), Table: Holds, From: []string{Held, Undisclosed}, To: []string{Released},
		By: inspector(), NotBy: []string{"case_hold.conceal"}, Do: release})
	h.Shelf.Add(h.Book, &register.Register{Table: Holds, Floor: "intake", Columns: []string{"application", "unit", "reason", "since", "tell_by", "state"},
		Read: append(inspector(), role.Grant(role.AppealsOfficer, role.Review))})
}

// Words is the body of an act with a remark.
type Words struct {
	Remark string `f:"remark,long,max=1000" zh:"说明" en:"Remark"`
}

// onCase is what a disclosed hold leaves on the case, for the person and the
// offices to see: that there is one, not why.
const onCase = "held"

// neutral is all that the person is told: that something is looked into, not
// what or by whom it came.
var neutral = i18n.T("您的应征正在例行核查(依据:{article}),期间为您保留名额,您无须办理任何手续;核查结束会告知您。有异议的,核查期间随时可在本人页面投诉,由上一级纪检监察机关办理;今天提出的,在 {due} 前答复。",
	"Your application is being checked (under {article}). Your place is kept meanwhile and you need not do anything; you will be told when it ends. If you disagree, complain on your page at any time while it lasts: the inspectors of the office above deal with it, and answer what is filed today by {due}.")

// told tells the person of a hold.
func told(w *act.Work, h *house.House, c *cases.Case) error {
	due, err := h.Pack.On(w.Today()).Due("complaint_answer", w.Today())
	if err != nil {
		return err
	}
	return c.Tell(w, true, i18n.T("应征核查", "Your application is being checked"), neutral.With("article", h.Pack.Article(holdBasis), "due", due))
}

func hold(w *act.Work, h *house.House, c *cases.Case, b *Holding) error {
	if _, err := c.ReasonOf(h, "integrity", b.Reason); err != nil {
		return err
	}
	d, err := begun(w, h, c, b.Reason, b.Remark)
	if err != nil {
		return err
	}
	d.State = Held
	w.Save(Holds, d)
	c.Hold, c.PlaceKept = onCase, true
	return told(w, h, c)
}

// begun fills a new hold and asks for its reminder. A case has one open hold at
// a time.
func begun(w *act.Work, h *house.House, c *cases.Case, reason, remark string) (*Hold, error) {
	held, err := HeldCase(w, c)
	if err != nil {
		return nil, err
	}
	if held {
		return nil, fault.New(fault.Conflict, "integrity.held", "该件已暂停。", "The case is held already.")
	}
	days, err := h.Pack.On(w.Today()).Int("integrity.hold_remind_days")
	if err != nil {
		return nil, err
	}
	d := &Hold{Case: c.ID, Person: c.Person, Reason: reason, Remark: remark, Since: w.Today()}
	d.Base = record.Base{County: c.County, ID: w.NewID(), Unit: c.Unit, Place: c.Place}
	w.Schedule(c.County, RemindKind, string(d.ID), clock.InstantOf(w.Today().AddDays(int(days)).In(h.Pack.Zone())))
	return d, nil
}

// conceal holds a case without a word to the person and without a trace on the
// case that the person could read, until a day that two people fix.
func conceal(w *act.Work, h *house.House, d *Hold, b *Concealing) error {
	c, err := act.Load[cases.Case](w, cases.Table, b.Home, b.Application)
	if err != nil {
		return err
	}
	if !slices.Contains(open, c.State) {
		return fault.New(fault.Conflict, "act.state", "当前状态不能暂停。", "In this state a case cannot be held.")
	}
	if _, err := c.ReasonOf(h, "integrity", b.Reason); err != nil {
		return err
	}
	most, err := h.Pack.On(w.Today()).Int("integrity.delay_days")
	if err != nil {
		return err
	}
	if b.TellBy <= w.Today() || b.TellBy > w.Today().AddDays(int(most)) {
		return fault.New(fault.Invalid, "hold.delay", "最迟告知日须在 {most} 日之内。", "The day of disclosure must lie within {most} days.", "most", most).
			OnField("tell_by", "hold.delay", "须在 {most} 日之内。", "Within {most} days.", "most", most)
	}
	n, err := begun(w, h, c, b.Reason, b.Remark)
	if err != nil {
		return err
	}
	id := d.ID
	*d = *n
	d.ID, d.TellBy, d.State = id, b.TellBy, Undisclosed
	w.Schedule(c.County, DiscloseKind, string(d.ID), clock.InstantOf(b.TellBy.In(h.Pack.Zone())))
	return nil
}

// disclose tells the person and shows the hold on the case.
func disclose(w *act.Work, h *house.House, d *Hold) error {
	c, err := act.Load[cases.Case](w, cases.Table, d.County, d.Case)
	if err != nil {
		return err
	}
	d.State, c.Hold, c.PlaceKept = Held, onCase, true
	w.Save(cases.Table, c)
	return told(w, h, c)
}

// release ends a hold by somebody other than who began it. The case goes on
// where it stood; what comes of the finding is an act of its own.
func release(w *act.Work, d *Hold, b *Releasing) error {
	began, err := w.DidOn(cases.Table, d.County, d.Case, w.Actor.Account, "application.hold")
	if err != nil {
		return err
	}
	if began {
		return fault.New(fault.Denied, "access.duties", "解除暂停应由他人办理,不得由暂停人本人办理。", "A hold is released by somebody other than who began it.")
	}
	c, err := act.Load[cases.Case](w, cases.Table, d.County, d.Case)
	if err != nil {
		return err
	}
	d.State, d.Released, d.Finding = Released, w.Today(), b.Finding
	c.Hold = ""
	if c.PlaceKept, err = reviewed(w, c); err != nil {
		return err
	}
	w.Save(cases.Table, c)
	return c.Tell(w, false, i18n.T("应征核查已结束", "The check of your application has ended"),
		i18n.T("核查已结束,您的应征继续办理。", "The check has ended and your application goes on."))
}

// reviewed says whether a review of the case is under way, for which its place
// is kept as well.
func reviewed(w *act.Work, c *cases.Case) (bool, error) {
	var n int64
	_, err := w.Query(`SELECT COUNT(*) FROM review WHERE county = $1 AND application = $2 AND state = 'asked'`, []any{string(c.County), string(c.ID)}, &n)
	return n > 0, err
}

const openHolds = `SELECT COUNT(*) FROM case_hold WHERE county = $1 AND application = $2 AND state <> 'released'`

// HeldCase says whether a case is held, disclosed or not.
func HeldCase(w *act.Work, c *cases.Case) (bool, error) {
	var n int64
	_, err := w.Query(openHolds, []any{string(c.County), string(c.ID)}, &n)
	return n > 0, err
}

// HeldIn lists the cases of a county that are held.
func HeldIn(w *act.Work, county unit.Code) (map[string]int64, error) {
	return w.Counts(`SELECT application, 1 FROM case_hold WHERE county = $1 AND state <> 'released'`, []any{string(county)})
}

// Reminder tells the inspectors that a hold is old; due is false once it ended.
func Reminder(d *Hold) (subject, body i18n.Text, due bool) {
	return i18n.T("有一件暂停已久", "A hold is getting old"),
		i18n.T("{since} 起暂停的应征 {id} 仍未解除,请核查并处理。", "The application {id} has been held since {since}; please look into it.").With("since", d.Since, "id", d.Case), d.State != Released
}
