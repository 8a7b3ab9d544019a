// Package smallcell hides counts of few people in tables of figures, and as many
// further counts as it takes that no hidden one can be computed from those shown.
// It is a pure function of the counts and of the sums that hold between them.
//
// What it promises: no hidden count follows exactly from the shown ones and the
// given equations. What it does not: that a reader who knows some of the people, or
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
	out := []Term{{total, -1}}
	for _, p := range parts {
		out = append(out, Term{p, 1})
	}
	return out
}

// Hide says which counts are hidden: those of fewer than Smallest people but not of
// nobody, and further ones until none of them follows from the equations, each of
// which says that its terms add up to zero.
func Hide(counts []int64, equations [][]Term) []bool {
	hidden := make([]bool, len(counts))
	for i, n := range counts {
		hidden[i] = n > 0 && n < Smallest
	}
	for {
		more := false
		for _, cell := range determined(hidden, equations) {
			if next := companion(cell, counts, hidden, equations); next >= 0 {
				hidden[next], more = true, true
			}
		}
		if !more {
			return hidden
		}
	}
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

// determined lists the hidden counts that follow from the shown ones.
func determined(hidden []bool, equations [][]Term) (out []int) {
	column, unknown := map[int]int{}, []int{}
	for i, h := range hidden {
		if h {
			column[i] = len(unknown)
			unknown = append(unknown, i)
		}
	}
	var rows [][]int64
	for _, e := range equations {
		row, any := make([]int64, len(unknown)), false
		for _, t := range e {
			if at, ok := column[t.Cell]; ok {
				row[at], any = ((row[at]+t.Factor)%prime+prime)%prime, true
			}
		}
		if any {
			rows = append(rows, row)
		}
	}
	for _, row := range reduce(rows, len(unknown)) {
		at, n := -1, 0
		for c, x := range row {
			if x != 0 {
				at, n = c, n+1
			}
		}
		if n == 1 {
			out = append(out, unknown[at])
		}
	}
	return out
}

// reduce brings rows into reduced echelon form.
func reduce(rows [][]int64, columns int) [][]int64 {
	done := 0
	for c := 0; c < columns && done < len(rows); c++ {
		pivot := done
		for pivot < len(rows) && rows[pivot][c] == 0 {
			pivot++
		}
		if pivot == len(rows) {
			continue
		}
		rows[done], rows[pivot] = rows[pivot], rows[done]
		scale(rows[done], inverse(rows[done][c]))
		for i, row := range rows {
			if f := row[c]; i != done && f != 0 {
				for k, x := range rows[done] {
					row[k] = ((row[k]-f*x)%prime + prime) % prime
				}
			}
		}
		done++
	}
	return rows[:done]
}

func scale(row []int64, by int64) {
	for k := range row {
		row[k] = row[k] * by % prime
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
