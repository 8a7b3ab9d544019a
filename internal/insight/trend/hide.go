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
	return q
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

// count names one count of a unit: of those in a group, or beside it, in an intake, who
// came to a point.
type count struct{ intake, group, beside, point int }

func (q *questions) n(c *counts, k count) int64 {
	n := c.at(q.intakes[k.intake], q.groups[k.group], k.point)
	if k.beside == 1 {
		return c.at(q.intakes[k.intake], nil, k.point) - n
	}
	return n
}

// decision is what readers know of a unit's counts.
type decision struct {
	*questions
	counts *counts
	known  []bool                     // by count
	told   map[int][][]smallcell.Term // by point: all that is known, over the parts of its layout
}

func (q *questions) decision(c *counts) *decision {
	return &decision{q, c, make([]bool, len(q.intakes)*len(q.groups)*2*points), map[int][][]smallcell.Term{}}
}

func (d *decision) place(k count) int {
	return ((k.intake*len(d.groups)+k.group)*2+k.beside)*points + k.point
}

// cell is a count as readers are shown it; an intake without cases has nobody.
func (d *decision) cell(intake ident.ID, by string, g *Group, point int) smallcell.Cell {
	k := count{intake: slices.Index(d.intakes, intake), group: d.places[placeOf(by, g)], point: point}
	if k.intake < 0 {
		return smallcell.Cell{}
	}
	return smallcell.Cell{N: d.n(d.counts, k), Hidden: !d.known[d.place(k)]}
}

// under decides for the units below one, together with what they leave of it: the cases
// whose office is the unit itself. Of a unit without cases everything is known.
func (q *questions) under(above *decision, below []*counts) []*decision {
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
	for i := range d.known {
		d.known[i] = true
	}
	return d
}

// decide decides what is known of units that together make up the one above them, of
// which it is decided; nil is above the topmost. Where a small loss is known because
// nobody else of the unit above came so far, the count it was lost from is guarded as
// well and everything decided again.
func (q *questions) decide(above *decision, units []*counts) []*decision {
	guarded := map[guard]bool{}
	for {
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
}

// guard is a count of one of the units of a family.
type guard struct {
	unit int
	count
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
	if f.above != nil {
		top = f.lay(&t, f.above.counts, p, nil)
		t.Seal(top.over(f.above.told[p]))
	}
	var all []*layout
	losses := map[int][]guard{}
	for u, d := range f.units {
		var rest *remainder
		if top != nil && u == len(f.units)-1 {
			rest = &remainder{top, all}
		}
		l := f.lay(&t, d.counts, p, rest)
		all = append(all, l)
		for k, place := range l.at {
			if f.guarded[guard{u, k}] {
				t.Guard(place)
			}
			for _, other := range f.lost(d, k) {
				t.Avoid(place)
				losses[place] = append(losses[place], guard{u, other})
			}
		}
	}
	for _, place := range t.Decide() {
		for _, g := range losses[place] {
			f.guarded[g] = true
		}
	}
	for u, d := range f.units {
		for k, place := range all[u].at {
			d.known[d.place(k)] = t.Known(place)
		}
		d.told[p] = t.Relations(all[u].parts)
	}
}

// lost are the known counts at points already decided from which a small one differs.
func (f *family) lost(d *decision, k count) (out []count) {
	n := f.n(d.counts, k)
	for _, p := range f.done {
		other := k
		other.point = p
		if m := f.n(d.counts, other); d.known[d.place(other)] && m != n && max(m-n, n-m) < smallcell.Smallest {
			out = append(out, other)
		}
	}
	return out
}
