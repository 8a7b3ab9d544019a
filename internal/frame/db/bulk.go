package db

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// bulkRows is the largest number of rows in one statement; smaller remainders
// go in powers of two, so that few statements are ever prepared.
const bulkRows = 64

// Bulk inserts rows into a table, many rows a statement. table and columns come
// from declarations, never from a request. suffix follows the values, such as
// " ON CONFLICT DO NOTHING".
func (tx *Tx) Bulk(table string, columns []string, rows [][]any, suffix string) error {
	size := bulkRows
	for len(rows) > 0 {
		for size > len(rows) {
			size /= 2
		}
		args := make([]any, 0, size*len(columns))
		for _, row := range rows[:size] {
			args = append(args, row...)
		}
		if _, err := tx.Exec(tx.bulk(table, columns, size, suffix), args...); err != nil {
			return err
		}
		rows = rows[size:]
	}
	return nil
}

// texts keeps the statements of Bulk, so that none is written twice. Tables and
// sizes are few.
var texts sync.Map // textKey to text

type textKey struct {
	table, suffix string
	size          int
	dialect       Dialect
}

type text struct {
	columns []string
	sql     string
}

func (tx *Tx) bulk(table string, columns []string, size int, suffix string) string {
	key := textKey{table, suffix, size, tx.dialect}
	if known, ok := texts.Load(key); ok && slices.Equal(known.(text).columns, columns) {
		return known.(text).sql
	}
	made := text{slices.Clone(columns), bulkText(table, columns, size, suffix, tx.dialect)}
	texts.Store(key, made)
	return made.sql
}

// bulkText writes the statement. SQLite gets nameless parameters: it looks for a
// named one among all that came before, which for the 64th row costs more than
// storing it.
func bulkText(table string, columns []string, size int, suffix string, dialect Dialect) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	n := 0
	for i := range size {
		if i > 0 {
			b.WriteByte(',')
		}
		for j := range columns {
			n++
			b.WriteByte(" ("[boolIndex(j == 0)])
			if j > 0 {
				b.WriteByte(',')
			}
			if dialect == SQLite {
				b.WriteByte('?')
				continue
			}
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteByte(')')
	}
	b.WriteString(suffix)
	return b.String()
}

func boolIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}
