package act

import (
	"bytes"

	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
)

// Untouched says whether a record is, column for column, what the newest act made
// of it: a row that somebody changed, or put there, beside the road is not. The
// record must be as it was loaded. muster verify log finds the same afterwards, and
// more; this is for acts that must not go on upon such a row.
func Untouched(w *Work, t *record.Table, r record.Record) (bool, error) {
	h := r.Head()
	body, found, err := ledger.FactAt(w.tx, h.County, t.Name, h.ID, h.Rev)
	return found && bytes.Equal(body, t.Canonical(r)), err
}
