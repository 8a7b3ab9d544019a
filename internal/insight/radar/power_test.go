package radar_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/insight/radar"
)

// goal plays seasons at one setting and says whether it reaches the goal of the
// guide: 95 of 100 stations with 5 % bought results found, under 1 % of clean ones
// alarmed.
func goal(limit float64) (radar.Line, bool) {
	s := radar.Setting{Minimum: 300, Percent: 5, Limit: limit, Tail: 1}
	l := radar.Line{Sample: 300, Limit: limit,
		Found: radar.Try(radar.Season{Candidates: 400, Share: 0.05, Kind: radar.Bought, Disagree: 0.01}, s, 120, 5).Rate(),
		False: radar.Try(radar.Season{Candidates: 400, Kind: radar.Honest, Disagree: 0.01}, s, 120, 6).Rate()}
	return l, radar.Reaches(l)
}

// TestGoal: the setting that the guide recommends reaches the goal; the control, the
// same radar with its limit shifted either way, does not.
func TestGoal(t *testing.T) {
	t.Parallel()
	if l, ok := goal(1.6); !ok {
		t.Errorf("the recommended setting: %+v", l)
	}
	for _, shifted := range []float64{0.5, 6} {
		if l, ok := goal(shifted); ok {
			t.Errorf("a limit shifted to %g still passes, so that the test proves nothing: %+v", shifted, l)
		}
	}
}

// TestEachFraudHasItsDetector: of seasons with a fraud of a tenth of the results its
// own detectors find most, and of clean ones none alarms more than its share.
// A level shifted to a quarter alarms too many clean ones: the control.
func TestEachFraudHasItsDetector(t *testing.T) {
	t.Parallel()
	const seasons = 60
	county := radar.Usual(400, 0.10, 0.01)
	for kind, want := range map[radar.Fraud]map[radar.Detector]float64{
		radar.Bought: {radar.Stations: 0.7}, radar.Steered: {radar.Pairs: 0.5}, radar.Swapped: {radar.Identity: 0.9}, radar.Phantoms: {radar.Steps: 0.9}} {
		rates := radar.Rates(county, kind, 0.01, seasons, 9)
		for d, least := range want {
			if rates[d] < least {
				t.Errorf("%s: %s finds %.2f, want %.2f", kind, d, rates[d], least)
			}
		}
	}
	total := func(alpha float64) (sum float64) {
		for _, r := range radar.Rates(county, radar.Honest, alpha, seasons, 9) {
			sum += r
		}
		return sum
	}
	if sum := total(0.01); sum > 0.08 {
		t.Errorf("clean seasons: %.2f alarms each", sum)
	}
	if sum := total(0.25); sum < 0.2 {
		t.Errorf("a level shifted to a quarter alarms no more than %.2f: the test proves nothing", sum)
	}
}

// TestTogetherIsACount: the probability of a meeting is that of dealing, counted
// over every deal.
func TestTogetherIsACount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.Int64Range(1, 9).Draw(t, "all")
		m := radar.Meeting{All: all, A: rapid.Int64Range(0, all).Draw(t, "a"), B: rapid.Int64Range(0, all).Draw(t, "b")}
		m.Both = rapid.Int64Range(0, min(m.A, m.B)).Draw(t, "both")
		deals, hits := 0, 0
		for set := range 1 << all {
			drawn, both := int64(0), int64(0)
			for i := range all {
				if set>>i&1 == 1 {
					drawn++
					if i < m.A {
						both++
					}
				}
			}
			if drawn == m.B {
				deals++
				if both >= m.Both {
					hits++
				}
			}
		}
		_, _, _, _, p := radar.Together([]radar.Meeting{m})
		if want := float64(hits) / float64(deals); math.Abs(p-want) > 1e-9 {
			t.Fatalf("%+v: %g, counted %g", m, p, want)
		}
	})
}

// TestGrossFraudDoesNotMaskTheHonest: beside a station that passes everybody, honest
// ones are no outliers.
func TestGrossFraudDoesNotMaskTheHonest(t *testing.T) {
	t.Parallel()
	sources := []radar.Source{{Name: "corrupt", Strata: []radar.Stratum{{Kind: "all", N: 400, X: 400}}}}
	for _, name := range []string{"a", "b", "c"} {
		sources = append(sources, radar.Source{Name: name, Strata: []radar.Stratum{{Kind: "all", N: 400, X: 270}}})
	}
	for _, p := range radar.Funnel(sources, 0.01) {
		if p.Alarm != (p.Name == "corrupt") {
			t.Errorf("%+v", p)
		}
	}
}
