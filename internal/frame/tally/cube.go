package tally

import (
	"context"
	"database/sql"
	"strings"
	"sync"

	"muster/internal/frame/db"
	"muster/internal/frame/unit"
)

// Cube is the sums of all changes, for every unit including what lies below
// it. It is safe for concurrent use.
type Cube struct {
	mu     sync.RWMutex
	tree   *unit.Tree
	counts map[string]map[unit.Code]map[*cell]int64 // table, unit, cell
	cells  map[string]*cell
	leaves map[Key]int64
}

// cell is the values of a cell, taken apart once and not for each reading of it.
type cell struct {
	number int
	values []string
}

// NewCube makes an empty cube.
func NewCube() *Cube {
	return &Cube{tree: unit.NewTree(nil), counts: map[string]map[unit.Code]map[*cell]int64{}, cells: map[string]*cell{}, leaves: map[Key]int64{}}
}

// Load reads the sums of all changes from the database and rolls them up the
// tree. It replaces what the cube held.
func (c *Cube) Load(ctx context.Context, store db.Store, tree *unit.Tree) error {
	leaves := map[Key]int64{}
	err := store.Read(ctx, func(tx *db.Tx) error {
		clear(leaves)
		return tx.Each(`SELECT kind, unit, cell, SUM(delta) FROM tally GROUP BY kind, unit, cell`, nil, func(rows *sql.Rows) error {
			var key Key
			var n int64
			if err := rows.Scan(&key.Kind, (*string)(&key.Unit), &key.Cell, &n); err != nil {
				return err
			}
			leaves[key] = n
			return nil
		})
	})
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tree, c.leaves = tree, map[Key]int64{}
	c.counts = map[string]map[unit.Code]map[*cell]int64{}
	for key, n := range leaves {
		c.add(key, n)
	}
	return nil
}

// SetTree follows a change of the office tree.
func (c *Cube) SetTree(tree *unit.Tree) {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.leaves
	c.tree, c.leaves = tree, map[Key]int64{}
	c.counts = map[string]map[unit.Code]map[*cell]int64{}
	for key, n := range old {
		c.add(key, n)
	}
}

func (c *Cube) apply(deltas []Delta) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range deltas {
		c.add(d.Key, d.By)
	}
}

// add counts a change at its unit and at every unit above it.
func (c *Cube) add(key Key, by int64) {
	c.leaves[key] += by
	units := c.counts[key.Kind]
	if units == nil {
		units = map[unit.Code]map[*cell]int64{}
		c.counts[key.Kind] = units
	}
	at := c.cells[key.Cell]
	if at == nil {
		at = &cell{len(c.cells), strings.Split(key.Cell, "|")}
		c.cells[key.Cell] = at
	}
	for code := key.Unit; ; {
		cells := units[code]
		if cells == nil {
			cells = map[*cell]int64{}
			units[code] = cells
		}
		if cells[at] += by; cells[at] == 0 {
			delete(cells, at)
		}
		u, ok := c.tree.Get(code)
		if !ok || u.Parent == "" {
			return
		}
		code = u.Parent
	}
}

// Each visits the cells of a table for a unit and all below it, each with the values
// of the table's counted fields in their order, which visit must not change. number is
// small and the same for the same values, so that what follows from these can be found
// once and kept.
func (c *Cube) Each(kind string, code unit.Code, visit func(number int, values []string, n int64)) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for at, n := range c.counts[kind][code] {
		visit(at.number, at.values, n)
	}
}
