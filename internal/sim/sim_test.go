package sim_test

import (
	"testing"

	"muster/internal/sim"
)

func TestSmallSeason(t *testing.T) {
	t.Parallel()
	s, err := sim.Run(t.Context(), sim.Options{Dir: t.TempDir(), People: 3000, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.App().Close() })
	t.Logf("%d acts in %v: %.0f a second", s.Acts, s.Took, float64(s.Acts)/s.Took.Seconds())
}
