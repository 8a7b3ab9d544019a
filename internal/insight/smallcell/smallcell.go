// Package smallcell hides counts of few people in tables of figures, and as many
// further counts as it takes that no hidden one can be computed from those shown.
// It is a pure function of the counts and of the sums that hold between them.
//
// Counts are shown one after the other, those of nobody first, then the largest: each
// unless it would, with those shown before, tell one of few people.
//
// What it promises: no small count follows exactly from the shown ones and the
// given equations. What it does not: that nothing follows about hidden counts together
// (of two hidden ones it may be known that they are three people), or that a reader who knows some of the people, or
// who compares tables of two moments, learns nothing.
package smallcell

import "strconv"

// Smallest is the smallest count of people that readers of figures are shown
// (SECURITY, 3.2).
const Smallest = 5

// Cell is a count, or a hidden one. In JSON a hidden count is null.
type Cell struct {
	N      int64
	Hidden bool
}

// Show renders the cell without thousands marks; hidden ones as "·".
func (c Cell) Show() string {
	if c.Hidden {
		return "·"
	}
	return strconv.FormatInt(c.N, 10)
}

// MarshalJSON writes the count, or null.
func (c Cell) MarshalJSON() ([]byte, error) {
	if c.Hidden {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, c.N, 10), nil
}

// Term is a count with its factor in an equation.
type Term struct {
	Cell   int
	Factor int64
}

// Sum is the equation that one count is the sum of others.
func Sum(total int, parts ...int) []Term {
	return append([]Term{{total, -1}}, All(parts...)...)
}

// All is the sum of some counts.
func All(parts ...int) (out []Term) {
	for _, p := range parts {
		out = append(out, Term{p, 1})
	}
	return out
}

// Hide says which counts are hidden. Each equation says that its terms add up to zero.
func Hide(counts []int64, equations [][]Term) []bool {
	var t Table
	for _, n := range counts {
		t.Count(n)
	}
	for _, e := range equations {
		t.Equal(e)
	}
	t.Decide()
	hidden := make([]bool, len(counts))
	for i := range hidden {
		hidden[i] = !t.Known(i)
	}
	return hidden
}
