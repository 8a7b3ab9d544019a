package webtest

import (
	"muster/internal/frame/db"
	"muster/internal/frame/record"
)

const factPut = `INSERT INTO fact (county, kind, id, rev, seq, body) VALUES ($1, $2, $3, $4, 0, $5)`

// Put stores a record as if an act had left it so: the row, its first or its next,
// with its fact. Without the fact no act would go on upon it.
func (b *Bench) Put(table *record.Table, r record.Record) {
	b.T.Helper()
	b.must(b.App.Store.Write(b.T.Context(), func(tx *db.Tx) error {
		store := func() error { return table.Insert(tx, []record.Record{r}) }
		if r.Head().Rev > 1 {
			store = func() error { return table.Update(tx, r) }
		}
		if err := store(); err != nil {
			return err
		}
		return fact(tx, table, r)
	}))
}

// Attest runs SQL that changes rows of a table, and gives each of its records a
// revision that says the same, as if acts had done it.
func Attest[R any, P record.Of[R]](b *Bench, table *record.Table, query string, args ...any) {
	b.T.Helper()
	b.must(b.App.Store.Write(b.T.Context(), func(tx *db.Tx) error {
		if _, err := tx.Exec(query, args...); err != nil {
			return err
		}
		list, err := record.All[R, P](tx, table, "1 = 1")
		for _, r := range list {
			if r.Head().Rev++; err == nil {
				err = table.Update(tx, r)
			}
			if err == nil {
				err = fact(tx, table, r)
			}
		}
		return err
	}))
}

func fact(tx *db.Tx, table *record.Table, r record.Record) error {
	h := r.Head()
	_, err := tx.Exec(factPut, string(h.County), table.Name, string(h.ID), h.Rev, string(table.Canonical(r)))
	return err
}
