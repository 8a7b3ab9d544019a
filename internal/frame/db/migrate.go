package db

import (
	"context"
	"io/fs"
	"strings"
	"testing/fstest"
	"text/template"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"muster/internal/frame/fault"
)

// words are the places in which the schema of the two engines differs. A
// migration writes them as {{int}}, {{bytes}}, {{text}}, {{close}}.
var words = map[Dialect]template.FuncMap{
	SQLite: {
		"int": func() string { return "INTEGER" }, "bytes": func() string { return "BLOB" },
		"text": func() string { return "TEXT" }, "close": func() string { return ") STRICT" },
		"close_keyed": func() string { return ") STRICT, WITHOUT ROWID" }, "sqlite": func() bool { return true },
	},
	Postgres: {
		"int": func() string { return "BIGINT" }, "bytes": func() string { return "BYTEA" },
		"text": func() string { return `TEXT COLLATE "C"` }, "close": func() string { return ")" },
		"close_keyed": func() string { return ")" }, "sqlite": func() bool { return false },
	},
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
