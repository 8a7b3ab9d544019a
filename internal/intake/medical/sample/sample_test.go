package sample_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/intake/medical/sample"
)

func TestSize(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		n, minimum, want int64
		percent          float64
	}{{0, 60, 0, 5}, {59, 60, 59, 5}, {60, 60, 60, 5}, {61, 60, 60, 5}, {1200, 60, 60, 5}, {1201, 60, 61, 5}, {1220, 60, 61, 5}, {1221, 60, 62, 5}, {4000, 60, 200, 5}} {
		if got := sample.Size(test.n, test.minimum, test.percent); got != test.want {
			t.Errorf("%d: %d, want %d", test.n, got, test.want)
		}
	}
}

// TestLower compares with values from the literature (Clopper and Pearson 1934; R's
// binom.test, the lower end of its interval of 95 %).
func TestLower(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		k, n int64
		want float64
	}{{0, 0, 0}, {0, 60, 0}, {1, 1, 0.0250}, {1, 10, 0.0025}, {5, 60, 0.0276}, {6, 60, 0.0376}, {7, 60, 0.0482}, {60, 60, 0.9404}, {15, 148, 0.0578}} {
		if got := sample.Lower(test.k, test.n, 2.5); math.Abs(got-test.want) > 0.0002 {
			t.Errorf("%d of %d: %.4f, want %.4f", test.k, test.n, got, test.want)
		}
	}
}

// TestAlarms: of sixty compared, seven disagreements may be chance and eight not; one of
// two or two of five may be, however high the share is that they seem to show.
func TestAlarms(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		k, n int64
		want bool
	}{{0, 60, false}, {7, 60, false}, {8, 60, true}, {1, 1, false}, {1, 2, false}, {2, 2, true}, {1, 4, false}, {2, 5, false}, {3, 5, true}, {0, 0, false}} {
		if got := sample.Alarm(test.k, test.n, 5, 1); got != test.want {
			t.Errorf("%d of %d: %v (bound %.4f)", test.k, test.n, got, sample.Lower(test.k, test.n, 1))
		}
	}
	for _, test := range []struct {
		failed, quota int64
		want          bool
	}{{0, 3, false}, {0, 0, false}, {1, 0, false}, {1, 3, true}, {1, 4, false}, {9, 30, false}, {10, 30, true}, {11, 30, true}} {
		if got := sample.Many(test.failed, test.quota, 33.333333); got != test.want {
			t.Errorf("%d of %d: %v", test.failed, test.quota, got)
		}
	}
}

// TestCleanStationsAreSeldomAlarmed: however many are compared, at whatever limit, a
// station whose examinations differ no more often than the limit is alarmed less often
// than the tail allows; the bound lies above the limit just where there is an alarm.
func TestCleanStationsAreSeldomAlarmed(t *testing.T) {
	t.Parallel()
	alarms := 0
	for _, limit := range []float64{0.5, 1, 1.6, 2, 3, 5, 20} {
		for n := int64(1); n <= 400; n += 1 + n/20 {
			probability, chance := math.Pow(1-limit/100, float64(n)), 0.0 // of k that differ, from none upwards
			for k := int64(0); k <= n; k++ {
				alarm := sample.Alarm(k, n, limit, 1)
				if bound := sample.Lower(k, n, 1) * 100; alarm != (bound > limit) && math.Abs(bound-limit) > 1e-9 {
					t.Errorf("%d of %d: bound %g, limit %g, alarm %v", k, n, bound, limit, alarm)
				}
				if alarm {
					chance, alarms = chance+probability, alarms+1
				}
				probability *= float64(n-k) / float64(k+1) * limit / (100 - limit)
			}
			if chance >= 0.01 {
				t.Errorf("%d compared, limit %g: %g of the clean stations are alarmed", n, limit, chance)
			}
		}
	}
	if alarms == 0 {
		t.Error("nothing is ever alarmed: this proves nothing")
	}
}

