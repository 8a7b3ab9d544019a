package ledger

import (
	"database/sql"
	"strconv"

	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
)

// Change is what was done to something stored.
type Change string

// The changes.
const (
	Changed   Change = "changed"
	Removed   Change = "removed"
	Inserted  Change = "inserted"
	Reordered Change = "reordered"
)

var changeLabels = map[Change]i18n.Text{
	Changed:   i18n.T("被更改", "changed"),
	Removed:   i18n.T("被删除", "removed"),
	Inserted:  i18n.T("被插入", "inserted"),
	Reordered: i18n.T("次序被调换", "reordered"),
}

// Finding is one thing that does not fit the ledger.
type Finding struct {
	Log   unit.Code `json:"log"`
	Table string    `json:"table"` // the table of the database
	// ID names the row: the id of a record; the number of a leaf, or "first-last"
	// where one of several was changed; "table/id/revision" of a fact;
	// "level/number" of a node; the size of a checkpoint; the field and the record
	// of a claim; "table/unit/cell" of a count; the record that was shown.
	ID    string `json:"id"`
	Field string `json:"field,omitempty"` // what of it, where that is known
	What  Change `json:"what"`
}

// Text tells the finding to people.
func (f Finding) Text() i18n.Text {
	at := f.ID
	if f.Field != "" {
		at += " [" + f.Field + "]"
	}
	return i18n.T("{log}:{table} {id} {what}", "{log}: {table} {id} was {what}").
		With("log", string(f.Log), "table", f.Table, "id", at, "what", changeLabels[f.What])
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// span names the leaves from first to last.
func span(first, last int64) string {
	if first == last {
		return number(first)
	}
	return number(first) + "-" + number(last)
}

func eachText(tx *db.Tx, query string, visit func(string)) error {
	return tx.Each(query, nil, func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		visit(text)
		return err
	})
}
