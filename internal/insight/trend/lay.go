package trend

import (
	"muster/internal/insight/smallcell"
	"muster/internal/intake/cases"
)

// importance is the points in the order in which they are decided: where few people
// are lost between two, the one that is asked for less is hidden.
func importance() []int {
	out, seen := []int{}, map[int]bool{}
	first := []cases.Reach{cases.ReachApplied, cases.ReachQualified, cases.ReachHandedOver, cases.ReachApproved, cases.ReachPhysical, cases.ReachExamined}
	for _, o := range cases.Reach("").Options() {
		first = append(first, cases.Reach(o.Value))
	}
	for _, r := range first {
		if p, ok := r.Number(); ok && !seen[p] {
			out, seen[p] = append(out, p), true
		}
	}
	return out
}

// layout is where the counts of a unit at a point stand in a table. A negative place
// has nobody: neither has the unit above, and that is known.
type layout struct {
	at    []int // by slot
	parts []int // what all others are made of, in the same order in every unit
}

// over puts relations between parts in terms of their places in the table.
func (l *layout) over(told [][]smallcell.Term) (out [][]smallcell.Term) {
	for _, relation := range told {
		var terms []smallcell.Term
		for _, t := range relation {
			if place := l.parts[t.Cell]; place >= 0 {
				terms = append(terms, smallcell.Term{Cell: place, Factor: t.Factor})
			}
		}
		out = append(out, terms)
	}
	return out
}

// remainder is the last of the units that make up one: what the others leave of it.
type remainder struct {
	whole *layout
	parts []*layout
}

func (r *remainder) terms(i int) []smallcell.Term {
	out := smallcell.All(r.whole.parts[i])
	for _, l := range r.parts {
		out = append(out, smallcell.Term{Cell: l.parts[i], Factor: -1})
	}
	return out
}

// laying is one unit's layout on its way.
type laying struct {
	*questions
	*layout
	table *smallcell.Table
	unit  *decision
	above *decision // nil: the topmost unit
	point int
	rest  *remainder
}

// nobody says whether it is known that there is nobody in a slot of the unit above, or
// in the whole intake.
func (l *laying) nobody(intake, kind int) bool {
	return l.zero(l.slot(intake, kind)) || l.zero(l.slot(intake, 0))
}

func (l *laying) zero(s slot) bool {
	if l.above == nil {
		return l.unit.n[s][l.point] == 0
	}
	return l.above.n[s][l.point] == 0 && l.above.known[s][l.point]
}

// lay puts the counts of a unit at a point into a table. Its parts are everybody in
// each intake and those with each value of a field; of those the last are the others.
func (q *questions) lay(t *smallcell.Table, unit, above *decision, point int, rest *remainder) *layout {
	l := &laying{q, &layout{at: make([]int, len(unit.n))}, t, unit, above, point, rest}
	for i := range l.at {
		l.at[i] = -1
	}
	for i := range q.intakes[1:] {
		l.intake(i + 1)
	}
	for k := range q.kinds {
		var each []int
		for i := range q.intakes[1:] {
			if place := l.at[q.slot(i+1, k)]; place >= 0 {
				each = append(each, place)
			}
		}
		l.put(0, k, func() int { return t.Made(smallcell.All(each...)) })
	}
	return l.layout
}

// put lays out a slot, unless nobody can be in it.
func (l *laying) put(intake, kind int, place func() int) {
	if l.nobody(intake, kind) {
		return
	}
	s := l.slot(intake, kind)
	l.at[s] = place()
	if !l.kinds[kind].shown {
		l.table.Keep(l.at[s])
	}
}

// part lays out a count that nothing else of the unit makes up.
func (l *laying) part(intake, kind int) {
	s := l.slot(intake, kind)
	l.put(intake, kind, func() int {
		if l.rest != nil {
			return l.table.Made(l.rest.terms(len(l.parts)))
		}
		return l.table.Count(l.unit.n[s][l.point])
	})
	l.parts = append(l.parts, l.at[s])
}

// last is the last kind of a field in which there is anybody: the values of the field
// begin at one.
func (l *laying) last(intake, first, values int) int {
	k := first + values - 1
	for k > first && l.nobody(intake, k) {
		k--
	}
	return k
}

// intake lays out everybody, the values of each field, and the kinds that have several.
func (l *laying) intake(i int) {
	l.part(i, 0)
	places, k := map[value]int{}, 1
	for _, list := range l.values {
		others, last := smallcell.All(l.at[l.slot(i, 0)]), l.last(i, k, len(list))
		for _, v := range list {
			s := l.slot(i, k)
			if k == last {
				l.put(i, k, func() int { return l.table.Made(others) })
				l.parts = append(l.parts, l.at[s])
			} else {
				l.part(i, k)
			}
			if places[v] = l.at[s]; l.at[s] >= 0 {
				others = append(others, smallcell.Term{Cell: l.at[s], Factor: -1})
			}
			k++
		}
	}
	for ; k < len(l.kinds); k++ {
		l.put(i, k, func() int {
			var has []int
			for _, v := range l.kinds[k].values {
				if places[v] >= 0 {
					has = append(has, places[v])
				}
			}
			return l.table.Made(smallcell.All(has...))
		})
	}
}
