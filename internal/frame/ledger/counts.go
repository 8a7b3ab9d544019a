package ledger

import (
	"bytes"
	"cmp"
	"database/sql"
	"maps"
	"slices"
	"strings"

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
// that is not counted. It reads the few members that matter out of the canonical
// text: restoring every revision would take longer than all hashing.
func (c *county) cellOf(table string, body []byte) int32 {
	t := c.v.tables[table]
	if t == nil || len(t.Tally()) == 0 || body == nil {
		return -1
	}
	tally := t.Tally()
	values := make([]string, len(tally), 8)
	for i, f := range tally {
		values[i] = f.Format(c.v.blank[table])
	}
	at := ""
	ok := members(body, func(name, value []byte) {
		if string(name) == "unit" {
			at = string(value)
		}
		for i, f := range tally {
			if string(name) == f.Name {
				values[i] = string(value)
			}
		}
	})
	if !ok {
		return -1
	}
	k := cell{table, unit.Code(at), strings.Join(values, "|")}
	n, known := c.known[k]
	if !known {
		n = int32(len(c.cells))
		c.known[k], c.cells = n, append(c.cells, k)
	}
	return n
}

// members visits the members of a canonical JSON object; texts without their
// quotes, lists left out.
func members(body []byte, visit func(name, value []byte)) (ok bool) {
	s := scanner{rest: body}
	s.expect("{")
	for !s.bad && !s.take("}") {
		name := s.text()
		s.expect(":")
		switch {
		case s.take("["):
			for !s.bad && !s.take("]") {
				s.text()
				s.take(",")
			}
		case len(s.rest) > 0 && s.rest[0] == '"':
			visit(name, s.text())
		default:
			n := bytes.IndexAny(s.rest, ",}")
			if n < 0 {
				return false
			}
			visit(name, s.rest[:n])
			s.rest = s.rest[n:]
		}
		s.take(",")
	}
	return !s.bad && len(s.rest) == 0
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
		group, rest := firstGroup(stored)
		moved := false
		next, moved = c.advance(next, group[0].seq, open)
		switch {
		case moved && settles(group, open):
			clear(open)
		case c.stragglers(group, rest, open):
			_, rest = firstGroup(rest)
			clear(open)
		case c.strangers(group, rest, next, open):
		default:
			c.compareCounts(group, open, moved)
			clear(open)
		}
		stored = rest
	}
	if len(c.bySeq) > 0 {
		_, _ = c.advance(next, c.facts[c.bySeq[len(c.bySeq)-1]].seq, open)
	}
	c.compareCounts(nil, open, true)
	return nil
}

// firstGroup splits off the changes that name the first leaf.
func firstGroup(stored []count) (group, rest []count) {
	n := 0
	for n < len(stored) && stored[n].seq == stored[0].seq {
		n++
	}
	return stored[:n], stored[n:]
}

// settles says whether a group is exactly what the facts add up to.
func settles(group []count, open map[cell]int64) bool {
	for _, g := range group {
		if g.delta == 0 || open[g.cell] != g.delta {
			return false
		}
	}
	n := 0
	for _, by := range open {
		if by != 0 {
			n++
		}
	}
	return n == len(group)
}

// stragglers says whether a group lacks just the changes that the next one
// holds, fewer than its own: somebody moved those.
func (c *county) stragglers(group, rest []count, open map[cell]int64) bool {
	if len(rest) == 0 || len(c.uncounted) > 0 {
		return false
	}
	following, _ := firstGroup(rest)
	if len(following) >= len(group) || !settles(slices.Concat(group, following), open) {
		return false
	}
	for _, g := range following {
		c.find(Changed, "tally", g.cell.name(), "seq")
	}
	return true
}

// strangers says whether a group that does not fit is one that somebody put
// there: the next one fits without it, or after it. Then it is reported, and
// open is left for the next.
func (c *county) strangers(group, rest []count, next int, open map[cell]int64) bool {
	if len(rest) == 0 || len(c.uncounted) > 0 {
		return false
	}
	following, _ := firstGroup(rest)
	for _, taken := range []int64{0, 1} {
		ahead := maps.Clone(open)
		for _, g := range group {
			ahead[g.cell] -= taken * g.delta
		}
		late := left(ahead)
		if _, moved := c.advance(next, following[0].seq, ahead); !moved || !settles(following, ahead) {
			continue
		}
		for _, g := range group {
			open[g.cell] -= taken * g.delta
		}
		what, wrong := Inserted, cellsOf(group)
		if taken == 1 {
			what = Changed
			if len(late) < len(group) { // rather these few came late than all of the group early
				wrong = late
			}
		}
		for _, k := range wrong {
			c.find(what, "tally", k.name(), "seq")
		}
		return true
	}
	return false
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
	for _, k := range left(open) {
		if !c.uncounted[k.table] {
			c.find(Removed, "tally", k.name(), "")
		}
	}
}

// left lists the cells whose changes are not settled, sorted.
func left(open map[cell]int64) (cells []cell) {
	for k, by := range open {
		if by != 0 {
			cells = append(cells, k)
		}
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Compare(a.name(), b.name()) })
	return cells
}

func cellsOf(group []count) (cells []cell) {
	for _, g := range group {
		cells = append(cells, g.cell)
	}
	return cells
}
