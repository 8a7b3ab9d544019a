package ledger

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/unit"
)

// Checkpoint is a signed statement of a log's size and root (C2SP
// tlog-checkpoint: origin, size, root, one line with the time).
type Checkpoint struct {
	Log  unit.Code
	Size int64
	Root [32]byte
	Note string
}

func checkpointText(origin string, log unit.Code, size int64, root []byte, at time.Time) string {
	return fmt.Sprintf("%s/%s\n%d\n%s\n%s\n", origin, log, size, base64.StdEncoding.EncodeToString(root),
		at.UTC().Format(time.RFC3339))
}

// OpenCheckpoint checks the signature of a checkpoint and reads it.
func OpenCheckpoint(text string, verifier note.Verifier) (size int64, root []byte, origin string, err error) {
	n, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return 0, nil, "", err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 {
		return 0, nil, "", fmt.Errorf("a checkpoint has four lines")
	}
	if size, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return 0, nil, "", err
	}
	root, err = base64.StdEncoding.DecodeString(lines[2])
	return size, root, lines[0], err
}

// Sign writes a checkpoint for every log that has grown since its last one.
// origin is the name of the installation. It returns how many it signed.
func Sign(ctx context.Context, store db.Store, signer note.Signer, origin string, now time.Time) (int, error) {
	now = now.Truncate(time.Second) // the signed text has seconds, and covers the column
	var due []Checkpoint
	err := store.Read(ctx, func(tx *db.Tx) error {
		due = nil
		return tx.Each(`SELECT h.log, h.size, h.root FROM ledger_head h WHERE h.size > COALESCE(
			(SELECT MAX(c.size) FROM ledger_checkpoint c WHERE c.log = h.log), 0) ORDER BY h.log`, nil,
			func(rows *sql.Rows) error {
				var c Checkpoint
				var root []byte
				if err := rows.Scan((*string)(&c.Log), &c.Size, &root); err != nil {
					return err
				}
				copy(c.Root[:], root)
				due = append(due, c)
				return nil
			})
	})
	if err != nil || len(due) == 0 {
		return 0, err
	}
	rows := make([][]any, len(due))
	for i, c := range due {
		signed, err := note.Sign(&note.Note{Text: checkpointText(origin, c.Log, c.Size, c.Root[:], now)}, signer)
		if err != nil {
			return 0, err
		}
		rows[i] = []any{string(c.Log), c.Size, c.Root[:], string(signed), int64(clock.InstantOf(now))}
	}
	return len(due), store.WriteBatch(ctx, func(tx *db.Tx) error {
		return tx.Bulk("ledger_checkpoint", []string{"log", "size", "root", "note", "at"}, rows, " ON CONFLICT DO NOTHING")
	})
}
