package quota

import (
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Bound is a row of bounds on a choice: of the candidates of a unit who carry a
// tag, at least Min and at most Max are chosen (the file format "quotas").
type Bound struct {
	record.Base
	Code string `f:"code,required,unique,search,max=60" zh:"名额行编号" en:"Row id"`
	Tag  string `f:"tag,filter,max=60" zh:"标签" en:"Tag"`
	Min  int64  `f:"min,min=0" zh:"下限" en:"At least"`
	Max  *int64 `f:"max,min=0" zh:"上限" en:"At most"`
}

// Row is the body of recording a row of bounds, named as its file names it.
type Row struct {
	Code string    `f:"id,required,key,code,max=60" zh:"编号" en:"Id"`
	Unit unit.Code `f:"unit,required,code" zh:"单位代码" en:"Unit code"`
	Tag  string    `f:"tag,max=60" zh:"标签" en:"Tag"`
	Min  int64     `f:"min,min=0" zh:"下限" en:"At least"`
	Max  *int64    `f:"max,min=0" zh:"上限" en:"At most"`
}

// SeatsRow is the id of the row that every ranked list has beside those recorded
// here: the seats of its unit.
const SeatsRow = "seats"

// Bounds is the table of rows of bounds.
var Bounds = record.NewTable[Bound]("quota_row", i18n.T("名额行", "Quota row"), register.PlainStates()...)

func declareBounds(h *house.House) {
	officer := []access.Grant{role.Grant(role.QuotaOfficer, role.Intake)}
	act.Declare(h.Book, act.Spec[Bound, *Bound, Row]{
		Name: "quota_row.add", Title: i18n.T("登记名额行", "Add a quota row"), Table: Bounds, New: true, To: []string{register.Active},
		By: officer, Unit: func(_ *act.Work, r *Row) (unit.Code, error) { return r.Unit, nil },
		Do: func(w *act.Work, b *Bound, r *Row) error {
			if r.Code == SeatsRow || strings.Contains(r.Code, "|") {
				return fault.New(fault.Invalid, "quota.row_id", "名额行的编号不能是“{id}”,也不能含“|”。", "The id of a quota row must not be {id} nor contain |.", "id", SeatsRow).
					OnField("id", "quota.row_id", "请换一个编号。", "Choose another id.")
			}
			if r.Max != nil && r.Min > *r.Max {
				return fault.New(fault.Invalid, "quota.crossed", "下限大于上限。", "The least is above the most.").
					OnField("min", "quota.crossed", "大于上限。", "It is above the most.")
			}
			b.Code, b.Tag, b.Min, b.Max, b.State = r.Code, r.Tag, r.Min, r.Max, register.Active
			return nil
		}})
	act.Declare(h.Book, act.Spec[Bound, *Bound, register.Ending]{
		Name: "quota_row.end", Title: i18n.T("终止名额行", "End the quota row"), Table: Bounds, From: []string{register.Active}, To: []string{register.Ended},
		By: officer, Do: func(_ *act.Work, b *Bound, _ *register.Ending) error {
			b.State = register.Ended
			return nil
		}})
	h.Shelf.Add(h.Book, &register.Register{Table: Bounds, Floor: "intake", Read: readers(), Import: "quota_row.add",
		Columns: []string{"code", "unit", "tag", "min", "max", "state"}})
}
