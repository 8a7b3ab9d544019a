// Package migrations holds the schema: numbered files, one text for both
// engines. {{int}}, {{bytes}} and {{text}} are the column types, {{close}} closes
// a table. A file that has been released is never changed.
package migrations

import "embed"

// FS holds the migrations in the order of their numbers.
//
//go:embed 0*.sql
var FS embed.FS
