package webtest

import (
	"fmt"

	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/people"
)

// Years puts three intakes of two counties on file past the acts, the cases with
// their counts, as acts would have left them: fewer applicants each year, and lower
// rates, so that figures over years have something to tell. They are the same each
// time but for ids.
func (b *Bench) Years() []ident.ID {
	b.T.Helper()
	var intakes []ident.ID
	for i, name := range []string{"2024年下半年", "2025年下半年", "2026年下半年"} {
		c := &cycle.Cycle{Dates: cycle.Dates{Name: name, Year: int64(2024 + i), Half: 2, SignUp: "2026-08-10", Approval: "2026-09-01"}}
		c.Base = b.base(Province, cycle.Closed)
		b.Put(cycle.Table, c)
		intakes = append(intakes, c.ID)
	}
	b.must(b.App.Store.Write(b.T.Context(), func(tx *db.Tx) error {
		n := 0
		for i, intake := range intakes {
			for range 400 - 70*i {
				n++
				if err := b.past(tx, intake, i, n); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	b.must(b.App.Cube.Load(b.T.Context(), b.App.Store, b.App.Road.Tree())())
	return intakes
}

func (b *Bench) base(at unit.Code, state string) record.Base {
	u, _ := b.App.Road.Tree().Get(at)
	return record.Base{County: u.Home, ID: ident.New(b.Clock.Now(), ident.Secure), Rev: 1, Unit: u.Code, Place: u.Place, State: state}
}

// past is the nth case: what it is follows from its number, with no pattern that a
// figure could be right by.
func (b *Bench) past(tx *db.Tx, intake ident.ID, year, n int) error {
	roll := func(salt, of int) int { return (n*2654435761 + salt*40503*n + salt*97) >> 7 % of }
	pick := func(salt int, of ...string) string { return of[roll(salt, len(of))] }
	c := &cases.Case{Person: ident.ID(fmt.Sprintf("past-%d", n)), Name: fmt.Sprintf("往年%03d", n), Cycle: intake,
		Sex: people.Sex(pick(1, "male", "male", "male", "female")), AppliesAt: cases.Place(pick(2, "household", "household", "household", "residence", "campus")),
		Education: people.Education(pick(3, "senior_high", "senior_high", "vocational", "junior_college", "junior_college", "bachelor", "bachelor", "master", "")),
		Priority:  pick(4, "", "", "", "", "graduate", "statutory")}
	c.Base = b.base([]unit.Code{Village, Village2, Township, "130104001", County}[roll(5, 5)], cases.PhysicalFail)
	points := cases.Reach("").Options()
	last := 0
	for last < len(points)-1 && roll(10+last, 100) < 88-6*year {
		last++
	}
	c.Reach = cases.Reach(points[last].Value)
	if last == len(points)-1 {
		c.State = cases.HandedOver
	}
	if roll(6, 40) == 0 {
		c.State = record.Void
	}
	if err := cases.Table.Insert(tx, []record.Record{c}); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO tally (county, seq, kind, unit, cell, delta) VALUES ($1, $2, $3, $4, $5, 1)`, string(c.County), -n, cases.Table.Name, string(c.Unit), cases.Table.Cell(c)); err != nil {
		return err
	}
	return fact(tx, cases.Table, c)
}
