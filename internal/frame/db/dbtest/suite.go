package dbtest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"muster/internal/frame/db"
)

var errOnPurpose = errors.New("on purpose")

// Conform checks everything that a db.Store promises. open gives an empty
// store.
func Conform(t *testing.T, open func(t *testing.T) db.Store) {
	t.Helper()
	for name, check := range map[string]func(*testing.T, db.Store){
		"commit": commits, "error": rollsBackAfterError, "panic": rollsBackAfterPanic, "cancelled": refusesCancelled,
		"cancelled inside": finishesAfterCancellation, "after": runsAfterOnlyOnSuccess, "before": runsBeforeInTheTransaction,
		"failed seal": rollsBackAfterFailedSeal, "readers": readersCannotWrite, "snapshot": readersSeeOneSnapshot, "savepoint": undoesToTheSavepoint,
		"bulk": insertsInBulk, "repeated": closuresMayRunTwice, "group": oneFailureHurtsNobody, "lost update": losesNoUpdate,
		"one": readsAtMostOne, "closed": refusesAfterClose, "batch": batchesCommitToo,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := open(t)
			write(t, store, `CREATE TABLE thing (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)`)
			check(t, store)
		})
	}
}

func write(t *testing.T, store db.Store, statement string, args ...any) {
	t.Helper()
	if err := store.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(statement, args...); return err }); err != nil {
		t.Fatal(err)
	}
}

