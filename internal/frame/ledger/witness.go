package ledger

import (
	"context"
	"database/sql"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/unit"
)

// cosigned is the pattern of a checkpoint that somebody beside the log has signed.
const cosigned = "%\n— %\n— %\n"

// Extension is what a witness is asked to sign: the newest checkpoint of a log, and
// the proof that it extends the one of size Old.
type Extension struct {
	Old    int64
	Hashes []tlog.Hash // RFC 6962, 2.1.2; none where Old is 0 or the size itself
	Note   string
}

// by is the pattern of a checkpoint that a witness has signed; without a name, that
// anybody has.
func by(witness string) string {
	if witness == "" {
		return cosigned
	}
	return "%\n— " + witness + " %"
}

// Unwitnessed lists the logs whose newest checkpoint a witness, or without a name
// anybody, has not cosigned yet, in order.
func Unwitnessed(tx *db.Tx, witness string) (logs []unit.Code, err error) {
	err = tx.Each(`SELECT log FROM ledger_checkpoint c WHERE size = (SELECT MAX(size) FROM ledger_checkpoint WHERE log = c.log) AND note NOT LIKE $1 ORDER BY log`,
		[]any{by(witness)}, func(rows *sql.Rows) error {
			var log unit.Code
			err := rows.Scan((*string)(&log))
			logs = append(logs, log)
			return err
		})
	return logs, err
}

// Extend proves that the newest checkpoint of a log extends the one of size old;
// an old below 0 stands for the newest that the witness cosigned before. A log without a
// checkpoint is a fault of kind Unknown, an old above its size of kind Invalid.
func Extend(tx *db.Tx, log unit.Code, old int64, witness string) (e Extension, err error) {
	var size int64
	found, err := tx.One(`SELECT size, note FROM ledger_checkpoint WHERE log = $1 ORDER BY size DESC LIMIT 1`, []any{string(log)}, &size, &e.Note)
	if err == nil && !found {
		err = fault.New(fault.Unknown, "witness.log", "没有日志 {log} 的检查点。", "There is no checkpoint of the log {log}.", "log", log)
	}
	if e.Old = old; err == nil && old < 0 {
		_, err = tx.One(`SELECT COALESCE(MAX(size), 0) FROM ledger_checkpoint WHERE log = $1 AND note LIKE $2`, []any{string(log), by(witness)}, &e.Old)
	}
	switch {
	case err != nil:
		return e, err
	case e.Old > size:
		return e, fault.New(fault.Invalid, "witness.ahead", "日志 {log} 只有 {size} 条,少于 {old}。", "The log {log} has only {size} entries, fewer than {old}.", "log", log, "size", size, "old", e.Old)
	case e.Old > 0 && e.Old < size:
		e.Hashes, err = tlog.ProveTree(size, e.Old, hashReader{tx, log})
	}
	e.Note = unwitnessed(e.Note)
	return e, err
}

// unwitnessed is a checkpoint with the signature of its log alone.
func unwitnessed(note string) string {
	text, lines, _ := strings.Cut(note, "\n\n")
	own, _, _ := strings.Cut(lines, "\n")
	return text + "\n\n" + own + "\n"
}

// Cosign adds the signature of a witness to a checkpoint. Line is the one line of
// it, with its line end; adding it again changes nothing. A checkpoint that the log
// does not have, or that says something else, is a fault of kind Unknown.
func Cosign(ctx context.Context, store db.Store, log unit.Code, size int64, text, line string) error {
	return store.WriteBatch(ctx, func(tx *db.Tx) error {
		var note string
		found, err := tx.One(`SELECT note FROM ledger_checkpoint WHERE log = $1 AND size = $2`, []any{string(log), size}, &note)
		if err != nil {
			return err
		}
		if !found || !strings.HasPrefix(note, text+"\n") {
			return fault.New(fault.Unknown, "witness.unknown", "日志 {log} 没有这份 {size} 条的检查点。", "The log {log} has no such checkpoint of {size} entries.", "log", log, "size", size)
		}
		if strings.Contains(note, "\n"+line) {
			return nil
		}
		_, err = tx.Exec(`UPDATE ledger_checkpoint SET note = $1 WHERE log = $2 AND size = $3`, note+line, string(log), size)
		return err
	})
}
