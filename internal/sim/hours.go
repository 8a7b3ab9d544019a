package sim

import (
	"fmt"
	"time"

	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
)

// A step of the day takes at most so long, at most so much a person, and never
// less than a quarter of an hour.
const (
	longest   = 210 * time.Minute
	eachTakes = 2 * time.Minute
	shortest  = 15 * time.Minute
)

// hours does a step of the day: the stations work side by side, each with one
// person at a time.
func (s *Season) hours(name i18n.Text, list []*someone, does func(p *someone, add func(task))) error {
	var turns [][]task
	at, total := map[unit.Code]int{}, 0
	for _, p := range list {
		turn := at[p.visit.station]
		at[p.visit.station]++
		if turn == len(turns) {
			turns = append(turns, nil)
		}
		does(p, func(t task) { turns[turn], total = append(turns[turn], t), total+1 })
	}
	s.begin(name, total)
	defer s.end()
	pause := min(eachTakes, longest/time.Duration(max(1, len(turns))))
	began := s.clock.Now()
	for len(turns) > 0 {
		if err := s.turns(name, turns, pause); err != nil {
			return err
		}
		turns = inTurn(append(s.released(), s.queued...))
		s.queued = nil
	}
	s.clock.Advance(max(0, shortest-s.clock.Now().Sub(began)))
	if s.meanwhile != nil {
		return s.meanwhile(name.EN)
	}
	return nil
}

// fewest is the part of the first turn's acts that a turn has at least: towards the
// end of a step, when only the largest of many stations are still busy, some turns
// share a commit and the time of all.
const fewest = 8

func (s *Season) turns(name i18n.Text, turns [][]task, pause time.Duration) error {
	var ready []task
	passed := time.Duration(0)
	for i, tasks := range turns {
		ready, passed = append(ready, tasks...), passed+pause
		if len(ready) < len(turns[0])/fewest && i+1 < len(turns) {
			continue
		}
		for start := 0; start < len(ready); start += batchSize {
			if err := s.batch(ready[start:min(start+batchSize, len(ready))]); err != nil {
				return fmt.Errorf("%s: %w", name.EN, err)
			}
		}
		s.clock.Advance(passed)
		ready, passed = nil, 0
	}
	return nil
}

// inTurn lets each county do one task at a time.
func inTurn(tasks []task) (turns [][]task) {
	at := map[unit.Code]int{}
	for _, t := range tasks {
		turn := at[t.request.County]
		at[t.request.County]++
		if turn == len(turns) {
			turns = append(turns, nil)
		}
		turns[turn] = append(turns[turn], t)
	}
	return turns
}
