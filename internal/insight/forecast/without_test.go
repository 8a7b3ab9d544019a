package forecast_test

import (
	"database/sql"
	"errors"
	"testing"

	"muster/internal/frame/db"
	"muster/internal/frame/unit"
	"muster/internal/insight/forecast"
	"muster/internal/sim"
)

// TestNoCountyIsLeftOut: every county with seats or with applicants is in the forecast
// of its intake, and just those that lack one of the two have words in its place: all
// while nobody has applied yet, and those without seats when people have.
func TestNoCountyIsLeftOut(t *testing.T) {
	t.Parallel()
	enough := errors.New("seen enough")
	without := map[string]int{}
	check := func(step string, s *sim.Season) error {
		if step != "issue" && step != "sign_up" {
			return nil
		}
		without[step] = named(t, s)
		if step == "sign_up" {
			return enough
		}
		return nil
	}
	_, err := sim.Run(t.Context(), sim.Options{Dir: t.TempDir(), People: 400, Seed: 3, Seats: 3, Units: oneCity, After: check, Rates: sim.Rates{Wishes: 0.7}})
	if !errors.Is(err, enough) {
		t.Fatal(err)
	}
	if without["issue"] == 0 || without["sign_up"] == 0 {
		t.Errorf("counties without a forecast: %v; this proves nothing", without)
	}
}

// named compares the forecast with the two tables, and counts the words.
func named(t *testing.T, s *sim.Season) (without int) {
	t.Helper()
	count := func(query string) map[unit.Code]int64 {
		out := map[unit.Code]int64{}
		err := s.App().Store.Read(t.Context(), func(tx *db.Tx) error {
			return tx.Each(query, []any{string(s.Cycle())}, func(rows *sql.Rows) error {
				var at unit.Code
				var n int64
				err := rows.Scan(&at, &n)
				out[at] = n
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	seats, people := count("SELECT county, MAX(seats) FROM quota WHERE cycle = $1 AND unit = county AND seats > 0 GROUP BY county"), count("SELECT county, COUNT(*) FROM application WHERE cycle = $1 GROUP BY county")
	tree := s.App().Road.Tree()
	list, err := forecast.Read(t.Context(), s.App().Store, tree, s.Cycle(), tree.Scope(tree.Root().Code))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.Seats != seats[c.Unit] && seats[c.Unit] > 0 || c.Tally.People() != people[c.Unit] {
			t.Errorf("%s: %d seats and %d people, the tables have %d and %d", c.Unit, c.Seats, c.Tally.People(), seats[c.Unit], people[c.Unit])
		}
		if words := c.Without(); !words.IsZero() {
			without++
			if !words.Complete() {
				t.Errorf("%s: words in one language only: %v", c.Unit, words)
			}
		}
		if lacks := c.Seats == 0 || people[c.Unit] == 0; lacks == c.Without().IsZero() {
			t.Errorf("%s: %d seats and %d people, and the words are %q", c.Unit, c.Seats, people[c.Unit], c.Without().EN)
		}
		delete(seats, c.Unit)
		delete(people, c.Unit)
	}
	for at := range people {
		t.Errorf("%s has applicants and is left out", at)
	}
	for at := range seats {
		if u, _ := tree.Get(at); u.Kind == unit.County {
			t.Errorf("%s has seats and is left out", at)
		}
	}
	return without
}
