package whatif

import (
	"maps"
	"slices"

	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
	"muster/internal/people"
)

// Row is the counts of one group, side by side. New = Old + Gain - Lose.
type Row struct {
	By      string         `json:"by"` // all, sex, graduate, education, county
	Group   string         `json:"group"`
	Label   i18n.Text      `json:"label"`
	Old     smallcell.Cell `json:"old"`
	New     smallcell.Cell `json:"new"`
	Gain    smallcell.Cell `json:"gain"`
	Lose    smallcell.Cell `json:"lose"`
	Unknown smallcell.Cell `json:"unknown"`
}

// Reason is how many people lose a place, or cannot be told of, for a reason.
type Reason struct {
	Why     Why            `json:"why"`
	Text    i18n.Text      `json:"text"`
	Lose    smallcell.Cell `json:"lose"`
	Unknown smallcell.Cell `json:"unknown"`
}

// Table is what is shown of a comparison.
type Table struct {
	Rows    []Row    `json:"rows"`
	Reasons []Reason `json:"reasons"`
}

// group is a row on its way, with the counts of its cells.
type group struct {
	by, code string
	label    i18n.Text
	n        [cellsOfRow]int64
}

// The cells of a row.
const (
	isOld = iota
	isNew
	isGain
	isLose
	isUnknown
	cellsOfRow
)

// Summarise counts people by group and hides what is small.
func Summarise(all []Person, view *policy.View, tree *unit.Tree) Table {
	groups := groupsOf(all, view, tree)
	reasons := map[Why]*[2]int64{}
	for _, p := range all {
		if reasons[p.Why] == nil {
			reasons[p.Why] = &[2]int64{}
		}
		if p.Old == Selected && p.New != Selected {
			reasons[p.Why][0]++
		}
		if p.New == Unknown {
			reasons[p.Why][1]++
		}
	}
	if reasons[Places] == nil {
		reasons[Places] = &[2]int64{}
	}
	return hide(groups, reasons, graduates(view))
}

// graduates are the levels of education that count as graduates, by the quota tags.
func graduates(view *policy.View) map[string]bool {
	out := map[string]bool{}
	for _, row := range view.Table("quota_tag") {
		if row.Text("within") == "graduate" {
			out[row.Text("value")] = true
		}
	}
	return out
}

// groupsOf counts everybody in each of their groups.
func groupsOf(all []Person, view *policy.View, tree *unit.Tree) []*group {
	known, byKey := graduates(view), map[string]*group{}
	out := []*group{{by: "all", label: i18n.T("合计", "All")}}
	add := func(by, code string, label i18n.Text) {
		g := &group{by: by, code: code, label: label}
		byKey[by+" "+code], out = g, append(out, g)
	}
	for _, o := range people.Sex("").Options() {
		add("sex", o.Value, o.Label)
	}
	add("graduate", "yes", i18n.T("大学毕业生", "graduates of higher education"))
	add("graduate", "no", i18n.T("其他学历", "other education"))
	for _, o := range people.Education("").Options() {
		add("education", o.Value, o.Label)
	}
	add("education", "", i18n.T("学历未填", "education not on file"))
	counties := map[unit.Code]bool{}
	for _, p := range all {
		counties[p.Case.County] = true
	}
	for _, code := range slices.Sorted(maps.Keys(counties)) {
		add("county", string(code), i18n.Same(tree.Name(code)))
	}
	for _, p := range all {
		c := p.Case
		graduate := map[bool]string{true: "yes", false: "no"}[known[string(c.Education)]]
		for _, g := range []*group{out[0], byKey["sex "+string(c.Sex)], byKey["graduate "+graduate], byKey["education "+string(c.Education)], byKey["county "+string(c.County)]} {
			g.count(p)
		}
	}
	return slices.DeleteFunc(out, func(g *group) bool { return g.by != "all" && g.n == [cellsOfRow]int64{} })
}

func (g *group) count(p Person) {
	for cell, counts := range [cellsOfRow]bool{isOld: p.Old == Selected, isNew: p.New == Selected, isGain: p.New == Selected && p.Old != Selected,
		isLose: p.Old == Selected && p.New != Selected, isUnknown: p.New == Unknown} {
		if counts {
			g.n[cell]++
		}
	}
}

// layout is all counts of a table in one list, with the sums that hold between them.
type layout struct {
	counts    []int64
	equations [][]smallcell.Term
	at        map[*group]int
	by        map[string][]*group
}

func lay(groups []*group) *layout {
	l := &layout{at: map[*group]int{}, by: map[string][]*group{}}
	for _, g := range groups {
		a := len(l.counts)
		l.at[g], l.counts, l.by[g.by] = a, append(l.counts, g.n[:]...), append(l.by[g.by], g)
		l.equations = append(l.equations, []smallcell.Term{{Cell: a + isNew, Factor: -1}, {Cell: a + isOld, Factor: 1}, {Cell: a + isGain, Factor: 1}, {Cell: a + isLose, Factor: -1}})
	}
	return l
}

// sum says that a row is the sum of others.
func (l *layout) sum(whole *group, parts []*group) {
	for cell := range cellsOfRow {
		var list []int
		for _, g := range parts {
			list = append(list, l.at[g]+cell)
		}
		l.equations = append(l.equations, smallcell.Sum(l.at[whole]+cell, list...))
	}
}

// hide hides what is small, and what would tell it: rows add up to all, levels of
// education to graduates and others, reasons to the columns of all.
func hide(groups []*group, reasons map[Why]*[2]int64, graduates map[string]bool) (t Table) {
	l := lay(groups)
	for _, by := range []string{"sex", "graduate", "education", "county"} {
		l.sum(groups[0], l.by[by])
	}
	for _, g := range l.by["graduate"] {
		l.sum(g, slices.DeleteFunc(slices.Clone(l.by["education"]), func(e *group) bool { return graduates[e.code] != (g.code == "yes") }))
	}
	first := len(l.counts)
	var lose, unknown []int
	for _, w := range Whys {
		if n := reasons[w.Why]; n != nil {
			lose, unknown = append(lose, len(l.counts)), append(unknown, len(l.counts)+1)
			l.counts = append(l.counts, n[0], n[1])
			t.Reasons = append(t.Reasons, Reason{Why: w.Why, Text: w.Text})
		}
	}
	l.equations = append(l.equations, smallcell.Sum(isUnknown, unknown...), smallcell.Sum(isLose, lose...)) // all are the first row
	hidden := smallcell.Hide(l.counts, l.equations)
	cell := func(i int) smallcell.Cell { return smallcell.Cell{N: l.counts[i], Hidden: hidden[i]} }
	for _, g := range groups {
		a := l.at[g]
		t.Rows = append(t.Rows, Row{By: g.by, Group: g.code, Label: g.label, Old: cell(a + isOld), New: cell(a + isNew), Gain: cell(a + isGain), Lose: cell(a + isLose), Unknown: cell(a + isUnknown)})
	}
	for i := range t.Reasons {
		t.Reasons[i].Lose, t.Reasons[i].Unknown = cell(first+2*i), cell(first+2*i+1)
	}
	return t
}
