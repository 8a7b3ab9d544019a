// Package quota keeps the seats: issued once at the top, divided down the tree
// by published weights, used by approvals, given back by returns.
//
// A quota is one row at one unit for one intake. What it holds is conserved:
// seats = passed on to the units below + used + free, and free is never
// negative. The row is locked by whoever takes a seat, and a CHECK of the
// database refuses an overshoot even if a rule were wrong.
package quota

import (
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/quota/apportion"
	"muster/internal/office/role"
)

// Quota is the seats of one unit in one intake.
type Quota struct {
	record.Base
	Cycle    ident.ID  `f:"cycle,required,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Parent   unit.Code `f:"parent,filter" zh:"下达单位" en:"Issued by"`
	Seats    int64     `f:"seats,min=0,sort" zh:"名额" en:"Seats"`
	PassedOn int64     `f:"passed_on,min=0" zh:"已下达" en:"Passed on"`
	Used     int64     `f:"used,min=0,sort" zh:"已使用" en:"Used"`
	Weights  []string  `f:"weights" zh:"分配权重" en:"Weights"`
	Method   string    `f:"method,max=30" zh:"分配方法" en:"Method"`
}

// Free is the seats that nobody holds.
func (q *Quota) Free() int64 { return q.Seats - q.PassedOn - q.Used }

// Issued is the state of a quota.
const Issued = "issued"

// Table is the table of quotas.
var Table = record.NewTable[Quota]("quota", i18n.T("征集名额", "Quota"),
	record.State{Name: Issued, Label: i18n.T("已下达", "issued")}, act.VoidState)

// Issue is the body of issuing the seats of an intake at the top.
type Issue struct {
	Cycle ident.ID `f:"cycle,required,ref=cycle" zh:"征集批次" en:"Intake"`
	Seats int64    `f:"seats,required,min=1,max=10000000" zh:"名额" en:"Seats"`
}

// Division is the body of dividing a quota among the units below. Each weight
// reads "unit=weight"; a unit of the level that is not named gets weight 0.
type Division struct {
	Weights []string `f:"weights,required" zh:"权重(单位=数值)" en:"Weights (unit=number)"`
	Method  string   `f:"method,max=30" zh:"方法(webster 或 largest-remainder)" en:"Method (webster or largest-remainder)"`
}

// Declare declares the register of quotas and its acts.
func Declare(h *house.House) {
	officer := []access.Grant{role.Grant(role.QuotaOfficer, role.Intake)}
	signer := []access.Grant{role.Grant(role.QuotaApprover, role.Intake)}
	act.Declare(h.Book, act.Spec[Quota, *Quota, Issue]{
		Name: "quota.issue", Title: i18n.T("下达总名额", "Issue the seats"), Table: Table, New: true, To: []string{Issued},
		By: officer, Sign: signer, Basis: "conscription-regulation 5",
		Do: func(w *act.Work, q *Quota, b *Issue) error {
			q.Cycle, q.Seats, q.State = b.Cycle, b.Seats, Issued
			return unissued(w, q.County, q.Unit, b.Cycle)
		}})
	act.Declare(h.Book, act.Spec[Quota, *Quota, Division]{
		Name: "quota.divide", Title: i18n.T("分配名额到下级", "Divide among the units below"), Table: Table, From: []string{Issued},
		By: officer, Sign: signer, Basis: "conscription-regulation 5", Do: divide})
	declareBounds(h)
	h.Shelf.Add(h.Book, &register.Register{Table: Table, Floor: "intake", Columns: []string{"unit", "cycle", "seats", "passed_on", "used", "state"}, Read: readers()})
}

// readers: quotas are public knowledge inside the service and for citizens.
func readers() []access.Grant {
	grants := []access.Grant{{Role: role.Citizen, Relation: access.Anybody, Purposes: []access.Purpose{role.Own}}}
	for _, r := range role.Options() {
		grants = append(grants, access.Grant{Role: r, Relation: access.Anybody, Purposes: []access.Purpose{role.Intake}})
	}
	return grants
}

// unissued refuses a second quota of a unit in the same intake: a quota is
// issued once.
func unissued(w *act.Work, county, at unit.Code, intake ident.ID) error {
	known, err := act.List[Quota](w, Table, "county = $1 AND unit = $2 AND cycle = $3 AND state = $4", string(county), string(at), string(intake), Issued)
	if err == nil && len(known) > 0 {
		return fault.New(fault.Conflict, "quota.issued", "{unit}在本批次的名额已下达。", "The seats of {unit} in this intake were issued already.", "unit", w.Tree.Name(at))
	}
	return err
}

// divide gives all free seats to the units below by their weights, exactly.
func divide(w *act.Work, q *Quota, b *Division) error {
	method := apportion.Webster
	if b.Method != "" {
		var err error
		if method, err = apportion.ParseMethod(b.Method); err != nil {
			return err
		}
	}
	children := slices.DeleteFunc(slices.Clone(w.Tree.Children(q.Unit)), func(u *unit.Unit) bool { return !u.On(w.Today()) })
	weights, err := readWeights(w, q.Unit, b.Weights)
	if err != nil {
		return err
	}
	units := []apportion.Unit{{Code: string(q.Unit), Weight: apportion.Weight{}}}
	for _, c := range children {
		units = append(units, apportion.Unit{Code: string(c.Code), Parent: string(q.Unit), Weight: weights[c.Code]})
	}
	seats := q.Free()
	given, err := apportion.Divide(units, seats, method)
	if err != nil {
		return err
	}
	for i, c := range children {
		if given[i+1] == 0 {
			continue
		}
		if err := unissued(w, c.Home, c.Code, q.Cycle); err != nil {
			return err
		}
		below := &Quota{Cycle: q.Cycle, Parent: q.Unit, Seats: given[i+1]}
		below.State = Issued
		if err := w.Found(Table, below, c.Code); err != nil {
			return err
		}
	}
	q.PassedOn += seats
	q.Weights, q.Method = b.Weights, b.Method
	return nil
}

func readWeights(w *act.Work, parent unit.Code, list []string) (map[unit.Code]apportion.Weight, error) {
	out := map[unit.Code]apportion.Weight{}
	for _, entry := range list {
		code, number, ok := strings.Cut(entry, "=")
		u, known := w.Tree.Get(unit.Code(code))
		if !ok || !known || u.Parent != parent {
			return nil, fault.New(fault.Invalid, "quota.weight", "权重“{entry}”应写作 下级单位代码=数值。", "The weight {entry} must read: code of a unit below = number.", "entry", entry).
				OnField("weights", "quota.weight", "应写作 下级单位代码=数值。", "Write: code of a unit below = number.")
		}
		weight, err := apportion.ParseWeight(number)
		if err != nil {
			return nil, err
		}
		out[u.Code] = weight
	}
	return out, nil
}

// Lock loads the quota that seats people of a unit in an intake: the nearest at
// or above it in the same county. It stays locked until the commit.
func Lock(w *act.Work, county, at unit.Code, intake ident.ID) (*Quota, error) {
	list, err := act.Take[Quota](w, Table, "county = $1 AND cycle = $2 AND state = $3", string(county), string(intake), Issued)
	if err != nil {
		return nil, err
	}
	for _, u := range w.Tree.Up(at) {
		for _, q := range list {
			if q.Unit == u.Code {
				return q, nil
			}
		}
	}
	return nil, fault.New(fault.Conflict, "quota.none", "{unit}在本批次没有名额。", "{unit} has no seats in this intake.", "unit", w.Tree.Name(at))
}

// Use takes one seat. At the limit it refuses: a quota is never exceeded.
func Use(w *act.Work, q *Quota) error {
	if q.Free() < 1 {
		return fault.New(fault.Conflict, "quota.full", "{unit}的名额({seats})已用完。", "The seats of {unit} ({seats}) are used up.",
			"unit", w.Tree.Name(q.Unit), "seats", strconv.FormatInt(q.Seats, 10))
	}
	q.Used++
	w.Save(Table, q)
	return nil
}

// GiveBack returns one seat.
func GiveBack(w *act.Work, q *Quota) {
	q.Used--
	w.Save(Table, q)
}
