package forecast

import (
	"testing"

	"muster/internal/intake/cases"
)

// TestTally: whoever came to a point passed the gates before it; whoever goes no further
// failed at the next, also after an approval that was taken back; the others wait there.
func TestTally(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		state string
		reach cases.Reach
		want  Tally
	}{
		"applied":               {cases.Applied, cases.ReachApplied, Tally{Waiting: [Gates]int64{7}}},
		"not eligible":          {cases.NotEligible, cases.ReachApplied, Tally{Failed: [Gates]int64{7}}},
		"under examination":     {cases.Examined, cases.ReachExamined, Tally{Passed: [Gates]int64{7}, Waiting: [Gates]int64{0, 7}}},
		"failed the physical":   {cases.PhysicalFail, cases.ReachExamined, Tally{Passed: [Gates]int64{7}, Failed: [Gates]int64{0, 7}}},
		"withdrawn when scored": {cases.Withdrawn, cases.ReachScored, Tally{Passed: [Gates]int64{7, 7, 7, 7}, Failed: [Gates]int64{0, 0, 0, 0, 7}}},
		"scored":                {cases.Scored, cases.ReachScored, Tally{Passed: [Gates]int64{7, 7, 7, 7}, Waiting: [Gates]int64{0, 0, 0, 0, 7}}},
		"approved":              {cases.Approved, cases.ReachApproved, Tally{Passed: [Gates]int64{7, 7, 7, 7, 7}}},
		"approved, cancelled":   {cases.Cancelled, cases.ReachApproved, Tally{Passed: [Gates]int64{7, 7, 7, 7}, Failed: [Gates]int64{0, 0, 0, 0, 7}}},
		"handed over":           {cases.HandedOver, cases.ReachHandedOver, Tally{Passed: [Gates]int64{7, 7, 7, 7, 7}}},
		"given back":            {cases.Returned, cases.ReachHandedOver, Tally{Passed: [Gates]int64{7, 7, 7, 7}, Failed: [Gates]int64{0, 0, 0, 0, 7}}},
	} {
		var got Tally
		got.add(x.state, x.reach, 7)
		if got != x.want {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
		if got.People() != 7 {
			t.Errorf("%s: %d people", name, got.People())
		}
	}
}
