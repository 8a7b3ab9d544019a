package choose

// passes walks the candidates in merit order and takes people by simple rules.
type passes struct {
	cells *cells
	a, b  *forest
	line  []int32 // cells in merit order; -1: no seat
}

// byMerit is the choice without any min: everybody in merit order whom no full
// row keeps out. Maxes that are nested or disjoint form a matroid, so this is
// also the largest set.
func (p *passes) byMerit() []int32 {
	taken := make([]int32, len(p.cells.size))
	p.walk(taken, make([]int32, len(p.a.rows)), func(int32) bool { return true })
	return taken
}

// start is a first choice that looks after the mins: first the best who are
// needed for a min of B, then the best needed for one of A, then by merit. It
// respects every max and is nearly always one of the best.
func (p *passes) start() []int32 {
	taken := make([]int32, len(p.cells.size))
	used := make([]int32, len(p.a.rows))
	slotsA, slotsB := p.a.slots(), p.b.slots()
	p.walk(taken, used, func(cell int32) bool {
		if !p.b.occupy(slotsB, p.cells.b[cell]) {
			return false
		}
		p.a.occupy(slotsA, p.cells.a[cell])
		return true
	})
	p.walk(taken, used, func(cell int32) bool { return p.a.occupy(slotsA, p.cells.a[cell]) })
	p.walk(taken, used, func(int32) bool { return true })
	return taken
}

// walk takes everybody in merit order whom the maxes allow and who is wanted.
// A cell that was refused once is closed for the rest of the walk, so that the
// taken of a cell are always its best.
func (p *passes) walk(taken, used []int32, wanted func(cell int32) bool) {
	skip := append([]int32(nil), taken...) // the best of each cell are in already
	closed := make([]bool, len(taken))
	for _, cell := range p.line {
		if cell < 0 || closed[cell] {
			continue
		}
		if skip[cell] > 0 {
			skip[cell]--
			continue
		}
		if !p.a.room(used, p.cells.a[cell]) || !wanted(cell) {
			closed[cell] = true
			continue
		}
		taken[cell]++
		for at := p.cells.a[cell]; at >= 0; at = p.a.parent[at] {
			used[at]++
		}
	}
}

// room says whether one more at this position keeps every max.
func (f *forest) room(used []int32, at int32) bool {
	for ; at >= 0; at = f.parent[at] {
		if used[at] >= f.max[at] {
			return false
		}
	}
	return true
}

// slots are the places that the mins reserve: of each row, as many as its min
// exceeds what its children reserve.
func (f *forest) slots() []int32 {
	slots, within := make([]int32, len(f.rows)), make([]int32, len(f.rows))
	for p, least := range f.min {
		slots[p] = max(0, least-within[p])
		if parent := f.parent[p]; parent >= 0 {
			within[parent] += within[p] + slots[p]
		}
	}
	return slots
}

// occupy takes the smallest reserved place that is still free for somebody at
// this position; false if there is none.
func (f *forest) occupy(slots []int32, at int32) bool {
	for ; at >= 0; at = f.parent[at] {
		if slots[at] > 0 {
			slots[at]--
			return true
		}
	}
	return false
}
