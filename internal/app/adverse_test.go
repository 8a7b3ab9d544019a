package app_test

import (
	"slices"
	"testing"

	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/preservice"
	"muster/internal/lead/penalty"
	"muster/internal/people"
)

// TestWhatGoesAgainstSomebodyIsAdverse: whatever act brings a record into a state against
// a person is declared adverse, so that the program can never do it and haste stops it.
func TestWhatGoesAgainstSomebodyIsAdverse(t *testing.T) {
	t.Parallel()
	a := open(t, dbtest.SQLite(t))
	own := []string{"preservice_place.reinstate"} // by which nobody comes into the state
	for table, states := range map[*record.Table][]string{
		cases.Table:       {cases.NotEligible, cases.PhysicalFail, cases.VettingFail, cases.Cancelled, cases.Returned},
		dispatch.Returns:  {dispatch.Notified, dispatch.Appraised, dispatch.Accepted},
		people.Deferrals:  {people.DeferralRefused},
		preservice.Places: {preservice.Left},
		penalty.Penalties: {penalty.Found, penalty.Filed, penalty.Ordered, penalty.Persisted, penalty.Noticed, penalty.Reviewed, penalty.Imposed, penalty.Running},
	} {
		found := map[string]bool{}
		for _, k := range a.Book.On(table) {
			for _, to := range k.To {
				if found[to] = true; slices.Contains(states, to) && !k.Adverse && !slices.Contains(own, k.Name) {
					t.Errorf("%s brings a %s into %q and is not adverse", k.Name, table.Name, to)
				}
			}
		}
		if !slices.ContainsFunc(states, func(s string) bool { return found[s] }) {
			t.Errorf("no act brings a %s into any of %v", table.Name, states)
		}
	}
	for _, name := range []string{"application.pass_over", "application.leave_behind", "application.void_integrity", "application.hold", "exam.conclude", "review.decide", "score_objection.decide", "penalty.serve"} {
		if k := a.Book.Kind(name); k == nil || !k.Adverse {
			t.Errorf("%s is not adverse", name)
		}
	}
}
