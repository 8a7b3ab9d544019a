package trend

import (
	"slices"

	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
)

// Figures is the answer: what its reader is shown and nothing more.
type Figures struct {
	Question
	Name       string
	Definition string // version of how the counts are made
	Law        string // version of the pack
	At         clock.Instant
	By         Dimension
	Intakes    []Intake

	Funnel Line   // everybody of the intake asked about
	Groups []Line // the groups of the dimension in that intake
	Trend  []Line // everybody, intake by intake
	Curves []Line // each group, intake by intake; only the gate looked at is filled
	Tiles  []Tile // the units below
	Change *Change

	counts     *counts // of the unit, hidden or not
	see        shown
	below      map[unit.Code]shown
	dimensions []Dimension
}

// shown is the counts of a unit as the reader is shown them. A group is one of a
// dimension, named by its code; none is everybody.
type shown interface {
	cell(intake ident.ID, by string, g *Group, point int) smallcell.Cell
}

// cell hides nothing.
func (c *counts) cell(intake ident.ID, _ string, g *Group, point int) smallcell.Cell {
	return smallcell.Cell{N: c.at(intake, g, point)}
}

// Line is one row of a table: counts at each point, and how many were lost since the
// point before.
type Line struct {
	Label  i18n.Text
	Intake Intake
	Group  *Group // nil: everybody
	At     []smallcell.Cell
	Lost   []smallcell.Cell
}

// Rate is the share of the people at one point who came to a later one, in hundredths
// of a percent; ok is false where it is hidden or nobody came to the first.
func (l Line) Rate(from, to int) (rate int64, ok bool) { return Rate(l.At[to], l.At[from]) }

// Rate is one count over another in hundredths of a percent; ok is false where one is
// hidden or nobody is in the second.
func Rate(n, of smallcell.Cell) (rate int64, ok bool) {
	if n.Hidden || of.Hidden || of.N == 0 {
		return 0, false
	}
	return n.N * everybody / of.N, true // cut, so that it is rounded once, see ShowRate
}

// everybody is all of those counted, in hundredths of a percent.
const everybody = 10000

// Tile is one unit below, with the gate looked at.
type Tile struct {
	Unit     unit.Code
	Name     string
	From, To smallcell.Cell
}

// Change is what lies between two intakes at the later point of the gate.
type Change struct {
	Before, After Intake
	From, To      smallcell.Cell // the counts there
	Old, New      []smallcell.Cell
	Parts         []Part // by gate; 0 are the applicants
}

// fill builds the tables. Groups with nobody in them are of no interest.
func (f *Figures) fill(s Source) {
	f.By.Groups = slices.DeleteFunc(slices.Clone(f.By.Groups), func(g Group) bool {
		c := f.see.cell("", f.By.Code, &g, 0)
		return c.N == 0 && !c.Hidden
	})
	f.Funnel = f.line(f.intake(f.Intake), nil)
	for g := range f.By.Groups {
		f.Groups = append(f.Groups, f.line(f.intake(f.Intake), &f.By.Groups[g]))
	}
	for _, i := range f.Intakes {
		f.Trend = append(f.Trend, f.line(i, nil))
		for g := range f.By.Groups {
			f.Curves = append(f.Curves, f.line(i, &f.By.Groups[g]))
		}
	}
	for _, child := range s.Tree.Children(f.Unit) {
		if below := f.below[child.Code]; child.On(s.Law.Day()) {
			f.Tiles = append(f.Tiles, Tile{child.Code, child.Name, below.cell(f.Intake, "", nil, f.From), below.cell(f.Intake, "", nil, f.To)})
		}
	}
	f.compare()
}

// intake finds an intake by its id; the empty one is all of them.
func (f *Figures) intake(id ident.ID) Intake {
	for _, i := range f.Intakes {
		if i.ID == id {
			return i
		}
	}
	return Intake{Name: ""}
}

// line is a row. How many were lost between two points is hidden where one of them is.
func (f *Figures) line(intake Intake, group *Group) Line {
	l := Line{Intake: intake, Group: group, Label: i18n.T("全部", "everybody")}
	if group != nil {
		l.Label = group.Label
	}
	for p := range Points() {
		at := f.see.cell(intake.ID, f.By.Code, group, p)
		lost := smallcell.Cell{}
		if p > 0 {
			before := l.At[p-1]
			lost = smallcell.Cell{N: before.N - at.N, Hidden: before.Hidden || at.Hidden}
		}
		l.At, l.Lost = append(l.At, at), append(l.Lost, lost)
	}
	return l
}
