package act

import (
	"context"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Look is the reading of one record or of a page of them. Reading personal data
// takes the road as well: access, load, and a leaf that is durable before the
// reader sees anything.
type Look struct {
	Table   *record.Table
	Grants  []access.Grant
	Actor   access.Actor
	Purpose access.Purpose
	Via     string // "view", "list", "export", "search"
	// Veil takes out of a record what the actor may not see of it; nil: nothing.
	Veil func(access.Actor, record.Record)
}

// veil hands records on as the actor may see them.
func (l Look) veil(records []record.Record) {
	if l.Veil == nil {
		return
	}
	for _, rec := range records {
		l.Veil(l.Actor, rec)
	}
}

// One reads a record. A record that is not there and one that the actor may not
// see give the same fault; the attempt leaves a leaf.
func (r *Road) One(ctx context.Context, l Look, county unit.Code, id ident.ID) (record.Record, error) {
	rec := l.Table.New()
	l.Actor = r.whole(l.Actor)
	err := r.Store.Read(ctx, func(tx *db.Tx) error { return l.Table.Load(tx, county, id, rec, false) })
	if err != nil {
		return nil, err
	}
	if !access.Any(l.Grants, l.Actor, l.Purpose, ViewOf(l.Table, rec)) {
		r.recordDenial(ctx, Request{Kind: "read." + l.Table.Name, County: county, Subject: id, Actor: l.Actor, Purpose: l.Purpose}, l.Table)
		return nil, record.Missing(l.Table.Title)
	}
	l.veil([]record.Record{rec})
	return rec, r.seen(ctx, l, []record.Record{rec})
}

// Page reads one page of a table, only what the actor may see.
func (r *Road) Page(ctx context.Context, l Look, q record.Query) (record.Page, error) {
	q.Scope = r.scope(l)
	var page record.Page
	err := r.Store.Read(ctx, func(tx *db.Tx) (err error) { page, err = l.Table.List(tx, q); return err })
	if err != nil || len(page.Records) == 0 {
		return page, err
	}
	l.veil(page.Records)
	return page, r.seen(ctx, l, page.Records)
}

// Count counts what Page would page through; a count shows no personal data.
func (r *Road) Count(ctx context.Context, l Look, q record.Query) (n int64, err error) {
	q.Scope = r.scope(l)
	err = r.Store.Read(ctx, func(tx *db.Tx) (err error) { n, err = l.Table.Count(tx, q); return err })
	return n, err
}

// exportPage is how many records of an export share one leaf.
const exportPage = 500

// Export visits every record that Page would page through, from one snapshot.
// The leaf of each batch is durable before visit sees its records.
func (r *Road) Export(ctx context.Context, l Look, q record.Query, visit func(record.Record) error) error {
	q.Scope = r.scope(l)
	var batch []record.Record
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		if err := r.seen(ctx, l, batch); err != nil {
			return err
		}
		l.veil(batch)
		for _, rec := range batch {
			if err := visit(rec); err != nil {
				return err
			}
		}
		batch = batch[:0]
		return nil
	}
	err := r.Store.Read(ctx, func(tx *db.Tx) error {
		return l.Table.Stream(tx, q, func(rec record.Record) error {
			if batch = append(batch, rec); len(batch) == exportPage {
				return flush()
			}
			return ctx.Err()
		})
	})
	if err != nil {
		return err
	}
	return flush()
}

// scope is the condition on what a reader may see; they read as the human they are.
func (r *Road) scope(l Look) func(*access.Args) string {
	l.Actor = r.whole(l.Actor)
	return func(args *access.Args) string { return access.Predicate(l.Grants, l.Actor, l.Purpose, args) }
}

// Visible says whether the actor may read any record of the table at all.
func (l Look) Visible() bool { return access.AnyRole(l.Grants, l.Actor, l.Purpose) }

// seen writes the leaf of a reading. Tables without personal data need none.
func (r *Road) seen(ctx context.Context, l Look, records []record.Record) error {
	if !l.Table.Personal {
		return nil
	}
	e := &ledger.Entry{Kind: "read." + l.Table.Name, Actor: l.Actor.Account, Role: string(l.Actor.Role), Unit: l.Actor.Unit,
		Purpose: string(l.Purpose), Policy: r.Policy, Rows: int64(len(records)), Outcome: l.Via}
	e.Log = l.Actor.Home
	if len(records) == 1 || e.Log == "" {
		e.Log = records[0].Head().County
	}
	if len(records) == 1 {
		e.Subject = Subject(l.Table, records[0].Head().ID)
	}
	for _, rec := range records {
		e.Seen = append(e.Seen, ledger.Sighting{County: rec.Head().County, Subject: Subject(l.Table, rec.Head().ID)})
	}
	err := r.Store.Write(ctx, func(tx *db.Tx) error {
		ledger.Append(tx, r.Clock.Now(), e)
		return nil
	})
	if err != nil {
		return fault.New(fault.Unavailable, "ledger.unavailable", "查阅记录无法登记,因此不能显示;请稍后再试。",
			"This reading could not be recorded, so nothing is shown; please try again later.").Because(err)
	}
	return nil
}

// Ask lets a room's reading, such as that of a clock, run in a transaction that
// stores nothing. What it learns of people must have been read by the road.
func (r *Road) Ask(ctx context.Context, read func(w *Work) error) error {
	return r.Store.Read(ctx, func(tx *db.Tx) error {
		return read(&Work{Now: clock.InstantOf(r.Clock.Now()), Tree: r.Tree(), road: r, tx: tx, dry: true})
	})
}
