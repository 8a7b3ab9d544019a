package ledger

import (
	"database/sql"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/frame/clock"
)

// head is the stored head of a log.
type head struct {
	size, at   int64
	edge, root []byte
}

// point is a checkpoint and the root that was recomputed at its size.
type point struct {
	size     int64
	root     tlog.Hash // as signed
	computed tlog.Hash
	reached  bool // the log is as long as that
}

func instantText(at int64) string { return clock.Instant(at).String() }

func (c *county) readHead() (err error) {
	c.found, err = c.tx.One(`SELECT size, edge, root, at FROM ledger_head WHERE log = $1`, []any{string(c.log)},
		&c.head.size, &c.head.edge, &c.head.root, &c.head.at)
	return err
}

// judgeTree compares the recomputed tree with what is stored of it, and says
// where the log was changed.
func (c *county) judgeTree() error {
	nodes, err := c.readNodes()
	if err != nil {
		return err
	}
	switch {
	case c.found && c.tree.size == 0 && len(c.facts) == 0:
		c.find(Inserted, "ledger_head", string(c.log), "")
		return nil
	case !c.found && c.tree.size > 0:
		c.find(Removed, "ledger_head", string(c.log), "")
	}
	if !c.found {
		c.judgeNodes(nodes, true)
		return c.judgePoints()
	}
	c.judgeNodes(nodes, c.judgeHead(nodes))
	return c.judgePoints()
}

// judgeHead says whether the leaves are those that the head stands for.
func (c *county) judgeHead(nodes map[[2]int64]tlog.Hash) (good bool) {
	name := string(c.log)
	edge, edgeFits := readTree(c.head.size, c.head.edge)
	own := c.atHead
	if c.head.size == 0 {
		own = &tree{}
	}
	whole := c.tree.root()
	switch {
	case own != nil && c.head.size == c.tree.size && string(own.bytes()) == string(c.head.edge):
		if string(whole[:]) != string(c.head.root) {
			c.find(Changed, "ledger_head", name, "root")
		}
		return true
	case c.head.size == c.tree.size && string(whole[:]) == string(c.head.root):
		c.find(Changed, "ledger_head", name, "edge")
		return true
	case c.head.size != c.tree.size && string(whole[:]) == string(c.head.root):
		c.find(Changed, "ledger_head", name, "size")
		return true
	case c.head.size > c.tree.size:
		c.leaf(Removed, c.tree.size, "")
		c.findings[len(c.findings)-1].ID = span(c.tree.size, c.head.size-1)
		if c.vouched() == c.tree.size { // or the head is wrong: nobody signed for more leaves
			c.find(Changed, "ledger_head", name, "size")
		}
		return true // nothing is known against the leaves that are there
	case c.vouched() == c.tree.size:
		c.find(Changed, "ledger_head", name, "")
		return true
	case c.head.size < c.tree.size:
		c.leaf(Inserted, c.head.size, "")
		c.findings[len(c.findings)-1].ID = span(c.head.size, c.tree.size-1)
	}
	if root := edge.root(); !edgeFits || string(root[:]) != string(c.head.root) {
		c.find(Changed, "ledger_head", name, "")
	}
	if own != nil && edgeFits {
		return c.compareEdge(own, &edge, nodes)
	}
	return false
}

// compareEdge finds the stretch of leaves under each hash of the edge that
// differs. Where a checkpoint proves the leaves, it is the head that is wrong.
func (c *county) compareEdge(own, stored *tree, nodes map[[2]int64]tlog.Hash) (good bool) {
	start, vouched, headWrong := int64(0), c.vouched(), false
	good = true
	for i, h := range own.edge {
		end := start + widthOf(own.size, i)
		switch {
		case h == stored.edge[i]:
		case end <= vouched:
			headWrong = true
		default:
			good = false
			c.narrow(max(start, vouched), end, nodes)
		}
		start = end
	}
	if headWrong {
		c.find(Changed, "ledger_head", string(c.log), "edge")
	}
	return good
}

// widthOf is the number of leaves under the i-th hash of the edge.
func widthOf(size int64, i int) int64 {
	for bit := int64(1) << 62; bit > 0; bit >>= 1 {
		if size&bit == 0 {
			continue
		}
		if i == 0 {
			return bit
		}
		i--
	}
	return 0
}

// narrow reports the leaves of [from, to) as changed, only those stretches of
// them whose own node differs where nodes are kept.
func (c *county) narrow(from, to int64, nodes map[[2]int64]tlog.Hash) {
	found := false
	for _, n := range c.kept {
		first, last := n.n<<keptLevels, (n.n+1)<<keptLevels
		if n.level != keptLevels || first < from || last > to {
			continue
		}
		if h, ok := nodes[[2]int64{keptLevels, n.n}]; ok && h != n.hash {
			found = true
			c.rewritten(first, last)
		}
	}
	if !found {
		c.rewritten(from, to)
	}
}

// rewritten reports a stretch of leaves, unless one of them was named already.
func (c *county) rewritten(from, to int64) {
	if !slices.ContainsFunc(c.named, func(seq int64) bool { return from <= seq && seq < to }) {
		c.find(Changed, "ledger_leaf", span(from, to-1), "leaf")
	}
}

func (c *county) readNodes() (map[[2]int64]tlog.Hash, error) {
	nodes := map[[2]int64]tlog.Hash{}
	err := c.tx.Each(`SELECT level, n, hash FROM ledger_node WHERE log = $1`, []any{string(c.log)}, func(rows *sql.Rows) error {
		var at [2]int64
		var hash []byte
		if err := rows.Scan(&at[0], &at[1], &hash); err != nil {
			return err
		}
		var h tlog.Hash
		if len(hash) == len(h) {
			h = tlog.Hash(hash)
		}
		nodes[at] = h
		return nil
	})
	return nodes, err
}

// judgeNodes compares the stored nodes. Where the leaves are in doubt, a node
// that differs says nothing more.
func (c *county) judgeNodes(nodes map[[2]int64]tlog.Hash, good bool) {
	for _, n := range c.kept {
		key := [2]int64{int64(n.level), n.n}
		h, ok := nodes[key]
		delete(nodes, key)
		switch {
		case !ok:
			c.find(Removed, "ledger_node", fmt.Sprintf("%d/%d", n.level, n.n), "")
		case h != n.hash && good:
			c.find(Changed, "ledger_node", fmt.Sprintf("%d/%d", n.level, n.n), "hash")
		}
	}
	var extra []string
	for key := range nodes {
		if good || key[0]%keptLevels != 0 {
			extra = append(extra, fmt.Sprintf("%d/%d", key[0], key[1]))
		}
	}
	slices.Sort(extra)
	for _, id := range extra {
		c.find(Inserted, "ledger_node", id, "")
	}
}
