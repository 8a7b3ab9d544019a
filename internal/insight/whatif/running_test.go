package whatif_test

import (
	"testing"

	"muster/internal/frame/unit"
	"muster/internal/insight/whatif"
	"muster/internal/intake/cases"
	"muster/internal/sim"
)

// TestWhatIfOfARunningIntake: asked when everybody is scored and no list is frozen yet,
// a change selects those whom the season selects when it is run to its end with the
// change in force; asked when nobody is scored, it selects nobody and says so.
func TestWhatIfOfARunningIntake(t *testing.T) {
	t.Parallel()
	weights, younger := map[string]string{"score.education.bachelor": "0", "score.education.senior_high": "20"}, map[string]string{"eligibility.age_max": "20", "eligibility.age_max_graduate": "22"}
	changes := map[string]struct {
		change  whatif.Change
		options sim.Options
	}{
		"nothing":    {whatif.Change{}, sim.Options{Rows: rows(8, 3)}},
		"more seats": {whatif.Change{Seats: map[unit.Code]int64{county: 48}}, sim.Options{Seats: 48, Rows: rows(8, 3)}},
		"weights":    {whatif.Change{Pack: pack(t, weights)}, sim.Options{Pack: pack(t, weights), Rows: rows(8, 3)}},
		"ages":       {whatif.Change{Pack: pack(t, younger)}, sim.Options{Pack: pack(t, younger), Rows: rows(8, 3)}},
	}
	told := map[string]map[string]*cases.Case{}
	base := season(t, sim.Options{Rows: rows(8, 3), After: func(step string, s *sim.Season) error {
		if step != "vet" && step != "score" {
			return nil
		}
		for name, x := range changes {
			answer := ask(t, s, x.change)
			if step == "score" {
				told[name] = selected(t, s, answer)
			} else if len(selected(t, s, answer)) != 0 {
				t.Errorf("%s: somebody is selected before anybody is scored", name)
			}
			if answer.Running == 0 {
				t.Errorf("%s, after %s: the answer does not say that the intake is running", name, step)
			}
		}
		return nil
	}})
	if answer := ask(t, base, whatif.Change{}); answer.Running != 0 {
		t.Errorf("of the finished intake %d people may still come on a list", answer.Running)
	}
	for name, x := range changes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			is := proposed(t, base)
			if name != "nothing" {
				is = proposed(t, season(t, x.options))
			}
			if !equal(told[name], is) {
				t.Errorf("while it runs %d are selected, in the end %d; %d of them the same", len(told[name]), len(is), common(told[name], is))
			}
		})
	}
}
