package bench

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
	"muster/internal/insight/trend"
	"muster/internal/intake/cases"
	"muster/internal/office/offices"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/sim"
)

// dashboard is P8: the funnel of any unit of Hebei's tree, at 100,000 and at
// 10 million cases, and how long the counts take to be read again.
func dashboard(ctx context.Context, dir string) ([]Result, error) {
	tree, err := hebei()
	if err != nil {
		return nil, err
	}
	small, err := funnels(ctx, filepath.Join(dir, "p8a"), tree, 100_000)
	if err != nil {
		return nil, err
	}
	middle, err := funnels(ctx, filepath.Join(dir, "p8m"), tree, 1_000_000)
	if err != nil {
		return nil, err
	}
	large, err := funnels(ctx, filepath.Join(dir, "p8b"), tree, 10_000_000)
	if err != nil {
		return nil, err
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return []Result{
		{"P8", "funnel of any unit and its children, p99 at 10 M cases", ms(large.p99), 5, "ms", ms(large.p99) / 5, "<= 1 (5 ms)"},
		{"P8", "funnel of any unit and its children, p99 at 1 M cases", ms(middle.p99), 5, "ms", ms(middle.p99) / 5, "<= 1 (5 ms)"},
		{"P8", "figures of three intakes by education, p99 at 100 k cases", ms(small.trend), 5, "ms", ms(small.trend) / 5, "<= 1 (5 ms)"},
		{"P8", "figures of three intakes by education, p99 at 1 M cases", ms(middle.trend), 5, "ms", ms(middle.trend) / 5, "<= 1 (5 ms)"},
		{"P8", "figures of three intakes by education, p99 at 10 M cases", ms(large.trend), 5, "ms", ms(large.trend) / 5, "<= 1 (5 ms)"},
		{"P8", "the same with small counts hidden, p99 at 10 M cases", ms(large.hidden), 5, "ms", ms(large.hidden) / 5, "<= 1 (5 ms)"},
		{"P8", "funnel, p50 at 10 M against 100 k cases", ms(large.p50), ms(small.p50), "ms", ms(large.p50) / ms(small.p50), "<= 1.2"},
		{"P8", "counts read again against streaming the column", large.rebuild, large.stream, "s", large.rebuild / large.stream, "<= 30"},
	}, nil
}

func hebei() (*unit.Tree, error) {
	file, err := sim.Units()
	if err != nil {
		return nil, err
	}
	pack, err := app.ChinaPack()
	if err != nil {
		return nil, err
	}
	rows, err := (&app.App{Pack: pack}).ReadUnits(file, "units.csv")
	if err != nil {
		return nil, err
	}
	units, err := offices.Arrange(rows, "units.csv")
	return unit.NewTree(units), err
}

type funnelTimes struct {
	p50, p99        time.Duration
	trend, hidden   time.Duration // p99 of the figures of several intakes
	rebuild, stream float64
}

// funnels fills the changes of counts that so many cases leave behind, reads
// them into a cube and asks for funnels of random units with their children.
func funnels(ctx context.Context, dir string, tree *unit.Tree, n int64) (t funnelTimes, err error) {
	a, err := small(ctx, dir, nil)
	if err != nil {
		return t, err
	}
	defer a.Close()
	total, err := fillTally(ctx, a.Store, tree, n)
	if err != nil {
		return t, err
	}
	cube := tally.NewCube()
	if t.rebuild, err = timed(func() error { return cube.Load(ctx, a.Store, tree)() }); err != nil {
		return t, err
	}
	if t.stream, err = timed(func() error { return streamDeltas(ctx, a.Store) }); err != nil {
		return t, err
	}
	if f, err := cases.FunnelOf(cube, tree.Root().Code, ""); err != nil {
		return t, err
	} else if f.Reach[cases.ReachApplied] != total {
		return t, fmt.Errorf("the funnel counts %d cases, there are %d", f.Reach[cases.ReachApplied], total)
	}
	var all []*unit.Unit
	tree.Walk(tree.Root().Code, func(u *unit.Unit) bool { all = append(all, u); return true })
	random := rand.New(rand.NewPCG(1, 2))
	times := make([]time.Duration, 0, 4000)
	for range cap(times) {
		u := all[random.IntN(len(all))]
		if random.IntN(4) == 0 {
			u = tree.Root()
		}
		began := time.Duration(clock.System{}.Now().UnixNano())
		for _, at := range append([]*unit.Unit{u}, tree.Children(u.Code)...) {
			if _, err := cases.FunnelOf(cube, at.Code, ""); err != nil {
				return t, err
			}
		}
		times = append(times, time.Duration(clock.System{}.Now().UnixNano())-began)
	}
	t.p50, t.p99 = percentile(times, 0.5), percentile(times, 0.99)
	source := trend.Source{Cube: cube, Tree: tree, Law: a.Pack.On(a.Today())}
	if t.trend, err = figures(source, all, true, 2000); err != nil {
		return t, err
	}
	t.hidden, err = figures(source, all, false, 400)
	return t, err
}

// figures times the whole answer of the page of figures for units of any level, the
// province one time in four.
func figures(source trend.Source, all []*unit.Unit, whole bool, n int) (p99 time.Duration, err error) {
	random, times := rand.New(rand.NewPCG(1, 3)), make([]time.Duration, 0, n)
	for range n {
		at := all[random.IntN(len(all))].Code
		if random.IntN(4) == 0 {
			at = source.Tree.Root().Code
		}
		began := time.Duration(clock.System{}.Now().UnixNano())
		if _, err := source.Ask(trend.Question{Unit: at, By: "education", To: trend.Goal, Whole: whole}, benchIntakes); err != nil {
			return 0, err
		}
		times = append(times, time.Duration(clock.System{}.Now().UnixNano())-began)
	}
	return percentile(times, 0.99), nil
}

// fillTally writes one row a cell: villages × some of the cells that occur.
func fillTally(ctx context.Context, store db.Store, tree *unit.Tree, n int64) (total int64, err error) {
	var villages []*unit.Unit
	tree.Walk(tree.Root().Code, func(u *unit.Unit) bool {
		if u.Kind == unit.Village {
			villages = append(villages, u)
		}
		return true
	})
	cells := realCells()
	random := rand.New(rand.NewPCG(3, 4))
	var rows [][]any
	add := func(v *unit.Unit, cell string, k int64) {
		rows = append(rows, []any{string(v.Home), int64(len(rows)), cases.Table.Name, string(v.Code), cell, k})
		total += k
	}
	per := max(1, n/int64(len(villages))/12)
	for total < n {
		add(villages[random.IntN(len(villages))], cells[random.IntN(len(cells))], per)
	}
	for start := 0; start < len(rows); start += 50_000 {
		part := rows[start:min(start+50_000, len(rows))]
		err := store.WriteBatch(ctx, func(tx *db.Tx) error {
			return tx.Bulk("tally", []string{"county", "seq", "kind", "unit", "cell", "delta"}, part, "")
		})
		if err != nil {
			return 0, err
		}
	}
	return total, nil
}

// benchIntakes are the intakes whose figures are compared.
var benchIntakes = []trend.Intake{{ID: "cycle1", Name: "2024"}, {ID: "cycle2", Name: "2025"}, {ID: "cycle3", Name: "2026"}}

// realCells are cells of cases as three intakes leave them, with every value of what
// figures are divided by: more than any province has.
func realCells() []string {
	var cells []string
	each := func(c cases.Case) {
		for _, intake := range benchIntakes {
			for _, place := range []cases.Place{cases.Household, cases.Residence, cases.Campus} {
				for _, green := range []string{"", "graduate", "statutory"} {
					c.Cycle, c.AppliesAt, c.Priority = intake.ID, place, green
					cells = append(cells, cases.Table.Cell(&c))
				}
			}
		}
	}
	for _, state := range []string{cases.NotEligible, cases.PhysicalFail, cases.VettingFail, cases.Reserve, cases.HandedOver, cases.Withdrawn} {
		for _, reach := range []cases.Reach{cases.ReachApplied, cases.ReachExamined, cases.ReachScored, cases.ReachHandedOver} {
			for _, education := range []people.Education{"senior_high", "junior_college", "bachelor"} {
				for _, sex := range []people.Sex{people.Male, people.Female} {
					c := cases.Case{Sex: sex, Education: education, Reach: reach}
					c.State = state
					each(c)
				}
			}
		}
	}
	return cells
}

func streamDeltas(ctx context.Context, store db.Store) error {
	return store.Read(ctx, func(tx *db.Tx) error {
		sum := int64(0)
		return tx.Each("SELECT delta FROM tally", nil, func(rows *sql.Rows) error {
			var n int64
			err := rows.Scan(&n)
			sum += n
			return err
		})
	})
}

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
