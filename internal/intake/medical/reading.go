package medical

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/office/role"
)

// Reading is one raw value as a device or a hospital delivered it. It is kept as it
// came, beside what the examiner enters, and concludes nothing.
type Reading struct {
	record.Base
	Number   string                `f:"number,search,filter,max=20" zh:"临时编号" en:"Temporary number"`
	Part     ident.ID              `f:"part,hidden" zh:"科室检查" en:"Examination in a section"`
	Examiner ident.ID              `f:"examiner,hidden" zh:"主检医生" en:"Examiner"`
	Station  unit.Code             `f:"station,hidden" zh:"体检站" en:"Station"`
	On       clock.Date            `f:"exam_on,filter" zh:"体检日期" en:"Day"`
	Item     string                `f:"item,filter,max=60" zh:"项目" en:"Item"`
	Device   string                `f:"device,max=120" zh:"仪器或来源" en:"Device or source"`
	Raw      vault.Sealed[Value]   `f:"raw,hidden" zh:"原始值" en:"Raw value"`
	Guarded  vault.Sealed[Guarded] `f:"raw_guarded,hidden" zh:"特别保护的原始值" en:"Guarded raw value"`
}

// Taken is the state of a reading.
const Taken = "taken"

// Readings is the table of raw values.
var Readings = hidden(personal(record.NewTable[Reading]("exam_reading", i18n.T("仪器原始值", "Device reading"),
	record.State{Name: Taken, Label: i18n.T("已接收", "taken")}, act.VoidState)))

// Delivery is the body of taking a raw value, and a row of a file of a device or of
// a hospital.
type Delivery struct {
	Number string     `f:"number,required,max=20" zh:"临时编号" en:"Temporary number"`
	On     clock.Date `f:"exam_on,required" zh:"体检日期" en:"Day"`
	Item   string     `f:"item,required,max=60" zh:"项目" en:"Item"`
	Value  string     `f:"value,required,secret,class=M1,max=60" zh:"原始值" en:"Raw value"`
	Device string     `f:"device,required,max=120" zh:"仪器或来源" en:"Device or source"`
}

func (r *room) declareReadings() {
	act.Declare(r.Book, act.Spec[Reading, *Reading, Delivery]{
		Name: "exam_reading.take", Title: i18n.T("接收仪器原始值", "Take a device reading"), Table: Readings, New: true, To: []string{Taken},
		By: []access.Grant{mine(), atStation(role.ChiefExaminer)}, Basis: "conscription-regulation 18", Do: r.take})
	r.Shelf.Add(r.Book, &register.Register{Table: Readings, Floor: "intake", Import: "exam_reading.take", Columns: []string{"number", "item", "device", "exam_on"},
		Read: []access.Grant{mine()}})
}

// take keeps a raw value of an item that devices may deliver, for a number that is
// being examined.
func (r *room) take(w *act.Work, x *Reading, b *Delivery) error {
	at, ok := w.Tree.Get(w.Actor.Unit)
	if !ok {
		return act.UnknownUnit(w.Actor.Unit)
	}
	found, err := act.List[Part](w, Parts, "county = $1 AND station = $2 AND exam_on = $3 AND number = $4 AND state <> 'void'", string(at.Home), string(at.Code), string(b.On), b.Number)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fault.New(fault.Invalid, "exam.number", "{day} 没有编号 {number}。", "There is no number {number} on {day}.", "number", b.Number, "day", b.On).
			OnField("number", "exam.number", "没有这个编号。", "There is no such number.")
	}
	p := found[0]
	if p.State == Closed {
		return conflict("exam.closed", "编号 {number} 已有主检结论,不再接收。", "The examination {number} is concluded.", "number", b.Number)
	}
	l, err := r.open(p)
	if err != nil {
		return err
	}
	view := r.Pack.On(l.Law)
	items := Items(view, p.Section)
	item, own := find(items, b.Item)
	if !own || !item.Device {
		return fault.New(fault.Invalid, "exam.item", "“{item}”不是该编号所在科室可由仪器提供的项目;结论不能导入。", "{item} is not an item that a device may deliver for this number; conclusions cannot be imported.", "item", b.Item).
			OnField("item", "exam.item", "不是可导入的项目。", "Not an item that can be imported.")
	}
	if _, err := view.ExplainOf(question, []string{b.Item}, map[string]any{b.Item: b.Value}); err != nil {
		return err
	}
	x.ID = r.key.Record(x.ID, Readings.Name) // not in the order of arrival
	x.Number, x.Part, x.Examiner, x.Station, x.On, x.Item, x.Device, x.State = b.Number, p.ID, p.Examiner, p.Station, b.On, b.Item, b.Device, Taken
	if item.Guarded {
		x.Guarded, err = vault.Seal(r.Vault, vault.Place{Table: Readings.Name, Column: "raw_guarded", Subject: l.Person}, vault.NewClear[Guarded]([]byte(b.Value)))
		return err
	}
	x.Raw, err = vault.Seal(r.Vault, vault.Place{Table: Readings.Name, Column: "raw", Subject: l.Person}, vault.NewClear[Value]([]byte(b.Value)))
	return err
}
