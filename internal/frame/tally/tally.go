// Package tally keeps the counts behind every dashboard and worklist.
//
// Each act that moves a record from one cell to another (a cell is the unit and
// the counted fields of its table) adds two changes to an append-only table, in
// the act's own transaction. A Cube holds their sums in memory, rolled up the
// office tree, so that the counts of any unit cost a look-up and not a scan.
package tally

import (
	"sort"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/ledger"
	"muster/internal/frame/unit"
)

// Key is one counted cell at leaf level.
type Key struct {
	Kind string // the table
	Unit unit.Code
	Cell string // the counted fields, joined by "|"
}

// Delta is a change of one cell.
type Delta struct {
	Key
	By int64
}

type groupKey struct{}

// group collects the changes of one commit.
type group struct {
	seq    map[unit.Code]int64
	deltas map[unit.Code]map[Key]int64
	cube   *Cube
}

// Add counts a change in the commit of tx. entry is the leaf of the act; it
// must already have been appended, so that the change is written after it.
func Add(tx *db.Tx, cube *Cube, county unit.Code, entry *ledger.Entry, deltas []Delta) {
	if len(deltas) == 0 {
		return
	}
	v, made := tx.Shared(groupKey{}, func() any {
		return &group{seq: map[unit.Code]int64{}, deltas: map[unit.Code]map[Key]int64{}, cube: cube}
	})
	g := v.(*group)
	if made {
		tx.Before(g.flush)
		tx.After(g.publish)
	}
	g.follow(county, entry)
	if g.deltas[county] == nil {
		g.deltas[county] = map[Key]int64{}
	}
	for _, d := range deltas {
		g.deltas[county][d.Key] += d.By
	}
}

// follow learns the place of the act's leaf once it is written.
func (g *group) follow(county unit.Code, entry *ledger.Entry) {
	tell := entry.Stored
	entry.Stored = func(seq int64, at clock.Instant) {
		g.seq[county] = seq
		if tell != nil {
			tell(seq, at)
		}
	}
}

var columns = []string{"county", "seq", "kind", "unit", "cell", "delta"}

func (g *group) flush(tx *db.Tx) error {
	var rows [][]any
	for county, cells := range g.deltas {
		for key, by := range cells {
			if by != 0 {
				rows = append(rows, []any{string(county), g.seq[county], key.Kind, string(key.Unit), key.Cell, by})
			}
		}
	}
	sort.Slice(rows, func(i, j int) bool { return less(rows[i], rows[j]) })
	return tx.Bulk("tally", columns, rows, "")
}

func less(a, b []any) bool {
	for _, i := range []int{0, 2, 3, 4} {
		if x, y := a[i].(string), b[i].(string); x != y {
			return x < y
		}
	}
	return false
}

func (g *group) publish() {
	if g.cube != nil {
		g.cube.take(commit{g.seq, g.deltas})
	}
}

// commit is the changes of one commit by log, and the leaf that each log's came with.
type commit struct {
	seq    map[unit.Code]int64
	deltas map[unit.Code]map[Key]int64
}

// after is the changes of the logs whose leaf is at or beyond the head named.
func (c commit) after(heads map[unit.Code]int64) (out []Delta) {
	for log, cells := range c.deltas {
		if c.seq[log] < heads[log] {
			continue
		}
		for key, by := range cells {
			out = append(out, Delta{key, by})
		}
	}
	return out
}
