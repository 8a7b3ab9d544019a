package whatif_test

import (
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/insight/whatif"
	"muster/internal/sim"
)

// TestOtherDatesAreARealRerun: what the records of one season say of sign-up that
// closes earlier, or of the law and the ages of another day, is person by person what
// the season comes to when it is played with that day in force: sign-up closes and the
// intake refuses whoever comes later, or the same people are called up a year later.
func TestOtherDatesAreARealRerun(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		base, again sim.Options
		change      whatif.Change
		why         whatif.Why // why those who lose a place and are not moved by others lose it
	}{
		"sign-up closes in the second week": {sim.Options{}, sim.Options{CutOff: "2026-07-13"}, whatif.Change{CutOff: "2026-07-13"}, whatif.TooLate},
		"sign-up closes on its first day":   {sim.Options{}, sim.Options{CutOff: "2026-07-06"}, whatif.Change{CutOff: "2026-07-06"}, whatif.TooLate},
		"sign-up closes a day early":        {sim.Options{}, sim.Options{CutOff: "2026-07-16"}, whatif.Change{CutOff: "2026-07-16"}, whatif.TooLate},
		"a year later":                      {sim.Options{Before: 1}, sim.Options{Older: 1}, whatif.Change{Day: "2026-06-01"}, whatif.NotEligible},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x.base.Rows, x.again.Rows = rows(8, 3), rows(8, 3)
			base := season(t, x.base)
			was, answer := proposed(t, base), ask(t, base, x.change)
			told, is := selected(t, base, answer), proposed(t, season(t, x.again))
			figuresAreExports(t, answer.Table, was, is)
			if !equal(told, is) {
				t.Errorf("what-if selects %d, the season %d; %d of them the same", len(told), len(is), common(told, is))
			}
			gain, lose := len(is)-common(was, is), len(was)-common(was, is)
			if gain == 0 || lose == 0 {
				t.Errorf("%d gain a place and %d lose one: this proves nothing", gain, lose)
			}
			losers(t, answer, lose, x.why)
			t.Logf("%d selected before, %d after; %d gain, %d lose", len(was), len(is), gain, lose)
		})
	}
}

// losers compares who loses a place with why: somebody loses theirs by the date
// itself, and nobody by what has nothing to do with it.
func losers(t *testing.T, answer *whatif.Answer, lose int, why whatif.Why) {
	t.Helper()
	by := map[whatif.Why]int{}
	for _, p := range answer.Persons {
		if p.Old == whatif.Selected && p.New != whatif.Selected {
			by[p.Why]++
		}
	}
	if by[why] == 0 || by[why]+by[whatif.Places] != lose {
		t.Errorf("%d lose a place: %v", lose, by)
	}
}

// TestSignUpIsSpread: people sign up over the weeks of sign-up, so that nearly every
// day on which it could close takes off more than the day after; what closes after
// the last of them takes off nobody, before the first everybody.
func TestSignUpIsSpread(t *testing.T) {
	t.Parallel()
	s := season(t, sim.Options{})
	late := func(last clock.Date) (n, in int) {
		for _, p := range ask(t, s, whatif.Change{CutOff: last}).Persons {
			if p.Why == whatif.TooLate {
				n++
			} else if p.New != whatif.Out {
				in++
			}
		}
		return n, in
	}
	if n, in := late("2026-07-17"); n != 0 || in == 0 {
		t.Errorf("after the last day %d are too late, %d are not", n, in)
	}
	if n, in := late("2026-07-05"); n == 0 || in != 0 {
		t.Errorf("before the first day %d are too late, %d are not", n, in)
	}
	days, before := 0, 0
	for day := clock.Date("2026-07-16"); day >= "2026-07-05"; day = day.AddDays(-1) {
		n, _ := late(day)
		if n < before {
			t.Errorf("closing on %s takes off %d, a day later %d", day, n, before)
		}
		if n > before {
			days++
		}
		before = n
	}
	if days < 10 {
		t.Errorf("people sign up on %d days", days)
	}
}
