// Package quota keeps the seats: issued once at the top, divided down the tree
// by published weights, used by approvals, given back by returns.
//
// A quota is one row at one unit for one intake. What it holds is conserved:
// seats = passed on to the units below + used + free, and free is never
// negative. The row is locked by whoever takes a seat, and a CHECK of the
// database refuses an overshoot even if a rule were wrong.
//
// Every movement of seats is also an entry of the quota ledger (Entry), with the
// unit that gives and the unit that receives; the sums of the entries are the
// rows, and Audit finds where they are not. Weights come from what is on record
// (Basis) or by hand; what a division rested on is kept with its result
// (Divided), so that anybody can compute it again. Whoever holds these tables
// can move seats; the entries, the division and the ledger find that.
package quota

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

// Declare declares the register of quotas and its acts.
func Declare(h *house.House) {
	officer := []access.Grant{role.Grant(role.QuotaOfficer, role.Intake)}
	signer := []access.Grant{role.Grant(role.QuotaApprover, role.Intake)}
	act.Declare(h.Book, act.Spec[Quota, *Quota, Issue]{
		Name: "quota.issue", Title: i18n.T("下达总名额", "Issue the seats"), Table: Table, New: true, To: []string{Issued},
		By: officer, Sign: signer, Basis: "conscription-regulation 5",
		Do: func(w *act.Work, q *Quota, b *Issue) error {
			q.Cycle, q.Seats, q.State = b.Cycle, b.Seats, Issued
			if err := unissued(w, q.County, q.Unit, b.Cycle); err != nil {
				return err
			}
			_, err := post(w, b.Cycle, Issuing, "", q.Unit, b.Seats, "")
			return err
		}})
	act.Declare(h.Book, act.Spec[Quota, *Quota, Division]{
		Name: "quota.divide", Title: i18n.T("分配名额到下级", "Divide among the units below"), Table: Table, From: []string{Issued},
		By: officer, Sign: signer, Basis: "conscription-regulation 5", Do: divide})
	declareAmendments(h, officer, signer)
	declareBases(h, officer)
	declareBounds(h)
	h.Shelf.Add(h.Book, &register.Register{Table: Entries, Floor: "intake", Columns: []string{"kind", "debit", "credit", "seats", "act", "at"}, Read: readers()})
	h.Shelf.Add(h.Book, &register.Register{Table: Divisions, Floor: "intake", Columns: []string{"unit", "cycle", "seats", "method", "result"}, Read: readers()})
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
