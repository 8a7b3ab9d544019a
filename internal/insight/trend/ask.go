package trend

import (
	"context"
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

// Source is where the figures come from. Hidden is kept between questions.
type Source struct {
	Cube   *tally.Cube
	Tree   *unit.Tree
	Law    *policy.View
	Now    clock.Instant
	Hidden *Hidden
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
	ask := s.whole
	if !q.Whole {
		ask = s.hidden
	}
	if err := ask(f); err != nil {
		return nil, err
	}
	f.fill(s)
	return f, nil
}

// whole counts for those who may open every record.
func (s Source) whole(f *Figures) error {
	fields := []string{}
	if f.Question.By != "" {
		fields = fieldsOf([]Dimension{f.By})
	}
	c, err := s.count(f.Unit, f.Where, fields)
	if err != nil {
		return err
	}
	f.counts, f.see, f.below = c, c, map[unit.Code]shown{}
	for _, child := range s.Tree.Children(f.Unit) {
		if f.below[child.Code], err = s.count(child.Code, f.Where, nil); err != nil {
			return err
		}
	}
	return nil
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
		return d, NoIntake()
	}
	for name, value := range q.Where {
		at := slices.IndexFunc(all, func(d Dimension) bool { return d.Code == name })
		if at >= 0 && !slices.ContainsFunc(all[at].Groups, func(g Group) bool { return !g.Others && g.Code == value }) {
			return d, fault.New(fault.Invalid, "trend.value", "{name}没有“{value}”这一项。", "There is no {value} among {name}.", "name", all[at].Label, "value", value)
		}
		if !slices.Contains(Conditions(), name) {
			return d, fault.New(fault.Invalid, "trend.where", "不能按“{name}”筛选。", "Figures cannot be narrowed by {name}.", "name", name)
		}
	}
	if !q.Whole && len(q.Where) > 0 {
		return d, fault.New(fault.Denied, "trend.narrow", "只有能查阅全部档案的岗位才能再加条件;请改用分组。", "Only posts that may open all records can narrow figures by conditions; divide them instead.")
	}
	if at >= 0 {
		d = all[at]
	}
	return d, nil
}

// NoIntake is the fault of a question about an intake that was never opened.
func NoIntake() error {
	return fault.New(fault.Invalid, "trend.intake", "没有这个征集批次。", "There is no such intake.")
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
