package trend

import (
	"cmp"
	"maps"
	"slices"

	"muster/internal/frame/ident"
	"muster/internal/insight/smallcell"
)

// questions are all that can be asked of a unit: how many of everybody and of each
// group of each dimension came to each point, in each intake and in all of them. What
// is hidden is decided for all of them together, so that no answer depends on what
// else is asked.
type questions struct {
	intakes []ident.ID // the first, empty, is all of them
	values  [][]value  // that occur, field by field
	groups  []*Group   // the first, none, is everybody
	kinds   []kind     // the first is everybody
	kind    []int      // of each group; negative: nobody
	places  map[string]int
	fields  []string
}

// questionsOf lists them from the counts of the unit above all others.
func questionsOf(dimensions []Dimension, top *counts) *questions {
	q := &questions{intakes: append([]ident.ID{""}, slices.Sorted(maps.Keys(top.of))...), groups: []*Group{nil}, places: map[string]int{"": 0}}
	seen := map[string][]value{}
	for _, r := range top.of {
		for v := range r.by {
			if !slices.Contains(seen[v.field], v) {
				seen[v.field] = append(seen[v.field], v)
			}
		}
	}
	q.fields = fieldsOf(dimensions)
	for _, field := range q.fields {
		slices.SortFunc(seen[field], func(a, b value) int { return cmp.Compare(a.is, b.is) })
		q.values = append(q.values, seen[field])
	}
	for _, d := range dimensions {
		for i := range d.Groups {
			q.places[placeOf(d.Code, &d.Groups[i])] = len(q.groups)
			q.groups = append(q.groups, &d.Groups[i])
		}
	}
	q.kinds, q.kind = []kind{{shown: true}}, []int{0}
	for _, list := range q.values {
		for _, v := range list {
			q.number([]value{v}, false)
		}
	}
	for _, g := range q.groups[1:] {
		in, beside := q.split(g)
		q.kind = append(q.kind, q.number(in, true))
		q.number(beside, false)
	}
	return q
}

// kind is people with one of some values of a field, of which it is counted how many
// they are: a group, or who is beside it. Under how many names, is of no interest.
type kind struct {
	values []value
	shown  bool // the count of a group
}

// same says whether the same can be asked.
func (q *questions) same(other *questions) bool {
	return slices.Equal(q.intakes, other.intakes) && slices.EqualFunc(q.kinds, other.kinds, func(a, b kind) bool { return a.shown == b.shown && slices.Equal(a.values, b.values) })
}

// split finds the values of those in a group and of those beside it.
func (q *questions) split(g *Group) (in, beside []value) {
	for _, list := range q.values {
		for _, v := range list {
			switch {
			case v.field != g.Field:
			case g.has(v.is):
				in = append(in, v)
			default:
				beside = append(beside, v)
			}
		}
	}
	return in, beside
}

// number finds or adds a kind; it is negative for nobody.
func (q *questions) number(values []value, shown bool) int {
	if len(values) == 0 {
		return -1
	}
	at := slices.IndexFunc(q.kinds, func(k kind) bool { return slices.Equal(k.values, values) })
	if at < 0 {
		at = len(q.kinds)
		q.kinds = append(q.kinds, kind{values: values})
	}
	q.kinds[at].shown = q.kinds[at].shown || shown
	return at
}

// placeOf names a group among those of all dimensions.
func placeOf(by string, g *Group) string {
	if g == nil {
		return ""
	}
	return by + "/" + g.Code
}

// fieldsOf are the counted fields that dimensions divide by.
func fieldsOf(dimensions []Dimension) (out []string) {
	for _, d := range dimensions {
		for _, g := range d.Groups {
			if !slices.Contains(out, g.Field) {
				out = append(out, g.Field)
			}
		}
	}
	return out
}

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

// under decides for the units below one, together with what they leave of it: the cases
// whose office is the unit itself. Of a unit without cases everything is known.
func (q *questions) under(above *decision, below []*counts) []*decision {
	if above == nil {
		return q.decide(nil, below)
	}
	out, some, places := make([]*decision, len(below)), []*counts{}, []int{}
	for i, c := range below {
		if c.empty() {
			out[i] = q.nobody()
			continue
		}
		some, places = append(some, c), append(places, i)
	}
	if left := above.counts.less(below...); !left.empty() {
		some = append(some, left)
	}
	for i, d := range q.decide(above, some) {
		if i < len(places) {
			out[places[i]] = d
		}
	}
	return out
}

func (q *questions) nobody() *decision {
	d := q.decision(&counts{})
	for _, row := range d.known {
		for p := range row {
			row[p] = true
		}
	}
	return d
}

// decide decides what is known of units that together make up the one above them, of
// which it is decided; nil is above the topmost. Where a small loss is known because
// nobody else of the unit above came so far, the count it was lost from is guarded as
// well and everything decided again.
func (q *questions) decide(above *decision, units []*counts) []*decision {
	guarded := map[guard]bool{}
	for len(units) > 0 {
		f := &family{questions: q, above: above, guarded: guarded}
		for _, c := range units {
			f.units = append(f.units, q.decision(c))
		}
		before := len(guarded)
		for _, p := range importance() {
			f.point(p)
			f.done = append(f.done, p)
		}
		if len(guarded) == before {
			return f.units
		}
	}
	return nil
}

// guard is a count of one of the units of a family.
type guard struct {
	unit  int
	slot  slot
	point int
}

// family is units on the way to their decisions, point by point: counts at different
// points are linked by nothing but the people lost between them.
type family struct {
	*questions
	above   *decision
	units   []*decision
	done    []int
	guarded map[guard]bool
}

// point decides what is known of a point: no small count, none of those lost between it
// and a point already decided, where both would be known.
func (f *family) point(p int) {
	var t smallcell.Table
	var top *layout
	largest := f.units[0] // where it has nobody, nobody is in any
	if f.above != nil {
		largest = f.above
		top = f.lay(&t, f.above, largest, p, nil)
		t.Seal(top.over(f.above.told[p]))
	}
	var all []*layout
	losses := map[int][]guard{}
	for u, d := range f.units {
		var rest *remainder
		if top != nil && u == len(f.units)-1 {
			rest = &remainder{top, all}
		}
		l := f.lay(&t, d, largest, p, rest)
		all = append(all, l)
		for s, place := range l.at {
			if f.guarded[guard{u, slot(s), p}] {
				t.Guard(place)
			}
			for _, other := range f.lost(d, slot(s), p) {
				t.Avoid(place)
				losses[place] = append(losses[place], guard{u, slot(s), other})
			}
		}
	}
	for _, place := range t.Decide() {
		for _, g := range losses[place] {
			f.guarded[g] = true
		}
	}
	for u, d := range f.units {
		for s, place := range all[u].at {
			d.known[s][p] = place < 0 || t.Known(place)
		}
		d.told[p] = t.Relations(all[u].parts)
	}
}

// lost are the points already decided whose known count differs little from that at
// another one.
func (f *family) lost(d *decision, s slot, point int) (out []int) {
	n := d.n[s][point]
	for _, p := range f.done {
		if m := d.n[s][p]; d.known[s][p] && m != n && max(m-n, n-m) < smallcell.Smallest {
			out = append(out, p)
		}
	}
	return out
}
