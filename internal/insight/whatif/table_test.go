package whatif_test

import (
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
	"muster/internal/insight/smallcell/smallcelltest"
	"muster/internal/insight/whatif"
	"muster/internal/intake/cases"
	"muster/internal/people"
)

// sort is everything by which people are counted.
type sort struct {
	sex       people.Sex
	education people.Education
	county    unit.Code
	old, new  whatif.Fate
	why       whatif.Why
}

// sorts are all that there can be of.
func sorts() (out []sort) {
	for _, sex := range []people.Sex{people.Male, people.Female} {
		for _, education := range []people.Education{"senior_high", "bachelor", "master"} {
			for _, county := range []unit.Code{"1", "2"} {
				for _, f := range []sort{{old: whatif.Selected, new: whatif.Selected}, {old: whatif.Selected, new: whatif.Waiting, why: whatif.Places}, {old: whatif.Selected, new: whatif.Out, why: whatif.NotEligible},
					{old: whatif.Selected, new: whatif.Unknown, why: whatif.NotMeasured}, {old: whatif.Waiting, new: whatif.Selected, why: whatif.Places}, {old: whatif.Waiting, new: whatif.Waiting}, {old: whatif.Waiting, new: whatif.Unknown, why: whatif.NotMeasured},
					{old: whatif.Out, new: whatif.Unknown, why: whatif.NotExamined}} {
					out = append(out, sort{sex, education, county, f.old, f.new, f.why})
				}
			}
		}
	}
	return out
}

// counting is one cell of the table: what it says, and of whom it is the count.
type counting struct {
	cell  smallcell.Cell
	holds func(sort) bool
}

// countings reads a table as its reader does.
func countings(t whatif.Table) (out []counting) {
	for _, r := range t.Rows {
		in := func(s sort) bool {
			graduate := map[bool]string{true: "yes", false: "no"}[s.education != "senior_high"]
			return r.By == "all" || r.By == "sex" && r.Group == string(s.sex) || r.By == "education" && r.Group == string(s.education) ||
				r.By == "county" && r.Group == string(s.county) || r.By == "graduate" && r.Group == graduate
		}
		was, is := func(s sort) bool { return s.old == whatif.Selected }, func(s sort) bool { return s.new == whatif.Selected }
		out = append(out, counting{r.Old, func(s sort) bool { return in(s) && was(s) }}, counting{r.New, func(s sort) bool { return in(s) && is(s) }},
			counting{r.Gain, func(s sort) bool { return in(s) && is(s) && !was(s) }}, counting{r.Lose, func(s sort) bool { return in(s) && was(s) && !is(s) }},
			counting{r.Unknown, func(s sort) bool { return in(s) && s.new == whatif.Unknown }})
	}
	for _, r := range t.Reasons {
		out = append(out, counting{r.Lose, func(s sort) bool { return s.why == r.Why && s.old == whatif.Selected && s.new != whatif.Selected }},
			counting{r.Unknown, func(s sort) bool { return s.why == r.Why && s.new == whatif.Unknown }})
	}
	return out
}

// TestTheTableTellsNoSmallCount: whoever solves all shown counts of a comparison for how many
// there are of each sort of people finds no count of fewer than five; each shown one is
// the count.
func TestTheTableTellsNoSmallCount(t *testing.T) {
	t.Parallel()
	view, all := pack(t, nil).On("2026-03-01"), sorts()
	tree := unit.NewTree([]*unit.Unit{{Code: "1", Kind: unit.County, Place: "a"}, {Code: "2", Kind: unit.County, Place: "b"}})
	hidden := 0
	rapid.Check(t, func(t *rapid.T) {
		n := make([]int64, len(all))
		var persons []whatif.Person
		for i, s := range all {
			if rapid.IntRange(0, 2).Draw(t, "some") > 0 {
				continue
			}
			n[i] = rapid.Int64Range(1, 9).Draw(t, "n")
			for range n[i] {
				persons = append(persons, whatif.Person{Case: &cases.Case{Base: record.Base{County: s.county}, Sex: s.sex, Education: s.education}, Old: s.old, New: s.new, Why: s.why})
			}
		}
		var shown [][]float64
		var small [][]float64
		for _, c := range countings(whatif.Summarise(persons, view, tree)) {
			row, count := make([]float64, len(all)), int64(0)
			for i, s := range all {
				if c.holds(s) {
					row[i], count = 1, count+n[i]
				}
			}
			few := count > 0 && count < smallcell.Smallest
			switch {
			case c.cell.N != count || few && !c.cell.Hidden:
				t.Fatalf("%+v, counted %d", c.cell, count)
			case !c.cell.Hidden:
				shown = append(shown, row)
			case few:
				small, hidden = append(small, row), hidden+1
			}
		}
		for _, row := range small {
			if smallcelltest.Spanned(row, shown) {
				t.Fatalf("a small count follows from those that are shown: %v", row)
			}
		}
	})
	if hidden == 0 {
		t.Error("nothing was small: the test proves nothing")
	}
}
