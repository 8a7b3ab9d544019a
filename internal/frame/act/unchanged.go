package act

import (
	"bytes"

	"muster/internal/frame/fault"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
)

const newestFact = `SELECT rev, COALESCE(body, '') FROM fact WHERE county = $1 AND kind = $2 AND id = $3 ORDER BY rev DESC LIMIT 1`

// Unchanged refuses a record that is not as the last act on it left it: somebody
// changed it past the acts. It must be asked before the rule changes the record.
func (w *Work) Unchanged(t *record.Table, r record.Record) error {
	h := r.Head()
	var rev int64
	var body string
	found, err := w.tx.One(newestFact, []any{string(h.County), t.Name, string(h.ID)}, &rev, &body)
	if err != nil {
		return err
	}
	ledger.Pending(w.tx, func(e *ledger.Entry) bool { // of the acts that share this commit
		for _, f := range e.Facts {
			if f.Table == t.Name && f.ID == h.ID && f.Rev > rev {
				rev, body, found = f.Rev, string(f.Body), true
			}
		}
		return true
	})
	if found && rev == h.Rev && (body == "" || bytes.Equal([]byte(body), t.Canonical(r))) {
		return nil // a body that was erased cannot be compared
	}
	return fault.New(fault.Conflict, "record.tampered", "记录与最后一次办理后的内容不一致,不能继续办理;请运行 muster verify log。",
		"The record is not as the last act left it; nothing more is done with it. Run muster verify log.")
}
