// Package smallcelltest solves equations over counts, for tests of what readers can
// compute, in another way than smallcell does: over real numbers, with a matrix.
package smallcelltest

import (
	"math"
	"slices"
)

// nothing is below what rounding leaves of a zero.
const nothing = 1e-9

// Spanned says whether a row is a combination of others: whoever knows those sums of
// unknowns knows this one.
func Spanned(row []float64, rows [][]float64) bool {
	m := append(slices.Clone(rows), row)
	for i := range m {
		m[i] = slices.Clone(m[i])
	}
	last, r := len(m)-1, 0
	for c := 0; c < len(row) && r < last; c++ {
		best := r
		for i := r; i < last; i++ {
			if math.Abs(m[i][c]) > math.Abs(m[best][c]) {
				best = i
			}
		}
		if math.Abs(m[best][c]) < nothing {
			continue
		}
		m[r], m[best] = m[best], m[r]
		for i := r + 1; i < len(m); i++ {
			f := m[i][c] / m[r][c]
			for k := range m[i] {
				m[i][k] -= f * m[r][k]
			}
		}
		r++
	}
	return !slices.ContainsFunc(m[last], func(x float64) bool { return math.Abs(x) > nothing })
}
