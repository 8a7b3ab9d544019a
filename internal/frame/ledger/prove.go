package ledger

import (
	"database/sql"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Proof is everything that proves one leaf to somebody outside.
type Proof struct {
	Leaf   string
	Seq    int64
	Hashes []tlog.Hash // from the leaf upwards (RFC 6962)
	Note   string      // the signed checkpoint that the hashes lead to
}

// Prove proves a leaf under the first checkpoint that covers it and that a witness
// has signed, or under the first at all while there is none. No such leaf is
// a fault of kind Unknown; one that no checkpoint covers yet of kind Unavailable:
// the next one is signed within a minute.
func Prove(tx *db.Tx, log unit.Code, seq int64) (p Proof, err error) {
	found, err := tx.One(`SELECT leaf FROM ledger_leaf WHERE log = $1 AND seq = $2`, []any{string(log), seq}, &p.Leaf)
	if err != nil {
		return p, err
	}
	if !found {
		return p, fault.New(fault.Unknown, "receipt.leaf", "日志 {log} 中没有第 {seq} 号记录。", "The log {log} has no entry {seq}.", "log", log, "seq", seq)
	}
	var size int64
	found, err = tx.One(`SELECT size, note FROM ledger_checkpoint WHERE log = $1 AND size > $2 ORDER BY CASE WHEN note LIKE $3 THEN 0 ELSE 1 END, size LIMIT 1`,
		[]any{string(log), seq, cosigned}, &size, &p.Note)
	if err != nil {
		return p, err
	}
	if !found {
		return p, fault.New(fault.Unavailable, "receipt.unsigned", "日志尚未签到这条记录,请一分钟后再取回执。", "The log is not signed up to this entry yet; ask for the receipt in a minute.")
	}
	p.Seq = seq
	p.Hashes, err = tlog.ProveRecord(size, seq, hashReader{tx, log})
	return p, err
}

// hashReader gives the hashes of a tree from the rows: those of kept levels are
// stored, the others follow from the nearest kept level below.
type hashReader struct {
	tx  *db.Tx
	log unit.Code
}

// ReadHashes implements tlog.HashReader.
func (r hashReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		above := level % keptLevels
		hashes, err := r.row(level-above, n<<above, (n+1)<<above)
		if err != nil {
			return nil, err
		}
		if len(hashes) != 1<<above {
			return nil, fmt.Errorf("ledger of %s: node %d of level %d lacks what is below it; run muster verify log", r.log, n, level)
		}
		for ; len(hashes) > 1; hashes = hashes[:len(hashes)/2] {
			for k := range len(hashes) / 2 {
				hashes[k] = tlog.NodeHash(hashes[2*k], hashes[2*k+1])
			}
		}
		out[i] = hashes[0]
	}
	return out, nil
}

// row reads the hashes from..to-1 of a kept level.
func (r hashReader) row(level int, from, to int64) (out []tlog.Hash, err error) {
	if level == 0 {
		err = r.tx.Each(`SELECT leaf FROM ledger_leaf WHERE log = $1 AND seq >= $2 AND seq < $3 ORDER BY seq`, []any{string(r.log), from, to}, func(rows *sql.Rows) error {
			var leaf sql.RawBytes
			err := rows.Scan(&leaf)
			out = append(out, tlog.RecordHash(leaf))
			return err
		})
		return out, err
	}
	err = r.tx.Each(`SELECT hash FROM ledger_node WHERE log = $1 AND level = $2 AND n >= $3 AND n < $4 ORDER BY n`,
		[]any{string(r.log), level, from, to}, func(rows *sql.Rows) error {
			var hash []byte
			if err := rows.Scan(&hash); err != nil {
				return err
			}
			if len(hash) != tlog.HashSize {
				return fmt.Errorf("ledger of %s: a node of level %d is no hash; run muster verify log", r.log, level)
			}
			out = append(out, tlog.Hash(hash))
			return nil
		})
	return out, err
}

// Disclosed is one revision of a record with the salt that opens its commitment.
type Disclosed struct {
	Rev  int64
	Salt []byte
	Body string
}

// Disclose reads what a leaf wrote on a record. A leaf that did not write it is a
// fault of kind Unknown, one that covers its records by a single hash of kind
// Conflict: to open that would disclose the other records too. What was erased is
// a fault of kind Conflict as well.
func Disclose(tx *db.Tx, log unit.Code, seq int64, table string, id ident.ID) (d Disclosed, err error) {
	f, found, err := At(tx, log, seq)
	if err != nil {
		return d, err
	}
	if found && len(f.Leaf.Bulk) > 0 {
		return d, fault.New(fault.Conflict, "receipt.bulk", "这条记录用一个哈希涵盖多份内容,不能单独出示其中一份。",
			"This entry covers many records by one hash; none of them can be disclosed alone.")
	}
	found, err = tx.One(`SELECT rev, salt, COALESCE(body, '') FROM fact WHERE county = $1 AND kind = $2 AND id = $3 AND seq = $4 ORDER BY rev DESC LIMIT 1`,
		[]any{string(log), table, string(id), seq}, &d.Rev, &d.Salt, &d.Body)
	if err == nil && !found {
		err = fault.New(fault.Unknown, "receipt.fact", "第 {seq} 号记录没有写入 {table}/{id}。", "Entry {seq} did not write {table}/{id}.", "seq", seq, "table", table, "id", id)
	}
	if err == nil && (len(d.Salt) != 32 || d.Body == "") {
		err = fault.New(fault.Conflict, "receipt.erased", "该内容已依法删除,不能再出示。", "The contents were erased and cannot be disclosed any more.")
	}
	return d, err
}

const concerning = `SELECT 1 FROM ledger_leaf WHERE log = $4 AND seq = $5 AND log = $1 AND subject = $6
	UNION ALL SELECT 1 FROM fact WHERE county = $1 AND kind = $2 AND id = $3 AND seq = $5 AND county = $4
	UNION ALL SELECT 1 FROM ledger_seen WHERE county = $1 AND subject = $6 AND log = $4 AND seq = $5`

// Concerns says whether an entry of a log is about a record: it was done on it,
// wrote it, or showed it to somebody.
func Concerns(tx *db.Tx, county unit.Code, table string, id ident.ID, subject string, log unit.Code, seq int64) (bool, error) {
	var one int64
	return tx.One(concerning+" LIMIT 1", []any{string(county), table, string(id), string(log), seq, subject}, &one)
}
