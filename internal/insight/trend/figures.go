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

	set        smallcell.Set[key]
	dimensions []Dimension
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
	return n.N * 10000 / of.N, true
}

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

// key names a count wherever it is shown: of the people of an intake and a group who
// came to a point; with kind lost, those of them who did not come to another one.
type key struct {
	kind   kind
	unit   unit.Code
	intake ident.ID
	group  int
	point  int
	to     int
}

type kind int

const (
	came kind = iota
	lost
	beside // who is not in the group
	own    // whose office is the unit itself and none below it
)

// at names the people who came to a point.
func at(unit unit.Code, intake ident.ID, group, point int) key {
	return key{unit: unit, intake: intake, group: group, point: point}
}

// between names the people lost between two points.
func between(unit unit.Code, intake ident.ID, group, from, to int) key {
	return key{lost, unit, intake, group, from, to}
}

// fill lays out the counts, hides what is small and builds the tables.
func (f *Figures) fill(c *counts, children map[unit.Code]*counts, tree *unit.Tree) {
	f.By.Groups = slices.Clone(f.By.Groups) // only those with anybody in them are of interest
	for g := len(f.By.Groups) - 1; g >= 0; g-- {
		if c.at("", g, 0) == 0 {
			f.By.Groups = slices.Delete(f.By.Groups, g, g+1)
			c.drop(g)
		}
	}
	f.lay(c)
	f.layTiles(c, children)
	if !f.Whole {
		f.set.Hide()
	}
	f.Funnel = f.line(f.intake(f.Intake), -1)
	for g := range f.By.Groups {
		f.Groups = append(f.Groups, f.line(f.intake(f.Intake), g))
	}
	for _, i := range f.Intakes {
		f.Trend = append(f.Trend, f.line(i, -1))
		for g := range f.By.Groups {
			f.Curves = append(f.Curves, f.line(i, g))
		}
	}
	for _, child := range tree.Children(f.Unit) {
		if children[child.Code] != nil {
			f.Tiles = append(f.Tiles, Tile{child.Code, child.Name, f.set.Cell(at(child.Code, f.Intake, -1, f.From)), f.set.Cell(at(child.Code, f.Intake, -1, f.To))})
		}
	}
	f.compare(c)
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

func (f *Figures) line(intake Intake, group int) Line {
	l := Line{Intake: intake, Label: i18n.T("全部", "everybody")}
	if group >= 0 {
		l.Group, l.Label = &f.By.Groups[group], f.By.Groups[group].Label
	}
	for p := range Points() {
		l.At = append(l.At, f.set.Cell(at(f.Unit, intake.ID, group, p)))
		if p == 0 {
			l.Lost = append(l.Lost, smallcell.Cell{})
			continue
		}
		l.Lost = append(l.Lost, f.set.Cell(between(f.Unit, intake.ID, group, p-1, p)))
	}
	return l
}
