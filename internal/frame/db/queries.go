package db

import (
	"fmt"
	"io/fs"
	"strings"
)

// Queries are the named queries of a room, read from its queries.sql: each
// begins with a line "-- name: xyz" and may be followed by an override for one
// engine, "-- name: xyz postgres".
type Queries struct {
	text map[string]string
}

// ParseQueries reads a queries.sql. A mistake in it is a mistake of the
// programmer and panics while the program starts.
func ParseQueries(source string) Queries {
	q := Queries{text: map[string]string{}}
	for _, part := range strings.Split("\n"+source, "\n-- name: ")[1:] {
		head, body, ok := strings.Cut(part, "\n")
		name := strings.TrimSpace(head)
		body = strings.TrimSuffix(strings.TrimSpace(body), ";")
		if !ok || body == "" || q.text[name] != "" {
			panic(fmt.Sprintf("queries: %q is empty or doubled", name))
		}
		q.text[name] = body
	}
	return q
}

// Get returns the text of a query for an engine. An unknown name panics.
func (q Queries) Get(name string, dialect Dialect) string {
	if text, ok := q.text[name+" "+string(dialect)]; ok {
		return text
	}
	text, ok := q.text[name]
	if !ok {
		panic(fmt.Sprintf("queries: no query %q", name))
	}
	return text
}

// Names lists the names of all queries, overrides left out.
func (q Queries) Names() []string {
	var names []string
	for name := range q.text {
		if !strings.Contains(name, " ") {
			names = append(names, name)
		}
	}
	return names
}

// readAll reads the .sql files of a folder.
func readAll(files fs.FS) (map[string]string, error) {
	out := map[string]string{}
	entries, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range entries {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		out[name] = string(raw)
	}
	return out, nil
}
