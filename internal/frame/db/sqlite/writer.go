package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"muster/internal/frame/db"
)

// job is one transaction that waits for the writer.
type job struct {
	ctx  context.Context
	fn   func(*db.Tx) error
	done chan error
}

// groupSize bounds how many waiting transactions share a commit, so that the
// first of them does not wait for long.
const groupSize = 512

// Write queues fn for the writer and returns after its group is durable.
func (s *Store) Write(ctx context.Context, fn func(*db.Tx) error) error {
	return s.submit(ctx, s.people, fn)
}

// WriteBatch queues fn behind everything that people wait for.
func (s *Store) WriteBatch(ctx context.Context, fn func(*db.Tx) error) error {
	return s.submit(ctx, s.batch, fn)
}

// submit never gives up on a transaction that the writer has taken: a caller
// who left would not know whether it was stored.
func (s *Store) submit(ctx context.Context, queue chan<- *job, fn func(*db.Tx) error) error {
	j := &job{ctx: context.WithoutCancel(ctx), fn: fn, done: make(chan error, 1)}
	select {
	case queue <- j:
	case <-s.quit:
		return db.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-j.done:
		return err
	case <-s.done:
		select {
		case err := <-j.done:
			return err
		default:
			return db.ErrClosed
		}
	}
}

func (s *Store) run() {
	defer close(s.done)
	for {
		first, ok := s.next()
		if !ok {
			return
		}
		group := []*job{first}
		for len(group) < groupSize {
			select {
			case j := <-s.people:
				group = append(group, j)
				continue
			default:
			}
			break
		}
		s.commit(group)
	}
}

// next waits for a transaction; people go before batches.
func (s *Store) next() (*job, bool) {
	select {
	case j := <-s.people:
		return j, true
	default:
	}
	select {
	case j := <-s.people:
		return j, true
	case j := <-s.batch:
		return j, true
	case <-s.quit:
		return nil, false
	}
}

// commit runs a group in one transaction. The bet is that nobody fails after
// having written; if somebody does, or the commit fails, nothing is kept and
// everybody is run again alone.
func (s *Store) commit(group []*job) {
	errs, err := s.together(group)
	if err == nil {
		for i, j := range group {
			j.done <- errs[i]
		}
		return
	}
	if len(group) == 1 {
		group[0].done <- err
		return
	}
	for _, j := range group {
		errs, err := s.together([]*job{j})
		if err == nil {
			err = errs[0]
		}
		j.done <- err
	}
}

// together runs the jobs in one transaction. errs are the failures of single
// jobs that had written nothing; err means that nothing was kept.
func (s *Store) together(group []*job) (errs []error, err error) {
	ctx := context.Background()
	if _, err := s.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	kept := false
	defer func() {
		if !kept {
			_, _ = s.conn.ExecContext(ctx, "ROLLBACK")
		}
	}()
	shared := db.NewGroup()
	shared.Trace = s.Trace
	errs = make([]error, len(group))
	for i, j := range group {
		tx := db.NewTx(j.ctx, s.conn, db.SQLite, s.stmts, shared)
		if errs[i] = protect(j.fn, tx); errs[i] != nil && tx.Writes() > 0 {
			return nil, errs[i]
		}
	}
	if err := shared.Seal(db.NewTx(ctx, s.conn, db.SQLite, s.stmts, shared)); err != nil {
		return nil, err
	}
	if _, err := s.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return nil, err
	}
	kept = true
	s.groups.Add(1)
	s.grouped.Add(uint64(len(group)))
	shared.Done()
	return errs, nil
}

// protect turns a panic of a transaction into its failure: the writer must
// outlive it.
func protect(fn func(*db.Tx) error, tx *db.Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			_, _ = tx.Exec("SELECT 1 WHERE 0") // marks the transaction as having written, so that it is rolled back
			err = fmt.Errorf("panic in a transaction: %v", p)
		}
	}()
	return fn(tx)
}

var _ db.Store = (*Store)(nil)
var _ db.Conn = (*sql.Conn)(nil)
