package trend

import (
	"muster/internal/frame/ident"
	"muster/internal/insight/smallcell"
	"slices"
)

// slot is what is counted of a unit: those of a kind in an intake.
type slot int

func (q *questions) slot(intake, kind int) slot { return slot(intake*len(q.kinds) + kind) }

// decision is what readers know of a unit's counts.
type decision struct {
	*questions
	counts *counts
	n      [][]int64            // by slot and point
	known  [][]bool             // likewise
	told   [][][]smallcell.Term // by point: all that is known, over the parts of its layout
}

func (q *questions) decision(c *counts) *decision {
	slots := len(q.intakes) * len(q.kinds)
	d := &decision{q, c, make([][]int64, slots), make([][]bool, slots), make([][][]smallcell.Term, points)}
	for s := range d.n {
		d.n[s], d.known[s] = make([]int64, points), make([]bool, points)
	}
	for i, intake := range q.intakes[1:] {
		r := c.of[intake]
		if r == nil {
			continue
		}
		for k, kind := range q.kinds {
			row := d.n[q.slot(i+1, k)]
			if k == 0 {
				copy(row, r.all)
			}
			for _, v := range kind.values {
				sum(row, r.by[v])
			}
			sum(d.n[q.slot(0, k)], row)
		}
	}
	return d
}

func sum(to, row []int64) {
	for p, n := range row {
		to[p] += n
	}
}

// cell is a count as readers are shown it; an intake without cases has nobody.
func (d *decision) cell(intake ident.ID, by string, g *Group, point int) smallcell.Cell {
	i := slices.Index(d.intakes, intake)
	if i < 0 {
		return smallcell.Cell{}
	}
	kind := d.kind[d.places[placeOf(by, g)]]
	if kind < 0 {
		return smallcell.Cell{}
	}
	at := d.slot(i, kind)
	return smallcell.Cell{N: d.n[at][point], Hidden: !d.known[at][point]}
}

// same says whether another decision is of the same counts and tells the same.
func (d *decision) same(other *decision) bool {
	return equal(d.n, other.n) && equal(d.known, other.known) && slices.EqualFunc(d.told, other.told, equal)
}

func equal[T comparable](a, b [][]T) bool { return slices.EqualFunc(a, b, slices.Equal) }

// unchanged says whether counts are still those that decisions were made on.
func (q *questions) unchanged(decisions []*decision, now []*counts) bool {
	for i, c := range now {
		if !equal(decisions[i].n, q.decision(c).n) {
			return false
		}
	}
	return true
}
