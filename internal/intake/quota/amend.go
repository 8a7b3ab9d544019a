package quota

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// The fields of these bodies have names of their own: a form fills in what its
// subject has under the same name, and nobody is to cut all seats by mistake.

// Supplement is the body of changing the total at the top by order from above.
type Supplement struct {
	Seats  int64  `f:"count,required,min=-10000000,max=10000000" zh:"增减名额(减少写负数)" en:"Change of the seats (negative: fewer)"`
	Reason string `f:"reason,required,long" zh:"依据和理由" en:"Order and reason"`
}

// Change is the body of raising or cutting the seats of a unit directly below.
type Change struct {
	Unit   unit.Code `f:"below,required" zh:"下级单位" en:"Unit below"`
	Seats  int64     `f:"count,required,min=1,max=10000000" zh:"名额" en:"Seats"`
	Reason string    `f:"reason,required,long" zh:"理由" en:"Reason"`
}

// Shift is the body of transferring seats between two units directly below.
type Shift struct {
	From   unit.Code `f:"from,required" zh:"调出单位" en:"From"`
	To     unit.Code `f:"to,required" zh:"调入单位" en:"To"`
	Seats  int64     `f:"count,required,min=1,max=10000000" zh:"名额" en:"Seats"`
	Reason string    `f:"reason,required,long" zh:"理由" en:"Reason"`
}

// Surrender is the body of returning unused seats to the unit above.
type Surrender struct {
	Seats  int64  `f:"count,required,min=1,max=10000000" zh:"名额" en:"Seats"`
	Reason string `f:"reason,required,long" zh:"理由" en:"Reason"`
}

// NoticeKind is the job that tells the offices concerned of an amendment; its
// body is the id of the entry.
const NoticeKind = "quota.notice"

// declareAmendments: every change of what was issued is an act of its own with a
// reason and two signatures, and the offices concerned are told.
func declareAmendments(h *house.House, officer, signer []access.Grant) {
	own := append([]access.Grant{role.Grant(role.CountyOfficer, role.Intake)}, officer...)
	act.Declare(h.Book, amendment("quota.supplement", i18n.T("增减总名额", "Change the total"), supplement, officer, signer))
	act.Declare(h.Book, amendment("quota.raise", i18n.T("给下级追加名额", "Raise the seats of a unit below"), raise, officer, signer))
	act.Declare(h.Book, amendment("quota.cut", i18n.T("核减下级名额", "Cut the seats of a unit below"), cut, officer, signer))
	act.Declare(h.Book, amendment("quota.transfer", i18n.T("在下级之间调剂名额", "Transfer between two units below"), transfer, officer, signer))
	act.Declare(h.Book, amendment("quota.give_up", i18n.T("上交未使用的名额", "Return unused seats upwards"), giveUp, own, signer))
}

func amendment[B any](name string, title i18n.Text, do func(*act.Work, *Quota, *B) error, by, signer []access.Grant) act.Spec[Quota, *Quota, B] {
	return act.Spec[Quota, *Quota, B]{Name: name, Title: title, Table: Table, From: []string{Issued}, By: by, Sign: signer, Basis: "conscription-regulation 5", Do: do}
}

// supplement changes the total at the top.
func supplement(w *act.Work, q *Quota, b *Supplement) error {
	if q.Parent != "" {
		return fault.New(fault.Conflict, "quota.not_top", "{unit}的名额由{parent}下达,只能由其追加或核减。", "The seats of {unit} were issued by {parent}, who alone raises or cuts them.",
			"unit", w.Tree.Name(q.Unit), "parent", w.Tree.Name(q.Parent))
	}
	if b.Seats < 0 {
		if err := enough(w, q, -b.Seats); err != nil {
			return err
		}
		q.Seats += b.Seats
		return move(w, q.Cycle, Return, q.Unit, "", -b.Seats, b.Reason)
	}
	q.Seats += b.Seats
	return move(w, q.Cycle, Issuing, "", q.Unit, b.Seats, b.Reason)
}

// raise passes free seats on to a unit directly below.
func raise(w *act.Work, q *Quota, b *Change) error {
	below, err := below(w, q, b.Unit, "below")
	if err != nil {
		return err
	}
	if err := enough(w, q, b.Seats); err != nil {
		return err
	}
	if err := receive(w, q, below, b.Seats); err != nil {
		return err
	}
	q.PassedOn += b.Seats
	return move(w, q.Cycle, PassOn, q.Unit, b.Unit, b.Seats, b.Reason)
}

// cut takes free seats back from a unit directly below.
func cut(w *act.Work, q *Quota, b *Change) error {
	below, err := below(w, q, b.Unit, "below")
	if err != nil {
		return err
	}
	if err := release(w, q.Cycle, below, b.Seats); err != nil {
		return err
	}
	q.PassedOn -= b.Seats
	return move(w, q.Cycle, Return, b.Unit, q.Unit, b.Seats, b.Reason)
}

