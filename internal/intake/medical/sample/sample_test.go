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

// TestLower compares with values from the literature (Wilson 1927; R's
// prop.test without correction).
func TestLower(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		k, n int64
		want float64
	}{{0, 0, 0}, {0, 60, 0}, {1, 10, 0.0179}, {5, 60, 0.0361}, {6, 60, 0.0466}, {7, 60, 0.0577}, {60, 60, 0.9398}, {15, 148, 0.0624}} {
		if got := sample.Lower(test.k, test.n, 1.96); math.Abs(got-test.want) > 0.0002 {
			t.Errorf("%d of %d: %.4f, want %.4f", test.k, test.n, got, test.want)
		}
	}
}

// TestAlarms: of sixty compared, six disagreements may be chance and seven not.
func TestAlarms(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		k, n int64
		want bool
	}{{0, 60, false}, {6, 60, false}, {7, 60, true}, {1, 1, true}, {1, 2, true}, {1, 4, false}, {0, 0, false}} {
		if got := sample.Alarm(test.k, test.n, 5, 1.96); got != test.want {
			t.Errorf("%d of %d: %v (bound %.4f)", test.k, test.n, got, sample.Lower(test.k, test.n, 1.96))
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
