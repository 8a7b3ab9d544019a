package trend

import (
	"cmp"
	"maps"
	"slices"

	"muster/internal/frame/ident"
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
