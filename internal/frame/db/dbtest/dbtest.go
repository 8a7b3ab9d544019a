// Package dbtest runs tests against real databases and holds the conformance
// suite of db.Store: what the suite checks is what a store promises.
//
// SQLite is always tested. PostgreSQL is a server that the test process starts
// for itself from the binaries of the machine, on a folder of its own, and
// stops at its end. Where there are no binaries the tests fail, unless
// MUSTER_NO_POSTGRES=1 says that this is known. A package that uses Each lets
// Main run its tests:
//
//	func TestMain(m *testing.M) { dbtest.Main(m) }
package dbtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"muster/internal/frame/db"
	"muster/internal/frame/db/postgres"
	"muster/internal/frame/db/sqlite"
)

// Main runs the tests of a package and stops the server they have started. It
// does not return.
func Main(m *testing.M) {
	code := m.Run()
	stop()
	os.Exit(code)
}

// Each runs fn once on an empty SQLite file and once on an empty PostgreSQL
// database, as parallel subtests. The stores are closed afterwards.
func Each(t *testing.T, fn func(t *testing.T, store db.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, SQLite(t))
	})
	if os.Getenv("MUSTER_NO_POSTGRES") == "1" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, Postgres(t))
	})
}

// SQLite opens an empty file that lasts as long as the test.
func SQLite(t testing.TB) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// Postgres opens an empty database that lasts as long as the test, on the server
// of this process.
func Postgres(t testing.TB) *postgres.Store {
	t.Helper()
	store, err := postgres.Open(context.Background(), PostgresAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

var databases atomic.Int64

// PostgresAddress makes an empty database that lasts as long as the test and
// returns its address.
func PostgresAddress(t testing.TB) string {
	t.Helper()
	return create(t, "")
}

func create(t testing.TB, options string) string {
	t.Helper()
	s, err := started()
	if err != nil {
		t.Fatalf("no PostgreSQL to test with: %v (MUSTER_NO_POSTGRES=1 leaves it out)", err)
	}
	name := fmt.Sprintf("test%d", databases.Add(1))
	if err := s.run("CREATE DATABASE " + name + options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop %s: %v", name, err)
		}
	})
	return s.address(name)
}

// Freeze closes a store of PostgreSQL and names its database, to make copies of.
func Freeze(t testing.TB, store *postgres.Store) (database string) {
	t.Helper()
	if err := store.Admin().QueryRow("SELECT current_database()").Scan(&database); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return database
}

// Copy makes a copy of a frozen database that lasts as long as the test and
// returns its address.
func Copy(t testing.TB, database string) string {
	t.Helper()
	return create(t, " TEMPLATE "+database)
}
