package trend

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/insight/smallcell"
)

func chain(t *rapid.T, name string, points int) (out []int64) {
	n := rapid.Int64Range(0, 100_000).Draw(t, name)
	for range points {
		out = append(out, n)
		n = rapid.Int64Range(0, n).Draw(t, name)
	}
	return out
}

// TestPartsAddUp: whatever the two intakes, the parts are whole people whose sum is
// the change; what did not change has no part.
func TestPartsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.IntRange(1, 10).Draw(t, "points")
		before, after := chain(t, "before", points), chain(t, "after", points)
		sum := int64(0)
		for _, p := range Decompose(before, after) {
			sum += int64(p.People)
		}
		if sum != after[points-1]-before[points-1] {
			t.Fatalf("%v to %v: the parts add up to %d", before, after, sum)
		}
		for _, p := range Decompose(before, before) {
			if p.People != 0 {
				t.Fatalf("nothing changed, and gate %d did %d", p.Gate, p.People)
			}
		}
	})
}

// TestPartsAreTheMeanOfAllOrders walks every order of few factors by itself.
func TestPartsAreTheMeanOfAllOrders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.IntRange(1, 5).Draw(t, "points")
		before, after := chain(t, "before", points), chain(t, "after", points)
		old, now := factors(before, after), factors(after, before)
		want, orders := make([]float64, points), 0
		var walk func(left []int, at []float64)
		walk = func(left []int, at []float64) {
			if len(left) == 0 {
				orders++
				return
			}
			for i, f := range left {
				changed := append([]float64(nil), at...)
				changed[f] = now[f]
				rest := append(append([]int(nil), left[:i]...), left[i+1:]...)
				ways := 1.0
				for n := range rest {
					ways *= float64(n + 1)
				}
				want[f] += (product(changed) - product(at)) * ways
				walk(rest, changed)
			}
		}
		all := make([]int, points)
		for i := range all {
			all[i] = i
		}
		walk(all, old)
		for i, p := range Decompose(before, after) {
			if exact := want[i] / float64(orders); math.Abs(float64(p.People)-exact) > 1+1e-6*math.Abs(exact) {
				t.Fatalf("%v to %v: gate %d did %d, by hand %.3f", before, after, i, p.People, exact)
			}
		}
	})
}

func product(factors []float64) float64 {
	out := 1.0
	for _, f := range factors {
		out *= f
	}
	return out
}

// TestFewerApplicantsLowerRates is the first question of a meeting, by hand: 1,000
// applicants of whom half pass, then 800 of whom 40 % do.
func TestFewerApplicantsLowerRates(t *testing.T) {
	t.Parallel()
	got := Decompose([]int64{1000, 500}, []int64{800, 320})
	// Applicants: -200 at the mean rate of 45 %; the rate: -10 points of 900 on average.
	if got[0].People != -90 || got[1].People != -90 {
		t.Errorf("%+v", got)
	}
}

// TestRatesAreRounded: a rate is rounded, not cut, once; and who is missing from
// everybody is not rounded away.
func TestRatesAreRounded(t *testing.T) {
	t.Parallel()
	for want, c := range map[string][2]int64{"41.6%": {37, 89}, "66.7%": {2, 3}, "33.3%": {1, 3}, "41.5%": {41549, 100000}, "100.0%": {5, 5}, "99.9%": {99999, 100000}, "0.0%": {0, 7}} {
		if got := ShowRate(Rate(smallcell.Cell{N: c[0]}, smallcell.Cell{N: c[1]})); got != want {
			t.Errorf("%d of %d: %s, not %s", c[0], c[1], got, want)
		}
	}
}

// TestNamesOfManyIntakesDoNotOverlap: the newest intake is always named, and no more
// than can be read side by side.
func TestNamesOfManyIntakesDoNotOverlap(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 3, 5, 6, 14} {
		f := &Figures{Question: Question{To: Goal}}
		for i := range n {
			f.Intakes = append(f.Intakes, Intake{ID: ident.ID(fmt.Sprint(i)), Name: fmt.Sprintf("%d年下半年", 2030+i)})
		}
		picture := f.TrendPicture(i18n.ZH, time.UTC).Markup()
		named := strings.Count(picture, "年下半年")
		if named > 5 || named < min(n, 3) || !strings.Contains(picture, f.Intakes[n-1].Name) {
			t.Errorf("%d of %d intakes are named", named, n)
		}
	}
}
