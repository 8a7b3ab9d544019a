package trend

import (
	"context"
	"maps"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/office/role"
)

// Readers may ask for the figures of their own subtree: every post.
func Readers() (out []access.Grant) {
	for _, r := range role.Options() {
		out = append(out, role.Grant(r, role.Intake))
	}
	return out
}

// Whole says whether an actor may open every case of their subtree: nobody else is
// shown small counts.
func Whole(actor access.Actor) bool {
	return slices.ContainsFunc(cases.Readers(), func(g access.Grant) bool {
		return g.Role == actor.Role && g.Relation == access.Subtree && len(g.States) == 0
	})
}

// Question is what is asked.
type Question struct {
	Unit     unit.Code
	Intake   ident.ID          // empty: all
	Against  ident.ID          // the intake it is compared with; empty: the one before it
	By       string            // code of a dimension; empty: none
	From, To int               // the gate looked at, from one point to a later one
	Where    map[string]string // conditions on counted fields: one value each
	Whole    bool              // small counts are shown
}

// The gate that is looked at unless another is named: applied to doubly qualified.
const (
	FirstPoint = 0
	Goal       = 4
)

// Points are the points of the funnel in order, the ones that gates lie between.
func Points() []i18n.Text {
	var out []i18n.Text
	for _, o := range cases.Reach("").Options() {
		out = append(out, o.Label)
	}
	return out
}

// Source is where the figures come from.
type Source struct {
	Cube *tally.Cube
	Tree *unit.Tree
	Law  *policy.View
	Now  clock.Instant
}

// Intake is one intake of the comparison.
type Intake struct {
	ID      ident.ID `json:"id"`
	Name    string   `json:"name"`
	Running bool     `json:"running"`
}

// Intakes are all that were opened, the earliest first.
func Intakes(ctx context.Context, store db.Store) (out []Intake, err error) {
	err = store.Read(ctx, func(tx *db.Tx) error {
		out = nil
		list, err := record.All[cycle.Cycle](tx, cycle.Table, "state IN ('open', 'closed') ORDER BY year, half, id")
		for _, c := range list {
			out = append(out, Intake{c.ID, c.Name, c.State == cycle.Open})
		}
		return err
	})
	return out, err
}

// Ask answers a question from the counts in memory. The unit must lie in the scope of
// whoever asks: that is the caller's to see to.
func (s Source) Ask(q Question, intakes []Intake) (*Figures, error) {
	definition, err := s.Law.Text("assessment.definition")
	if err != nil {
		return nil, err
	}
	d, err := s.check(q, intakes)
	if err != nil {
		return nil, err
	}
	f := &Figures{Question: q, Name: s.Tree.Name(q.Unit), Definition: definition, Law: s.Law.Pack().Version(), At: s.Now, Intakes: intakes, By: d, dimensions: Dimensions(s.Law)}
	c, err := s.count(q.Unit, countedBy(q.Where, d.Groups))
	if err != nil {
		return nil, err
	}
	children, everybody := map[unit.Code]*counts{}, countedBy(q.Where, nil)
	for _, child := range s.Tree.Children(q.Unit) {
		if child.On(s.Law.Day()) {
			if children[child.Code], err = s.count(child.Code, everybody); err != nil {
				return nil, err
			}
		}
	}
	f.fill(c, children, s.Tree)
	return f, nil
}

