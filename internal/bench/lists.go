package bench

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
)

// listed is how many cases the lists are measured with.
const listed = 1_000_000

// lists is P9: a page of cases for a county user, filtered, sorted and paged by
// key, against the bare SQL, and against the administrator's page. The table is
// filled by a bulk loader; the reading's leaf is not part of it.
func lists(ctx context.Context, dir string) ([]Result, error) {
	a, err := small(ctx, filepath.Join(dir, "p9"), nil)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	tree, err := hebei()
	if err != nil {
		return nil, err
	}
	if err := loadCases(ctx, a.Store, tree, listed); err != nil {
		return nil, err
	}
	grants := cases.Readers()
	county := access.Actor{Account: "c", Role: role.CountyOfficer, Unit: "130102", Ranges: tree.Scope("130102")}
	province := access.Actor{Account: "p", Role: role.CountyOfficer, Unit: "13", Ranges: tree.Scope("13")}
	q := record.Query{Filters: []record.Filter{{Field: "state", Values: []string{cases.Qualified}}}, Sort: "name", Limit: 50}
	ours, bare, err := pages(ctx, a.Store, q, grants, county)
	if err != nil {
		return nil, err
	}
	everybody, _, err := pages(ctx, a.Store, q, grants, province)
	if err != nil {
		return nil, err
	}
	return []Result{
		{"P9", "list page, filter+sort+keyset, county user, 1 M cases", ours * 1000, bare * 1000, "ms", ours / bare, "<= 2"},
		{"P9", "the same page: county user against the province's", ours * 1000, everybody * 1000, "ms", ours / everybody, "<= 1.2"},
	}, nil
}

// pages times a page through the list and its bare SQL, alternating.
func pages(ctx context.Context, store db.Store, q record.Query, grants []access.Grant, actor access.Actor) (ours, bare float64, err error) {
	q.Scope = func(args *access.Args) string { return access.Predicate(grants, actor, role.Intake, args) }
	var a, b []float64
	for range 21 {
		var n, m int
		x, err := timed(func() error {
			return store.Read(ctx, func(tx *db.Tx) error {
				page, err := cases.Table.List(tx, q)
				n = len(page.Records)
				return err
			})
		})
		if err != nil {
			return 0, 0, err
		}
		y, err := timed(func() error {
			return store.Read(ctx, func(tx *db.Tx) (err error) { m, err = bareList(tx, q, actor); return err })
		})
		if err != nil {
			return 0, 0, err
		}
		if n != min(m, 50) {
			return 0, 0, fmt.Errorf("the list has %d rows, the bare SQL %d", n, m)
		}
		a, b = append(a, x), append(b, y)
	}
	return median(a), median(b), nil
}

// bareList is the statement that somebody would write by hand for the page.
func bareList(tx *db.Tx, q record.Query, actor access.Actor) (n int, err error) {
	where, order := "", "id DESC"
	args := []any{string(actor.Ranges[0].From), string(actor.Ranges[0].To)}
	if len(q.Filters) > 0 {
		where, order = " AND state = $3", "name, id"
		args = append(args, q.Filters[0].Values[0])
	}
	err = tx.Each(cases.Table.Select()+" WHERE place >= $1 AND place < $2"+where+" ORDER BY "+order+" LIMIT 51", args, func(rows *sql.Rows) error {
		n++
		c := &cases.Case{}
		return rows.Scan(cases.Table.Targets(c)...)
	})
	return n, err
}

// loadCases fills the table of cases without acts: a quarter of the people of
// every county in each of four states.
func loadCases(ctx context.Context, store db.Store, tree *unit.Tree, n int) error {
	var villages []*unit.Unit
	tree.Walk(tree.Root().Code, func(u *unit.Unit) bool {
		if u.Kind == unit.Village {
			villages = append(villages, u)
		}
		return true
	})
	states := []string{cases.Applied, cases.PhysicalFail, cases.Qualified, cases.HandedOver}
	random := rand.New(rand.NewPCG(5, 6))
	source := rand.NewChaCha8([32]byte{7})
	for start := 0; start < n; start += 10_000 {
		batch := make([]record.Record, 0, 10_000)
		for i := range 10_000 {
			v := villages[random.IntN(len(villages))]
			c := &cases.Case{Person: "p", Name: fmt.Sprintf("姓名%06d", random.IntN(1_000_000)), Sex: "male", Education: "bachelor", Cycle: "c", Reach: cases.ReachApplied}
			c.Base = record.Base{County: v.Home, ID: ident.New(time.UnixMilli(int64(start+i)), source), Rev: 1, Unit: v.Code, Place: v.Place, State: states[random.IntN(4)]}
			batch = append(batch, c)
		}
		if err := store.WriteBatch(ctx, func(tx *db.Tx) error { return cases.Table.Insert(tx, batch) }); err != nil {
			return err
		}
	}
	_, err := store.Admin().ExecContext(ctx, "ANALYZE")
	return err
}
