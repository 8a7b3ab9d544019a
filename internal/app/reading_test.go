package app_test

import (
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/record"
)

// TestEveryReaderReadsEveryRegister looks through every grant of every register:
// a list, a count and a search are answered, whether they find anything or not.
func TestEveryReaderReadsEveryRegister(t *testing.T) {
	t.Parallel()
	a := season(t, t.TempDir(), dbtest.SQLite(t))
	for _, reg := range a.Shelf.All() {
		for _, g := range reg.Read {
			actor := access.Actor{Account: "reader", Person: "reader", Role: g.Role, Unit: "13", Home: "13", Ranges: a.Road.Tree().Scope("13"), Strength: access.Strong}
			look := reg.Look(actor, reg.Purpose(actor), "test")
			if _, err := a.Road.Count(t.Context(), look, record.Query{}); err != nil {
				t.Errorf("%s counts %s: %v", g.Role, reg.Table.Name, err)
			}
			if _, err := a.Road.Page(t.Context(), look, record.Query{Limit: 5}); err != nil {
				t.Errorf("%s lists %s: %v", g.Role, reg.Table.Name, err)
			}
		}
	}
}
