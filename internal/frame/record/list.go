package record

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/unit"
)

// All reads the records that match a condition, in the order of their ids
// unless the condition orders them.
func All[R any, P Of[R]](tx *db.Tx, t *Table, condition string, args ...any) ([]P, error) {
	var out []P
	err := tx.Each(t.selectPrefix+" WHERE "+condition, args, func(rows *sql.Rows) error {
		r := P(new(R))
		out = append(out, r)
		return rows.Scan(t.Targets(r)...)
	})
	return out, err
}

// Not before each value of a Filter turns it round: the field has none of them. On
// its own it means that the field is set.
const Not = "!"

// Unset, as the only value of a filter, keeps to records in which the field is not
// set: the opposite of Not alone.
const Unset = Not + Not

// Filter is one condition of a list: a declared field has one of the values, or,
// where every value begins with Not, none of them.
type Filter struct {
	Field  string
	Values []string
}

// Query asks for one page of a table. Paging is by key, not by offset: the next
// page begins After the last record of this one, however many come and go.
type Query struct {
	Filters []Filter
	Search  string // beginning of a searchable field
	Sort    string // a declared field; "" means newest first
	Down    bool
	After   string // the cursor of the previous page
	Limit   int
	// Within keeps to records whose unit lies in one of these subtrees; nil keeps
	// to none.
	Within []unit.Range
	// DueBefore keeps to records that are not over and whose day (Table.Due) is set
	// and before this one; zero keeps all.
	DueBefore clock.Date
	// Scope is the condition of access; it is joined to everything else.
	Scope func(*access.Args) string
}

// Page is one page of records.
type Page struct {
	Records []Record
	Next    string // cursor of the next page; "" at the end
}

// List reads one page.
func (t *Table) List(tx *db.Tx, q Query) (Page, error) {
	var args access.Args
	where, order, err := t.where(q, &args)
	if err != nil {
		return Page{}, err
	}
	limit := max(1, min(q.Limit, 1000))
	text := fmt.Sprintf("%s WHERE %s ORDER BY %s LIMIT %d", t.selectPrefix, where, order, limit+1)
	var page Page
	err = tx.Each(text, args.Values, func(rows *sql.Rows) error {
		r := t.New()
		page.Records = append(page.Records, r)
		return rows.Scan(t.Targets(r)...)
	})
	if err != nil {
		return Page{}, err
	}
	if len(page.Records) > limit {
		page.Records = page.Records[:limit]
		page.Next = t.cursor(q, page.Records[limit-1])
	}
	return page, nil
}

// Count counts what List would page through.
func (t *Table) Count(tx *db.Tx, q Query) (n int64, err error) {
	var args access.Args
	q.After = ""
	where, _, err := t.where(q, &args)
	if err != nil {
		return 0, err
	}
	_, err = tx.One("SELECT COUNT(*) FROM "+t.Name+" WHERE "+where, args.Values, &n)
	return n, err
}

// Stream visits every record that List would page through, without keeping
// them.
func (t *Table) Stream(tx *db.Tx, q Query, visit func(Record) error) error {
	var args access.Args
	q.After = ""
	where, order, err := t.where(q, &args)
	if err != nil {
		return err
	}
	return tx.Each(t.selectPrefix+" WHERE "+where+" ORDER BY "+order, args.Values, func(rows *sql.Rows) error {
		r := t.New()
		if err := rows.Scan(t.Targets(r)...); err != nil {
			return err
		}
		return visit(r)
	})
}

func (t *Table) where(q Query, args *access.Args) (where, order string, err error) {
	parts := []string{"1 = 1"}
	if q.Scope != nil {
		parts = []string{q.Scope(args)}
	}
	for _, f := range q.Filters {
		part, err := t.filter(f, args)
		if err != nil {
			return "", "", err
		}
		parts = append(parts, part)
	}
	if q.Search != "" {
		parts = append(parts, t.search(q.Search, args))
	}
	if q.Within != nil {
		parts = append(parts, within(q.Within, args))
	}
	if !q.DueBefore.IsZero() {
		part, err := t.overdue(q.DueBefore, args)
		if err != nil {
			return "", "", err
		}
		parts = append(parts, part)
	}
	sortField, err := t.sortField(q.Sort)
	if err != nil {
		return "", "", err
	}
	direction, compare := "", ">"
	if q.Down != (q.Sort == "") { // the default is newest first: descending ids
		direction, compare = " DESC", "<"
	}
	if q.After != "" {
		part, err := after(q, sortField, compare, args)
		if err != nil {
			return "", "", err
		}
		parts = append(parts, part)
	}
	order = "id" + direction
	if sortField.Name != "id" {
		order = sortField.Name + direction + ", " + order
	}
	return strings.Join(parts, " AND "), order, nil
}

func (t *Table) filter(f Filter, args *access.Args) (string, error) {
	declared := t.Schema.Get(f.Field)
	if declared == nil || !(declared.Filter || declared.Tally || declared.Unique || declared.Name == "id") {
		return "", badField(f.Field, "filter")
	}
	if slices.Equal(f.Values, []string{Unset}) {
		f.Values = []string{""}
	}
	in, turned := "IN", len(f.Values) > 0
	for _, v := range f.Values {
		turned = turned && strings.HasPrefix(v, Not)
	}
	if turned {
		in = "NOT IN"
	}
	marks := make([]string, len(f.Values))
	for i, v := range f.Values {
		if turned {
			v = strings.TrimPrefix(v, Not)
		}
		value, err := filterValue(declared, v)
		if err != nil {
			return "", err
		}
		marks[i] = args.Add(value)
	}
	if len(marks) == 0 {
		return "1 = 0", nil
	}
	return fmt.Sprintf("%s %s (%s)", declared.Name, in, strings.Join(marks, ", ")), nil
}

// overdue keeps to records that still wait and whose day is before one.
func (t *Table) overdue(day clock.Date, args *access.Args) (string, error) {
	if t.due == nil {
		return "", badField("due", "filter")
	}
	part := fmt.Sprintf("%[1]s <> '' AND %[1]s < %[2]s", t.due.Name, args.Add(string(day)))
	for _, s := range t.States {
		if s.End {
			part += " AND state <> " + args.Add(s.Name)
		}
	}
	return part, nil
}

// within keeps to subtrees of the office tree, each one range of places.
func within(ranges []unit.Range, args *access.Args) string {
	parts := []string{"1 = 0"}
	for _, r := range ranges {
		parts = append(parts, fmt.Sprintf("(place >= %s AND place < %s)", args.Add(string(r.From)), args.Add(string(r.To))))
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// search matches the beginning of the searchable texts; a range, so that an
// index serves it on every engine.
func (t *Table) search(text string, args *access.Args) string {
	var parts []string
	for _, f := range t.Schema.Fields {
		if f.Search && (f.Kind == field.Text || f.Kind == field.Unit) {
			parts = append(parts, fmt.Sprintf("(%s >= %s AND %s < %s)", f.Name, args.Add(text), f.Name, args.Add(text+"\U0010FFFF")))
		}
	}
	if len(parts) == 0 {
		return "1 = 0"
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func (t *Table) sortField(name string) (*field.Field, error) {
	if name == "" {
		return t.Schema.Get("id"), nil
	}
	f := t.Schema.Get(name)
	if f == nil || !(f.Sort || f.Filter || f.Search || f.Name == "id") || f.Kind == field.Optional {
		return nil, badField(name, "sort")
	}
	return f, nil
}

func badField(name, what string) error {
	return fault.New(fault.Invalid, "list.field", "不能按“{field}”筛选或排序。", "The list cannot {what} by {field}.", "field", name, "what", what)
}
