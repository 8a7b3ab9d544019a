package ledger

import (
	"crypto/sha256"
	"database/sql"

	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// county is the verification of one log and of the records that live in it.
type county struct {
	v   *verification
	log unit.Code
	tx  *db.Tx

	facts []factRow // in the order of table, id and revision
	bySeq []int32   // the same in the order of their leaves
	cells []cell    // what the facts count as, by number
	known map[cell]int32

	tree   tree
	kept   []node
	head   head
	found  bool // there is a head
	atHead *tree
	points []point // checkpoints in the order of their sizes

	named []int64            // leaves found wrong
	doubt map[[2]string]bool // records found wrong: table, id
	// uncounted are the tables whose counts cannot be compared, because a revision
	// is wrong.
	uncounted map[string]bool
	seen      sum // over the records shown, as the leaves have it
	claims    sum // over the claims, as the records have it

	findings                      []Finding
	factCount, recordCount, bytes int64
}

// recordKey is the name of a record in doubt.
func recordKey(table string, id ident.ID) [2]string { return [2]string{table, string(id)} }

func (c *county) find(what Change, table, id, field string) {
	c.findings = append(c.findings, Finding{Log: c.log, Table: table, ID: id, Field: field, What: what})
}

// leaf reports a leaf that does not fit.
func (c *county) leaf(what Change, seq int64, field string) {
	c.named = append(c.named, seq)
	c.find(what, "ledger_leaf", number(seq), field)
}

// release lets go of what the comparison across counties does not need.
func (c *county) release() {
	c.facts, c.bySeq, c.cells, c.known, c.kept, c.points, c.findings, c.tx = nil, nil, nil, nil, nil, nil, nil, nil
}

// verify checks the county against one snapshot.
func (c *county) verify(tx *db.Tx) error {
	*c = county{v: c.v, log: c.log, tx: tx, known: map[cell]int32{}, doubt: map[[2]string]bool{}, uncounted: map[string]bool{}}
	steps := []func() error{c.readHead, c.readCheckpoints, c.readFacts, c.readLeaves, c.judgeTree, c.readRecords, c.readTally}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

const leavesOf = `SELECT seq, at, kind, subject, actor, signer, outcome, key, leaf, salt, payload FROM ledger_leaf WHERE log = $1 ORDER BY seq`

// leafRow is a stored leaf; its bytes are those of the driver and hold only
// until the next row.
type leafRow struct {
	seq, at                                                         int64
	kind, subject, actor, signer, outcome, key, leaf, salt, payload sql.RawBytes
}

// widest is the largest gap in a log that is filled up in order to go on with
// the leaves behind it.
const widest = 1 << 20

// readLeaves recomputes the tree and compares each leaf with its row, its
// payload and the facts that it wrote.
func (c *county) readLeaves() error {
	var r leafRow
	var text leafText
	var last int64
	next, buffer := 0, []byte(nil)
	err := c.tx.Each(leavesOf, []any{string(c.log)}, func(rows *sql.Rows) error {
		if err := rows.Scan(&r.seq, &r.at, &r.kind, &r.subject, &r.actor, &r.signer, &r.outcome, &r.key, &r.leaf, &r.salt, &r.payload); err != nil {
			return err
		}
		if !c.inPlace(r.seq) {
			return nil
		}
		buffer = append(append(buffer[:0], 0), r.leaf...)
		c.push(sha256.Sum256(buffer))
		c.bytes += int64(len(r.leaf) + len(r.payload))
		if r.at < last { // recorded time never decreases
			c.leaf(Reordered, r.seq, "at")
		}
		last = max(last, r.at)
		if !parseLeaf(r.leaf, &text) {
			c.leaf(Changed, r.seq, "leaf")
			next = c.skip(next, r.seq)
			return nil
		}
		c.compareColumns(&r, &text)
		c.comparePayload(&r, &text, &buffer)
		next = c.compareFacts(next, &r, &text)
		return nil
	})
	c.orphans(c.bySeq[min(next, len(c.bySeq)):])
	if c.found && err == nil && c.head.at != last {
		c.find(Changed, "ledger_head", string(c.log), "at")
	}
	return err
}

// inPlace says whether a leaf continues the log. Leaves that are missing before
// it are reported, and stand in the tree as nothing.
func (c *county) inPlace(seq int64) bool {
	gap := seq - c.tree.size
	if gap < 0 || gap > widest || (gap > 0 && seq >= c.head.size) {
		c.leaf(Inserted, seq, "seq")
		return false
	}
	if gap > 0 {
		for missing := c.tree.size; missing < seq; missing++ {
			c.named = append(c.named, missing)
			c.push(tlog.Hash{})
		}
		c.find(Removed, "ledger_leaf", span(seq-gap, seq-1), "")
	}
	return true
}

// push adds a leaf hash and notes the roots that are asked for.
func (c *county) push(h tlog.Hash) {
	c.kept = append(c.kept, c.tree.push(h)...)
	size := c.tree.size
	for i := range c.points {
		if c.points[i].size == size {
			c.points[i].computed, c.points[i].reached = c.tree.root(), true
		}
	}
	if size == c.head.size {
		c.atHead = &tree{size: size, edge: append([]tlog.Hash(nil), c.tree.edge...)}
	}
}

func (c *county) compareColumns(r *leafRow, l *leafText) {
	if l.seq != r.seq || string(l.log) != string(c.log) {
		c.leaf(Reordered, r.seq, "leaf")
	}
	if string(l.at) != instantText(r.at) {
		c.leaf(Changed, r.seq, "at")
	}
	for _, m := range [...]struct {
		name         string
		column, leaf []byte
	}{{"kind", r.kind, l.kind}, {"subject", r.subject, l.subject}, {"actor", r.actor, l.actor}, {"signer", r.signer, l.signer},
		{"outcome", r.outcome, l.outcome}, {"key", r.key, l.key}} {
		if string(m.column) != string(m.leaf) {
			c.leaf(Changed, r.seq, m.name)
		}
	}
}

const commitPrefix = "muster/act/v1\x00"

func (c *county) comparePayload(r *leafRow, l *leafText, buffer *[]byte) {
	b := append(append((*buffer)[:0], commitPrefix...), r.salt...)
	b = append(b, r.payload...)
	*buffer = b
	switch {
	case r.salt == nil || r.payload == nil:
		c.leaf(Removed, r.seq, "payload")
	case sha256.Sum256(b) != l.payload:
		c.leaf(Changed, r.seq, "payload")
	case len(r.payload) > 0 && r.payload[0] == '[':
		c.addShown(r.seq, r.payload)
	}
}
