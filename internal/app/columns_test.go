package app_test

import (
	"fmt"
	"slices"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/field"
	"muster/internal/frame/record"
)

// open opens an empty installation on a store.
func open(t *testing.T, store db.Store) *app.App {
	t.Helper()
	dir := t.TempDir()
	if err := app.CreateKeys(dir, "muster.test"); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), app.Options{Dir: dir, Store: store})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// TestColumnsOfEveryTable: a declared table and the table of the schema have
// the same columns of the same types, on both engines.
func TestColumnsOfEveryTable(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		a := open(t, store)
		for _, table := range a.Book.Tables() {
			want := declared(table, store.Dialect())
			if got := columns(t, store, table.Name); !slices.Equal(got, want) {
				t.Errorf("%s has the columns\n%v, its declaration\n%v", table.Name, got, want)
			}
		}
	})
}

func declared(table *record.Table, dialect db.Dialect) (out []string) {
	types := map[db.Dialect][3]string{db.SQLite: {"TEXT", "INTEGER", "BLOB"}, db.Postgres: {"text", "bigint", "bytea"}}[dialect]
	for _, f := range table.Schema.Fields {
		kind, null := types[0], "NO"
		switch f.Kind {
		case field.Integer, field.Instant, field.Bool:
			kind = types[1]
		case field.Optional:
			kind, null = types[1], "YES"
		case field.Sealed:
			kind = types[2]
		}
		out = append(out, fmt.Sprintf("%s %s %s", f.Name, kind, null))
	}
	slices.Sort(out)
	return out
}

func columns(t *testing.T, store db.Store, table string) (out []string) {
	t.Helper()
	query := `SELECT name || ' ' || type || CASE "notnull" WHEN 1 THEN ' NO' ELSE ' YES' END FROM pragma_table_info($1) ORDER BY 1`
	if store.Dialect() == db.Postgres {
		query = `SELECT column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public'`
	}
	rows, err := store.Admin().Query(query, table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}
