package ledger

import (
	"fmt"
	"sort"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/unit"
)

// pending are the entries of one commit.
type pending struct {
	entries []*Entry
	now     time.Time
}

type pendingKey struct{}

// Append adds a leaf to the commit of tx. It is written at the end of the
// group, when the head row of its log is locked: the last lock of a
// transaction, held for the shortest time. Nothing that can fail may follow
// Append in the same transaction.
func Append(tx *db.Tx, now time.Time, e *Entry) {
	p := group(tx)
	p.entries = append(p.entries, e)
	if now.After(p.now) {
		p.now = now
	}
}

func group(tx *db.Tx) *pending {
	v, made := tx.Shared(pendingKey{}, func() any { return &pending{} })
	p := v.(*pending)
	if made {
		tx.Before(p.flush)
	}
	return p
}

// Pending visits the entries of this commit that are not yet written, the
// oldest first, so that a rule sees what was done a moment ago.
func Pending(tx *db.Tx, visit func(*Entry) bool) {
	for _, e := range group(tx).entries {
		if !visit(e) {
			return
		}
	}
}

func (p *pending) flush(tx *db.Tx) error {
	byLog := map[unit.Code][]*Entry{}
	var logs []unit.Code
	for _, e := range p.entries {
		if byLog[e.Log] == nil {
			logs = append(logs, e.Log)
		}
		byLog[e.Log] = append(byLog[e.Log], e)
	}
	sort.Slice(logs, func(i, j int) bool { return logs[i] < logs[j] })
	for _, log := range logs {
		if err := appendLog(tx, log, byLog[log], clock.InstantOf(p.now)); err != nil {
			return fmt.Errorf("ledger of %s: %w", log, err)
		}
	}
	return nil
}

const (
	takeHead = `UPDATE ledger_head SET size = size + $2 WHERE log = $1 RETURNING size, edge, at`
	newHead  = `INSERT INTO ledger_head (log, size, edge, root, at) VALUES ($1, 0, $2, $2, 0) ON CONFLICT DO NOTHING`
	setHead  = `UPDATE ledger_head SET edge = $2, root = $3, at = $4 WHERE log = $1`
)

// lockHead takes the head row of a log, making it for the first leaf, and
// returns the tree as it stood. The row stays locked until the commit.
func lockHead(tx *db.Tx, log unit.Code, n int) (tree, clock.Instant, error) {
	for range 2 {
		var size int64
		var edge []byte
		var at clock.Instant
		found, err := tx.One(takeHead, []any{string(log), n}, &size, &edge, (*int64)(&at))
		if err != nil {
			return tree{}, 0, err
		}
		if found {
			t, ok := readTree(size-int64(n), edge)
			if !ok {
				return tree{}, 0, fmt.Errorf("the head does not fit its size %d", size-int64(n))
			}
			return t, at, nil
		}
		if _, err := tx.Exec(newHead, string(log), []byte{}); err != nil {
			return tree{}, 0, err
		}
	}
	return tree{}, 0, fmt.Errorf("no head row")
}

var (
	leafColumns = []string{"log", "seq", "at", "kind", "subject", "actor", "signer", "outcome", "key", "leaf", "salt", "payload"}
	factColumns = []string{"county", "kind", "id", "rev", "seq", "salt", "body"}
	seenColumns = []string{"county", "subject", "log", "seq"}
	nodeColumns = []string{"log", "level", "n", "hash"}
)

func appendLog(tx *db.Tx, log unit.Code, entries []*Entry, now clock.Instant) error {
	t, last, err := lockHead(tx, log, len(entries))
	if err != nil {
		return err
	}
	at := max(now, last) // recorded time never decreases
	var leaves, facts, nodes, seen [][]any
	for _, e := range entries {
		seq := t.size
		e.salt = newSalt()
		e.commitments = e.commitments[:0]
		for _, f := range e.Facts {
			salt := factSalt(e.salt[:], f)
			e.commitments = append(e.commitments, CommitFact(salt, f))
			facts = append(facts, []any{string(log), f.Table, string(f.ID), f.Rev, seq, salt, string(f.Body)})
		}
		e.listSeen()
		leaf := e.leaf(seq, at)
		leaves = append(leaves, []any{string(log), seq, int64(at), e.Kind, e.Subject, string(e.Actor), string(e.Signer), e.Outcome, e.Key,
			string(leaf), e.salt[:], string(e.Payload)})
		for _, s := range e.Seen {
			seen = append(seen, []any{string(s.County), s.Subject, string(log), seq})
		}
		for _, n := range t.push(tlog.RecordHash(leaf)) {
			nodes = append(nodes, []any{string(log), int64(n.level), n.n, n.hash[:]})
		}
		if e.Stored != nil {
			e.Stored(seq, at)
		}
	}
	if err := tx.Bulk("ledger_seen", seenColumns, seen, ""); err != nil {
		return err
	}
	return store(tx, log, &t, at, leaves, facts, nodes)
}

func store(tx *db.Tx, log unit.Code, t *tree, at clock.Instant, leaves, facts, nodes [][]any) error {
	if err := tx.Bulk("ledger_leaf", leafColumns, leaves, ""); err != nil {
		return err
	}
	if err := tx.Bulk("fact", factColumns, facts, ""); err != nil {
		return err
	}
	if err := tx.Bulk("ledger_node", nodeColumns, nodes, ""); err != nil {
		return err
	}
	root := t.root()
	_, err := tx.Exec(setHead, string(log), t.bytes(), root[:], int64(at))
	return err
}
