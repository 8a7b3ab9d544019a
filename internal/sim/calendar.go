package sim

import (
	"fmt"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/intake/cycle"
)

// year is the year for which the days of the season are written down; its calendar
// of working days is in the pack.
const year = 2026

// weeks is how many days lie between a day of a season and the same day of the one
// before: whole weeks, so that every step keeps its day of the week.
const weeks = 52 * 7

// year is the year in which the season is played.
func (s *Season) year() int { return year - s.options.Before }

// born is the year for which the ages of the season's people are made.
func (s *Season) born() int { return s.year() - s.options.Older }

// day is a day of the season, named by its month and day in the usual year.
func (s *Season) day(month, day int) clock.Date {
	return clock.NewDate(year, month, day).AddDays(-weeks * s.options.Before)
}

// until moves the virtual clock to the morning of a day.
func (s *Season) until(month, day int) { s.clock.Set(morning(s.day(month, day))) }

func morning(d clock.Date) time.Time { return d.Time().Add(time.Hour) }

// The days on which people sign up: two weeks and a half, within the window that
// the intake leaves open to both sexes.
const (
	signUpMonth = 7
	signUpFirst = 6
	signUpDays  = 12
)

// dates is what is planned of the intake: sign-up closes as the notice has it, or
// at the end of the day that the options name.
func (s *Season) dates() *cycle.Dates {
	y := s.year()
	d := &cycle.Dates{Name: fmt.Sprintf("%d年下半年", y), Year: int64(y), Half: 2, From: clock.NewDate(y-1, 12, 1), SignUp: clock.NewDate(y, 8, 10), Hour: 18,
		WomenFrom: clock.NewDate(y, 7, 1), WomenTo: clock.NewDate(y, 8, 10), Approval: clock.NewDate(y, 9, 1)}
	if last := s.options.CutOff; !last.IsZero() {
		d.SignUp, d.WomenTo, d.Hour = last, last, 0
	}
	return d
}

// daily is a phase over several days: the tasks of each are done in its morning.
func (s *Season) daily(name i18n.Text, mornings []clock.Date, tasks [][]task) error {
	total := 0
	for _, list := range tasks {
		total += len(list)
	}
	s.begin(name, total)
	defer s.end()
	for i, list := range tasks {
		s.clock.Set(morning(mornings[i]))
		for start := 0; start < len(list); start += batchSize {
			if err := s.batch(list[start:min(start+batchSize, len(list))]); err != nil {
				return fmt.Errorf("%s: %w", name.EN, err)
			}
		}
	}
	if s.meanwhile != nil {
		return s.meanwhile(name.EN)
	}
	return nil
}
