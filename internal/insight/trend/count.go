package trend

import (
	"slices"

	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
)

// counts is how many cases of a unit came to each point or beyond, by intake.
type counts struct {
	of map[ident.ID]*reached
}

// reached is the cases of one intake: everybody, and by the values of the fields that
// they were counted by.
type reached struct {
	all []int64
	by  map[value][]int64
}

// value is one of a counted field.
type value struct{ field, is string }

// at counts the people of an intake, or of all of them, in a group who came to a point;
// no group is everybody.
func (c *counts) at(intake ident.ID, g *Group, point int) (n int64) {
	if intake == "" {
		for id := range c.of {
			n += c.at(id, g, point)
		}
		return n
	}
	r := c.of[intake]
	switch {
	case r == nil:
		return 0
	case g == nil:
		return r.all[point]
	}
	for v, row := range r.by {
		if v.field == g.Field && g.has(v.is) {
			n += row[point]
		}
	}
	return n
}

// count adds up the cells of a unit and all below it that meet conditions, by the
// values of fields. Cases whose founding act was reversed count nowhere.
func (s Source) count(at unit.Code, where map[string]string, fields []string) (*counts, error) {
	names := append([]string{"cycle", "state", "reach"}, fields...)
	var wanted []string
	for name, is := range where {
		names, wanted = append(names, name), append(wanted, is)
	}
	c := &counts{of: map[ident.ID]*reached{}}
	err := s.Cube.Each(cases.Table.Name, at, cases.Table.Places(names...), func(values []string, n int64) {
		point, ok := cases.Reach(values[2]).Number()
		if !ok || values[1] == record.Void || !slices.Equal(values[3+len(fields):], wanted) {
			return
		}
		r := c.intake(ident.ID(values[0]))
		r.all[point] += n
		for i, field := range fields {
			r.row(value{field, values[3+i]})[point] += n
		}
	})
	for _, r := range c.of { // whoever came to a point came to all before it
		add(r.all)
		for _, row := range r.by {
			add(row)
		}
	}
	return c, err
}

func add(row []int64) {
	for i := len(row) - 2; i >= 0; i-- {
		row[i] += row[i+1]
	}
}

func (c *counts) intake(id ident.ID) *reached {
	if c.of[id] == nil {
		c.of[id] = &reached{all: make([]int64, points), by: map[value][]int64{}}
	}
	return c.of[id]
}

func (r *reached) row(v value) []int64 {
	if r.by[v] == nil {
		r.by[v] = make([]int64, points)
	}
	return r.by[v]
}

// points is how many points the funnel has.
var points = len(cases.Reach("").Options())

// less is one unit's counts without those of others.
func (c *counts) less(others ...*counts) *counts {
	out := &counts{of: map[ident.ID]*reached{}}
	for id := range c.of {
		r := out.intake(id)
		take(r, c, id, 1)
		for _, other := range others {
			take(r, other, id, -1)
		}
	}
	return out
}

func take(r *reached, c *counts, id ident.ID, factor int64) {
	from := c.of[id]
	if from == nil {
		return
	}
	for p, n := range from.all {
		r.all[p] += factor * n
	}
	for v, row := range from.by {
		for p, n := range row {
			r.row(v)[p] += factor * n
		}
	}
}

// empty says whether nobody is counted.
func (c *counts) empty() bool {
	for _, r := range c.of {
		if r.all[0] != 0 {
			return false
		}
	}
	return true
}
