package db

import (
	"strconv"
	"strings"
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
		if _, err := tx.Exec(bulkText(tx.dialect, table, columns, size, suffix), args...); err != nil {
			return err
		}
		rows = rows[size:]
	}
	return nil
}

// bulkText writes the statement. SQLite finds a numbered parameter by searching
// a list of names, which costs the square of their number; a plain ? costs
// nothing.
func bulkText(dialect Dialect, table string, columns []string, size int, suffix string) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	n := 0
	for i := range size {
		if i > 0 {
			b.WriteByte(',')
		}
		for j := range columns {
			n++
			if j == 0 {
				b.WriteString(" (")
			} else {
				b.WriteByte(',')
			}
			if dialect == SQLite {
				b.WriteByte('?')
			} else {
				b.WriteByte('$')
				b.WriteString(strconv.Itoa(n))
			}
		}
		b.WriteByte(')')
	}
	b.WriteString(suffix)
	return b.String()
}
