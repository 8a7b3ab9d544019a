package whatif

import (
	"context"
	"maps"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/frame/vault"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/intake/medical"
	"muster/internal/intake/medical/blind"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Readers may ask what would be if, for the counties of their own scope.
func Readers() []access.Grant {
	return []access.Grant{role.Grant(role.Leader, role.Intake), role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.QuotaOfficer, role.Intake),
		role.Grant(role.QuotaApprover, role.Intake), role.Grant(role.Selector, role.Selection), role.Grant(role.Approver, role.Selection)}
}

// Asking is a question: who asks, about which intake, where, and what would be
// otherwise.
type Asking struct {
	Actor   access.Actor
	Purpose access.Purpose
	Cycle   ident.ID
	Unit    unit.Code // a county or an office above it
	Change  Change
}

// Answer is what came of it.
type Answer struct {
	Cycle   *cycle.Cycle
	Unit    unit.Code
	Law     string      // version of the pack in force
	Draft   string      // version of the other pack; "" where there is none
	Running int         // people who may still come on lists that are not frozen yet
	Notes   []i18n.Text // what the figures leave out
	Table   Table
	Persons []Person // for comparing with what became of them; never shown

	rows map[string]bool // ids of the quota rows of the lists
}

// Reader reads what is on file.
type Reader struct {
	Road  *act.Road
	Vault *vault.Vault
	Pack  *policy.Pack
	Key   blind.Key
}

// Ask answers. Reading the applications takes the road: who may not see them gets a
// fault, and the reading is in the ledger before anything is computed.
func (r Reader) Ask(ctx context.Context, q Asking) (*Answer, error) {
	look := act.Look{Table: cases.Table, Grants: Readers(), Actor: q.Actor, Purpose: q.Purpose, Via: "what-if"}
	if !look.Visible() {
		return nil, access.Denied()
	}
	out := &Answer{rows: map[string]bool{}, Unit: q.Unit, Law: r.Pack.Version()}
	if q.Change.Pack != nil {
		out.Draft = q.Change.Pack.Version()
	}
	var err error
	if out.Cycle, err = r.cycle(ctx, q.Cycle); err != nil {
		return nil, err
	}
	seen := map[unit.Code]map[ident.ID]bool{}
	err = r.Road.Export(ctx, look, record.Query{Filters: []record.Filter{{Field: "cycle", Values: []string{string(q.Cycle)}}}, Within: r.Road.Tree().Scope(q.Unit)}, func(rec record.Record) error {
		h := rec.Head()
		if seen[h.County] == nil {
			seen[h.County] = map[ident.ID]bool{}
		}
		seen[h.County][h.ID] = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, county := range slices.Sorted(maps.Keys(seen)) {
		if err := r.county(ctx, q, county, seen[county], out); err != nil {
			return nil, err
		}
	}
	return out, r.finish(out, seen, q.Change)
}

// gone are the states of a case that comes on no list any more.
var gone = []string{cases.NotEligible, cases.PhysicalFail, cases.VettingFail, cases.Withdrawn, cases.Cancelled, cases.Returned}

func (r Reader) cycle(ctx context.Context, id ident.ID) (*cycle.Cycle, error) {
	var list []*cycle.Cycle
	err := r.Road.Store.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = record.All[cycle.Cycle](tx, cycle.Table, "id = $1", string(id))
		return err
	})
	if err == nil && len(list) == 0 {
		err = record.Missing(cycle.Table.Title)
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// county adds the people of one county.
func (r Reader) county(ctx context.Context, q Asking, county unit.Code, seen map[ident.ID]bool, out *Answer) error {
	f := &File{}
	err := r.Road.Store.Read(ctx, func(tx *db.Tx) (err error) {
		*f, err = r.file(tx, county, q)
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range f.Pool.Cases {
		if !seen[c.ID] { // part of a county has no list of its own
			return fault.New(fault.Denied, "whatif.part", "只能对整个县(市、区)测算。", "Only whole counties can be looked at.")
		}
	}
	for _, id := range f.Pool.RowIDs() {
		out.rows[id] = true
	}
	if f.Pool.Ranking == nil {
		for _, c := range f.Pool.Cases {
			if !slices.Contains(gone, c.State) {
				out.Running++
			}
		}
	}
	if differs, guarded := r.standards(q.Change); differs {
		v := medical.Viewer{Road: r.Road, Vault: r.Vault, Key: r.Key, Actor: q.Actor, Purpose: q.Purpose}
		if f.Measured, err = v.MeasuredIn(ctx, r.Pack, county, q.Cycle); err != nil {
			return err
		}
		if len(guarded) > 0 && len(out.Notes) == 0 {
			out.Notes = append(out.Notes, i18n.T("草案改动了特别保护项目的标准({rules});这些测值不打开,其影响未知。",
				"The draft changes the standard for specially guarded items ({rules}); their values stay closed, and what follows from it is unknown.").With("rules", guarded))
		}
	}
	persons, err := Run(f, r.Road.Tree(), r.Pack, q.Change)
	out.Persons = append(out.Persons, persons...)
	return err
}

func (r Reader) standards(ch Change) (differs bool, guarded []string) {
	if ch.Pack == nil {
		return false, nil
	}
	return medical.StandardDiffers(r.Pack, ch.Pack, r.Pack.On(ch.Day))
}

func (r Reader) file(tx *db.Tx, county unit.Code, q Asking) (f File, err error) {
	if f.Pool, err = selection.ReadPool(tx, r.Road.Tree(), county, q.Cycle); err != nil {
		return f, err
	}
	if q.Change.law() {
		list, err := record.All[people.Person](tx, people.Persons, "id IN (SELECT person FROM application WHERE county = $1 AND cycle = $2)", string(county), string(q.Cycle))
		if err != nil {
			return f, err
		}
		f.People = make(map[ident.ID]*people.Person, len(list))
		for _, p := range list {
			f.People[p.ID] = p
		}
	}
	if !q.Change.CutOff.IsZero() {
		f.Late, err = late(tx, f.Pool, clock.InstantOf(q.Change.CutOff.AddDays(1).In(r.Road.Zone)))
	}
	return f, err
}

// late are the applications handed in at or after an instant, by the leaves of their
// first act.
func late(tx *db.Tx, p *selection.Pool, from clock.Instant) (map[ident.ID]bool, error) {
	out := map[ident.ID]bool{}
	for _, c := range p.Cases {
		first, found, err := ledger.FirstOn(tx, p.County, act.Subject(cases.Table, c.ID))
		if err != nil {
			return nil, err
		}
		out[c.ID] = found && first >= from
	}
	return out, nil
}

// finish counts, and refuses what names a list or a row that nobody has.
func (r Reader) finish(out *Answer, seen map[unit.Code]map[ident.ID]bool, ch Change) error {
	for code := range ch.Seats {
		if seen[code] == nil {
			return fault.New(fault.Invalid, "whatif.seats", "“{unit}”在本批次没有名单;名额按县(市、区)给出。", "{unit} has no list in this intake; seats are given by county.", "unit", code)
		}
	}
	for id := range ch.Rows {
		if !out.rows[id] {
			return fault.New(fault.Invalid, "whatif.row", "没有编号为“{row}”的名额行。", "No list has a quota row {row}.", "row", id)
		}
	}
	out.Table = Summarise(out.Persons, r.Pack.On(out.Cycle.PolicyDay), r.Road.Tree())
	return nil
}
