package ledger

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/frame/clock"
	"muster/internal/frame/unit"
)

// readCheckpoints checks the signatures and keeps the signed roots.
func (c *county) readCheckpoints() error {
	var moved []Checkpoint
	err := c.tx.Each(`SELECT size, root, note, at FROM ledger_checkpoint WHERE log = $1 ORDER BY size`, []any{string(c.log)}, func(rows *sql.Rows) error {
		var row Checkpoint
		var at int64
		var root []byte
		if err := rows.Scan(&row.Size, &root, &row.Note, &at); err != nil {
			return err
		}
		signed, err := readCheckpoint(row.Note, c.v.Verifier)
		if field := c.checkpointFault(row.Size, at, root, signed, err); field != "" {
			c.find(Changed, "ledger_checkpoint", number(row.Size), field)
		} else {
			c.points = append(c.points, point{size: row.Size, root: signed.Root})
		}
		if err == nil && (signed.Log != c.log || signed.Size != row.Size) {
			moved = append(moved, signed.Checkpoint)
		}
		return nil
	})
	for _, m := range moved {
		var there int64
		if err == nil {
			_, err = c.tx.One(`SELECT COUNT(*) FROM ledger_checkpoint WHERE log = $1 AND size = $2`, []any{string(m.Log), m.Size}, &there)
		}
		if there == 0 {
			c.findings = append(c.findings, Finding{Log: m.Log, Table: "ledger_checkpoint", ID: number(m.Size), What: Removed})
		}
	}
	return err
}

// signedPoint is a checkpoint as its signed text states it.
type signedPoint struct {
	Checkpoint
	at int64
}

func readCheckpoint(text string, verifier note.Verifier) (p signedPoint, err error) {
	size, root, origin, err := OpenCheckpoint(text, verifier)
	if err != nil {
		return p, err
	}
	when, err := time.Parse(time.RFC3339, strings.SplitN(text, "\n", 5)[3])
	slash := strings.LastIndexByte(origin, '/')
	if err != nil || len(root) != tlog.HashSize || slash < 0 {
		return p, fmt.Errorf("not a checkpoint")
	}
	p.Log, p.Size, p.Root, p.at = unit.Code(origin[slash+1:]), size, tlog.Hash(root), int64(clock.InstantOf(when))
	return p, nil
}

// checkpointFault names the column of a checkpoint that does not fit its signed
// text, or the text itself where the signature does not hold.
func (c *county) checkpointFault(size, at int64, root []byte, signed signedPoint, err error) string {
	switch {
	case err != nil || signed.Log != c.log:
		return "note"
	case signed.Size != size:
		return "size"
	case string(signed.Root[:]) != string(root):
		return "root"
	case signed.at != at:
		return "at"
	}
	return ""
}

// vouched is the size up to which a checkpoint proves the leaves as they are.
func (c *county) vouched() (size int64) {
	for _, p := range c.points {
		if p.reached && p.computed == p.root {
			size = max(size, p.size)
		}
	}
	return size
}

// judgePoints compares the signed roots: the first that does not fit says that
// something before it, and after the last that does, was changed.
func (c *county) judgePoints() error {
	good := int64(0)
	for _, p := range c.points {
		switch {
		case !p.reached:
			if !slices.ContainsFunc(c.named, func(seq int64) bool { return seq >= c.tree.size }) {
				c.leaf(Removed, c.tree.size, "")
				c.findings[len(c.findings)-1].ID = span(c.tree.size, p.size-1)
			}
			return nil
		case p.computed != p.root:
			c.rewritten(good, p.size)
			return nil
		}
		good = p.size
	}
	return nil
}
