package act

import (
	"bytes"

	"muster/internal/frame/fault"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
)

// unchanged refuses a record that is not, column for column, what the newest act
// made of it: a row that somebody changed, or put there, beside the road. No act
// goes on upon it, so that nothing it says is taken over into a new revision; a
// revision whose content was erased cannot be compared. Every record that an act
// loads in order to change it, or to rest on it, passes here. muster verify log
// finds the same afterwards, and more.
func (w *Work) unchanged(t *record.Table, r record.Record) error {
	whole, err := untouched(w, t, r)
	if err != nil || whole {
		return err
	}
	return fault.New(fault.Conflict, "record.tampered", "记录与最后一次办理后的内容不一致,不能继续办理;请运行 muster verify log。",
		"The record is not as the last act left it; nothing more is done with it. Run muster verify log.")
}

func untouched(w *Work, t *record.Table, r record.Record) (bool, error) {
	h := r.Head()
	body, found, err := ledger.FactAt(w.tx, h.County, t.Name, h.ID, h.Rev)
	if err == nil && !found { // of an act that shares this commit
		ledger.Pending(w.tx, func(e *ledger.Entry) bool {
			for _, f := range e.Facts {
				if f.Table == t.Name && f.ID == h.ID && f.Rev == h.Rev {
					body, found = f.Body, true
				}
			}
			return !found
		})
	}
	return found && (len(body) == 0 || bytes.Equal(body, t.Canonical(r))), err
}
