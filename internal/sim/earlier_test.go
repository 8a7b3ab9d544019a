package sim_test

import (
	"testing"

	"muster/internal/frame/ledger"
	"muster/internal/sim"
)

// TestAnEarlierIntake: a season that is played after a smaller one of the year before
// holds every promise over both, its log is whole, the earlier intake is closed with
// people handed over and none left on the way, and the same seed plays the same years.
func TestAnEarlierIntake(t *testing.T) {
	t.Parallel()
	o := sim.Options{People: 1500, Seed: 9, Earlier: 1, Units: twoCities}
	s := run(t, o)
	a := s.App()
	for _, list := range []map[string]string{promises, handover} {
		for name, query := range list {
			if n := count(t, a, query); n != 0 {
				t.Errorf("%s: %d times", name, n)
			}
		}
	}
	earlier := `SELECT COUNT(*) FROM application a JOIN cycle c ON c.id = a.cycle WHERE c.year = 2025 AND `
	for name, query := range map[string]string{
		"intakes of the year before":     `SELECT COUNT(*) FROM cycle WHERE year = 2025 AND half = 2 AND state = 'closed'`,
		"handed over in the year before": earlier + `a.handed_at > 0`,
		"failed in the year before":      earlier + `a.state IN ('not_eligible', 'physical_fail', 'vetting_fail')`,
		"handed over in the year":        `SELECT COUNT(*) FROM application a JOIN cycle c ON c.id = a.cycle WHERE c.year = 2026 AND a.handed_at > 0`,
		"more people in the year than before": `SELECT COUNT(*) FROM cycle WHERE year = 2026 AND (SELECT COUNT(*) FROM application a WHERE a.cycle = cycle.id) >
			(SELECT COUNT(*) FROM application a JOIN cycle c ON c.id = a.cycle WHERE c.year = 2025)`,
	} {
		if count(t, a, query) == 0 {
			t.Errorf("there are no %s", name)
		}
	}
	for name, query := range map[string]string{
		"people of the year before who are still on their way": earlier + `a.state IN ('preselected', 'summoned', 'examined', 'physical_pass', 'recheck', 'vetting', 'qualified', 'trained', 'proposed', 'approved')`,
		"people of the year before who are in both":            earlier + `a.person IN (SELECT b.person FROM application b WHERE b.cycle <> a.cycle)`,
	} {
		if n := count(t, a, query); n != 0 {
			t.Errorf("%s: %d", name, n)
		}
	}
	report, err := a.VerifyLog(t.Context(), func(f ledger.Finding) { t.Error(f.Text().EN) })
	if err != nil || report.Leaves() < int64(s.Acts) {
		t.Errorf("%d acts left %d leaves, %v", s.Acts, report.Leaves(), err)
	}
	if again := run(t, o); again.Acts != s.Acts {
		t.Errorf("two runs with one seed: %d and %d acts", s.Acts, again.Acts)
	}
}
