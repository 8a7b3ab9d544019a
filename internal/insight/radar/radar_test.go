package radar_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/insight/radar"
)

// TestAtLeastIsTheSum: the tail equals summing the binomial probabilities one by one,
// in proportion, however far out it lies: alarms are one in thousands of millions.
func TestAtLeastIsTheSum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 400).Draw(t, "n")
		k := rapid.Int64Range(0, n+1).Draw(t, "k")
		p := rapid.Float64Range(0.001, 0.999).Draw(t, "p")
		want := 0.0
		for i := k; i <= n; i++ {
			c := 1.0 // each factor of the coefficient with its probability, so that none overflows
			for j := range max(i, n-i) {
				if j < i {
					c *= float64(n-j) / float64(j+1) * p
				}
				if j < n-i {
					c *= 1 - p
				}
			}
			want += c
		}
		if got := radar.AtLeast(k, n, p); math.Abs(got-want) > 1e-9*want+1e-280 {
			t.Fatalf("n %d, k %d, p %g: %g, want %g", n, k, p, got, want)
		}
	})
}

// TestPublishedFigure: base 70 %, 120 examinations, 105 passes: about five in a
// million (SECURITY, 3.7).
func TestPublishedFigure(t *testing.T) {
	t.Parallel()
	if p := radar.AtLeast(105, 120, 0.7); p < 2e-6 || p > 1e-5 {
		t.Errorf("%g", p)
	}
}

// TestFunnelAdjustsForTheCases: a station with nothing but hard cases is no
// outlier for its low rate, and one that passes them all is.
func TestFunnelAdjustsForTheCases(t *testing.T) {
	t.Parallel()
	hard, easy := func(n, x int64) radar.Stratum { return radar.Stratum{Kind: "hard", N: n, X: x} }, func(n, x int64) radar.Stratum { return radar.Stratum{Kind: "easy", N: n, X: x} }
	sources := []radar.Source{{Name: "mixed", Strata: []radar.Stratum{hard(2000, 800), easy(2000, 1800)}}, {Name: "mixed too", Strata: []radar.Stratum{hard(2000, 815), easy(2000, 1790)}},
		{Name: "all hard", Strata: []radar.Stratum{hard(300, 120)}}, {Name: "bribed", Strata: []radar.Stratum{hard(120, 95)}}}
	for _, p := range radar.Funnel(sources, 0.01) {
		if p.Alarm != (p.Name == "bribed") {
			t.Errorf("%s: rate %.2f, expected %.2f, alarm %v", p.Name, p.Rate, p.Expected, p.Alarm)
		}
	}
}

// TestFalseAlarmsOfTheFunnel: of clean seasons with twenty examiners, at most
// about alpha are alarmed.
func TestFalseAlarmsOfTheFunnel(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 3))
	alarmed := 0
	for range 2000 {
		var sources []radar.Source
		for e := range 20 {
			s := radar.Stratum{Kind: "all", N: 100}
			for range 100 {
				if random.Float64() < 0.7 {
					s.X++
				}
			}
			sources = append(sources, radar.Source{Name: fmt.Sprint(e), Strata: []radar.Stratum{s}})
		}
		if radar.Funnel(sources, 0.01)[0].Alarm {
			alarmed++
		}
	}
	if alarmed > 40 { // twice what alpha allows
		t.Errorf("%d of 2000 clean seasons were alarmed", alarmed)
	}
}

// TestPower: there is a setting at which 95 of 100 stations with 5 % bought
// results are found and less than one clean station in a hundred is alarmed, where
// two honest doctors differ once in a hundred; and the default sample alone is
// too small for that, which the guide says.
func TestPower(t *testing.T) {
	t.Parallel()
	bought := radar.Season{Candidates: 400, Share: 0.05, Kind: radar.Bought, Disagree: 0.01}
	clean := radar.Season{Candidates: 400, Kind: radar.Honest, Disagree: 0.01}
	good := radar.Setting{Minimum: 300, Percent: 5, Limit: 1.6, Tail: 1}
	if p := radar.Try(bought, good, 1000, 1); p.Rate() < 0.95 {
		t.Errorf("found %.3f", p.Rate())
	}
	if p := radar.Try(clean, good, 1000, 2); p.Rate() >= 0.01 {
		t.Errorf("false alarms %.3f", p.Rate())
	}
	if p := radar.Try(bought, radar.Setting{Minimum: 60, Percent: 5, Limit: 5, Tail: 1}, 500, 3); p.Rate() > 0.5 {
		t.Errorf("a sample of sixty found %.3f; the guide says it is too small", p.Rate())
	}
}
