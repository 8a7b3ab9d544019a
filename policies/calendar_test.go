package policies_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
)

// TestWorkingDays walks across holidays, make-up days and the end of the year.
func TestWorkingDays(t *testing.T) {
	t.Parallel()
	calendar := china(t).WorkingDays()
	for _, test := range []struct {
		from clock.Date
		n    int
		want clock.Date
	}{
		{"2026-03-02", 0, "2026-03-02"},
		{"2026-03-02", 5, "2026-03-09"},  // an ordinary week
		{"2026-02-13", 1, "2026-02-14"},  // Saturday made up
		{"2026-02-14", 1, "2026-02-24"},  // across Spring Festival
		{"2026-02-24", -1, "2026-02-14"}, // and back
		{"2026-02-27", 1, "2026-02-28"},
		{"2026-04-03", 1, "2026-04-07"},
		{"2026-04-30", 1, "2026-05-06"},
		{"2026-05-08", 1, "2026-05-09"},
		{"2026-06-18", 1, "2026-06-22"},
		{"2026-09-18", 1, "2026-09-20"}, // Sunday made up
		{"2026-09-24", 1, "2026-09-28"},
		{"2026-09-30", 1, "2026-10-08"},
		{"2026-10-08", 2, "2026-10-10"},
		{"2025-12-31", 1, "2026-01-04"}, // across the year
		{"2026-01-04", -1, "2025-12-31"},
		{"2025-01-24", 1, "2025-01-26"},
		{"2025-01-27", 1, "2025-02-05"},
		{"2025-09-30", 1, "2025-10-09"},
		{"2026-12-30", 1, "2026-12-31"},
	} {
		got, err := calendar.AddWorkingDays(test.from, test.n)
		if err != nil || got != test.want {
			t.Errorf("%s %+d: got %s %v, want %s", test.from, test.n, got, err, test.want)
		}
	}
	for _, c := range []struct {
		from clock.Date
		n    int
	}{{"2026-12-31", 1}, {"2025-01-01", -1}, {"2026-12-28", 5}} {
		if _, err := calendar.AddWorkingDays(c.from, c.n); !fault.Coded(err, "calendar.missing") {
			t.Errorf("%v must be refused, got %v", c, err)
		}
	}
	if name, ok := calendar.Holiday("2026-02-17"); !ok || !name.Complete() {
		t.Error("Spring Festival has no name")
	}
}

// TestWorkingDaysThereAndBack proves that counting there and back ends where it
// began, and agrees with counting the days between.
func TestWorkingDaysThereAndBack(t *testing.T) {
	t.Parallel()
	calendar := china(t).WorkingDays()
	rapid.Check(t, func(r *rapid.T) {
		start := clock.Date("2025-02-10").AddDays(rapid.IntRange(0, 600).Draw(r, "day"))
		n := rapid.IntRange(1, 15).Draw(r, "n")
		end, err := calendar.AddWorkingDays(start, n)
		if err != nil {
			r.Fatal(err)
		}
		if between, err := calendar.WorkingDaysBetween(start, end); err != nil || between != n {
			r.Fatalf("%s to %s: %d, want %d (%v)", start, end, between, n, err)
		}
		works, _ := calendar.IsWorkingDay(start)
		if back, err := calendar.AddWorkingDays(end, -n); works && (err != nil || back != start) {
			r.Fatalf("back at %s, want %s (%v)", back, start, err)
		}
	})
}

// TestMissingCalendarIsAsked proves that a deadline that runs into a year without
// a calendar is neither guessed nor refused: the year is asked for.
func TestMissingCalendarIsAsked(t *testing.T) {
	t.Parallel()
	answer, err := china(t).On("2026-12-01").Explain("deadlines", map[string]any{"notice_date": "2026-12-28"})
	if err != nil || answer.Outcome != policy.Unknown || !slices.Contains(answer.Ask, "calendar.2027") {
		t.Errorf("%+v %v", answer, err)
	}
}

// TestDeadlineByTheHour counts hours exactly and days by the calendar.
func TestDeadlineByTheHour(t *testing.T) {
	t.Parallel()
	pack := china(t)
	departure := time.Date(2026, 3, 19, 9, 0, 0, 0, pack.Zone())
	review, err := pack.On("2026-03-01").Deadline("file_review")
	if err != nil {
		t.Fatal(err)
	}
	if at, err := review.FromInstant(departure, pack.WorkingDays(), pack.Zone()); err != nil || !at.Equal(departure.Add(-48*time.Hour)) {
		t.Error(at, err)
	}
	if due, err := pack.On("2026-03-01").Due("return", "2026-03-20"); err != nil || due != "2026-05-04" {
		t.Error(due, err)
	}
}
