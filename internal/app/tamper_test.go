package app_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/db/postgres"
	"muster/internal/frame/db/sqlite"
	"muster/internal/frame/ledger"
)

// stored is the whole content of the verified tables, to choose from.
type stored struct {
	tables  []string
	columns map[string][]string
	rows    map[string][][]any
}

// keys are the columns that identify a row, where they are not county and id.
var keys = map[string][]string{"ledger_head": {"log"}, "ledger_leaf": {"log", "seq"}, "ledger_node": {"log", "level", "n"},
	"ledger_checkpoint": {"log", "size"}, "ledger_seen": {"county", "subject", "log", "seq"}, "fact": {"county", "kind", "id", "rev"},
	"claim": {"kind", "digest"}, "tally": {"county", "seq", "kind", "unit", "cell"}}

func keyOf(table string) []string {
	if k, ok := keys[table]; ok {
		return k
	}
	return []string{"county", "id"}
}

func readStored(t *testing.T, a *app.App) *stored {
	t.Helper()
	s := &stored{columns: map[string][]string{}, rows: map[string][][]any{}}
	for name := range keys {
		s.tables = append(s.tables, name)
	}
	for _, table := range a.Book.Tables() {
		s.tables = append(s.tables, table.Name)
	}
	slices.Sort(s.tables)
	for _, name := range s.tables {
		s.readTable(t, a.Store.Admin(), name)
	}
	s.tables = slices.DeleteFunc(s.tables, func(name string) bool { return len(s.rows[name]) == 0 })
	return s
}

func (s *stored) readTable(t *testing.T, pool *sql.DB, name string) {
	t.Helper()
	rows, err := pool.Query("SELECT * FROM " + name + " ORDER BY " + strings.Join(keyOf(name), ", "))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if s.columns[name], err = rows.Columns(); err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values := make([]any, len(s.columns[name]))
		targets := make([]any, len(values))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			if b, ok := v.([]byte); ok && b == nil {
				values[i] = []byte{} // an empty content is not NULL when it is written back
			}
		}
		s.rows[name] = append(s.rows[name], values)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func (s *stored) value(table string, row []any, column string) any {
	return row[slices.Index(s.columns[table], column)]
}

// where is the condition on the key of a row, its arguments numbered from n.
func (s *stored) where(table string, row []any, n int) (string, []any) {
	var parts []string
	var args []any
	for i, k := range keyOf(table) {
		parts = append(parts, fmt.Sprintf("%s = $%d", k, n+i))
		args = append(args, s.value(table, row, k))
	}
	return strings.Join(parts, " AND "), args
}

// names says whether a finding names a row.
func (s *stored) names(f ledger.Finding, table string, row []any) bool {
	text := func(column string) string { return fmt.Sprint(s.value(table, row, column)) }
	log := "county"
	if slices.Contains(s.columns[table], "log") {
		log = "log"
	}
	if string(f.Log) != text(log) {
		return false
	}
	switch table {
	case "ledger_head":
		return f.Table == table
	case "ledger_leaf":
		return f.Table == table && covers(f.ID, s.value(table, row, "seq").(int64))
	case "ledger_node":
		return f.Table == table && f.ID == text("level")+"/"+text("n")
	case "ledger_checkpoint":
		return f.Table == table && f.ID == text("size")
	case "ledger_seen":
		return f.Table == table && f.ID == text("county")+"/"+text("subject")+"/"+text("seq")
	case "fact":
		return (f.Table == table && (f.ID == text("kind")+"/"+text("id")+"/"+text("rev") || f.ID == "of leaf "+text("seq"))) ||
			(f.Table == text("kind") && f.ID == text("id"))
	case "claim":
		return f.Table == table && f.ID == text("kind")+"/"+text("id")
	case "tally":
		return f.Table == table && f.ID == text("kind")+"/"+text("unit")+"/"+text("cell")
	}
	return f.Table == table && f.ID == text("id")
}

func covers(id string, seq int64) bool {
	from, to, ranged := strings.Cut(id, "-")
	if !ranged {
		to = from
	}
	first, err1 := strconv.ParseInt(from, 10, 64)
	last, err2 := strconv.ParseInt(to, 10, 64)
	return err1 == nil && err2 == nil && first <= seq && seq <= last && last-first < 256
}

// tampering is one attack and the rows of which at least one must be named each.
type tampering struct {
	what       string
	statements []string
	args       [][]any
	table      string
	rows       [][]any
}

func (x *tampering) add(statement string, args ...any) {
	x.statements, x.args = append(x.statements, statement), append(x.args, args)
}

