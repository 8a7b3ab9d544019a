package trend

import (
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
)

// lay puts every count of the tables into the set, with what adds up to what: the
// intakes to all of them, groups to everybody, those lost at a gate and those who
// passed it to those who came to it. Of groups only the intake asked about has every
// point; in the others stands the gate looked at.
func (f *Figures) lay(c *counts) {
	ids := []ident.ID{""}
	for _, i := range f.Intakes {
		ids = append(ids, i.ID)
	}
	for _, id := range ids {
		f.row(c, id, -1)
		for g := range f.By.Groups {
			if id == f.Intake {
				f.row(c, id, g)
			}
			gap(&f.set, f.Unit, c, id, g, f.From, f.To)
		}
	}
	for p := range Points() {
		gate := p == f.From || p == f.To
		for g := -1; g < len(f.By.Groups); g++ {
			if g < 0 || gate {
				f.years(c, g, p)
			}
		}
		for _, id := range ids {
			if gate || id == f.Intake {
				f.divide(c, id, p)
			}
		}
	}
}

// years says that the intakes make up all of them.
func (f *Figures) years(c *counts, group, point int) {
	var parts []int
	for _, i := range f.Intakes {
		parts = append(parts, f.place(c, i.ID, group, point))
	}
	f.set.Sum(f.place(c, "", group, point), parts...)
}

func (f *Figures) place(c *counts, id ident.ID, group, point int) int {
	return f.set.Count(at(f.Unit, id, group, point), c.at(id, group, point))
}

// row is the counts of one line of a table.
func (f *Figures) row(c *counts, id ident.ID, group int) {
	for p := 1; p < len(Points()); p++ {
		gap(&f.set, f.Unit, c, id, group, p-1, p)
	}
	if f.To > f.From+1 {
		gap(&f.set, f.Unit, c, id, group, f.From, f.To)
	}
}

// gap says that those at one point are those lost before a later one and those who
// came to it.
func gap(set *smallcell.Set[key], unit unit.Code, c *counts, id ident.ID, group, from, to int) {
	n, m := c.at(id, group, from), c.at(id, group, to)
	set.Sum(set.Count(at(unit, id, group, from), n), set.Count(at(unit, id, group, to), m), set.Count(between(unit, id, group, from, to), n-m))
}

// divide says how the groups of the dimension make up everybody: its parts add up;
// of other groups each has those beside it, whose number is told by both.
func (f *Figures) divide(c *counts, id ident.ID, point int) {
	if len(f.By.Groups) == 0 {
		return
	}
	total := f.place(c, id, -1, point)
	if f.By.Parts {
		var parts []int
		for g := range f.By.Groups {
			parts = append(parts, f.place(c, id, g, point))
		}
		f.set.Sum(total, parts...)
		return
	}
	for g := range f.By.Groups {
		others := c.at(id, -1, point) - c.at(id, g, point)
		f.set.Sum(total, f.place(c, id, g, point), f.set.Count(key{beside, f.Unit, id, g, point, 0}, others))
	}
}

// layTiles adds the units below. Their cases and those of the unit itself make up
// the cases of the unit.
func (f *Figures) layTiles(c *counts, children map[unit.Code]*counts) {
	for _, p := range []int{f.From, f.To} {
		var parts []int
		rest := c.at(f.Intake, -1, p)
		for code, child := range children {
			n := child.at(f.Intake, -1, p)
			parts, rest = append(parts, f.set.Count(at(code, f.Intake, -1, p), n)), rest-n
		}
		if rest > 0 {
			parts = append(parts, f.set.Count(key{own, f.Unit, f.Intake, -1, p, 0}, rest))
		}
		if len(parts) > 0 {
			f.set.Sum(f.place(c, f.Intake, -1, p), parts...)
		}
	}
	for code, child := range children {
		gap(&f.set, code, child, f.Intake, -1, f.From, f.To)
	}
}
