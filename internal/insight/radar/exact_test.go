package radar

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// chances is the distribution of the sum of deals in whole fractions: how many of all
// ways to deal give each sum.
func chances(deals []Deal) map[int64]*big.Rat {
	out := map[int64]*big.Rat{0: big.NewRat(1, 1)}
	for _, d := range deals {
		all, next := new(big.Int).Binomial(d.All, d.Drawn), map[int64]*big.Rat{}
		for x := max(0, d.Drawn+d.Good-d.All); x <= min(d.Drawn, d.Good); x++ {
			ways := new(big.Int).Mul(new(big.Int).Binomial(d.Good, x), new(big.Int).Binomial(d.All-d.Good, d.Drawn-x))
			p := new(big.Rat).SetFrac(ways, all)
			for sum, before := range out {
				if next[sum+x] == nil {
					next[sum+x] = new(big.Rat)
				}
				next[sum+x].Add(next[sum+x], new(big.Rat).Mul(before, p))
			}
		}
		out = next
	}
	return out
}

// tail is how likely a sum for which a condition holds is.
func tail(p map[int64]*big.Rat, holds func(sum int64) bool) float64 {
	total := new(big.Rat)
	for sum, share := range p {
		if holds(sum) {
			total.Add(total, share)
		}
	}
	f, _ := total.Float64()
	return f
}

// definition is a point as the guide defines it, counted in whole fractions.
func definition(sources []Source, at int, level float64) (p Point, ok bool) {
	p.Name = sources[at].Name
	var deals []Deal
	for _, t := range sources[at].Strata {
		others, all := Stratum{}, t
		for i, s := range sources {
			for _, o := range s.Strata {
				if i != at && o.Kind == t.Kind {
					others.N, others.X, all.N, all.X = others.N+o.N, others.X+o.X, all.N+o.N, all.X+o.X
				}
			}
		}
		if others.N == 0 {
			p.Alone += t.N
			continue
		}
		p.N, p.X, p.Expected = p.N+t.N, p.X+t.X, p.Expected+float64(t.N)*float64(others.X)/float64(others.N)
		deals = append(deals, Deal{All: all.N, Good: all.X, Drawn: t.N})
	}
	if p.N == 0 {
		return p, false
	}
	of := chances(deals)
	p.Rate, p.Expected = float64(p.X)/float64(p.N), p.Expected/float64(p.N)
	p.High, p.Low = tail(of, func(x int64) bool { return x >= p.X }), tail(of, func(x int64) bool { return x <= p.X })
	p.Alarm = min(p.High, p.Low) < level
	p.Floor, p.Ceiling = p.N, 0
	for x := range of {
		if tail(of, func(y int64) bool { return y <= x }) >= level {
			p.Floor = min(p.Floor, x)
		}
		if tail(of, func(y int64) bool { return y >= x }) >= level {
			p.Ceiling = max(p.Ceiling, x)
		}
	}
	return p, true
}

func drawSources(t *rapid.T) (out []Source) {
	for i := range rapid.IntRange(1, 5).Draw(t, "sources") {
		s := Source{Name: fmt.Sprint("s", i)}
		for _, kind := range []string{"a", "b", "c"} {
			if rapid.IntRange(0, 3).Draw(t, "has") > 0 {
				n := rapid.Int64Range(1, 25).Draw(t, "n")
				s.Strata = append(s.Strata, Stratum{kind, n, rapid.Int64Range(0, n).Draw(t, "x")})
			}
		}
		out = append(out, s)
	}
	return out
}

func same(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), 1e-300)+1e-13 }

// TestFunnelIsItsDefinition: each source beside the others at their rate of each kind, with
// the exact tails, alarmed on either side at the level shared among all; whoever is out
// of control, the least probable first, is left out of what the others are compared with.
func TestFunnelIsItsDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sources := drawSources(t)
		const alpha = 0.05
		level, left := alpha/float64(2*len(sources)), slices.Clone(sources)
		for i, got := range Funnel(sources, alpha) {
			at := slices.IndexFunc(left, func(s Source) bool { return s.Name == got.Name })
			want, ok := definition(left, at, level)
			near := math.Abs(math.Min(want.High, want.Low)-level) < 1e-12 // rounding decides there
			if at < 0 || !ok || near {
				if !near {
					t.Fatalf("%+v has nobody to be compared with", got)
				}
				return
			}
			if got.N != want.N || got.X != want.X || got.Alone != want.Alone || got.Alarm != want.Alarm || got.Floor != want.Floor || got.Ceiling != want.Ceiling ||
				!same(got.Rate, want.Rate) || !same(got.Expected, want.Expected) || !same(got.High, want.High) || !same(got.Low, want.Low) {
				t.Fatalf("%d: %+v, want %+v", i, got, want)
			}
			for o := range left {
				if other, ok := definition(left, o, level); ok && got.Alarm && math.Min(other.High, other.Low) < math.Min(want.High, want.Low)*(1-1e-9) {
					t.Fatalf("%s comes before %s, which is less probable", got.Name, other.Name)
				}
			}
			if got.Alarm {
				left = slices.Delete(left, at, at+1)
			}
		}
	})
}

// TestManyAreDealtLikeFew: beyond the largest sum that is counted exactly, the tails
// are those of the exact distribution to within a twentieth where alarms are decided.
func TestManyAreDealtLikeFew(t *testing.T) {
	t.Parallel()
	many := Deal{All: 9000, Good: 6300, Drawn: largest + 1}
	first, p := many.each()
	exact, near := spread{first: first, p: p}, dealt([]Deal{many})
	if near.p != nil {
		t.Fatal("so many are counted exactly: the test proves nothing")
	}
	for _, x := range []int64{2045, 2060, 2100, 2140, 2150} {
		for name, two := range map[string][2]float64{"at least": {near.atLeast(x), exact.atLeast(x)}, "at most": {near.atMost(x), exact.atMost(x)}} {
			if got, want := two[0], two[1]; want > 1e-4 && math.Abs(got-want) > want/20 {
				t.Errorf("%s %d: %g, exactly %g", name, x, got, want)
			}
		}
	}
}
