// Package record maps declared Go structs to tables, one struct a table.
//
// Every record has a home county, an id and a revision. A table holds the
// newest revision of each record as typed columns for lists and searches; every
// revision that ever was stands in the table fact as canonical JSON, written
// once and never changed (package ledger covers both). A record is never
// deleted: it ends.
package record

import (
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"

	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Base is what every record has. A record's home county never changes; the
// unit that answers for it may.
type Base struct {
	County unit.Code  `f:"county,hidden" zh:"属地" en:"Home county"`
	ID     ident.ID   `f:"id" zh:"编号" en:"Id"`
	Rev    int64      `f:"rev" zh:"版本" en:"Revision"`
	Unit   unit.Code  `f:"unit,filter,tally" zh:"单位" en:"Unit"`
	Place  unit.Place `f:"place,hidden" zh:"位置" en:"Place"`
	State  string     `f:"state,filter,tally" zh:"状态" en:"State"`
}

// Head gives the frame access to the common part of any record.
func (b *Base) Head() *Base { return b }

// Record is a pointer to a struct that embeds Base.
type Record interface{ Head() *Base }

// Of is the constraint "R is a struct whose pointer is a Record".
type Of[R any] interface {
	*R
	Record
}

// State is one declared state of a record.
type State struct {
	Name  string
	Label i18n.Text
	End   bool // a record in this state is over
}

// Table is a declared struct and its table. Use NewTable.
type Table struct {
	Name   string
	Title  i18n.Text
	Schema *field.Schema
	States []State
	// Names are the fields that name a record for people: a name, a code, a title.
	Names []string
	// Personal marks records about a person: whoever reads one leaves a leaf.
	Personal bool
	// Blind marks records that must not be joined with others of the same person:
	// no page shows when and by whom they were made, because one act made them all.
	Blind bool

	columns                 []string
	update                  string
	selectOne, selectPrefix string
	tally                   []*field.Field
	unique                  []*field.Field
	due                     *field.Field
}

// NewTable declares the table of R. R must embed Base. Its records are counted
// (package tally) where the declaration itself names a counted field.
func NewTable[R any, P Of[R]](name string, title i18n.Text, states ...State) *Table {
	t := &Table{Name: name, Title: title, Schema: field.Of[R](), States: states}
	for _, f := range t.Schema.Fields {
		t.columns = append(t.columns, f.Name)
		if f.Tally && f.Name != "unit" {
			t.tally = append(t.tally, f)
		}
		if f.Unique {
			t.unique = append(t.unique, f)
		}
		if f.Due {
			t.due = f
		}
		if f.Search && len(t.Names) == 0 {
			t.Names = []string{f.Name}
		}
	}
	if !slices.ContainsFunc(t.tally, func(f *field.Field) bool { return f.Name != "state" }) {
		t.tally = nil // nothing of its own is counted, so nobody asks for its counts
	}
	t.writeSQL()
	return t
}

func (t *Table) writeSQL() {
	sets := []string{}
	for i, c := range t.columns {
		if c != "county" && c != "id" {
			sets = append(sets, fmt.Sprintf("%s = $%d", c, i+1))
		}
	}
	list := strings.Join(t.columns, ", ")
	t.update = fmt.Sprintf("UPDATE %s SET %s WHERE county = $%d AND id = $%d AND rev = $%d - 1",
		t.Name, strings.Join(sets, ", "), t.at("county"), t.at("id"), t.at("rev"))
	t.selectPrefix = fmt.Sprintf("SELECT %s FROM %s", list, t.Name)
	t.selectOne = t.selectPrefix + " WHERE county = $1 AND id = $2"
}

func (t *Table) at(column string) int {
	for i, c := range t.columns {
		if c == column {
			return i + 1
		}
	}
	panic("table " + t.Name + " lacks column " + column)
}

// Columns lists the columns in the order of the declaration.
func (t *Table) Columns() []string { return t.columns }

// Select is the head of a query for whole records.
func (t *Table) Select() string { return t.selectPrefix }

// Tally lists the fields that are counted, the unit left out.
func (t *Table) Tally() []*field.Field { return t.tally }

// Places are where some counted fields stand in a cell.
func (t *Table) Places(names ...string) []int {
	out := make([]int, len(names))
	for i, name := range names {
		if out[i] = slices.IndexFunc(t.tally, func(f *field.Field) bool { return f.Name == name }); out[i] < 0 {
			panic("table " + t.Name + " does not count by " + name)
		}
	}
	return out
}

// Due is the field with the day by which a record is to be dealt with, nil where
// the table has no clock.
func (t *Table) Due() *field.Field { return t.due }

// Disclaim makes a table hold copies of unique values without claiming them.
func (t *Table) Disclaim() { t.unique = nil }

// Unique lists the fields that only one record in the installation may claim.
func (t *Table) Unique() []*field.Field { return t.unique }

// Void is the state of a record whose founding act was reversed: it is kept, and
// claims nothing any more, so that what it was mistaken about can be recorded.
const Void = "void"

// Claims are the values that a record claims, one for each of Unique, "" where it
// claims none.
func (t *Table) Claims(r Record) []string {
	if len(t.unique) == 0 {
		return nil
	}
	out := make([]string, len(t.unique))
	if r.Head().State == Void {
		return out
	}
	v := reflect.ValueOf(r).Elem()
	for i, f := range t.unique {
		out[i] = f.Format(v)
	}
	return out
}

// StateLabel reads a state; the bare word where it is not declared.
func (t *Table) StateLabel(name string) i18n.Text {
	for _, s := range t.States {
		if s.Name == name {
			return s.Label
		}
	}
	return i18n.Same(name)
}

// New makes an empty record of the table.
func (t *Table) New() Record { return reflect.New(t.Schema.Type).Interface().(Record) }

// Canonical is the canonical JSON of a record.
func (t *Table) Canonical(r Record) []byte {
	return t.Schema.AppendCanonical(make([]byte, 0, 256), reflect.ValueOf(r).Elem())
}

// Cell is the tally cell of a record: its counted fields joined by "|".
func (t *Table) Cell(r Record) string {
	v := reflect.ValueOf(r).Elem()
	parts := make([]string, len(t.tally))
	for i, f := range t.tally {
		parts[i] = f.Format(v)
	}
	return strings.Join(parts, "|")
}

// Sorted gives tables in the order of their names.
func Sorted(tables map[string]*Table) []*Table {
	out := make([]*Table, 0, len(tables))
	for _, t := range tables {
		out = append(out, t)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}
