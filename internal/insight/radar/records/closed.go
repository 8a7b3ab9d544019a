package records

import (
	"database/sql"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
)

// Closed says of which counts of examinations of an office nobody is told who must not
// see small ones: how many there were, passed and did not.
type Closed struct{ N, Passed, Failed bool }

// outcomes are the first examinations of a station, and how many passed.
type outcomes struct {
	station   unit.Place
	n, passed int64
}

// outcomes reads those of all stations within the ranges of the reader.
func (r reader) outcomes(tree *unit.Tree) (out []outcomes, err error) {
	condition, args := r.within("place", []any{string(r.cycle)})
	err = r.tx.Each("SELECT station, COUNT(*), SUM(CASE WHEN outcome = 'pass' THEN 1 ELSE 0 END) FROM exam WHERE cycle = $1 AND state = 'concluded' AND kind = 'first' AND outcome IN ('pass', 'fail') AND ("+
		condition+") GROUP BY station", args, func(rows *sql.Rows) error {
		var station unit.Code
		o := outcomes{}
		err := rows.Scan(&station, &o.n, &o.passed)
		if u, ok := tree.Get(station); ok {
			o.station = u.Place
			out = append(out, o)
		}
		return err
	})
	return out, err
}

// close decides from the reader's own office down which counts of the office looked at,
// and of the stations in it, stay closed: the pages of an office, of those beside it
// and of the one above must tell no small count together.
func (f *Figures) close(r reader, tree *unit.Tree, actor access.Actor, at unit.Code) error {
	own := tree.Way(actor.Unit, at)[0]
	r.ranges = tree.Scope(own)
	list, err := r.outcomes(tree)
	if err != nil {
		return err
	}
	c := closing{tree, list, map[unit.Code]smallcell.Counts{}}
	f.Office, f.Closed = c.of(own, at), map[unit.Code]Closed{}
	for _, o := range list {
		if u, ok := tree.At(o.station); ok && slices.Contains(tree.Way(at, u.Code), at) {
			f.Closed[u.Code] = c.of(own, u.Code)
		}
	}
	return nil
}

type closing struct {
	tree  *unit.Tree
	list  []outcomes
	known map[unit.Code]smallcell.Counts
}

// of decides of an office below the reader's own one.
func (c closing) of(own, at unit.Code) Closed {
	way := c.tree.Way(own, at)
	var steps []smallcell.Step
	for i, code := range way[1:] {
		step := smallcell.Step{}
		for _, child := range c.tree.Children(way[i]) {
			if child.Code == code {
				step.To = len(step.Units)
			}
			step.Units = append(step.Units, c.counts(child.Code))
		}
		steps = append(steps, step)
	}
	hidden := smallcell.Down(c.counts(way[0]), [][]smallcell.Term{smallcell.Sum(0, 1, 2)}, steps...)
	return Closed{hidden[0], hidden[1], hidden[2]}
}

// counts are how many examinations there were at the stations of an office, and how many
// of them passed and did not.
func (c closing) counts(code unit.Code) smallcell.Counts {
	if out, known := c.known[code]; known {
		return out
	}
	out, scope := make(smallcell.Counts, 3), c.tree.Scope(code)
	for _, o := range c.list {
		if slices.ContainsFunc(scope, func(r unit.Range) bool { return r.Contains(o.station) }) {
			out[0], out[1], out[2] = out[0]+o.n, out[1]+o.passed, out[2]+o.n-o.passed
		}
	}
	c.known[code] = out
	return out
}
