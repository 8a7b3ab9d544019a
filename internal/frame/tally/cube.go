package tally

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/unit"
)

// Cube is the sums of all changes, for every unit including what lies below
// it. It is safe for concurrent use.
type Cube struct {
	mu     sync.RWMutex
	tree   *unit.Tree
	tables map[string]*table
	read   chan struct{} // closed when what is stored has been read
	failed error         // why it could not be
	early  []commit      // the changes that came meanwhile
	moves  uint64        // how often what it counts, or the tree, changed
}

// NewCube makes an empty cube.
func NewCube() *Cube {
	c := &Cube{tree: unit.NewTree(nil), tables: map[string]*table{}, read: make(chan struct{})}
	close(c.read)
	return c
}

// Load begins to read the sums of all changes from the database and to roll them up
// the tree, in place of what the cube held, and returns at once; wait ends when that
// is done. Whoever asks for counts meanwhile waits, and acts go on. It must not be
// begun again before it is done.
func (c *Cube) Load(ctx context.Context, store db.Store, tree *unit.Tree) (wait func() error) {
	c.mu.Lock()
	c.tree, c.read, c.failed = tree, make(chan struct{}), nil
	done := c.read
	c.mu.Unlock()
	go func() {
		s, err := readStored(ctx, store)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.replace(s, err)
		close(done)
	}()
	return func() error {
		<-done
		c.mu.RLock()
		defer c.mu.RUnlock()
		return c.failed
	}
}

// replace takes over what was read, and of the changes that came meanwhile those that
// are later.
func (c *Cube) replace(s stored, err error) {
	early := c.early
	c.early, c.failed = nil, err
	if err != nil {
		return
	}
	c.tables = s.tables
	c.roll(c.tree)
	c.moves++
	for _, one := range early {
		c.apply(one.after(s.heads))
	}
}

// stored is the changes up to some leaf of each log.
type stored struct {
	tables map[string]*table
	heads  map[unit.Code]int64 // the next leaf
}

// readStored adds up the stored changes here: a database would sort them all to do it.
func readStored(ctx context.Context, store db.Store) (s stored, err error) {
	err = store.Read(ctx, func(tx *db.Tx) error {
		s = stored{map[string]*table{}, map[unit.Code]int64{}}
		err := tx.Each(`SELECT log, size FROM ledger_head`, nil, func(rows *sql.Rows) error {
			var log unit.Code
			var size int64
			err := rows.Scan((*string)(&log), &size)
			s.heads[log] = size
			return err
		})
		if err != nil {
			return err
		}
		return tx.Each(`SELECT kind, unit, cell, delta FROM tally`, nil, func(rows *sql.Rows) error {
			var key Key
			var n int64
			if err := rows.Scan(&key.Kind, (*string)(&key.Unit), &key.Cell, &n); err != nil {
				return err
			}
			tableOf(s.tables, key.Kind).change(key, n)
			return nil
		})
	})
	return s, err
}

// SetTree follows a change of the office tree.
func (c *Cube) SetTree(tree *unit.Tree) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.roll(tree)
	c.moves++
}

// Version changes with every change of a count and of the tree.
func (c *Cube) Version() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.moves
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

// take counts a commit, or keeps it until what is stored has been read.
func (c *Cube) take(one commit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.read:
		c.apply(one.after(nil))
	default:
		c.early = append(c.early, one)
	}
}

func (c *Cube) apply(deltas []Delta) {
	c.moves++
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
// combination of values that ever occurred anywhere and counts somebody here. Where the
// stored counts could not be read it says so instead of counting nobody.
func (c *Cube) Each(kind string, code unit.Code, places []int, visit func(values []string, n int64)) error {
	c.mu.RLock()
	read := c.read
	c.mu.RUnlock()
	<-read
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.failed != nil {
		return fault.New(fault.Unavailable, "tally.unread", "统计数还没有读出来;请稍后再试,仍不行请管理员重启程序并查看日志。",
			"The counts could not be read; try again later, and if that does not help the administrator restarts the program and looks at its log.").Because(c.failed)
	}
	t := c.tables[kind]
	if t == nil || t.all[code] == nil {
		return nil
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
	return nil
}
