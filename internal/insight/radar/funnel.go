package radar

import (
	"cmp"
	"slices"

	"muster/internal/intake/medical/sample"
)

// Stratum is what one source did with cases of one kind: of N decisions, X went
// one way (passed, say).
type Stratum struct {
	Kind string
	N, X int64
}

// Source is an examiner, a station or an officer with its decisions by kind.
type Source struct {
	Name   string
	Strata []Stratum
}

// Point is one source on the funnel plot.
type Point struct {
	Name     string
	N, X     int64
	Rate     float64 // X of N
	Expected float64 // the rate that the same cases have with everybody else
	High     float64 // probability of X or more, were the source like everybody else
	Low      float64 // probability of X or fewer
	Floor    int64   // the lowest X that is no alarm
	Ceiling  int64   // the highest
	Alone    int64   // decisions on cases of kinds that nobody else decided, left out
	Alarm    bool
}

// Raised says whether the point is an alarm.
func (p Point) Raised() bool { return p.Alarm }

// CountRaised counts those of what was compared that are outside their limits.
func CountRaised[T interface{ Raised() bool }](compared []T) (n int) {
	for _, c := range compared {
		if c.Raised() {
			n++
		}
	}
	return n
}

// Funnel compares each source with what its own cases would lead one to expect:
// every kind of case at the pooled rate of all other sources. A source is out of
// control where its result, on either side, is less probable than alpha shared
// among all sources and both sides (Bonferroni). The probability is exact: were the
// passes of a kind dealt out among all its cases without regard to the source, the
// source's share would be hypergeometric, and its total the sum over its kinds. The
// points come with the least probable first.
//
// One that is out of control, the least probable first, is left out of what the
// others are compared with, so that a gross fraud does not make honest ones look strict.
func Funnel(sources []Source, alpha float64) []Point {
	level := alpha / float64(2*max(1, len(sources)))
	left := slices.Clone(sources)
	var out []Point
	for {
		points := compared(left, level)
		if len(points) == 0 || !points[0].Alarm {
			out = append(out, points...)
			break
		}
		out = append(out, points[0])
		left = slices.DeleteFunc(left, func(s Source) bool { return s.Name == points[0].Name })
	}
	return out
}

// compared is every source beside the others, the least probable first.
func compared(sources []Source, level float64) (out []Point) {
	all := map[string]Stratum{}
	for _, s := range sources {
		for _, t := range s.Strata {
			sum := all[t.Kind]
			all[t.Kind] = Stratum{t.Kind, sum.N + t.N, sum.X + t.X}
		}
	}
	for _, s := range sources {
		p, deals, ok := point(s, all)
		if !ok {
			continue
		}
		d := dealt(deals)
		p.High, p.Low = d.atLeast(p.X), d.atMost(p.X)
		p.Floor, p.Ceiling = d.limits(level)
		p.Alarm = min(p.High, p.Low) < level
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Point) int {
		return cmp.Or(cmp.Compare(min(a.High, a.Low), min(b.High, b.Low)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// point is one source; not ok where it decided nothing that others decide too.
func point(s Source, all map[string]Stratum) (p Point, deals []Deal, ok bool) {
	p.Name = s.Name
	expected := 0.0
	for _, t := range s.Strata {
		sum := all[t.Kind]
		others := Stratum{N: sum.N - t.N, X: sum.X - t.X}
		if others.N == 0 || t.N == 0 {
			p.Alone += t.N
			continue // nobody to compare with
		}
		p.N, p.X = p.N+t.N, p.X+t.X
		expected += float64(t.N) * float64(others.X) / float64(others.N)
		deals = append(deals, Deal{All: sum.N, Good: sum.X, Drawn: t.N})
	}
	if p.N == 0 {
		return p, nil, false
	}
	p.Rate, p.Expected = float64(p.X)/float64(p.N), expected/float64(p.N)
	return p, deals, true
}

// AtLeast is the probability that of n trials with probability p at least k
// succeed, by the tail that the alarm of the physical gate goes by too.
func AtLeast(k, n int64, p float64) float64 { return sample.AtLeast(k, n, p) }
