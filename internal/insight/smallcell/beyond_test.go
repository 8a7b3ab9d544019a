package smallcell_test

import (
	"testing"

	"muster/internal/insight/smallcell"
)

// TestToldThroughHiddenCounts: a small count that follows from two shown ones through
// hidden ones between them, of which none follows itself: a + b = c, b + d = s and
// c + d = r tell a by r - s, and no equation of a has anything shown.
func TestToldThroughHiddenCounts(t *testing.T) {
	t.Parallel()
	counts := []int64{1, 2, 3, 3, 5, 6, 25, 20, 36, 30} // a, b, c, d, s, r, and s and r with others
	equations := [][]smallcell.Term{smallcell.Sum(2, 0, 1), smallcell.Sum(4, 1, 3), smallcell.Sum(5, 2, 3), smallcell.Sum(6, 4, 7), smallcell.Sum(8, 5, 9)}
	hidden := smallcell.Hide(counts, equations)
	for cell := range 4 {
		if !hidden[cell] || pinned(cell, hidden, equations) {
			t.Errorf("count %d follows: %v of %v", cell, hidden, counts)
		}
	}
}
