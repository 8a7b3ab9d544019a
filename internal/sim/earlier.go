package sim

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cycle"
	"muster/internal/intake/quota"
	"muster/internal/office/role"
)

// smaller is the part of the people that an earlier season has.
const smaller = 10

// fewestPeople is how many people an earlier season has at least.
const fewestPeople = 100

// otherwise is what happened to people of an earlier season, where the options do not
// say: a little otherwise than in the usual one at each gate, so that two intakes can
// be told apart, and often enough that comparisons need not be hidden.
var otherwise = Rates{Healthy: 0.78, Checked: 0.93, Spotless: 0.92}

// notAgain are the parts of a year that an earlier season leaves out: what is done
// once, what comes after the hand-over, and registration (see steps).
var notAgain = []string{"hire", "departments", "line", "register", "year", "accuse", "assess", "judge", "next"}

// earlier plays the smaller seasons of the years before, the first one first, with
// people of their own, to the end of their intake.
func (s *Season) earlier() error {
	for before := s.options.Earlier; before > 0; before-- {
		if err := s.before(before); err != nil {
			return err
		}
	}
	return nil
}

// before plays the season of an earlier year, and leaves to the next one the people
// it begins with: the offices and their staff.
func (s *Season) before(years int) error {
	options, random := s.options, s.random
	s.options.Before += years
	s.options.People = max(fewestPeople, s.options.People/smaller)
	s.options.Seats /= smaller
	if s.options.Rates == (Rates{}) {
		s.options.Rates = otherwise
	}
	if s.options.Rows == nil {
		s.options.Rows = s.ownRows
	}
	s.random = rand.New(rand.NewPCG(options.Seed, uint64(s.year())))
	for _, step := range s.steps() {
		if slices.Contains(notAgain, step.name) {
			continue
		}
		if err := step.run(); err != nil {
			return err
		}
	}
	if err := s.closeIntake(); err != nil {
		return err
	}
	s.options, s.random = options, random
	s.people, s.refusing, s.equipped = nil, nil, true
	s.quotas, s.rankings, s.courses = map[unit.Code]ident.ID{}, map[unit.Code]ident.ID{}, map[unit.Code]ident.ID{}
	return nil
}

// ownRows are the usual rows under names that no other year has.
func (s *Season) ownRows(county unit.Code, seats int64) []*quota.Row {
	rows := usualRows(county, seats)
	for _, r := range rows {
		r.Code = fmt.Sprintf("%s-%d", r.Code, s.year())
	}
	return rows
}

// closeIntake ends an intake whose people have all been handed over.
func (s *Season) closeIntake() error {
	return s.phase(text("结束征集", "Close the intake"), func(add func(task)) {
		add(task{act.Request{Kind: "cycle.close", County: s.app.Road.Tree().Root().Home, Subject: s.cycle, Actor: s.by(s.root, role.QuotaApprover, 1), Purpose: role.Intake, Body: &cycle.Empty{}}, nil})
	})
}
