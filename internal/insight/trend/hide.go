package trend

import "muster/internal/insight/smallcell"

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