// check refuses what names a dimension, a gate, a condition or an intake that is
// none.
func (s Source) check(q Question, intakes []Intake) (d Dimension, err error) {
	all := Dimensions(s.Law)
	at := slices.IndexFunc(all, func(d Dimension) bool { return d.Code == q.By })
	known := func(id ident.ID) bool {
		return id == "" || slices.ContainsFunc(intakes, func(i Intake) bool { return i.ID == id })
	}
	switch {
	case at < 0 && q.By != "":
		return d, fault.New(fault.Invalid, "trend.by", "不能按“{by}”分组。", "Figures are not divided by {by}.", "by", q.By)
	case q.From < 0 || q.To >= len(Points()) || q.From >= q.To:
		return d, fault.New(fault.Invalid, "trend.gate", "起点须在终点之前。", "A gate leads from one point to a later one.")
	case !known(q.Intake) || !known(q.Against):
		return d, fault.New(fault.Invalid, "trend.intake", "没有这个征集批次。", "There is no such intake.")
	}
	for name := range q.Where {
		if !slices.Contains(Conditions(), name) {
			return d, fault.New(fault.Invalid, "trend.where", "不能按“{name}”筛选。", "Figures cannot be narrowed by {name}.", "name", name)
		}
	}
	if at >= 0 {
		d = all[at]
	}
	return d, nil
}

// Conditions are the counted fields that figures can be narrowed by.
func Conditions() (out []string) {
	for _, f := range cases.Table.Tally() {
		if f.Name != "reach" && f.Name != "state" && f.Name != "cycle" {
			out = append(out, f.Name)
		}
	}
	return out
}

// counts is how many cases came to each point or beyond, by intake and group; the
// group -1 is everybody.
type counts struct {
	of map[ident.ID][][]int64
}

func (c *counts) at(intake ident.ID, group, point int) int64 {
	if intake == "" {
		n := int64(0)
		for id := range maps.Keys(c.of) {
			n += c.at(id, group, point)
		}
		return n
	}
	if rows := c.of[intake]; rows != nil {
		return rows[group+1][point]
	}
	return 0
}

// drop forgets a group.
func (c *counts) drop(group int) {
	for id, rows := range c.of {
		c.of[id] = slices.Delete(rows, group+1, group+2)
	}
}

// counted is what figures are counted by: the fields of the funnel, the one that the
// dimension divides by, and those of the conditions, each with the value asked for.
type counted struct {
	places []int
	groups []Group // each by the field at its place
	fields []int   // where in the values the field of each group is
	where  []string
}

func countedBy(where map[string]string, groups []Group) (k counted) {
	names := []string{"cycle", "state", "reach"}
	for name, value := range where {
		names, k.where = append(names, name), append(k.where, value)
	}
	for _, g := range groups {
		at := slices.Index(names, g.Field)
		if at < 0 {
			at, names = len(names), append(names, g.Field)
		}
		k.fields = append(k.fields, at)
	}
	k.groups, k.places = groups, cases.Table.Places(names...)
	return k
}

// meets says whether values are those of the conditions. Cases whose founding act was
// reversed count nowhere.
func (k counted) meets(values []string) bool {
	if values[1] == record.Void {
		return false
	}
	for i, value := range k.where {
		if values[3+i] != value {
			return false
		}
	}
	return true
}

// count adds up the cells of a unit and all below it.
func (s Source) count(at unit.Code, k counted) (*counts, error) {
	c := &counts{of: map[ident.ID][][]int64{}}
	err := s.Cube.Each(cases.Table.Name, at, k.places, func(values []string, n int64) {
		point, ok := cases.Reach(values[2]).Number()
		if !ok || !k.meets(values) {
			return
		}
		rows := c.intake(ident.ID(values[0]), len(k.groups))
		rows[0][point] += n
		for g, group := range k.groups {
			if group.has(values[k.fields[g]]) {
				rows[g+1][point] += n
			}
		}
	})
	for _, rows := range c.of { // whoever came to a point came to all before it
		for _, row := range rows {
			for i := len(row) - 2; i >= 0; i-- {
				row[i] += row[i+1]
			}
		}
	}
	return c, err
}

// intake finds the rows of an intake: everybody and each group.
func (c *counts) intake(id ident.ID, groups int) [][]int64 {
	rows := c.of[id]
	if rows == nil {
		rows = make([][]int64, groups+1)
		for i := range rows {
			rows[i] = make([]int64, len(cases.Reach("").Options()))
		}
		c.of[id] = rows
	}
	return rows
}
