// Package db is the one way to a database: transactions, their retry, named
// queries and the schema. Its sub-packages sqlite and postgres are the only
// ones that import a driver.
//
// # What a store promises
//
// Write runs a function in a transaction and returns nil only after that
// transaction is durable. The function may run more than once (a serialisation
// failure, a failed group), so it must not change anything outside the
// transaction; what must happen after the commit is given to Tx.After. An
// error or a panic of the function rolls everything of it back.
//
// Transactions of SQLite that wait at the same time share one commit. Each
// still sees the effects of those before it and fails alone.
//
// Read runs a function against a snapshot that cannot write.
//
// Whoever holds the tables without going through this package can change
// anything; package ledger finds that afterwards.
package db

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Dialect is the engine behind a store.
type Dialect string

// The engines.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Store is a database.
type Store interface {
	Dialect() Dialect
	// Write runs fn in a transaction and makes it durable.
	Write(ctx context.Context, fn func(*Tx) error) error
	// WriteBatch is Write for bulk work: on an engine with one writer it waits
	// behind Write, so that people come before batches.
	WriteBatch(ctx context.Context, fn func(*Tx) error) error
	// Read runs fn against one snapshot that refuses to write.
	Read(ctx context.Context, fn func(*Tx) error) error
	// Admin gives the bare handle, for migrations, backups and verification.
	Admin() *sql.DB
	Close() error
}

// ErrClosed is returned by a store that was closed.
var ErrClosed = errors.New("the database is closed")

// Conn is what a transaction needs of a driver connection.
type Conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// Tx is one transaction, or one of several that share a commit.
type Tx struct {
	conn    Conn
	dialect Dialect
	stmts   map[string]*sql.Stmt
	group   *Group
	writes  int
	ctx     context.Context
}

// Group is the commit that one or several transactions share.
type Group struct {
	// Trace is told every statement that is executed, for measuring; nil in
	// production.
	Trace func(query string, args []any)

	values map[any]any
	before []func(*Tx) error
	after  []func()
}

// NewTx is for the engines: it wraps a connection that is inside a transaction.
// stmts caches statements prepared on that connection; nil prepares nothing.
func NewTx(ctx context.Context, conn Conn, dialect Dialect, stmts map[string]*sql.Stmt, group *Group) *Tx {
	return &Tx{conn: conn, dialect: dialect, stmts: stmts, group: group, ctx: ctx}
}

// NewGroup is for the engines: the state of one commit.
func NewGroup() *Group { return &Group{values: map[any]any{}} }

// Seal runs what was deferred to the end of the group, once, inside its
// transaction. Engines call it before the commit.
func (g *Group) Seal(tx *Tx) error {
	for _, fn := range g.before {
		if err := fn(tx); err != nil {
			return err
		}
	}
	return nil
}

// Done runs what was deferred until after the commit.
func (g *Group) Done() {
	for _, fn := range g.after {
		fn()
	}
}

// Context is the context of the transaction.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Dialect is the engine of the transaction.
func (tx *Tx) Dialect() Dialect { return tx.dialect }

// Writes is how many statements have tried to change anything so far.
func (tx *Tx) Writes() int { return tx.writes }

// Savepoint runs fn so that its effects are undone if it fails, and only they.
func (tx *Tx) Savepoint(fn func() error) error {
	if _, err := tx.conn.ExecContext(tx.ctx, "SAVEPOINT one"); err != nil {
		return err
	}
	if err := fn(); err != nil {
		if _, undo := tx.conn.ExecContext(tx.ctx, "ROLLBACK TO SAVEPOINT one"); undo != nil {
			return errors.Join(err, undo)
		}
		return err
	}
	_, err := tx.conn.ExecContext(tx.ctx, "RELEASE SAVEPOINT one")
	return err
}

// Shared returns a value that all transactions of the same commit share,
// making it on first use. made is true for whoever made it, who may defer work
// to the end of the group with Before.
func (tx *Tx) Shared(key any, make func() any) (value any, made bool) {
	if v, ok := tx.group.values[key]; ok {
		return v, false
	}
	v := make()
	tx.group.values[key] = v
	return v, true
}

// Before defers fn to the end of the group, before its commit.
func (tx *Tx) Before(fn func(*Tx) error) { tx.group.before = append(tx.group.before, fn) }

// After defers fn until the commit is durable.
func (tx *Tx) After(fn func()) { tx.group.after = append(tx.group.after, fn) }

// Exec runs a statement and returns the number of rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	tx.writes++
	tx.trace(query, args)
	var result sql.Result
	var err error
	if stmt, e := tx.prepared(query); e != nil {
		return 0, e
	} else if stmt != nil {
		result, err = stmt.ExecContext(tx.ctx, args...)
	} else {
		result, err = tx.conn.ExecContext(tx.ctx, query, args...)
	}
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Query runs a query; the caller closes the rows.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	tx.trace(query, args)
	if stmt, err := tx.prepared(query); err != nil {
		return nil, err
	} else if stmt != nil {
		return stmt.QueryContext(tx.ctx, args...)
	}
	return tx.conn.QueryContext(tx.ctx, query, args...)
}

func (tx *Tx) trace(query string, args []any) {
	if tx.group.Trace != nil {
		tx.group.Trace(query, args)
	}
}

// Each runs a query and calls scan for every row.
func (tx *Tx) Each(query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// One runs a query for at most one row and scans it; found is false for none.
func (tx *Tx) One(query string, args []any, dest ...any) (found bool, err error) {
	err = tx.Each(query, args, func(rows *sql.Rows) error {
		if found {
			return errors.New("more than one row")
		}
		found = true
		return rows.Scan(dest...)
	})
	return found, err
}

// prepared finds or makes the cached statement of a query; nil where this
// transaction caches none.
func (tx *Tx) prepared(query string) (*sql.Stmt, error) {
	if tx.stmts == nil {
		return nil, nil
	}
	if stmt, ok := tx.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := tx.conn.PrepareContext(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	tx.stmts[query] = stmt
	return stmt, nil
}

// ForUpdate is the suffix that locks the selected row until the commit; empty
// where one writer makes it needless.
func (tx *Tx) ForUpdate() string {
	if tx.dialect == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// backoff is the pause before the n-th retry, growing from a millisecond.
func backoff(n int) time.Duration { return time.Millisecond << min(n, 7) }
