package bench

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"muster/internal/app"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
	"muster/internal/insight/trend"
	"muster/internal/intake/cases"
	"muster/internal/office/offices"
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
		{"P8", "the same where what is hidden has to be decided, p50 at 10 M cases", ms(large.first), 2000, "ms", ms(large.first) / 2000, "<= 1 (fresh in 2 s)"},
		{"P8", "the same where what is hidden has to be decided, p99 at 10 M cases", ms(large.worst), 2000, "ms", ms(large.worst) / 2000, "<= 1 (fresh in 2 s)"},
		{"P8", "funnel, mean at 10 M against 100 k cases", ms(large.mean), ms(small.mean), "ms", ms(large.mean) / ms(small.mean), "<= 1.2"},
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
	mean, p99       time.Duration // the clock is too coarse for the median
	trend, hidden   time.Duration // p99 of the figures of several intakes
	first, worst    time.Duration // p50 and p99 where what is hidden has to be decided
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
	times, start := make([]time.Duration, 0, 4000), time.Duration(clock.System{}.Now().UnixNano())
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
	t.mean, t.p99 = (time.Duration(clock.System{}.Now().UnixNano())-start)/time.Duration(len(times)), percentile(times, 0.99)
	source := trend.Source{Cube: cube, Tree: tree, Law: a.Pack.On(a.Today())}
	times, err = figures(source, all, true, 2000)
	if err != nil {
		return t, err
	}
	t.trend = percentile(times, 0.99)
	if times, err = figures(source, all, false, 60); err != nil {
		return t, err
	}
	t.first, t.worst = percentile(times, 0.5), percentile(times, 0.99)
	source.Hidden = &trend.Hidden{}
	few := all[:min(len(all), 40)]
	if _, err = figures(source, few, false, 400); err != nil {
		return t, err
	}
	times, err = figures(source, few, false, 400)
	t.hidden = percentile(times, 0.99)
	return t, err
}

// figures times the whole answer of the page of figures for units of any level, the
// province one time in four.
func figures(source trend.Source, all []*unit.Unit, whole bool, n int) (times []time.Duration, err error) {
	random := rand.New(rand.NewPCG(1, 3))
	for range n {
		at := all[random.IntN(len(all))].Code
		if random.IntN(4) == 0 {
			at = source.Tree.Root().Code
		}
		began := time.Duration(clock.System{}.Now().UnixNano())
		if _, err := source.Ask(trend.Question{Unit: at, By: "education", To: trend.Goal, Whole: whole}, benchIntakes); err != nil {
			return nil, err
		}
		times = append(times, time.Duration(clock.System{}.Now().UnixNano())-began)
	}
	return times, nil
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
