package insight

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/insight/smallcell"
)

// drawUnits makes the comparisons of some units below one, and of that one: people by what they
// were and are.
func drawUnits(t *rapid.T) (top *Comparison, below []*Comparison) {
	outcomes := []string{"eligible", "not_eligible", "unknown"}
	compare := func(n map[[2]string]int64) *Comparison {
		c, before, after := &Comparison{}, map[string]int64{}, map[string]int64{}
		c.Before.Day, c.After.Day = "2025-01-01", "2026-01-01"
		for _, was := range outcomes {
			for _, is := range outcomes {
				k := n[[2]string{was, is}]
				before[was], after[is], c.People = before[was]+k, after[is]+k, c.People+int(k)
				if was != is && k > 0 {
					c.Changes = append(c.Changes, Change{Before: was, After: is, Rule: "rule of " + was + " " + is, People: k})
				}
			}
		}
		for _, code := range outcomes {
			for o, counts := range map[*Outcomes]map[string]int64{&c.Before: before, &c.After: after} {
				if counts[code] > 0 {
					o.Counts = append(o.Counts, OutcomeCount{Code: code, People: counts[code]})
				}
			}
		}
		return c
	}
	sum := map[[2]string]int64{}
	for range rapid.IntRange(2, 3).Draw(t, "units") {
		n := map[[2]string]int64{}
		for _, was := range outcomes {
			for _, is := range outcomes {
				if rapid.IntRange(0, 2).Draw(t, "some") == 0 {
					k := rapid.Int64Range(1, 12).Draw(t, "n")
					n[[2]string{was, is}], sum[[2]string{was, is}] = k, sum[[2]string{was, is}]+k
				}
			}
		}
		below = append(below, compare(n))
	}
	return compare(sum), below
}

// TestNothingIsToldByWhatIsMissing: of a unit a line in which nobody is is there where that must
// not be seen; and the order of the hidden changes does not say which is larger.
func TestNothingIsToldByWhatIsMissing(t *testing.T) {
	t.Parallel()
	added, ordered := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		top, below := drawUnits(t)
		l := linesOf([]*Comparison{top})
		step := smallcell.Step{To: rapid.IntRange(0, len(below)-1).Draw(t, "at")}
		b := beside{at: step.To}
		for _, c := range below {
			step.Units, b.units = append(step.Units, l.counts([]*Comparison{c})), append(b.units, []*Comparison{c})
		}
		hidden := smallcell.Down(l.counts([]*Comparison{top}), l.equations, step)
		c := below[step.To]
		before := len(c.Changes) + len(c.Before.Counts) + len(c.After.Counts)
		hideBelow([]*Comparison{top}, b)
		seen := map[int]bool{}
		l.each([]*Comparison{c}, func(line int, n int64, cell *smallcell.Cell) {
			if seen[line] = true; cell.Hidden != hidden[line] || cell.N != n {
				t.Fatalf("line %d: %+v", line, cell)
			}
		})
		for line, is := range hidden {
			if is && !seen[line] {
				t.Fatalf("line %d is missing, which says that nobody is in it", line)
			}
		}
		added += len(c.Changes) + len(c.Before.Counts) + len(c.After.Counts) - before
		var closed []Change
		for _, ch := range c.Changes {
			if ch.Cell.Hidden {
				closed = append(closed, ch)
			} else if len(closed) > 0 {
				t.Fatal("a hidden change stands before one that is shown")
			}
		}
		if !slices.IsSortedFunc(closed, func(a, b Change) int { return slices.Compare([]byte(a.Rule), []byte(b.Rule)) }) {
			t.Fatalf("the order tells: %+v", closed)
		}
		if len(closed) > 1 {
			ordered++
		}
	})
	if added == 0 || ordered == 0 {
		t.Errorf("%d lines were added, %d orders looked at: the test proves nothing", added, ordered)
	}
}
