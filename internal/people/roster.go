package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/people/idnumber"
)

// RosterLine is one row of a roster that another authority sent (police,
// education, the national portal), beside what the register says. It is a
// question for a human: nothing in the register follows from it by itself.
type RosterLine struct {
	record.Base
	Roster     string    `f:"roster,required,filter,max=60" zh:"花名册" en:"Roster"`
	Person     ident.ID  `f:"person,filter,ref=person" zh:"人员档案" en:"File"`
	PersonHome unit.Code `f:"person_home,hidden" zh:"档案属地" en:"Home of the file"`
	Differs    string    `f:"differs,max=300" zh:"不一致的项目" en:"What disagrees"`
	Resolution string    `f:"resolution,filter,max=60,reasons=roster" zh:"处理结果" en:"Settled as"`
	Remark     string    `f:"remark,long" zh:"说明" en:"Remark"`
	Particulars
}

// What reconciling a line of a roster has found; each waits for a human.
const (
	LineMatched     = "matched"     // on file, and nothing disagrees
	LineNew         = "new"         // nobody on file has this number
	LineMoved       = "moved"       // on file at another unit
	LineMissing     = "missing"     // on file and due, and not in the roster
	LineConflicting = "conflicting" // on file with other particulars, or twice in the roster
	LineSettled     = "settled"
)

// RosterLines is the table of roster lines. The citizen number in it is a copy,
// so it claims nothing.
var RosterLines = personal(unclaimed(record.NewTable[RosterLine]("roster_line", i18n.T("花名册核对", "Roster reconciliation"),
	record.State{Name: LineMatched, Label: i18n.T("一致", "matched")},
	record.State{Name: LineNew, Label: i18n.T("名册有、档案无", "new")},
	record.State{Name: LineMoved, Label: i18n.T("单位不同", "moved")},
	record.State{Name: LineMissing, Label: i18n.T("档案有、名册无", "missing from the roster")},
	record.State{Name: LineConflicting, Label: i18n.T("信息冲突", "conflicting")},
	record.State{Name: LineSettled, Label: i18n.T("已处理", "settled"), End: true},
	act.VoidState)))

// RosterRow is one row of a roster as a file brings it.
type RosterRow struct {
	Roster string    `f:"roster,max=60" zh:"花名册" en:"Roster"`
	Unit   unit.Code `f:"unit,required,code" zh:"单位代码" en:"Unit code"`
	Particulars
}

// Absence is the body of noting that somebody who is due stands in no row.
type Absence struct {
	Roster string    `f:"roster,required,max=60" zh:"花名册" en:"Roster"`
	Person ident.ID  `f:"person,required,ref=person" zh:"人员" en:"Person"`
	County unit.Code `f:"county,required" zh:"属地" en:"Home county"`
	Unit   unit.Code `f:"unit,required,code" zh:"单位代码" en:"Unit code"`
}

// Settlement is the body of settling a line without a change of the register.
type Settlement struct {
	Resolution string `f:"resolution,required,max=60,reasons=roster" zh:"处理结果" en:"Settled as"`
	Remark     string `f:"remark,long" zh:"说明" en:"Remark"`
}

