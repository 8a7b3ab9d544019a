package choose

import "muster/internal/frame/fault"

// forest is a family of rows that are nested or disjoint. Positions are numbers
// from 0 within the family; children come before their parents.
type forest struct {
	rows   []int32 // by position: the row
	at     []int32 // by row: the position, -1 outside the family
	parent []int32 // by position: the next larger row, -1 for none
	leaf   []int32 // by group: the smallest row that covers it, -1 for none
	min    []int32 // by position: the min that counts in this family, at most the candidates
	max    []int32 // by position: the max, at most the candidates
}

// inA and inB say which families a row belongs to.
func (r *row) inA() bool { return r.Max != nil || r.tag < 0 }
func (r *row) inB() bool { return r.tag >= 0 && r.Min > 0 }

// plant makes the forest of a family, or refuses two rows that overlap.
// The min of a row without a tag counts in A, that of one with a tag in B.
func (in *Input) plant(g *groups, member func(*row) bool, familyB bool) (*forest, error) {
	f := &forest{at: make([]int32, len(in.rows)), leaf: make([]int32, len(g.size))}
	bySize := make([]int32, len(in.rows))
	for r, rank := range g.rank {
		bySize[rank] = int32(r)
	}
	for _, r := range bySize {
		if f.at[r] = -1; member(&in.rows[r]) {
			f.at[r] = int32(len(f.rows))
			f.rows = append(f.rows, r)
		}
	}
	f.bound(in, g, familyB)
	if !f.nest(g) {
		return nil, in.overlap(g, member)
	}
	return f, nil
}

// bound sets the bounds that count in this family. Bounds beyond the number of
// candidates are cut to it, which changes no choice and keeps them small.
func (f *forest) bound(in *Input, g *groups, familyB bool) {
	n := len(f.rows)
	f.min, f.max, f.parent = make([]int32, n), make([]int32, n), make([]int32, n)
	for p, r := range f.rows {
		q := &in.rows[r]
		f.max[p] = int32(g.people[r])
		if q.Max != nil && !familyB {
			f.max[p] = int32(min(*q.Max, g.people[r]))
		}
		if familyB == (q.tag >= 0) {
			f.min[p] = int32(min(q.Min, g.people[r]))
		}
		f.parent[p] = unknown
	}
}

const unknown = -2

// nest finds the parents. In the list of rows that cover a group, by size, the
// next row must be the same wherever a row appears; otherwise two of them
// overlap without being nested.
func (f *forest) nest(g *groups) bool {
	for group, rows := range g.covers {
		last := int32(-1)
		f.leaf[group] = -1
		for _, r := range rows {
			p := f.at[r]
			if p < 0 {
				continue
			}
			if last < 0 {
				f.leaf[group] = p
			} else if !f.follow(last, p) {
				return false
			}
			last = p
		}
		if last >= 0 && !f.follow(last, -1) {
			return false
		}
	}
	return true
}

// follow notes the parent of a row, or checks it against the one noted before.
func (f *forest) follow(p, parent int32) bool {
	if f.parent[p] == unknown {
		f.parent[p] = parent
	}
	return f.parent[p] == parent
}

// overlap names the two rows of a family that overlap without being nested,
// the pair with the smallest ids where there are several.
func (in *Input) overlap(g *groups, member func(*row) bool) error {
	shared := map[[2]int32]int64{}
	for group, rows := range g.covers {
		for i, a := range rows {
			for _, b := range rows[i+1:] {
				if member(&in.rows[a]) && member(&in.rows[b]) {
					shared[in.byName(a, b)] += int64(g.size[group])
				}
			}
		}
	}
	var worst [2]int32
	found := false
	for pair, n := range shared {
		if n == g.people[pair[0]] || n == g.people[pair[1]] {
			continue
		}
		if !found || in.pairBefore(pair, worst) {
			worst, found = pair, true
		}
	}
	a, b := &in.rows[worst[0]], &in.rows[worst[1]]
	line := max(a.Line, b.Line)
	return fault.New(fault.Conflict, "choose.overlap",
		"名额行 {a}(第 {lineA} 行)与 {b}(第 {lineB} 行)部分重叠:有人同属两行,又各有对方没有的人;请改成包含或互不相交。",
		"quota rows {a} (line {lineA}) and {b} (line {lineB}) overlap: somebody is in both, and each has somebody the other lacks; make them nested or disjoint",
		"a", a.ID, "b", b.ID, "lineA", a.Line, "lineB", b.Line).At("", line, "")
}

// byName orders a pair by id, so that it is named alike in any order of the input.
func (in *Input) byName(a, b int32) [2]int32 {
	if in.rows[a].ID > in.rows[b].ID {
		a, b = b, a
	}
	return [2]int32{a, b}
}

func (in *Input) pairBefore(p, q [2]int32) bool {
	if p[0] != q[0] {
		return in.rows[p[0]].ID < in.rows[q[0]].ID
	}
	return in.rows[p[1]].ID < in.rows[q[1]].ID
}
