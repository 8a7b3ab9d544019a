// Package sqlite is the embedded store: one file, one writer, many readers.
//
// WAL with synchronous=FULL: an acknowledged transaction survives a power cut.
// Transactions that wait at the same time share one commit (package db says
// what that promises). A failed commit is final for this process: the store
// closes itself rather than guess what the disk holds.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"sync"
	"sync/atomic"

	_ "modernc.org/sqlite" // the only import of this driver

	"muster/internal/frame/db"
)

// Store is an open SQLite file.
type Store struct {
	// Trace is told every statement of the writer, for measuring. It is set
	// before the first Write.
	Trace func(query string, args []any)

	path    string
	writer  *sql.DB
	conn    *sql.Conn
	stmts   map[string]*sql.Stmt
	readers *sql.DB

	people, batch chan *job
	quit          chan struct{}
	done          chan struct{}
	closeOnce     sync.Once

	groups, grouped atomic.Uint64
}

// Open opens or makes the file at path. The pragmas are part of the address, so
// that every connection has them; they are verified before Open returns.
func Open(ctx context.Context, path string) (*Store, error) {
	s := &Store{path: path, stmts: map[string]*sql.Stmt{},
		people: make(chan *job, 1024), batch: make(chan *job), quit: make(chan struct{}), done: make(chan struct{})}
	var err error
	if s.writer, err = sql.Open("sqlite", dsn(path, "_txlock=immediate")); err != nil {
		return nil, err
	}
	s.writer.SetMaxOpenConns(2) // the writer goroutine's own, and one for Admin
	if s.conn, err = s.writer.Conn(ctx); err != nil {
		return nil, errors.Join(err, s.writer.Close())
	}
	if err = verify(ctx, s.conn); err != nil {
		return nil, errors.Join(err, s.conn.Close(), s.writer.Close())
	}
	if s.readers, err = sql.Open("sqlite", dsn(path, "_pragma=query_only(1)")); err != nil {
		return nil, errors.Join(err, s.conn.Close(), s.writer.Close())
	}
	s.readers.SetMaxOpenConns(max(4, runtime.NumCPU()))
	s.readers.SetMaxIdleConns(max(4, runtime.NumCPU()))
	go s.run()
	return s, nil
}

// dsn is the address with its pragmas. The write-ahead log grows to 128 MB before its
// pages move into the file: most are written again before that, and to move each of them
// once instead of four times is an eighth of the time of a busy season.
func dsn(path, extra string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)" +
		"&_pragma=cache_size(-65536)&_pragma=temp_store(MEMORY)&_pragma=wal_autocheckpoint(32000)&_pragma=trusted_schema(0)&" + extra
}

// verify refuses a file whose pragmas did not take effect: the durability
// promise would be void.
func verify(ctx context.Context, conn *sql.Conn) error {
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var got string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("sqlite: %s is %s, want %s", pragma, got, want)
		}
	}
	return nil
}

// Dialect is db.SQLite.
func (s *Store) Dialect() db.Dialect { return db.SQLite }

// Admin gives a handle beside the writer's, for migrations and backups.
func (s *Store) Admin() *sql.DB { return s.writer }

// Path is the file of the store.
func (s *Store) Path() string { return s.path }

// Read runs fn against one snapshot on a connection that cannot write.
func (s *Store) Read(ctx context.Context, fn func(*db.Tx) error) error {
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return closed(err)
	}
	defer func() { _ = tx.Rollback() }()
	return fn(db.NewTx(ctx, tx, db.SQLite, nil, db.NewGroup()))
}

func closed(err error) error {
	if errors.Is(err, sql.ErrConnDone) {
		return db.ErrClosed
	}
	return err
}

// Groups says how many commits there were so far and how many transactions they
// held together.
func (s *Store) Groups() (commits, transactions uint64) { return s.groups.Load(), s.grouped.Load() }

// Close lets the waiting transactions finish and closes the file.
func (s *Store) Close() error {
	s.closeOnce.Do(func() { close(s.quit) })
	<-s.done
	return errors.Join(s.conn.Close(), s.writer.Close(), s.readers.Close())
}