// transfer moves free seats between two units directly below.
func transfer(w *act.Work, q *Quota, b *Shift) error {
	if b.From == b.To {
		return fault.New(fault.Invalid, "quota.same", "调出与调入是同一单位。", "The seats would go where they come from.").
			OnField("to", "quota.same", "与调出单位相同。", "It is the same unit.")
	}
	from, err := below(w, q, b.From, "from")
	if err != nil {
		return err
	}
	to, err := below(w, q, b.To, "to")
	if err != nil {
		return err
	}
	if err := release(w, q.Cycle, from, b.Seats); err != nil {
		return err
	}
	if err := receive(w, q, to, b.Seats); err != nil {
		return err
	}
	return move(w, q.Cycle, Transfer, b.From, b.To, b.Seats, b.Reason)
}

// giveUp returns free seats to the unit above.
func giveUp(w *act.Work, q *Quota, b *Surrender) error {
	if err := enough(w, q, b.Seats); err != nil {
		return err
	}
	above, ok := w.Tree.Get(q.Parent)
	if !ok {
		return fault.New(fault.Conflict, "quota.top", "总名额没有上级可交;请办理增减总名额。", "The total has nobody above to return to; change the total instead.")
	}
	parent, found, err := at(w, above, q.Cycle)
	if err != nil {
		return err
	}
	if !found {
		return none(w, above.Code)
	}
	q.Seats -= b.Seats
	parent.PassedOn -= b.Seats
	w.Save(Table, parent)
	return move(w, q.Cycle, Return, q.Unit, above.Code, b.Seats, b.Reason)
}

// move posts an amendment and tells the offices concerned.
func move(w *act.Work, intake ident.ID, kind Movement, debit, credit unit.Code, seats int64, reason string) error {
	e, err := post(w, intake, kind, debit, credit, seats, reason)
	if err == nil {
		w.Schedule(e.County, NoticeKind, string(e.ID), w.Now)
	}
	return err
}

// Notice is what the offices of both units of an entry are told.
func Notice(e *Entry, name func(unit.Code) string) (subject, body i18n.Text) {
	outside := i18n.T("上级", "the authority above")
	side := func(code unit.Code) any {
		if code == "" {
			return outside
		}
		return name(code)
	}
	return i18n.T("征集名额有变动", "Seats were amended"), i18n.T("{kind} {seats} 个名额:{from} → {to}。理由:{reason}", "{seats} seats {kind}: {from} → {to}. Reason: {reason}").
		With("kind", e.Kind.Label(), "seats", e.Seats, "from", side(e.Debit), "to", side(e.Credit), "reason", e.Reason)
}

// below finds a unit directly below that of a quota.
func below(w *act.Work, q *Quota, code unit.Code, fieldName string) (*unit.Unit, error) {
	u, ok := w.Tree.Get(code)
	if !ok || u.Parent != q.Unit || !u.On(w.Today()) {
		return nil, fault.New(fault.Invalid, "quota.below", "{code}不是{unit}的直接下级。", "{code} is not directly below {unit}.", "code", w.Tree.Name(code), "unit", w.Tree.Name(q.Unit)).
			OnField(fieldName, "quota.below", "应为直接下级单位。", "It must be a unit directly below.")
	}
	return u, nil
}

// at loads the quota of a unit, locked; found is false where it has none.
func at(w *act.Work, u *unit.Unit, intake ident.ID) (q *Quota, found bool, err error) {
	list, err := act.Take[Quota](w, Table, "county = $1 AND unit = $2 AND cycle = $3 AND state = $4", string(u.Home), string(u.Code), string(intake), Issued)
	if err != nil || len(list) == 0 {
		return nil, false, err
	}
	return list[0], true, nil
}

// receive adds seats to the quota of a unit, founding it where it has none.
func receive(w *act.Work, from *Quota, u *unit.Unit, seats int64) error {
	q, found, err := at(w, u, from.Cycle)
	if err != nil {
		return err
	}
	if found {
		q.Seats += seats
		w.Save(Table, q)
		return nil
	}
	return establish(w, from, u.Code, seats)
}

// release takes free seats from the quota of a unit.
func release(w *act.Work, intake ident.ID, u *unit.Unit, seats int64) error {
	q, found, err := at(w, u, intake)
	if err != nil {
		return err
	}
	if !found {
		return none(w, u.Code)
	}
	if err := enough(w, q, seats); err != nil {
		return err
	}
	q.Seats -= seats
	w.Save(Table, q)
	return nil
}

// enough refuses to move seats that are not free.
func enough(w *act.Work, q *Quota, seats int64) error {
	if q.Free() >= seats {
		return nil
	}
	return fault.New(fault.Conflict, "quota.not_free", "{unit}空余名额只有 {free},不能动用 {seats}。", "{unit} has only {free} free seats, not {seats}.",
		"unit", w.Tree.Name(q.Unit), "free", q.Free(), "seats", seats).
		OnField("count", "quota.not_free", "最多 {free}。", "At most {free}.", "free", q.Free())
}

func none(w *act.Work, code unit.Code) error {
	return fault.New(fault.Conflict, "quota.none", "{unit}在本批次没有名额。", "{unit} has no seats in this intake.", "unit", w.Tree.Name(code))
}
