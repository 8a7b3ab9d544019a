package db

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"
	"text/template"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"muster/internal/frame/fault"
)

// words are the places in which the schema of the two engines differs. A
// migration writes them as {{int}}, {{bytes}}, {{text}}, {{close}}, {{add}}.
var words = map[Dialect]template.FuncMap{
	SQLite: {
		"int": func() string { return "INTEGER" }, "bytes": func() string { return "BLOB" },
		"text": func() string { return "TEXT" }, "close": func() string { return ") STRICT" },
		"close_keyed": func() string { return ") STRICT, WITHOUT ROWID" }, "sqlite": func() bool { return true }, "add": addSQLite,
	},
	Postgres: {
		"int": func() string { return "BIGINT" }, "bytes": func() string { return "BYTEA" },
		"text": func() string { return `TEXT COLLATE "C"` }, "close": func() string { return ")" },
		"close_keyed": func() string { return ")" }, "sqlite": func() bool { return false }, "add": addPostgres,
	},
}

// added are the column types of {{add}} with the value that rows of before get.
var added = map[string][3]string{
	"int": {"INTEGER", "BIGINT", "0"}, "text": {"TEXT", `TEXT COLLATE "C"`, "''"}, "bytes": {"BLOB", "BYTEA", ""},
}

// addSQLite and addPostgres write {{add "table" "column" "int"}}: a column that
// may not be null, zero in the rows of before. PostgreSQL forgets the default
// again, so that every writer names the column; SQLite cannot.
func addSQLite(table, column, kind string) string {
	zero := added[kind][2]
	if kind == "bytes" {
		zero = "x''"
	}
	return fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s NOT NULL DEFAULT %s;", table, column, added[kind][0], zero)
}

func addPostgres(table, column, kind string) string {
	zero := added[kind][2]
	if kind == "bytes" {
		zero = "''"
	}
	return fmt.Sprintf("ALTER TABLE %[1]s ADD COLUMN %[2]s %[3]s NOT NULL DEFAULT %[4]s;\nALTER TABLE %[1]s ALTER COLUMN %[2]s DROP DEFAULT;",
		table, column, added[kind][1], zero)
}

// Render writes the migrations for one engine.
func Render(files fs.FS, dialect Dialect) (fs.FS, error) {
	sources, err := readAll(files)
	if err != nil {
		return nil, err
	}
	out := fstest.MapFS{}
	for name, source := range sources {
		t, err := template.New(name).Funcs(words[dialect]).Parse(source)
		if err != nil {
			return nil, err
		}
		var b strings.Builder
		if err := t.Execute(&b, nil); err != nil {
			return nil, err
		}
		out[name] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return out, nil
}

func provider(store Store, files fs.FS) (*goose.Provider, error) {
	rendered, err := Render(files, store.Dialect())
	if err != nil {
		return nil, err
	}
	dialect := database.DialectSQLite3
	if store.Dialect() == Postgres {
		dialect = database.DialectPostgres
	}
	return goose.NewProvider(dialect, store.Admin(), rendered)
}

// Migrate brings the schema to the newest version. A schema that is newer than
// this program is refused and left alone.
func Migrate(ctx context.Context, store Store, files fs.FS) error {
	p, err := provider(store, files)
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, p); err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// Pending says how many migrations the schema lacks; a newer schema is a fault.
func Pending(ctx context.Context, store Store, files fs.FS) (int, error) {
	p, err := provider(store, files)
	if err != nil {
		return 0, err
	}
	if err := refuseNewer(ctx, p); err != nil {
		return 0, err
	}
	current, err := p.GetDBVersion(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, source := range p.ListSources() {
		if source.Version > current {
			n++
		}
	}
	return n, nil
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	current, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	sources := p.ListSources()
	if newest := sources[len(sources)-1].Version; current > newest {
		return fault.New(fault.Conflict, "schema.newer",
			"数据库结构版本为 {have},本程序只认识到 {know};请使用更新的程序。",
			"The database has schema version {have}, this program knows up to {know}; use a newer program.",
			"have", current, "know", newest)
	}
	return nil
}
