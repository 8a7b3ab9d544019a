package forecast

import (
	"context"
	"database/sql"
	"slices"

	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
	"muster/internal/intake/cases"
)

// County is a county in an intake with its forecast; Forecast is nil where it has no
// seats.
type County struct {
	Unit     unit.Code `json:"unit"`
	Tally    Tally     `json:"tally"`
	Seats    int64     `json:"seats"`
	Forecast *Forecast `json:"forecast,omitempty"`
}

// Without says why nothing can be forecast of who is approved in a county; the zero
// text where it can. Where nobody has applied yet, the forecast still knows how many
// would have to.
func (c County) Without() i18n.Text {
	switch {
	case c.Seats <= 0:
		return i18n.T("有人报名,但本批次没有名额,不作预测", "people applied, but there are no seats in this intake: no forecast")
	case c.Tally.People() == 0:
		return i18n.T("有名额,但尚无人报名,无从预测", "there are seats, but nobody has applied yet: no forecast")
	}
	return i18n.Text{}
}

// Small says that so few people are concerned that no figure is shown of them: few
// applied, or it is certain that few are approved.
func (c County) Small() bool {
	few := func(n int64) bool { return n > 0 && n < smallcell.Smallest }
	return few(c.Tally.People()) || c.Forecast != nil && c.Forecast.In90.Low == c.Forecast.In90.High && few(c.Forecast.In90.Low)
}

// Tells says that readers who must not see small counts would see one through the
// forecast: so few could be approved, or are still under way, that its intervals are
// little else than a count; or nobody is under way and it is the count of those who
// were approved, of which they are shown what is given.
func (c County) Tells(approved smallcell.Cell) bool {
	if c.Forecast == nil {
		return false
	}
	few := func(n int64) bool { return n > 0 && n < smallcell.Smallest }
	under := int64(0)
	for _, n := range c.Tally.Waiting {
		under += n
	}
	if under == 0 && c.Tally.People() > 0 {
		return approved.Hidden || few(approved.N-c.Tally.Passed[Approval])
	}
	return few(under) || few(c.Forecast.In90.High)
}

// passes are the points of the funnel that show that a gate was passed.
var passes = [Gates]cases.Reach{cases.ReachSelected, cases.ReachPhysical, cases.ReachQualified, cases.ReachScored, cases.ReachApproved}

// Point is the point of the funnel to which whoever passed a gate came.
func Point(gate int) int {
	n, _ := passes[gate].Number()
	return n
}

// over are the states of a case that goes no further.
var over = []string{cases.NotEligible, cases.PhysicalFail, cases.VettingFail, cases.Withdrawn, cases.Cancelled, cases.Returned}

// add counts cases of one state that came to one point.
func (t *Tally) add(state string, reach cases.Reach, n int64) {
	ended, g := slices.Contains(over, state), 0
	for ; g < Gates && reach >= passes[g]; g++ {
		if g == Approval && ended { // approved and given back: no approval after all
			break
		}
		t.Passed[g] += n
	}
	switch {
	case g == Gates:
	case ended:
		t.Failed[g] += n
	default:
		t.Waiting[g] += n
	}
}

// Tallies counts the cases of every county and intake. It reads nothing of anybody.
func Tallies(tx *db.Tx) (map[unit.Code]map[ident.ID]*Tally, error) {
	out := map[unit.Code]map[ident.ID]*Tally{}
	err := tx.Each("SELECT county, cycle, state, reach, COUNT(*) FROM application WHERE state <> 'void' GROUP BY county, cycle, state, reach", nil, func(rows *sql.Rows) error {
		var county unit.Code
		var intake ident.ID
		var state, reach string
		var n int64
		if err := rows.Scan(&county, &intake, &state, &reach, &n); err != nil {
			return err
		}
		if out[county] == nil {
			out[county] = map[ident.ID]*Tally{}
		}
		if out[county][intake] == nil {
			out[county][intake] = &Tally{}
		}
		out[county][intake].add(state, cases.Reach(reach), n)
		return nil
	})
	return out, err
}

// Read forecasts every county within some places that takes part in an intake: one
// with seats, with applicants, or with both. The rates are weighed
// by all counties and intakes on record.
func Read(ctx context.Context, store db.Store, tree *unit.Tree, intake ident.ID, within []unit.Range) (out []County, err error) {
	var all map[unit.Code]map[ident.ID]*Tally
	seats := map[unit.Code]int64{}
	err = store.Read(ctx, func(tx *db.Tx) (err error) {
		if all, err = Tallies(tx); err != nil {
			return err
		}
		seats, err = seatsOf(tx, intake)
		return err
	})
	if err != nil {
		return nil, err
	}
	var units []Tally
	for _, byCycle := range all {
		for _, t := range byCycle {
			units = append(units, *t)
		}
	}
	sortTallies(units)
	model := Fit(units)
	tree.Walk(tree.Root().Code, func(u *unit.Unit) bool {
		if u.Kind != unit.County || !slices.ContainsFunc(within, func(r unit.Range) bool { return r.Contains(u.Place) }) {
			return true
		}
		c := County{Unit: u.Code, Seats: seats[u.Code]}
		if t := all[u.Code][intake]; t != nil {
			c.Tally = *t
		}
		if c.Seats > 0 {
			c.Forecast = model.For(c.Tally, c.Seats)
		}
		if c.Seats > 0 || c.Tally.People() > 0 {
			out = append(out, c)
		}
		return true
	})
	return out, nil
}

// sortTallies puts the units in an order of their own, so that sums of floating point
// numbers come out the same each time.
func sortTallies(units []Tally) {
	slices.SortFunc(units, func(a, b Tally) int {
		for g := range Gates {
			for _, d := range []int64{a.Passed[g] - b.Passed[g], a.Failed[g] - b.Failed[g], a.Waiting[g] - b.Waiting[g]} {
				if d != 0 {
					return int(d)
				}
			}
		}
		return 0
	})
}

// seatsOf are the seats of each unit that it did not pass on.
func seatsOf(tx *db.Tx, intake ident.ID) (map[unit.Code]int64, error) {
	out := map[unit.Code]int64{}
	err := tx.Each("SELECT unit, seats - passed_on FROM quota WHERE cycle = $1 AND state = 'issued'", []any{string(intake)}, func(rows *sql.Rows) error {
		var at unit.Code
		var n int64
		err := rows.Scan(&at, &n)
		out[at] = n
		return err
	})
	return out, err
}