// draw makes up an attack.
func (s *stored) draw(r *rand.Rand) tampering {
	x := tampering{table: s.tables[r.IntN(len(s.tables))]}
	rows := s.rows[x.table]
	row := rows[r.IntN(len(rows))]
	x.rows = [][]any{row}
	switch n := r.IntN(10); {
	case n < 5:
		s.change(&x, row, r)
	case n < 6 && x.table != "ledger_checkpoint": // that a checkpoint is gone can only be seen from outside
		where, args := s.where(x.table, row, 1)
		x.what = "delete from " + x.table
		x.add("DELETE FROM "+x.table+" WHERE "+where, args...)
	case n < 7:
		s.copyRow(&x, row, r)
	case n < 8:
		s.swap(&x, row, rows[r.IntN(len(rows))])
	case n < 9:
		s.reorder(&x, r)
	default:
		s.truncate(&x, r)
	}
	if x.what == "" {
		return s.draw(r)
	}
	return x
}

func other(v any, r *rand.Rand) any {
	switch v := v.(type) {
	case int64:
		return v + []int64{-1, 1, 1000}[r.IntN(3)]
	case string:
		if v != "" && r.IntN(2) == 0 {
			letters := []rune(v)
			letters[len(letters)-1] = 'a' + rune(r.IntN(26))
			return string(letters)
		}
		return v + "1"
	case []byte:
		if len(v) == 0 {
			return []byte{1}
		}
		c := slices.Clone(v)
		c[r.IntN(len(c))] ^= 1 << r.IntN(8)
		return c
	}
	return int64(1)
}

func (s *stored) change(x *tampering, row []any, r *rand.Rand) {
	i := r.IntN(len(row))
	column := s.columns[x.table][i]
	value := other(row[i], r)
	if fmt.Sprint(value) == fmt.Sprint(row[i]) {
		return
	}
	x.what = fmt.Sprintf("change %s.%s from %v to %v", x.table, column, row[i], value)
	where, args := s.where(x.table, row, 2)
	x.add(fmt.Sprintf("UPDATE %s SET %s = $1 WHERE %s", x.table, column, where), append([]any{value}, args...)...)
}

