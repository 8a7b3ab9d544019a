package smallcell_test

import (
	"testing"

	"pgregory.net/rapid"

	"muster/internal/insight/smallcell"
)

// office is a unit of a made-up tree: its counts, its own people among them.
type office struct {
	counts smallcell.Counts
	below  []*office
	way    []smallcell.Step
}

// The rows of the made-up tables: everybody, three parts, and the second and third
// together.
var rows = [][]smallcell.Term{smallcell.Sum(0, 1, 2, 3), smallcell.Sum(4, 2, 3)}

func drawOffice(t *rapid.T, levels int) *office {
	o := &office{counts: make(smallcell.Counts, 5)}
	add := func(counts smallcell.Counts) {
		for row, n := range counts {
			o.counts[row] += n
		}
	}
	if levels == 0 || rapid.IntRange(0, 3).Draw(t, "own") == 0 {
		a, b, c := rapid.Int64Range(0, 12).Draw(t, "a"), rapid.Int64Range(0, 12).Draw(t, "b"), rapid.Int64Range(0, 6).Draw(t, "c")
		add(smallcell.Counts{a + b + c, a, b, c, b + c})
	}
	for range levels * rapid.IntRange(1, 3).Draw(t, "below") {
		b := drawOffice(t, levels-1)
		o.below = append(o.below, b)
		add(b.counts)
	}
	return o
}

// all lists an office and those below it, each with its way from the top.
func (o *office) all() []*office {
	out, step := []*office{o}, smallcell.Step{}
	for _, b := range o.below {
		step.Units = append(step.Units, b.counts)
	}
	for i, b := range o.below {
		b.way = append(append([]smallcell.Step(nil), o.way...), smallcell.Step{Units: step.Units, To: i})
		out = append(out, b.all()...)
	}
	return out
}

// toldBy lists the small counts of a tree that follow from what is shown of all of its
// offices together, where each is decided in some way.
func toldBy(top *office, decide func(*office) []bool) (shown, found []int64) {
	var counts []int64
	var hidden []bool
	var equations [][]smallcell.Term
	at := map[*office]int{}
	list := top.all()
	for _, o := range list {
		at[o] = len(counts)
		for _, e := range rows {
			var terms []smallcell.Term
			for _, term := range e {
				terms = append(terms, smallcell.Term{Cell: at[o] + term.Cell, Factor: term.Factor})
			}
			equations = append(equations, terms)
		}
		counts, hidden = append(counts, o.counts...), append(hidden, decide(o)...)
	}
	for _, o := range list {
		for row := range o.counts {
			var parts []int
			left := o.counts[row]
			for _, b := range o.below {
				parts, left = append(parts, at[b]+row), left-b.counts[row]
			}
			if len(parts) == 0 {
				continue
			}
			if left != 0 || o.counts[0] != sumOf(o.below) { // people of its own, of whom nothing is shown
				counts, hidden = append(counts, left), append(hidden, true)
				parts = append(parts, len(counts)-1)
			}
			equations = append(equations, smallcell.Sum(at[o]+row, parts...))
		}
	}
	for cell, n := range counts {
		switch {
		case n <= 0 || n >= smallcell.Smallest:
		case !hidden[cell]:
			shown = append(shown, n)
		case pinned(cell, hidden, equations):
			found = append(found, n)
		}
	}
	return shown, found
}

func sumOf(list []*office) (n int64) {
	for _, o := range list {
		n += o.counts[0]
	}
	return n
}

// TestNoOfficesTogetherTell: whoever asks the same of all offices of a tree can compute
// no small count of any.
func TestNoOfficesTogetherTell(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		top := drawOffice(t, 2)
		shown, found := toldBy(top, func(o *office) []bool { return smallcell.Down(top.counts, rows, o.way...) })
		if len(shown)+len(found) > 0 {
			t.Fatalf("shown %v, told %v", shown, found)
		}
	})
}

// TestOfficesOneByOneTell is the control: an office decided by itself tells of others.
func TestOfficesOneByOneTell(t *testing.T) {
	t.Parallel()
	many := 0
	rapid.Check(t, func(t *rapid.T) {
		_, found := toldBy(drawOffice(t, 2), func(o *office) []bool { return smallcell.Hide(o.counts, rows) })
		many += len(found)
	})
	if many == 0 {
		t.Error("nothing is told: the check finds nothing")
	}
}