func total(t *testing.T, store db.Store) (n, sum int64) {
	t.Helper()
	err := store.Read(context.WithoutCancel(t.Context()), func(tx *db.Tx) error {
		_, err := tx.One(`SELECT COUNT(*), CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM thing`, nil, &n, &sum)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n, sum
}

func expect(t *testing.T, store db.Store, wantN, wantSum int64) {
	t.Helper()
	if n, sum := total(t, store); n != wantN || sum != wantSum {
		t.Fatalf("the table holds %d rows with the sum %d, want %d and %d", n, sum, wantN, wantSum)
	}
}

func insert(tx *db.Tx, id, n int64) error {
	_, err := tx.Exec(`INSERT INTO thing (id, n) VALUES ($1, $2)`, id, n)
	return err
}

func commits(t *testing.T, store db.Store) {
	if err := store.Write(t.Context(), func(tx *db.Tx) error { return errors.Join(insert(tx, 1, 5), insert(tx, 2, 6)) }); err != nil {
		t.Fatal(err)
	}
	expect(t, store, 2, 11)
}

func batchesCommitToo(t *testing.T, store db.Store) {
	if err := store.WriteBatch(t.Context(), func(tx *db.Tx) error { return insert(tx, 1, 5) }); err != nil {
		t.Fatal(err)
	}
	err := store.WriteBatch(t.Context(), func(tx *db.Tx) error { return errors.Join(insert(tx, 2, 5), errOnPurpose) })
	if !errors.Is(err, errOnPurpose) {
		t.Fatalf("got %v", err)
	}
	expect(t, store, 1, 5)
}

func rollsBackAfterError(t *testing.T, store db.Store) {
	err := store.Write(t.Context(), func(tx *db.Tx) error { return errors.Join(insert(tx, 1, 5), errOnPurpose) })
	if !errors.Is(err, errOnPurpose) {
		t.Fatalf("the error of the transaction came back as %v", err)
	}
	expect(t, store, 0, 0)
}

func rollsBackAfterPanic(t *testing.T, store db.Store) {
	for _, before := range []bool{true, false} { // after a write, and with nothing written
		err := store.Write(t.Context(), func(tx *db.Tx) error {
			if before {
				if err := insert(tx, 1, 5); err != nil {
					return err
				}
			}
			panic("on purpose")
		})
		if err == nil {
			t.Fatal("a panic was reported as success")
		}
	}
	expect(t, store, 0, 0)
	write(t, store, `INSERT INTO thing (id, n) VALUES (1, 7)`)
	expect(t, store, 1, 7)
}

func refusesCancelled(t *testing.T, store db.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := store.Write(ctx, func(tx *db.Tx) error { return insert(tx, 1, 5) })
	n, _ := total(t, store)
	if (err == nil) != (n == 1) {
		t.Fatalf("the caller was told %v and the table holds %d rows", err, n)
	}
}

// finishesAfterCancellation: a caller who leaves in the middle must not cut a
// transaction in two.
func finishesAfterCancellation(t *testing.T, store db.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	err := store.Write(ctx, func(tx *db.Tx) error {
		if err := insert(tx, 1, 5); err != nil {
			return err
		}
		cancel()
		return insert(tx, 2, 6)
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, store, 2, 11)
}

func runsAfterOnlyOnSuccess(t *testing.T, store db.Store) {
	var ran, atCommit int64
	hook := func(tx *db.Tx) { tx.After(func() { ran++; atCommit, _ = total(t, store) }) }
	_ = store.Write(t.Context(), func(tx *db.Tx) error { hook(tx); return errors.Join(insert(tx, 1, 1), errOnPurpose) })
	if ran != 0 {
		t.Fatal("what was to follow the commit followed a rollback")
	}
	if err := store.Write(t.Context(), func(tx *db.Tx) error { hook(tx); return insert(tx, 1, 1) }); err != nil {
		t.Fatal(err)
	}
	if ran != 1 || atCommit != 1 {
		t.Fatalf("the hook ran %d times and saw %d rows", ran, atCommit)
	}
}

func runsBeforeInTheTransaction(t *testing.T, store db.Store) {
	err := store.Write(t.Context(), func(tx *db.Tx) error {
		tx.Before(func(tx *db.Tx) error { return insert(tx, 2, 2) })
		return insert(tx, 1, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, store, 2, 3)
}

func rollsBackAfterFailedSeal(t *testing.T, store db.Store) {
	ran := false
	err := store.Write(t.Context(), func(tx *db.Tx) error {
		tx.Before(func(*db.Tx) error { return errOnPurpose })
		tx.After(func() { ran = true })
		return insert(tx, 1, 1)
	})
	if !errors.Is(err, errOnPurpose) || ran {
		t.Fatalf("got %v, hook ran: %v", err, ran)
	}
	expect(t, store, 0, 0)
}

func readersCannotWrite(t *testing.T, store db.Store) {
	err := store.Read(t.Context(), func(tx *db.Tx) error { return insert(tx, 1, 1) })
	if err == nil {
		t.Fatal("a reader wrote")
	}
	expect(t, store, 0, 0)
}

func readersSeeOneSnapshot(t *testing.T, store db.Store) {
	err := store.Read(t.Context(), func(tx *db.Tx) error {
		var before, after int64
		if _, err := tx.One(`SELECT COUNT(*) FROM thing`, nil, &before); err != nil {
			return err
		}
		write(t, store, `INSERT INTO thing (id, n) VALUES (1, 1)`)
		if _, err := tx.One(`SELECT COUNT(*) FROM thing`, nil, &after); err != nil {
			return err
		}
		if before != 0 || after != 0 {
			t.Errorf("a reader saw %d rows, then %d", before, after)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, store, 1, 1)
}

func undoesToTheSavepoint(t *testing.T, store db.Store) {
	err := store.Write(t.Context(), func(tx *db.Tx) error {
		if err := insert(tx, 1, 1); err != nil {
			return err
		}
		if err := tx.Savepoint(func() error { return insert(tx, 1, 9) }); err == nil {
			t.Error("a doubled key was stored")
		}
		if err := tx.Savepoint(func() error { return errors.Join(insert(tx, 2, 20), errOnPurpose) }); !errors.Is(err, errOnPurpose) {
			t.Errorf("got %v", err)
		}
		return tx.Savepoint(func() error { return insert(tx, 3, 300) })
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, store, 2, 301)
}

func insertsInBulk(t *testing.T, store db.Store) {
	for _, n := range []int{0, 1, 2, 63, 64, 65, 1000} {
		rows := make([][]any, n)
		for i := range rows {
			rows[i] = []any{int64(i), int64(1)}
		}
		err := store.Write(t.Context(), func(tx *db.Tx) error {
			if _, err := tx.Exec(`DELETE FROM thing`); err != nil {
				return err
			}
			if err := tx.Bulk("thing", []string{"id", "n"}, rows, ""); err != nil {
				return err
			}
			return tx.Bulk("thing", []string{"id", "n"}, rows, " ON CONFLICT DO NOTHING")
		})
		if err != nil {
			t.Fatal(err)
		}
		expect(t, store, int64(n), int64(n))
	}
}

// closuresMayRunTwice: two transactions that both read and write the same row;
// whoever has to run again must leave one effect.
func closuresMayRunTwice(t *testing.T, store db.Store) {
	write(t, store, `INSERT INTO thing (id, n) VALUES (1, 0)`)
	var runs atomic.Int64
	each(t, 16, func(i int) error {
		return store.Write(t.Context(), func(tx *db.Tx) error {
			runs.Add(1)
			if err := insert(tx, int64(100+i), 1); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE thing SET n = n + 1 WHERE id = 1`)
			return err
		})
	})
	expect(t, store, 17, 32)
	if runs.Load() < 16 {
		t.Fatalf("16 transactions ran %d times", runs.Load())
	}
}

// oneFailureHurtsNobody: those that fail, before or after having written, take
// nobody with them.
func oneFailureHurtsNobody(t *testing.T, store db.Store) {
	var failed atomic.Int64
	each(t, 64, func(i int) error {
		err := store.Write(t.Context(), func(tx *db.Tx) error {
			switch i % 4 {
			case 0:
				return errOnPurpose
			case 1:
				return errors.Join(insert(tx, int64(i), 1), errOnPurpose)
			case 2:
				if err := insert(tx, int64(i), 1); err != nil {
					return err
				}
				panic("on purpose")
			}
			return insert(tx, int64(i), 1)
		})
		if i%4 != 3 && err != nil {
			failed.Add(1)
			return nil
		}
		return err
	})
	if failed.Load() != 48 {
		t.Fatalf("%d of 48 failures were reported", failed.Load())
	}
	expect(t, store, 16, 16)
}

func losesNoUpdate(t *testing.T, store db.Store) {
	write(t, store, `INSERT INTO thing (id, n) VALUES (1, 0)`)
	each(t, 32, func(int) error {
		return store.Write(t.Context(), func(tx *db.Tx) error {
			var n int64
			if _, err := tx.One(`SELECT n FROM thing WHERE id = 1`+tx.ForUpdate(), nil, &n); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE thing SET n = $1 WHERE id = 1`, n+1)
			return err
		})
	})
	expect(t, store, 1, 32)
}

func readsAtMostOne(t *testing.T, store db.Store) {
	write(t, store, `INSERT INTO thing (id, n) VALUES (1, 1), (2, 1)`)
	err := store.Read(t.Context(), func(tx *db.Tx) error {
		var id int64
		if found, err := tx.One(`SELECT id FROM thing WHERE id = 9`, nil, &id); found || err != nil {
			t.Errorf("found %v, %v", found, err)
		}
		_, err := tx.One(`SELECT id FROM thing`, nil, &id)
		return err
	})
	if err == nil {
		t.Fatal("two rows passed for one")
	}
}

func refusesAfterClose(t *testing.T, store db.Store) {
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Write(t.Context(), func(*db.Tx) error { return nil }); err == nil {
		t.Fatal("a closed store wrote")
	}
	if err := store.Read(t.Context(), func(*db.Tx) error { return nil }); err == nil {
		t.Fatal("a closed store read")
	}
}

// each runs fn n times at once and fails on the first error.
func each(t *testing.T, n int, fn func(i int) error) {
	t.Helper()
	var all sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		all.Go(func() { errs[i] = fn(i) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}
