package forecast_test

import (
	"bufio"
	"database/sql"
	"io"
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/insight/forecast"
	"muster/internal/insight/smallcell"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
	"muster/internal/sim"
)

// oneCity is a province with one of its cities.
func oneCity() (io.Reader, error) {
	all, err := sim.Units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for lines := bufio.NewScanner(all); lines.Scan(); {
		code, _, _ := strings.Cut(lines.Text(), ",")
		if code == "code" || code == "13" || strings.HasPrefix(code, "1303") {
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), nil
}

// TestFiguresAreExports: what a forecast counts of each county at each gate is what
// somebody counts who exports the applications and looks at their conclusions, in
// the middle of a season and at its end.
func TestFiguresAreExports(t *testing.T) {
	t.Parallel()
	looked := 0
	check := func(step string, s *sim.Season) error {
		if step != "sign_up" && step != "examine" && step != "vet" && step != "score" && step != "approve" {
			return nil
		}
		looked++
		compare(t, step, s)
		return nil
	}
	s, err := sim.Run(t.Context(), sim.Options{Dir: t.TempDir(), People: 900, Seed: 3, Units: oneCity, After: check})
	if err != nil {
		t.Fatal(err)
	}
	if looked != 5 {
		t.Errorf("looked %d times", looked)
	}
	_ = s.App().Close()
}

func compare(t *testing.T, step string, s *sim.Season) {
	t.Helper()
	a := s.App()
	leader := access.Actor{Account: "OFFICER", Role: role.CountyOfficer, Unit: "13", Home: a.Road.Tree().Root().Home, Ranges: a.Road.Tree().Scope("13"), Strength: access.Strong}
	want := map[unit.Code]*forecast.Tally{}
	preselected := map[string]bool{} // a case that was withdrawn does not say so; the ledger does
	err := a.Store.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Each("SELECT subject FROM ledger_leaf WHERE kind = 'application.preselect' AND outcome = ''", nil, func(rows *sql.Rows) error {
			var subject string
			err := rows.Scan(&subject)
			preselected[subject] = true
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	look := act.Look{Table: cases.Table, Grants: a.Shelf.Get(cases.Table.Name).Read, Actor: leader, Purpose: role.Intake, Via: "export"}
	err = a.Road.Export(t.Context(), look, record.Query{Within: leader.Ranges}, func(r record.Record) error {
		c := r.(*cases.Case)
		if want[c.County] == nil {
			want[c.County] = &forecast.Tally{}
		}
		count(want[c.County], c, preselected[act.Subject(cases.Table, c.ID)])
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := forecast.Read(t.Context(), a.Store, a.Road.Tree(), s.Cycle(), leader.Ranges)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, c := range got {
		w := want[c.Unit]
		if w == nil {
			w = &forecast.Tally{}
		} else {
			found++
		}
		if c.Tally != *w {
			t.Errorf("%s, %s: %+v, the export has %+v", step, c.Unit, c.Tally, *w)
		}
	}
	if found == 0 || found != len(want) {
		t.Errorf("%s: %d counties of %d", step, found, len(want))
	}
}

// count puts a case where its conclusions put it, without looking at how far it is
// noted to have come.
func count(t *forecast.Tally, c *cases.Case, preselected bool) {
	gone := c.State == cases.Withdrawn || c.State == cases.Cancelled || c.State == cases.Returned
	for g, passed := range []bool{preselected, c.Physical == "pass", c.Vetting == "passed", c.ScoredOn != "", c.ApprovedOn != "" && !gone} {
		switch {
		case passed:
			t.Passed[g]++
			continue
		case gone, c.State == cases.NotEligible && g == forecast.Check, c.State == cases.PhysicalFail && g == forecast.Physical, c.State == cases.VettingFail && g == forecast.Vetting:
			t.Failed[g]++
		default:
			t.Waiting[g]++
		}
		return
	}
}

// TestAForecastThatIsACount: of a county whose intervals are little else than a count
// nothing is shown to whoever must not see small ones.
func TestAForecastThatIsACount(t *testing.T) {
	t.Parallel()
	tally := func(passed, waiting int64) forecast.Tally {
		return forecast.Tally{Passed: [forecast.Gates]int64{20, 20, 20, passed + waiting, passed}, Failed: [forecast.Gates]int64{0, 0, 0, 20 - passed - waiting, 0}, Waiting: [forecast.Gates]int64{0, 0, 0, 0, waiting}}
	}
	model := forecast.Fit([]forecast.Tally{tally(10, 8), tally(15, 5), {Passed: [forecast.Gates]int64{200, 180, 170, 160, 155}}})
	for name, x := range map[string]struct {
		tally    forecast.Tally
		approved smallcell.Cell
		want     bool
	}{
		"many under way":                         {tally(6, 9), smallcell.Cell{Hidden: true}, false},
		"one could be approved":                  {tally(0, 1), smallcell.Cell{}, true},
		"few under way":                          {tally(10, 3), smallcell.Cell{N: 10}, true},
		"over, and the approved are shown":       {tally(10, 0), smallcell.Cell{N: 10}, false},
		"over, and the approved are hidden":      {tally(10, 0), smallcell.Cell{N: 10, Hidden: true}, true},
		"over, and two were given back":          {tally(10, 0), smallcell.Cell{N: 12}, true},
		"over, and many were given back":         {tally(10, 0), smallcell.Cell{N: 17}, false},
		"nobody applied: only how many must yet": {forecast.Tally{}, smallcell.Cell{}, false},
	} {
		c := forecast.County{Tally: x.tally, Seats: 3, Forecast: model.For(x.tally, 3)}
		if got := c.Tells(x.approved); got != x.want {
			t.Errorf("%s: %v, %+v", name, got, c.Forecast.In90)
		}
	}
	hard := forecast.Fit([]forecast.Tally{{Passed: [forecast.Gates]int64{20, 10, 5, 2, 1}, Failed: [forecast.Gates]int64{180, 10, 5, 3, 1}}})
	many := forecast.Tally{Waiting: [forecast.Gates]int64{12}}
	if c := (forecast.County{Tally: many, Seats: 3, Forecast: hard.For(many, 3)}); c.Forecast.In90.High == 0 || c.Forecast.In90.High > 4 || !c.Tells(smallcell.Cell{}) {
		t.Errorf("of many under way few could be approved: %+v", c.Forecast.In90)
	}
	if (forecast.County{Tally: tally(1, 0)}).Tells(smallcell.Cell{Hidden: true}) {
		t.Error("without seats there is no forecast that could tell")
	}
}
