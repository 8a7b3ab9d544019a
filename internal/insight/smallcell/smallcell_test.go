package smallcell_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/insight/smallcell"
	"muster/internal/insight/smallcell/smallcelltest"
)

// TestHide shows a table by hand: one small part needs a companion, and where the
// total is small as well nothing further.
func TestHide(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		counts []int64
		want   []bool
	}{
		"one small part":     {[]int64{30, 3, 7, 20}, []bool{false, true, true, false}},
		"two small parts":    {[]int64{27, 3, 4, 20}, []bool{false, true, true, false}},
		"nothing small":      {[]int64{30, 10, 0, 20}, []bool{false, false, false, false}},
		"all in one part":    {[]int64{3, 3, 0, 0}, []bool{true, true, false, false}},
		"small beside zeros": {[]int64{23, 3, 0, 20}, []bool{false, true, false, true}},
	} {
		got := smallcell.Hide(x.counts, [][]smallcell.Term{smallcell.Sum(0, 1, 2, 3)})
		for i := range got {
			if got[i] != x.want[i] {
				t.Errorf("%s: hidden %v, want %v", name, got, x.want)
				break
			}
		}
	}
}

// TestNothingHiddenCanBeComputed: for random tables with sums over rows, columns and
// a group of columns, no small count follows from the shown ones,
// as another way of elimination finds.
func TestNothingHiddenCanBeComputed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(2, 5).Draw(t, "columns")
		counts := make([]int64, (rows+1)*(columns+1))
		at := func(r, c int) int { return r*(columns+1) + c } // the last row and column are sums
		for r := range rows {
			for c := range columns {
				n := rapid.Int64Range(0, 12).Draw(t, "n")
				for _, i := range []int{at(r, c), at(rows, c), at(r, columns), at(rows, columns)} {
					counts[i] += n
				}
			}
		}
		var equations [][]smallcell.Term
		for r := range rows + 1 {
			var parts []int
			for c := range columns {
				parts = append(parts, at(r, c))
			}
			equations = append(equations, smallcell.Sum(at(r, columns), parts...))
		}
		for c := range columns + 1 {
			var parts []int
			for r := range rows {
				parts = append(parts, at(r, c))
			}
			equations = append(equations, smallcell.Sum(at(rows, c), parts...))
		}
		hidden := smallcell.Hide(counts, equations)
		for i, n := range counts {
			if n > 0 && n < smallcell.Smallest && !hidden[i] {
				t.Fatalf("%d is shown", n)
			}
			if n > 0 && n < smallcell.Smallest && pinned(i, hidden, equations) {
				t.Fatalf("cell %d of %v follows from what is shown (%v)", i, counts, hidden)
			}
		}
	})
}

// pinned says whether a hidden count is a combination of the equations: those that are
// shown are numbers in them.
func pinned(cell int, hidden []bool, equations [][]smallcell.Term) bool {
	row := make([]float64, len(hidden))
	row[cell] = 1
	var rows [][]float64
	for _, e := range equations {
		left := make([]float64, len(hidden))
		for _, t := range e {
			if hidden[t.Cell] {
				left[t.Cell] += float64(t.Factor)
			}
		}
		rows = append(rows, left)
	}
	return smallcelltest.Spanned(row, rows)
}

// TestJSON: a hidden count leaves no trace.
func TestJSON(t *testing.T) {
	t.Parallel()
	out, err := json.Marshal([]smallcell.Cell{{N: 7}, {N: 3, Hidden: true}})
	if err != nil || string(out) != "[7,null]" {
		t.Errorf("%s %v", out, err)
	}
}

// TestTotalsStay: a small change between large sums hides the change and not the sums.
func TestTotalsStay(t *testing.T) {
	t.Parallel()
	// old, new, gain, lose of two groups and of both
	counts := []int64{40, 38, 2, 4, 60, 61, 4, 3, 100, 99, 6, 7}
	var equations [][]smallcell.Term
	for row := range 3 {
		equations = append(equations, []smallcell.Term{{Cell: 4*row + 1, Factor: -1}, {Cell: 4 * row, Factor: 1}, {Cell: 4*row + 2, Factor: 1}, {Cell: 4*row + 3, Factor: -1}})
	}
	for column := range 4 {
		equations = append(equations, smallcell.Sum(8+column, column, 4+column))
	}
	for i, h := range smallcell.Hide(counts, equations) {
		if small := counts[i] < smallcell.Smallest; h != small {
			t.Errorf("cell %d (%d): hidden %v", i, counts[i], h)
		}
	}
}
