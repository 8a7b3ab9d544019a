package choose

import (
	"fmt"
	"math/bits"
	"slices"
)

// groups are the candidates whom exactly the same rows cover.
type groups struct {
	of     []int32   // by candidate
	size   []int32   // by group
	covers [][]int32 // by group: rows, by fewest candidates and then smallest id
	rank   []int32   // by row: its position in that order
	people []int64   // by row: how many candidates it covers
}

// gather sorts the candidates into groups. Two candidates are in one group if
// the nearest unit with a row is the same and the tags that rows ask for are.
func (in *Input) gather() *groups {
	anchors, rowsAt := in.anchors()
	classes, tagsOf := in.tagClasses()
	g := &groups{of: make([]int32, len(in.ids)), people: make([]int64, len(in.rows))}
	number := newNumbering(len(in.parents), len(tagsOf))
	var first []int32 // somebody of each group
	for i := range in.ids {
		group, isNew := number.of(anchors[in.units[i]], classes[in.sets[i]])
		if isNew {
			first, g.size = append(first, int32(i)), append(g.size, 0)
		}
		g.of[i] = group
		g.size[group]++
	}
	g.covers = make([][]int32, len(first))
	for group, i := range first {
		g.covers[group] = in.covering(anchors[in.units[i]], tagsOf[classes[in.sets[i]]], anchors, rowsAt)
		for _, r := range g.covers[group] {
			g.people[r] += int64(g.size[group])
		}
	}
	g.sortCovers(in)
	return g
}

// anchors gives for each unit the nearest unit at or above it with a row, -1 if
// none, and the rows of each unit.
func (in *Input) anchors() (anchors []int32, rowsAt [][]int32) {
	rowsAt = make([][]int32, len(in.parents))
	for r := range in.rows {
		rowsAt[in.rows[r].unit] = append(rowsAt[in.rows[r].unit], int32(r))
	}
	anchors = make([]int32, len(in.parents))
	for unit := range anchors {
		anchors[unit] = unknown
	}
	var path []int32
	for unit := range anchors {
		at := int32(unit)
		for path = path[:0]; at >= 0 && anchors[at] == unknown && len(rowsAt[at]) == 0; at = in.parents[at] {
			path = append(path, at)
		}
		if at >= 0 && len(rowsAt[at]) == 0 {
			at = anchors[at]
		} else if at >= 0 {
			anchors[at] = at
		}
		for _, below := range path {
			anchors[below] = at
		}
	}
	return anchors, rowsAt
}

// tagClasses reduces the sets of tags to the tags that rows ask for, and numbers
// the different ones.
func (in *Input) tagClasses() (classes []int32, tagsOf []map[int32]bool) {
	asked := map[int32]bool{}
	for r := range in.rows {
		asked[in.rows[r].tag] = true
	}
	known := map[string]int32{}
	classes = make([]int32, len(in.tagSets))
	for set, tags := range in.tagSets {
		kept := map[int32]bool{}
		for _, tag := range tags {
			if asked[tag] {
				kept[tag] = true
			}
		}
		name := className(kept)
		class, ok := known[name]
		if !ok {
			class = int32(len(tagsOf))
			known[name], tagsOf = class, append(tagsOf, kept)
		}
		classes[set] = class
	}
	return classes, tagsOf
}

// className is equal for equal sets.
func className(tags map[int32]bool) string {
	sorted := make([]int32, 0, len(tags))
	for tag := range tags {
		sorted = append(sorted, tag)
	}
	slices.Sort(sorted)
	return fmt.Sprint(sorted)
}

// covering lists the rows of an anchor and of those above it that cover these tags.
func (in *Input) covering(anchor int32, tags map[int32]bool, anchors []int32, rowsAt [][]int32) []int32 {
	var rows []int32
	for unit := anchor; unit >= 0; unit = in.above(unit, anchors) {
		for _, r := range rowsAt[unit] {
			if tag := in.rows[r].tag; tag < 0 || tags[tag] {
				rows = append(rows, r)
			}
		}
	}
	return rows
}

// above is the next anchor above a unit, -1 for none.
func (in *Input) above(unit int32, anchors []int32) int32 {
	if unit = in.parents[unit]; unit >= 0 {
		return anchors[unit]
	}
	return -1
}

// sortCovers puts every list of rows into the one order in which rows decide:
// by fewest candidates, then by smallest id.
func (g *groups) sortCovers(in *Input) {
	ids, people := make([]string, len(in.rows)), make([]uint64, len(in.rows))
	for r := range ids {
		ids[r], people[r] = in.rows[r].ID, uint64(g.people[r])
	}
	g.rank = make([]int32, len(ids))
	for n, r := range radixSort(sortIDs(ids), people, bits.Len64(uint64(len(in.ids)))) {
		g.rank[r] = int32(n)
	}
	for _, rows := range g.covers {
		for i := 1; i < len(rows); i++ { // a dozen at most, and nearly in order
			r, at := rows[i], i
			for ; at > 0 && g.rank[rows[at-1]] > g.rank[r]; at-- {
				rows[at] = rows[at-1]
			}
			rows[at] = r
		}
	}
}

// numbering gives numbers from 0 to pairs as they come: by a table where all
// pairs fit in a small one, else by a map.
type numbering struct {
	columns int
	table   []int32 // number + 1
	byPair  map[int]int32
	next    int32
}

const smallTable = 1 << 23

func newNumbering(rows, columns int) *numbering {
	n := &numbering{columns: columns}
	if size := (rows + 1) * columns; size <= smallTable {
		n.table = make([]int32, size)
	} else {
		n.byPair = map[int]int32{}
	}
	return n
}

// of numbers a pair; first may be -1.
func (n *numbering) of(first, second int32) (number int32, isNew bool) {
	pair := int(first+1)*n.columns + int(second)
	if n.table != nil {
		number = n.table[pair] - 1
	} else {
		number = n.byPair[pair] - 1
	}
	if number >= 0 {
		return number, false
	}
	number, n.next = n.next, n.next+1
	if n.table != nil {
		n.table[pair] = n.next
	} else {
		n.byPair[pair] = n.next
	}
	return number, true
}
