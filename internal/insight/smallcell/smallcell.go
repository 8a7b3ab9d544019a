// Package smallcell hides counts of few people in tables of figures, and as many
// further counts as it takes that no hidden one can be computed from those shown.
// It is a pure function of the counts and of the sums that hold between them.
//
// What it promises: no small count follows exactly from the shown ones and the
// given equations. What it does not: that a reader who knows some of the people, or
// who compares tables of two moments, learns nothing.
package smallcell

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

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
	out := []Term{{total, -1}}
	for _, p := range parts {
		out = append(out, Term{p, 1})
	}
	return out
}

// Hide says which counts are hidden: those of fewer than Smallest people but not of
// nobody, and further ones until none of the small ones follows from the equations,
// each of which says that its terms add up to zero. Of the further ones the largest
// are shown again where that tells no small one.
func Hide(counts []int64, equations [][]Term) []bool {
	small, hidden := make([]bool, len(counts)), make([]bool, len(counts))
	for i, n := range counts {
		small[i] = n > 0 && n < Smallest
		hidden[i] = small[i]
	}
	for {
		cells := told(small, hidden, equations)
		if len(cells) == 0 {
			break
		}
		// Where nothing beside a small count can be hidden, what tells it is itself told,
		// or it is told through hidden counts that stand between it and the shown ones.
		if !hideBeside(cells, counts, hidden, equations) && !hideBeside(told(hidden, hidden, equations), counts, hidden, equations) &&
			!hideBeyond(cells, counts, hidden, equations) {
			break
		}
	}
	for _, i := range largest(counts, small, hidden) {
		if hidden[i] = false; len(told(small, hidden, equations)) > 0 {
			hidden[i] = true
		}
	}
	return hidden
}

// hideBeside hides a companion of each count that has one.
func hideBeside(cells []int, counts []int64, hidden []bool, equations [][]Term) (any bool) {
	for _, cell := range cells {
		if next := companion(cell, counts, hidden, equations); next >= 0 {
			hidden[next], any = true, true
		}
	}
	return any
}

// hideBeyond hides the smallest shown count next to each cell: in the equations that
// hidden counts lead to, the nearest first.
func hideBeyond(cells []int, counts []int64, hidden []bool, equations [][]Term) (any bool) {
	for _, cell := range cells {
		seen, front := map[int]bool{cell: true}, []int{cell}
		for len(front) > 0 {
			best := -1
			for _, c := range front {
				if next := companion(c, counts, hidden, equations); next >= 0 && (best < 0 || counts[next] < counts[best]) {
					best = next
				}
			}
			if best >= 0 {
				hidden[best], any = true, true
				break
			}
			front = beside(front, seen, equations)
		}
	}
	return any
}

// beside are the counts that stand in an equation with some of a front and were not
// seen yet.
func beside(front []int, seen map[int]bool, equations [][]Term) (out []int) {
	for _, c := range front {
		for _, e := range equations {
			if !names(e, c) {
				continue
			}
			for _, t := range e {
				if !seen[t.Cell] {
					seen[t.Cell], out = true, append(out, t.Cell)
				}
			}
		}
	}
	return out
}

// mostShown bounds how many further counts are tried to be shown again.
const mostShown = 400

// largest are the further hidden counts, the largest first.
func largest(counts []int64, small, hidden []bool) (out []int) {
	for i := range counts {
		if hidden[i] && !small[i] {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(counts[b], counts[a]) })
	return out[:min(len(out), mostShown)]
}

// companion is the shown count to be hidden with another: the smallest of the
// equations in which that stands, one of nobody last.
func companion(cell int, counts []int64, hidden []bool, equations [][]Term) int {
	best := -1
	for _, e := range equations {
		if !names(e, cell) {
			continue
		}
		for _, t := range e {
			switch {
			case hidden[t.Cell]:
			case best < 0, counts[best] == 0 && counts[t.Cell] > 0, counts[t.Cell] > 0 && counts[t.Cell] < counts[best]:
				best = t.Cell
			}
		}
	}
	return best
}

func names(e []Term, cell int) bool {
	for _, t := range e {
		if t.Cell == cell {
			return true
		}
	}
	return false
}

// prime is the field in which equations are solved: factors are tiny, so that what
// holds in it holds for whole numbers but for a chance of one in two thousand million.
const prime = 1<<31 - 1

// told lists those of some hidden counts that follow from the shown ones.
func told(of, hidden []bool, equations [][]Term) (out []int) {
	e := elimination{}
	for _, terms := range equations {
		row := map[int]int64{}
		for _, t := range terms {
			if hidden[t.Cell] {
				row[t.Cell] = ((row[t.Cell]+t.Factor)%prime + prime) % prime
			}
		}
		e.add(row)
	}
	for cell, row := range e {
		if len(row) == 1 && of[cell] {
			out = append(out, cell)
		}
	}
	slices.Sort(out)
	return out
}

// elimination is equations in reduced echelon form, by the count that each is solved
// for; rows hold no zeros.
type elimination map[int]map[int]int64

// add reduces an equation by the others and the others by it.
func (e elimination) add(row map[int]int64) {
	for _, cell := range slices.Sorted(maps.Keys(row)) {
		if pivot := e[cell]; pivot != nil && row[cell] != 0 {
			subtract(row, pivot, row[cell])
		}
	}
	maps.DeleteFunc(row, func(_ int, x int64) bool { return x == 0 })
	if len(row) == 0 {
		return
	}
	cell := slices.Min(slices.Collect(maps.Keys(row)))
	factor := inverse(row[cell])
	for k, x := range row {
		row[k] = x * factor % prime
	}
	for _, other := range e {
		if f := other[cell]; f != 0 {
			subtract(other, row, f)
			maps.DeleteFunc(other, func(_ int, x int64) bool { return x == 0 })
		}
	}
	e[cell] = row
}

// subtract takes a multiple of one row from another.
func subtract(row, other map[int]int64, factor int64) {
	for k, x := range other {
		row[k] = ((row[k]-factor*x)%prime + prime) % prime
	}
}

// inverse is x^(prime-2).
func inverse(x int64) int64 {
	out := int64(1)
	for e := int64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			out = out * x % prime
		}
		x = x * x % prime
	}
	return out
}