func declareRoster(h *house.House, checker idnumber.Checker) {
	registrar := []access.Grant{role.Grant(role.CountyRegistrar, role.Registration)}
	keepers := recorders()
	act.Declare(h.Book, act.Spec[RosterLine, *RosterLine, RosterRow]{
		Name: "roster_line.add", Title: i18n.T("核对花名册一行", "Reconcile a row of a roster"), Table: RosterLines, New: true,
		To: []string{LineMatched, LineNew, LineMoved, LineConflicting}, By: registrar, Basis: "service-law 11",
		Unit: func(_ *act.Work, b *RosterRow) (unit.Code, error) { return b.Unit, nil },
		Do: func(w *act.Work, l *RosterLine, b *RosterRow) error {
			if err := check(checker, &b.Particulars); err != nil {
				return err
			}
			if err := plausible(h.Pack.On(w.Today()), w.Today(), b.Particulars); err != nil {
				return err
			}
			return reconcile(w, l, b)
		}})
	act.Declare(h.Book, act.Spec[RosterLine, *RosterLine, Absence]{
		Name: "roster_line.miss", Title: i18n.T("登记名册所缺人员", "Note somebody whom the roster lacks"), Table: RosterLines, New: true,
		To: []string{LineMissing}, By: registrar, Unit: func(_ *act.Work, b *Absence) (unit.Code, error) { return b.Unit, nil }, Do: miss})
	act.Declare(h.Book, act.Spec[RosterLine, *RosterLine, Empty]{
		Name: "roster_line.confirm", Title: i18n.T("确认一致", "Confirm that they agree"), Table: RosterLines, From: []string{LineMatched}, To: []string{LineSettled},
		By: keepers, Do: func(_ *act.Work, l *RosterLine, _ *Empty) error {
			l.Resolution, l.State = "confirmed", LineSettled
			return nil
		}})
	act.Declare(h.Book, act.Spec[RosterLine, *RosterLine, Empty]{
		Name: "roster_line.take_up", Title: i18n.T("据此建立人员档案", "Open a file from this row"), Table: RosterLines, From: []string{LineNew}, To: []string{LineSettled},
		By: keepers, Do: takeUp})
	act.Declare(h.Book, act.Spec[RosterLine, *RosterLine, Empty]{
		Name: "roster_line.correct", Title: i18n.T("按名册提出更正", "Propose a correction from this row"), Table: RosterLines,
		From: []string{LineMoved, LineConflicting}, To: []string{LineSettled}, By: keepers, Do: correctByRoster})
	act.Declare(h.Book, act.Spec[RosterLine, *RosterLine, Settlement]{
		Name: "roster_line.settle", Title: i18n.T("档案不变,说明处理结果", "Leave the register as it is, and say why"), Table: RosterLines,
		From: []string{LineNew, LineMoved, LineMissing, LineConflicting}, To: []string{LineSettled}, By: keepers,
		Do: func(w *act.Work, l *RosterLine, b *Settlement) error {
			if _, known := h.Pack.On(w.Today()).Reason("roster." + b.Resolution); !known {
				return unknownReason("roster", b.Resolution, "resolution")
			}
			l.Resolution, l.Remark, l.State = b.Resolution, b.Remark, LineSettled
			return nil
		}})
	h.Shelf.Add(h.Book, &register.Register{Table: RosterLines, Floor: "people", Import: "roster_line.add", Twice: true, Read: keepers,
		Columns: []string{"name", "roster", "unit", "differs", "resolution", "state"}})
}

func unknownReason(list, code, in string) error {
	return fault.New(fault.Invalid, "reason.unknown", "理由代码“{code}”不在“{list}”清单中。", "The reason {code} is not in the list {list}.", "code", code, "list", list).
		OnField(in, "reason.unknown", "不在清单中。", "It is not in the list.")
}

// miss notes that somebody stands in no row of a roster that has arrived.
func miss(w *act.Work, l *RosterLine, b *Absence) error {
	p, err := PersonOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	known, err := act.List[RosterLine](w, RosterLines, "county = $1 AND roster = $2 AND id_no = $3 AND state <> 'void'", string(l.County), b.Roster, p.IDNo)
	if err != nil {
		return err
	}
	if len(known) > 0 {
		return w.Instead(RosterLines, known[0].County, known[0].ID, func(record.Record) error { return nil })
	}
	l.Roster, l.Particulars, l.Person, l.PersonHome, l.State = b.Roster, p.Particulars, p.ID, p.County, LineMissing
	return nil
}

// takeUp opens the file of somebody whom a human found to be new.
func takeUp(w *act.Work, l *RosterLine, _ *Empty) error {
	_, _, taken, err := w.Claimed(Persons, "id_no", l.IDNo)
	if err != nil {
		return err
	}
	if taken {
		return fault.New(fault.Conflict, "roster.taken", "此公民身份号码现已有档案;请说明处理结果而不另建。",
			"There is a file with this number by now; settle the row without opening another.")
	}
	p := &Person{Particulars: l.Particulars, BirthYear: int64(l.BirthDate.Year())}
	if err := w.Found(Persons, p, l.Unit); err != nil {
		return err
	}
	p.State = Living
	l.Person, l.PersonHome, l.Resolution, l.State = p.ID, p.County, "recorded", LineSettled
	return nil
}

// correctByRoster proposes what the roster says as a correction, which somebody
// else accepts or refuses.
func correctByRoster(w *act.Work, l *RosterLine, _ *Empty) error {
	if l.Person == "" {
		return fault.New(fault.Conflict, "roster.no_file", "这一行没有对应的档案。", "This row names no file.")
	}
	p, err := PersonOf(w, l.PersonHome, l.Person)
	if err != nil {
		return err
	}
	to := l.Unit
	if to == p.Unit || within(w.Tree, to, p.Unit) {
		to = ""
	}
	openCorrection(w, p, l.Particulars.completed(p.Particulars), to, "roster "+l.Roster, "")
	l.Resolution, l.State = "correction", LineSettled
	return nil
}
