package integrity

import (
	"database/sql"
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

// Clearance is what an inspector found of everybody on one list.
type Clearance struct {
	record.Base
	Ranking ident.ID   `f:"ranking,required,filter,ref=ranking" zh:"定兵名单" en:"Ranked list"`
	On      clock.Date `f:"cleared_on,sort" zh:"确认日" en:"On"`
	Clear   int64      `f:"clear" zh:"通过" en:"Clear"`
	Held    int64      `f:"held" zh:"暂停" en:"On hold"`
	Open    int64      `f:"open" zh:"有未答复的投诉" en:"With an open complaint"`
	Left    int64      `f:"left_to_others" zh:"本人应回避、留给他人" en:"Left to another inspector"`
	Remark  string     `f:"remark,long,max=1000" zh:"说明" en:"Remark"`
}

// Clearances is the table of clearances.
var Clearances = record.NewTable[Clearance]("clearance", i18n.T("廉洁关确认", "Clearance"),
	record.State{Name: register.Active, Label: i18n.T("已确认", "given")})

// Clearing is the body of clearing everybody on a list.
type Clearing struct {
	Ranking ident.ID  `f:"ranking,required,ref=ranking" zh:"定兵名单" en:"Ranked list"`
	Home    unit.Code `f:"ranking_home,required" zh:"名单属地" en:"Home of the list"`
	Remark  string    `f:"remark,long,max=1000" zh:"说明" en:"Remark"`
}

// Voiding is the body of declaring that what a case rests on was forged.
type Voiding struct {
	Reason string `f:"reason,required,max=60,reasons=integrity" zh:"理由代码" en:"Reason code"`
	Remark string `f:"remark,required,long,max=1000" zh:"说明" en:"In words"`
}

// cleared are the states of a case on a list that wait for the gate.
var listed = []string{cases.Proposed, cases.Reserve}

func declareClearances(h *house.House) {
	basis := "conscription-regulation 30"
	act.Declare(h.Book, act.Spec[Clearance, *Clearance, Clearing]{
		Name: "clearance.give", Title: i18n.T("廉洁关:逐件确认名单", "Integrity gate: clear a list"), Table: Clearances, New: true, To: []string{register.Active},
		By: inspector(), Basis: basis, Unit: func(_ *act.Work, b *Clearing) (unit.Code, error) { return b.Home, nil },
		Do: func(w *act.Work, g *Clearance, b *Clearing) error { return clearList(w, h, g, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Voiding]{
		Name: "application.void_integrity", Title: i18n.T("廉洁关:弄虚作假查实,作废", "Integrity gate: void after proven forgery"), Table: cases.Table, From: open,
		By: inspector(), Sign: inspector(), Adverse: true, Basis: "conscription-regulation 56",
		Do: func(w *act.Work, c *cases.Case, b *Voiding) error { return void(w, h, c, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Clearances, Floor: "intake", Columns: []string{"unit", "cleared_on", "clear", "held", "open", "left_to_others"},
		Read: []access.Grant{inspector()[0], role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Approver, role.Selection), role.Grant(role.Selector, role.Selection)}})
}

// own are the acts on a case that are the inspectors' themselves, after which an
// inspector may still clear it.
var own = []string{"application.hold", "application.void_integrity"}

// clearList gives each case on a list its result: clear where nothing is open,
// hold where somebody holds it. Nobody is cleared by an inspector who did
// anything else on the case or declared an interest; those are left to another.
func clearList(w *act.Work, h *house.House, g *Clearance, b *Clearing) error {
	list, err := act.Take[cases.Case](w, cases.Table, "county = $1 AND ranking = $2", string(b.Home), string(b.Ranking))
	if err != nil {
		return err
	}
	open, err := openOf(w, b.Home)
	if err != nil {
		return err
	}
	touching := others(h)
	for _, c := range list {
		if !slices.Contains(listed, c.State) || c.Integrity == cases.Clear || c.Integrity == cases.Voided {
			continue
		}
		if err := one(w, g, c, open, touching); err != nil {
			return err
		}
	}
	if g.Clear+g.Held+g.Open+g.Left == 0 {
		return fault.New(fault.Conflict, "clearance.none", "名单上没有待确认的人。", "Nobody on the list waits for the gate.")
	}
	g.Ranking, g.On, g.Remark, g.State = b.Ranking, w.Today(), b.Remark, register.Active
	return nil
}

// one decides about one case.
func one(w *act.Work, g *Clearance, c *cases.Case, open openMatters, touching []string) error {
	touched, err := w.DidOn(cases.Table, c.County, c.ID, w.Actor.Account, touching...)
	if err != nil {
		return err
	}
	if !touched {
		touched, err = Conflicted(w, w.Actor.Account, c.Person, c.Place)
	}
	switch {
	case err != nil:
		return err
	case touched:
		g.Left++
		return nil
	case open.held[c.ID]:
		c.Integrity = cases.OnHold
		g.Held++
	case open.complaints[c.Person]:
		g.Open++
		return nil
	default:
		c.Integrity = cases.Clear
		g.Clear++
	}
	w.Save(cases.Table, c)
	return nil
}

// others are the kinds of act on a case after which an inspector may not clear it.
func others(h *house.House) (names []string) {
	for _, k := range h.Book.On(cases.Table) {
		if !slices.Contains(own, k.Name) {
			names = append(names, k.Name)
		}
	}
	return names
}

// openMatters are the holds and complaints of a county that are not over.
type openMatters struct {
	held       map[ident.ID]bool // by application
	complaints map[ident.ID]bool // by person
}

const (
	heldCases = `SELECT application FROM case_hold WHERE county = $1 AND state <> 'released'`
	// A complaint lies with the person's file, which another county may keep.
	openComplaints = `SELECT person FROM complaint WHERE state <> 'answered' AND state <> 'void'
		AND person IN (SELECT person FROM application WHERE county = $1 AND state IN ('proposed', 'reserve'))`
)

func openOf(w *act.Work, county unit.Code) (openMatters, error) {
	held, err := ids(w, heldCases, county)
	if err != nil {
		return openMatters{}, err
	}
	complaints, err := ids(w, openComplaints, county)
	return openMatters{held, complaints}, err
}

func ids(w *act.Work, query string, county unit.Code) (map[ident.ID]bool, error) {
	out := map[ident.ID]bool{}
	err := w.Each(query, []any{string(county)}, func(rows *sql.Rows) error {
		var id ident.ID
		err := rows.Scan((*string)(&id))
		out[id] = true
		return err
	})
	return out, err
}

// void is decided by two inspectors; the person is told why and how to object.
// The case itself ends only by an act of its own.
func void(w *act.Work, h *house.House, c *cases.Case, b *Voiding) error {
	r, err := c.ReasonOf(h, "integrity", b.Reason)
	if err != nil {
		return err
	}
	c.Integrity, c.Reason, c.Remark = cases.Voided, b.Reason, b.Remark
	return c.TellAdverseAs(w, h, i18n.T("廉洁关结论:作废", "Integrity gate: void"), i18n.T("您的应征有一项结论", "There is a result on your application"), r, b.Remark)
}

// MayApprove refuses the approval of a case that the gate has not cleared, or
// that is held.
func MayApprove(w *act.Work, c *cases.Case) error {
	held, err := HeldCase(w, c)
	if err != nil {
		return err
	}
	if held {
		return fault.New(fault.Conflict, "approve.held", "该件被廉洁监督暂停,不得批准。", "The case is held by the inspector and cannot be approved.")
	}
	if c.Integrity != cases.Clear {
		return fault.New(fault.Conflict, "approve.integrity", "廉洁关尚未对此人作出“通过”的结论,不得批准。", "The integrity gate has not cleared this case; it cannot be approved.")
	}
	return nil
}
