package trend

import (
	"slices"

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

// layout is where the counts of a unit at a point stand in a table.
type layout struct {
	at    map[count]int
	parts []int // what all others are made of, in the same order in every unit
}

// over puts relations between parts in terms of their places in the table.
func (l *layout) over(told [][]smallcell.Term) (out [][]smallcell.Term) {
	for _, relation := range told {
		terms := slices.Clone(relation)
		for i := range terms {
			terms[i].Cell = l.parts[terms[i].Cell]
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

// lay puts the counts of a unit at a point into a table. Its parts are everybody in
// each intake and those with each value of a field but the last, who are the others.
func (q *questions) lay(t *smallcell.Table, c *counts, point int, rest *remainder) *layout {
	l := &layout{at: map[count]int{}}
	part := func(n int64) int {
		var place int
		if rest == nil {
			place = t.Count(n)
		} else {
			place = t.Made(rest.terms(len(l.parts)))
		}
		l.parts = append(l.parts, place)
		return place
	}
	for i, intake := range q.intakes[1:] {
		everybody := part(c.at(intake, nil, point))
		values := map[value]int{}
		for _, list := range q.values {
			last := smallcell.All(everybody)
			for n, v := range list {
				if n < len(list)-1 {
					values[v] = part(c.value(intake, v, point))
					last = append(last, smallcell.Term{Cell: values[v], Factor: -1})
				} else {
					values[v] = t.Made(last)
				}
				t.Keep(values[v])
			}
		}
		l.at[count{intake: i + 1, point: point}] = everybody
		q.layGroups(t, l, i+1, point, everybody, values)
	}
	q.layIntakes(t, l, point)
	return l
}

// layGroups puts the groups, each made of the values it has, and who is beside it.
func (q *questions) layGroups(t *smallcell.Table, l *layout, intake, point, everybody int, values map[value]int) {
	for g := 1; g < len(q.groups); g++ {
		var has []int
		for _, list := range q.values {
			for _, v := range list {
				if v.field == q.groups[g].Field && q.groups[g].has(v.is) {
					has = append(has, values[v])
				}
			}
		}
		in := t.Made(smallcell.All(has...))
		out := t.Made([]smallcell.Term{{Cell: everybody, Factor: 1}, {Cell: in, Factor: -1}})
		t.Keep(out)
		l.at[count{intake, g, 0, point}], l.at[count{intake, g, 1, point}] = in, out
	}
}

// layIntakes puts the counts of all intakes together.
func (q *questions) layIntakes(t *smallcell.Table, l *layout, point int) {
	for g := range q.groups {
		for beside := range 2 {
			if g == 0 && beside == 1 {
				continue
			}
			var each []int
			for i := range q.intakes[1:] {
				each = append(each, l.at[count{i + 1, g, beside, point}])
			}
			all := t.Made(smallcell.All(each...))
			if beside == 1 {
				t.Keep(all)
			}
			l.at[count{0, g, beside, point}] = all
		}
	}
}
