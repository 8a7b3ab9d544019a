package ledger

import (
	"cmp"
	"database/sql"
	"slices"

	"muster/internal/frame/unit"
)

// cell is what a record counts in: its table, its unit and its counted fields.
type cell struct {
	table string
	unit  unit.Code
	text  string
}

func (k cell) name() string { return k.table + "/" + string(k.unit) + "/" + k.text }

// cellOf is the number of the cell that a revision counts in, -1 for a table
// that is not counted.
func (c *county) cellOf(table string, body []byte) int32 {
	t := c.v.tables[table]
	if t == nil || len(t.Tally()) == 0 {
		return -1
	}
	r := t.New()
	if body == nil || t.Schema.Restore(body, r) != nil {
		return -1
	}
	k := cell{table, r.Head().Unit, t.Cell(r)}
	n, ok := c.known[k]
	if !ok {
		n = int32(len(c.cells))
		c.known[k], c.cells = n, append(c.cells, k)
	}
	return n
}

// count is one stored change of a count.
type count struct {
	seq   int64
	cell  cell
	delta int64
}

// readTally compares the changes of the counts with what the revisions of the
// records say: all between two stored changes must add up to the second.
func (c *county) readTally() error {
	var stored []count
	err := c.tx.Each(`SELECT seq, kind, unit, cell, delta FROM tally WHERE county = $1 ORDER BY seq`, []any{string(c.log)}, func(rows *sql.Rows) error {
		var n count
		err := rows.Scan(&n.seq, &n.cell.table, (*string)(&n.cell.unit), &n.cell.text, &n.delta)
		stored = append(stored, n)
		return err
	})
	if err != nil {
		return err
	}
	next, open := 0, map[cell]int64{}
	for len(stored) > 0 {
		n := 1
		for n < len(stored) && stored[n].seq == stored[0].seq {
			n++
		}
		moved := false
		next, moved = c.advance(next, stored[0].seq, open)
		c.compareCounts(stored[:n], open, moved)
		clear(open)
		stored = stored[n:]
	}
	if len(c.bySeq) > 0 {
		last := c.facts[c.bySeq[len(c.bySeq)-1]].seq
		_, _ = c.advance(next, last, open)
	}
	c.compareCounts(nil, open, true)
	return nil
}

// advance adds up the changes of the facts up to a leaf. moved says whether that
// leaf itself changed a count.
func (c *county) advance(next int, seq int64, open map[cell]int64) (after int, moved bool) {
	for ; next < len(c.bySeq) && c.facts[c.bySeq[next]].seq <= seq; next++ {
		f := &c.facts[c.bySeq[next]]
		if f.was == f.is {
			continue
		}
		moved = moved || f.seq == seq
		if f.was >= 0 {
			open[c.cells[f.was]]--
		}
		if f.is >= 0 {
			open[c.cells[f.is]]++
		}
	}
	return next, moved
}

func (c *county) compareCounts(stored []count, open map[cell]int64, moved bool) {
	for _, n := range stored {
		want, known := open[n.cell]
		delete(open, n.cell)
		switch {
		case c.uncounted[n.cell.table]:
		case !known || want == 0 || !moved:
			c.find(Inserted, "tally", n.cell.name(), "")
		case want != n.delta:
			c.find(Changed, "tally", n.cell.name(), "delta")
		}
	}
	var left []cell
	for k, by := range open {
		if by != 0 && !c.uncounted[k.table] {
			left = append(left, k)
		}
	}
	slices.SortFunc(left, func(a, b cell) int { return cmp.Compare(a.name(), b.name()) })
	for _, k := range left {
		c.find(Removed, "tally", k.name(), "")
	}
}
