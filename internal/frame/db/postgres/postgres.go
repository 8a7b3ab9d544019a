// Package postgres is the store of a province: ordinary transactions at READ
// COMMITTED, every invariant carried by a locked row or a unique key, failures
// of serialisation retried by one table of codes.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"muster/internal/frame/db"
)

// Store is a pool of connections to a PostgreSQL database.
type Store struct{ pool *sql.DB }

// connections bounds the pool; more than this only queues inside the server.
const connections = 48

// Open connects to a database by its address, "postgres://…". Statements are
// prepared once a connection.
func Open(ctx context.Context, address string) (*Store, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["application_name"] = "muster"
	config.RuntimeParams["statement_timeout"] = "600000"
	config.RuntimeParams["lock_timeout"] = "20000"
	config.RuntimeParams["timezone"] = "UTC"
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &Store{pool: pool}, nil
}

// Dialect is db.Postgres.
func (s *Store) Dialect() db.Dialect { return db.Postgres }

// Admin gives the pool.
func (s *Store) Admin() *sql.DB { return s.pool }

// Close closes the pool.
func (s *Store) Close() error { return s.pool.Close() }

// Write runs fn in a transaction of its own, again after a serialisation
// failure, a deadlock, or a unique key that another transaction has just taken.
func (s *Store) Write(ctx context.Context, fn func(*db.Tx) error) error {
	return db.Retry(ctx, retriable, func() error { return s.once(ctx, fn) })
}

// WriteBatch is Write: the server schedules.
func (s *Store) WriteBatch(ctx context.Context, fn func(*db.Tx) error) error { return s.Write(ctx, fn) }

func (s *Store) once(ctx context.Context, fn func(*db.Tx) error) (err error) {
	// A caller who leaves must not cut a commit in two: the statements run on.
	ctx = context.WithoutCancel(ctx)
	tx, err := s.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a transaction: %v", p)
		}
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	group := db.NewGroup()
	if err = fn(db.NewTx(ctx, tx, db.Postgres, nil, group)); err != nil {
		return err
	}
	if err = group.Seal(db.NewTx(ctx, tx, db.Postgres, nil, group)); err != nil {
		return err
	}
	if err = tx.Commit(); err != nil {
		return err
	}
	group.Done()
	return nil
}

// Read runs fn against one snapshot that cannot write.
func (s *Store) Read(ctx context.Context, fn func(*db.Tx) error) error {
	tx, err := s.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	return fn(db.NewTx(ctx, tx, db.Postgres, nil, db.NewGroup()))
}

// retryCodes are the failures that another try can mend.
var retryCodes = map[string]string{
	"40001": "serialisation failure: another transaction won",
	"40P01": "deadlock: the server chose this transaction as its victim",
	"55P03": "lock not available within the lock timeout",
	"23505": "unique key: another transaction has just inserted it; the next try finds its row",
}

func retriable(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && retryCodes[e.Code] != ""
}

var _ db.Store = (*Store)(nil)