func TestNear(t *testing.T) {
	t.Parallel()
	for value, want := range map[float64]bool{160: true, 155.2: true, 155.1: false, 164.8: true, 164.9: false, 90: false} {
		if sample.Near(value, []float64{160}, 3) != want {
			t.Errorf("%v: not %v", value, want)
		}
	}
	if sample.Near(1, nil, 3) {
		t.Error("near to no limit")
	}
}

// TestDraw: the sample is a subset of its size, the same whatever the order of the
// list, another with another public value, and risk only adds.
func TestDraw(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(0, 150).Draw(r, "n")
		list := make([]sample.One, n)
		for i := range list {
			list[i] = sample.One{Number: fmt.Sprintf("N%04d", i), Risk: rapid.Bool().Draw(r, "risk")}
		}
		size := rapid.Int64Range(0, int64(n)).Draw(r, "size")
		seed := sample.Seed("x", list, "dice")
		base := sample.Draw(seed, list, size, 0, 0)
		all := sample.Draw(seed, list, size, 20, 0)
		turned := slices.Clone(list)
		slices.Reverse(turned)
		if sample.Seed("x", turned, "dice") != seed || !slices.Equal(sample.Draw(seed, turned, size, 20, 0), all) {
			r.Fatal("the order of the list matters")
		}
		if int64(len(base)) != size || len(all) > len(base)+20 {
			r.Fatalf("%d and %d drawn of %d", len(base), len(all), size)
		}
		for _, number := range base {
			if !slices.Contains(all, number) {
				r.Fatal("risk took somebody away")
			}
		}
		for _, number := range all {
			at := slices.IndexFunc(list, func(o sample.One) bool { return o.Number == number })
			if at < 0 || !slices.Contains(base, number) && !list[at].Risk {
				r.Fatalf("%s was drawn without cause", number)
			}
		}
	})
	list := []sample.One{{Number: "a"}, {Number: "b"}, {Number: "c", Risk: true}}
	if sample.Seed("x", list, "1") == sample.Seed("x", list, "2") || sample.Seed("x", list, "1") == sample.Seed("y", list, "1") ||
		sample.Seed("x", list, "1") == sample.Seed("x", list[:2], "1") {
		t.Error("two samples share a seed")
	}
}

// TestEverybodyIsDrawnAlike: over many seeds each is drawn as often.
func TestEverybodyIsDrawnAlike(t *testing.T) {
	t.Parallel()
	const n, size, rounds = 20, 5, 4000
	list, times := make([]sample.One, n), map[string]int{}
	for i := range list {
		list[i].Number = fmt.Sprint(i)
	}
	for round := range rounds {
		for _, number := range sample.Draw(sample.Seed("x", list, fmt.Sprint(round)), list, size, 0, 0) {
			times[number]++
		}
	}
	square, want := 0.0, float64(rounds*size)/n
	for _, one := range list {
		square += math.Pow(float64(times[one.Number])-want, 2) / want
	}
	if square > 43.8 { // chi-square, 19 degrees of freedom, p = 0.001
		t.Errorf("chi-square %.1f", square)
	}
}

// TestEveryExaminerIsSampled: of everybody who examined, at least so many are drawn,
// or all there are.
func TestEveryExaminerIsSampled(t *testing.T) {
	t.Parallel()
	var list []sample.One
	all := map[string]int64{}
	for i := range 400 {
		who := "busy"
		if i%40 == 0 {
			who = "seldom"
		}
		if i%100 == 7 {
			who = "rare"
		}
		all[who]++
		list = append(list, sample.One{Number: fmt.Sprint(i), By: []string{"chief", who}})
	}
	drawn := sample.Draw(sample.Seed("x", list, "dice"), list, 20, 0, 10)
	of := map[string]int64{}
	for _, number := range drawn {
		for _, one := range list {
			if one.Number == number {
				for _, who := range one.By {
					of[who]++
				}
			}
		}
	}
	if of["seldom"] != min(10, all["seldom"]) || of["rare"] != all["rare"] || of["busy"] < 10 || len(drawn) > 20+10+4 {
		t.Errorf("%d drawn, of whom %v; there are %v", len(drawn), of, all)
	}
}
