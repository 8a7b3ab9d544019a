package choose

// cells are the candidates with the same smallest row of A and of B: between
// them only merit decides. A choice is a count for each cell, of its best.
type cells struct {
	ofGroup []int32 // by group; -1: no seat
	a, b    []int32 // by cell: positions in the forests; b is -1 where no row of B covers it
	size    []int32 // by cell
}

func (in *Input) makeCells(g *groups, a, b *forest) *cells {
	c := &cells{ofGroup: make([]int32, len(g.size))}
	number := newNumbering(len(b.rows), len(a.rows))
	for group, rows := range g.covers {
		if !in.seated(rows) {
			c.ofGroup[group] = -1
			continue
		}
		cell, isNew := number.of(b.leaf[group], a.leaf[group])
		if isNew {
			c.a, c.b = append(c.a, a.leaf[group]), append(c.b, b.leaf[group])
			c.size = append(c.size, 0)
		}
		c.ofGroup[group] = cell
		c.size[cell] += g.size[group]
	}
	return c
}

// seated says whether one of the rows has a max, so that there is a seat to get.
func (in *Input) seated(rows []int32) bool {
	for _, r := range rows {
		if in.rows[r].Max != nil {
			return true
		}
	}
	return false
}

// sums adds the counts of the cells up a forest.
func (f *forest) sums(leaves, counts []int32) []int32 {
	used := make([]int32, len(f.rows))
	for cell, n := range counts {
		if leaves[cell] >= 0 {
			used[leaves[cell]] += n
		}
	}
	for p, parent := range f.parent { // children come first
		if parent >= 0 {
			used[parent] += used[p]
		}
	}
	return used
}
