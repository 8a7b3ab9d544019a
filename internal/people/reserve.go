package people

import (
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Rank says which clock runs for somebody who leaves service.
type Rank string

// Options is the closed list: soldiers count from discharge, officers from the
// day on which their place was fixed (service-law 17).
func (Rank) Options() []field.Option {
	return []field.Option{{Value: "soldier", Label: i18n.T("士兵", "soldier")}, {Value: "officer", Label: i18n.T("军官", "officer")}}
}

// deadlines of the pack by rank.
var reserveDeadline = map[Rank]string{"soldier": "reservist_soldier", "officer": "reservist_officer"}

// Leaver is what the unit's papers say of somebody who leaves service.
type Leaver struct {
	Rank    Rank       `f:"rank,required,filter" zh:"类别" en:"Rank"`
	From    clock.Date `f:"counts_from,required" zh:"退役日(军官为安置地确定日)" en:"Discharge (officers: place fixed on)"`
	Reserve bool       `f:"reserve,filter" zh:"部队确定转服预备役" en:"The unit decided for the reserve"`
	Letter  string     `f:"letter,required,max=120" zh:"部队介绍信编号" en:"Number of the unit's letter"`
}

// ReserveEntry is the registration of somebody who left service: an update of
// the register, and a registration for the reserve where the unit so decided.
type ReserveEntry struct {
	record.Base
	Person    ident.ID   `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Name      string     `f:"name,search,class=I1,max=60" zh:"姓名" en:"Name"`
	DueBy     clock.Date `f:"due_by,sort,due" zh:"应于此日前登记" en:"To be registered by"`
	Reported  clock.Date `f:"reported" zh:"报到日" en:"Reported on"`
	Residence string     `f:"residence,class=I2,max=200" zh:"常住地址" en:"Residence"`
	Helper    ident.ID   `f:"helper,ref=account" zh:"代办人" en:"Helped by"`
	Remark    string     `f:"remark,long" zh:"说明" en:"Remark"`
	Leaver
}

// States of a leaver's registration.
const (
	LeaverDue      = "due"
	LeaverReported = "reported"
	InReserve      = "in_reserve"
	LeaverUpdated  = "updated"
)

// Reserves is the table of leavers' registrations.
var Reserves = personal(record.NewTable[ReserveEntry]("reserve_entry", i18n.T("退役军人兵役登记", "Registration of leavers"),
	record.State{Name: LeaverDue, Label: i18n.T("应登记", "due")},
	record.State{Name: LeaverReported, Label: i18n.T("已报到", "reported")},
	record.State{Name: InReserve, Label: i18n.T("已登记服预备役", "registered for the reserve"), End: true},
	record.State{Name: LeaverUpdated, Label: i18n.T("已更新登记", "register updated"), End: true},
	act.VoidState))

// LeaverBody is the body of putting a leaver on the list.
type LeaverBody struct {
	OfPerson
	Leaver
}

// Report is the body by which a leaver reports.
type Report struct {
	Residence string `f:"residence,required,max=200" zh:"常住地址" en:"Residence"`
}

// Words is the body of an act with a remark.
type Words struct {
	Remark string `f:"remark,long" zh:"说明" en:"Remark"`
}

func declareReserve(h *house.House) {
	act.Declare(h.Book, act.Spec[ReserveEntry, *ReserveEntry, LeaverBody]{
		Name: "reserve_entry.open", Title: i18n.T("列入退役登记名单", "Put a leaver on the list"), Table: Reserves, New: true, To: []string{LeaverDue},
		By: recorders(), Basis: "service-law 17", Unit: func(*act.Work, *LeaverBody) (unit.Code, error) { return "", nil },
		Do: func(w *act.Work, r *ReserveEntry, b *LeaverBody) error { return openReserve(w, h, r, b) }})
	act.Declare(h.Book, act.Spec[ReserveEntry, *ReserveEntry, Report]{
		Name: "reserve_entry.report", Title: i18n.T("退役后报到登记", "Report after service"), Table: Reserves, From: []string{LeaverDue}, To: []string{LeaverReported},
		By: append(recorders(), role.Self()), Basis: "service-law 17",
		Do: func(w *act.Work, r *ReserveEntry, b *Report) error {
			if w.Today() < r.From {
				return fault.New(fault.Conflict, "reserve.early", "{day} 起方可报到登记。", "They can report from {day} on.", "day", r.From)
			}
			r.Residence, r.Reported, r.State = b.Residence, w.Today(), LeaverReported
			if w.Actor.Person == r.Person {
				return nil
			}
			r.Helper = w.Actor.Account
			return tellLeaver(w, r, i18n.T("{office}已代您办理退役登记报到。", "{office} reported for you after your service.").With("office", w.Tree.Name(w.Actor.Unit)))
		}})
	for state, title := range map[string]i18n.Text{InReserve: i18n.T("办理预备役登记", "Register for the reserve"), LeaverUpdated: i18n.T("更新兵役登记", "Update the register")} {
		act.Declare(h.Book, act.Spec[ReserveEntry, *ReserveEntry, Words]{
			Name: "reserve_entry." + state, Title: title, Table: Reserves, From: []string{LeaverReported}, To: []string{state},
			By: recorders()[:1], NotBy: []string{"reserve_entry.report"}, Basis: "service-law 17",
			Do: func(w *act.Work, r *ReserveEntry, b *Words) error { return concludeReserve(w, r, state, b.Remark) }})
	}
	act.DeclareReversal[ReserveEntry](h.Book, Reserves, recorders()[:1], nil)
	h.Shelf.Add(h.Book, &register.Register{Table: Reserves, Floor: "people", Import: "reserve_entry.open", Read: append(recorders(), role.Self()),
		Columns: []string{"name", "rank", "reserve", "due_by", "unit", "state"}})
}

// openReserve computes the clock from the law of the day of discharge.
func openReserve(w *act.Work, h *house.House, r *ReserveEntry, b *LeaverBody) error {
	p, err := LivingOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	r.County, r.Unit, r.Place, r.State = p.County, p.Unit, p.Place, LeaverDue
	r.Person, r.Name, r.Leaver = p.ID, p.Name, b.Leaver
	if r.DueBy, err = h.Pack.On(b.From).Due(reserveDeadline[b.Rank], b.From); err != nil {
		return err
	}
	return tellLeaver(w, r, i18n.T("请在 {day} 前办理退役后兵役登记。", "Please register after your service until {day}.").With("day", r.DueBy))
}

// concludeReserve follows the decision of the unit: who was chosen for the
// reserve is registered for it, the others have the register updated.
func concludeReserve(w *act.Work, r *ReserveEntry, state, remark string) error {
	if r.Reserve != (state == InReserve) {
		return fault.New(fault.Conflict, "reserve.decision", "是否登记服预备役以部队的决定为准。", "Whether somebody is registered for the reserve follows the unit's decision.")
	}
	r.State, r.Remark = state, remark
	return tellLeaver(w, r, i18n.T("您的退役登记已办结:{state}。", "Your registration after service is done: {state}.").With("state", Reserves.StateLabel(state)))
}

func tellLeaver(w *act.Work, r *ReserveEntry, body i18n.Text) error {
	p, err := PersonOf(w, r.County, r.Person)
	if err != nil {
		return err
	}
	w.Notify(Tell(p, outbox.SMS, i18n.T("退役后兵役登记", "Registration after service"), body))
	return nil
}
