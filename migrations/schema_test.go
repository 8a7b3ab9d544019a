package migrations_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/migrations"
)

var update = flag.Bool("update", false, "write the dumps of the schema anew")

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestSchemaDump: the schema is an artefact that is read and reviewed; a
// migration that changes it shows in the dump of either engine.
func TestSchemaDump(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		migrate(t, store)
		queries := []string{sqliteDump}
		if store.Dialect() == db.Postgres {
			queries = []string{postgresTables, postgresIndexes, postgresRest}
		}
		text := "-- The schema after all migrations; written by: go test ./migrations -update\n"
		for _, query := range queries {
			text += strings.Join(lines(t, store, query), "\n") + "\n"
		}
		path := "schema." + string(store.Dialect()) + ".sql"
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(kept) != text {
			t.Errorf("%s is not the schema any more; run go test ./migrations -update and read what changed:\n%s", path, difference(string(kept), text))
		}
	})
}

const (
	sqliteDump = `SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'goose%' AND tbl_name NOT LIKE 'sqlite%'
		ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name`
	postgresTables = `SELECT 'CREATE TABLE ' || c.relname || ' (' || string_agg(E'\n\t' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
			|| CASE WHEN l.collname IS NOT NULL AND l.collname <> 'default' THEN ' COLLATE "' || l.collname || '"' ELSE '' END
			|| CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ',' ORDER BY a.attnum) || E'\n);'
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_collation l ON l.oid = a.attcollation
		WHERE c.relkind = 'r' AND n.nspname = 'public' AND c.relname NOT LIKE 'goose%' GROUP BY c.relname ORDER BY c.relname`
	postgresIndexes = `SELECT replace(indexdef, 'public.', '') || ';' FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%' ORDER BY tablename, indexname`
	postgresRest    = `SELECT 'ALTER TABLE ' || c.relname || ' ADD CONSTRAINT ' || k.conname || ' ' || pg_get_constraintdef(k.oid) || ';'
		FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.connamespace = 'public'::regnamespace AND k.contype NOT IN ('p', 'u')
		AND c.relname NOT LIKE 'goose%' ORDER BY c.relname, k.conname`
)

func migrate(t *testing.T, store db.Store) {
	t.Helper()
	if err := db.Migrate(t.Context(), store, migrations.FS); err != nil {
		t.Fatal(err)
	}
}

func lines(t *testing.T, store db.Store, query string) (out []string) {
	t.Helper()
	rows, err := store.Admin().Query(query)
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
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// difference lists the lines that only one of two texts has.
func difference(before, after string) string {
	var b strings.Builder
	old, fresh := strings.Split(before, "\n"), strings.Split(after, "\n")
	for _, line := range old {
		if !slices.Contains(fresh, line) {
			fmt.Fprintln(&b, "-", line)
		}
	}
	for _, line := range fresh {
		if !slices.Contains(old, line) {
			fmt.Fprintln(&b, "+", line)
		}
	}
	return b.String()
}
