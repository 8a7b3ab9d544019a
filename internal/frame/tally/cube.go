package tally

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"

	"muster/internal/frame/db"
	"muster/internal/frame/unit"
)

// Cube is the sums of all changes, for every unit including what lies below
// it. It is safe for concurrent use.
type Cube struct {
	mu     sync.RWMutex
	tree   *unit.Tree
	tables map[string]*table
}

// NewCube makes an empty cube.
func NewCube() *Cube { return &Cube{tree: unit.NewTree(nil), tables: map[string]*table{}} }

// Load reads the sums of all changes from the database and rolls them up the
// tree. It replaces what the cube held. The changes are added up here: a database
// would sort them all to do it.
func (c *Cube) Load(ctx context.Context, store db.Store, tree *unit.Tree) error {
	tables := map[string]*table{}
	err := store.Read(ctx, func(tx *db.Tx) error {
		clear(tables)
		return tx.Each(`SELECT kind, unit, cell, delta FROM tally`, nil, func(rows *sql.Rows) error {
			var key Key
			var n int64
			if err := rows.Scan(&key.Kind, (*string)(&key.Unit), &key.Cell, &n); err != nil {
				return err
			}
			tableOf(tables, key.Kind).change(key, n)
			return nil
		})
	})
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tables = tables
	c.roll(tree)
	return nil
}

// SetTree follows a change of the office tree.
func (c *Cube) SetTree(tree *unit.Tree) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.roll(tree)
}

// roll adds everything up anew. The cells go up in the order of their numbers, so that
// each is added to the end of the sums of a unit.
func (c *Cube) roll(tree *unit.Tree) {
	c.tree = tree
	type count struct {
		unit unit.Code
		sum
	}
	for _, t := range c.tables {
		var all []count
		for code, own := range t.own {
			for _, s := range *own {
				all = append(all, count{code, s})
			}
		}
		slices.SortFunc(all, func(a, b count) int { return cmp.Compare(a.cell, b.cell) })
		t.all = map[unit.Code]*sums{}
		for _, one := range all {
			c.raise(t, one.unit, one.cell, one.n)
		}
	}
}

func (c *Cube) apply(deltas []Delta) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range deltas {
		t := tableOf(c.tables, d.Kind)
		c.raise(t, d.Unit, t.change(d.Key, d.By), d.By)
	}
}

// raise counts a change at its unit and at every unit above it.
func (c *Cube) raise(t *table, code unit.Code, cell int32, by int64) {
	for {
		of(t.all, code).add(cell, by)
		u, ok := c.tree.Get(code)
		if !ok || u.Parent == "" {
			return
		}
		code = u.Parent
	}
}

// Each visits the counts of a table for a unit and all below it, added up by the values
// at some places of its cells, which visit is given in the order of the places and must
// not change. It costs a few nanoseconds a cell of the unit, and a visit for each
// combination of values that ever occurred anywhere and counts somebody here.
func (c *Cube) Each(kind string, code unit.Code, places []int, visit func(values []string, n int64)) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	t := c.tables[kind]
	if t == nil || t.all[code] == nil {
		return
	}
	division, groups := t.divide(places)
	added := make([]int64, len(groups))
	for _, s := range *t.all[code] {
		added[division[s.cell]] += s.n
	}
	for g, n := range added {
		if n != 0 {
			visit(groups[g], n)
		}
	}
}
