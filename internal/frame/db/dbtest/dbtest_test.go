package dbtest_test

import (
	"os"
	"testing"
	"testing/fstest"

	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/migrations"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func TestSQLiteConforms(t *testing.T) {
	t.Parallel()
	dbtest.Conform(t, func(t *testing.T) db.Store { return dbtest.SQLite(t) })
}

func TestPostgresConforms(t *testing.T) {
	t.Parallel()
	if os.Getenv("MUSTER_NO_POSTGRES") == "1" {
		return
	}
	dbtest.Conform(t, func(t *testing.T) db.Store { return dbtest.Postgres(t) })
}

func TestMigrateTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		pending, err := db.Pending(t.Context(), store, migrations.FS)
		if err != nil || pending == 0 {
			t.Fatalf("an empty database lacks %d migrations, %v", pending, err)
		}
		for range 2 {
			if err := db.Migrate(t.Context(), store, migrations.FS); err != nil {
				t.Fatal(err)
			}
			if pending, err := db.Pending(t.Context(), store, migrations.FS); err != nil || pending != 0 {
				t.Fatalf("%d migrations pending, %v", pending, err)
			}
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	older := fstest.MapFS{"00001_a.sql": {Data: []byte("-- +goose Up\nCREATE TABLE a (id {{int}} NOT NULL PRIMARY KEY);\n")}}
	newer := fstest.MapFS{"00001_a.sql": older["00001_a.sql"],
		"00002_b.sql": {Data: []byte("-- +goose Up\nCREATE TABLE b (id {{int}} NOT NULL PRIMARY KEY);\n")}}
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		if err := db.Migrate(t.Context(), store, newer); err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context(), store, older); !fault.Coded(err, "schema.newer") {
			t.Fatalf("a newer schema gave %v", err)
		}
		if _, err := db.Pending(t.Context(), store, older); !fault.Coded(err, "schema.newer") {
			t.Fatalf("a newer schema gave %v", err)
		}
	})
}

// TestPragmas: every connection of either pool has the pragmas on which the
// promise of durability rests.
func TestPragmas(t *testing.T) {
	t.Parallel()
	store := dbtest.SQLite(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
		"trusted_schema": "0"} {
		check := func(tx *db.Tx) error {
			var got string
			if _, err := tx.One("PRAGMA "+pragma, nil, &got); err != nil {
				return err
			}
			if got != want {
				t.Errorf("%s is %s, want %s", pragma, got, want)
			}
			return nil
		}
		if err := store.Write(t.Context(), check); err != nil {
			t.Fatal(err)
		}
		if err := store.Read(t.Context(), check); err != nil {
			t.Fatal(err)
		}
	}
}