// copyRow inserts a copy of a row under another key.
func (s *stored) copyRow(x *tampering, row []any, r *rand.Rand) {
	fresh := slices.Clone(row)
	key := keyOf(x.table)[r.IntN(len(keyOf(x.table)))]
	i := slices.Index(s.columns[x.table], key)
	fresh[i] = other(row[i], r)
	if key == "log" || key == "county" {
		fresh[i] = "990000"
	}
	for _, there := range s.rows[x.table] {
		_, a := s.where(x.table, there, 1)
		_, b := s.where(x.table, fresh, 1)
		if fmt.Sprint(a) == fmt.Sprint(b) {
			return
		}
	}
	x.what, x.rows = fmt.Sprintf("insert a copy into %s with another %s", x.table, key), [][]any{fresh}
	marks := make([]string, len(fresh))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	x.add(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", x.table, strings.Join(s.columns[x.table], ", "), strings.Join(marks, ", ")), fresh...)
}

// swap exchanges everything but the keys of two rows.
func (s *stored) swap(x *tampering, a, b []any) {
	var sets []string
	var first, second []any
	same := true
	for i, c := range s.columns[x.table] {
		if !slices.Contains(keyOf(x.table), c) {
			sets = append(sets, fmt.Sprintf("%s = $%d", c, len(sets)+1))
			first, second = append(first, b[i]), append(second, a[i])
			same = same && fmt.Sprint(a[i]) == fmt.Sprint(b[i])
		}
	}
	if same {
		return
	}
	x.what, x.rows = "swap two rows of "+x.table, [][]any{a, b}
	for i, row := range [][]any{a, b} {
		where, args := s.where(x.table, row, len(sets)+1)
		x.add(fmt.Sprintf("UPDATE %s SET %s WHERE %s", x.table, strings.Join(sets, ", "), where), append(slices.Clone([][]any{first, second}[i]), args...)...)
	}
}

// reorder exchanges the numbers of two leaves of one log.
func (s *stored) reorder(x *tampering, r *rand.Rand) {
	leaves := s.rows["ledger_leaf"]
	i := r.IntN(len(leaves) - 1)
	a, b := leaves[i], leaves[i+1]
	log := s.value("ledger_leaf", a, "log")
	if log != s.value("ledger_leaf", b, "log") {
		return
	}
	x.table, x.what, x.rows = "ledger_leaf", "reorder two leaves", [][]any{a, b}
	seqA, seqB := s.value("ledger_leaf", a, "seq"), s.value("ledger_leaf", b, "seq")
	for _, move := range [][2]any{{seqA, int64(-5)}, {seqB, seqA}, {int64(-5), seqB}} {
		x.add("UPDATE ledger_leaf SET seq = $1 WHERE log = $2 AND seq = $3", move[1], log, move[0])
	}
}

// truncate cuts off the newest leaves of a log.
func (s *stored) truncate(x *tampering, r *rand.Rand) {
	heads := s.rows["ledger_head"]
	head := heads[r.IntN(len(heads))]
	log, size := s.value("ledger_head", head, "log"), s.value("ledger_head", head, "size").(int64)
	n := 1 + r.Int64N(min(size, 5))
	x.table, x.what, x.rows = "ledger_leaf", fmt.Sprintf("cut %d leaves off %v", n, log), nil
	for _, leaf := range s.rows["ledger_leaf"] {
		if s.value("ledger_leaf", leaf, "log") == log && s.value("ledger_leaf", leaf, "seq").(int64) >= size-n {
			x.rows = append(x.rows, leaf)
		}
	}
	x.add("DELETE FROM ledger_leaf WHERE log = $1 AND seq >= $2", log, size-n)
}

// attack carries out a tampering and checks that every row of it is named. It
// says no where the table would not have it.
func (s *stored) attack(t *testing.T, a *app.App, store db.Store, x tampering) bool {
	t.Helper()
	for i, statement := range x.statements {
		_, err := store.Admin().Exec(statement, x.args[i]...)
		if i == 0 && err != nil && strings.Contains(err.Error(), "constraint") {
			return false
		}
		if err != nil {
			t.Fatalf("%s: %v", x.what, err)
		}
	}
	found, _ := findings(t, store, a)
	for _, row := range x.rows {
		if !slices.ContainsFunc(found, func(f ledger.Finding) bool { return s.names(f, x.table, row) }) {
			t.Errorf("%s: row %.300s is not among the %d findings %.900s", x.what, fmt.Sprint(row), len(found), fmt.Sprint(found))
			break
		}
	}
	return true
}

// unprotect takes away what protects the tables from an honest program only.
func unprotect(t *testing.T, store db.Store) {
	t.Helper()
	statements := []string{"DROP INDEX ledger_leaf_key", "DROP INDEX quota_once", "DROP INDEX exam_section_number", "DROP INDEX unit_code"}
	if store.Dialect() == db.SQLite {
		statements = append(statements, "DROP TRIGGER fact_kept", "DROP TRIGGER fact_fixed", "DROP TRIGGER leaf_kept", "DROP TRIGGER leaf_fixed")
	}
	for _, s := range statements {
		if _, err := store.Admin().Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEveryTamperingIsFound changes one thing in a copy of a whole installation,
// 500 times.
func TestEveryTamperingIsFound(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := season(t, dir, nil)
	if found, report := findings(t, a.Store, a); len(found) > 0 || report.Leaves() < 1000 || report.Records < 1000 {
		t.Fatalf("an untouched installation of %d leaves and %d records gave %v", report.Leaves(), report.Records, found)
	}
	unprotect(t, a.Store)
	s := readStored(t, a)
	if _, err := a.Store.Admin().Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	original, err := os.ReadFile(filepath.Join(dir, "muster.db"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < 500; {
		x := s.draw(random)
		path := filepath.Join(t.TempDir(), "copy.db")
		if err := os.WriteFile(path, original, 0o600); err != nil {
			t.Fatal(err)
		}
		store, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if s.attack(t, a, store, x) {
			n++
		}
		_ = store.Close()
		_ = os.Remove(path)
	}
}

func TestEveryTamperingIsFoundOnPostgres(t *testing.T) {
	t.Parallel()
	if os.Getenv("MUSTER_NO_POSTGRES") == "1" {
		return
	}
	store := dbtest.Postgres(t)
	a := season(t, t.TempDir(), store)
	if found, _ := findings(t, store, a); len(found) > 0 {
		t.Fatalf("an untouched installation gave %v", found)
	}
	unprotect(t, store)
	s := readStored(t, a)
	original := dbtest.Freeze(t, store)
	random := rand.New(rand.NewPCG(3, 4))
	for n := 0; n < 60; {
		copied, err := postgres.Open(context.Background(), dbtest.Copy(t, original))
		if err != nil {
			t.Fatal(err)
		}
		if s.attack(t, a, copied, s.draw(random)) {
			n++
		}
		_ = copied.Close()
	}
}
