package web

import (
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
)

// pageSize is the number of records on one page of a list.
const pageSize = 50

// open finds the register of the path and the reader's way to look into it. A
// register that is not there and one that is closed to the reader read alike.
func (q *request) open(via string) (*register.Register, act.Look, error) {
	reg := q.s.App.Shelf.Get(q.PathValue("table"))
	if reg == nil {
		return nil, act.Look{}, fault.New(fault.Unknown, "register.unknown", "没有这个登记簿,或您无权查看。", "There is no such register, or it is not yours to see.")
	}
	look := reg.Look(q.actor, reg.Purpose(q.actor), via)
	if !look.Visible() {
		return nil, look, fault.New(fault.Unknown, "register.unknown", "没有这个登记簿,或您无权查看。", "There is no such register, or it is not yours to see.")
	}
	return reg, look, nil
}

// listData is what the page of a list shows.
type listData struct {
	Table      *record.Table
	Columns    []column
	Rows       []row
	Count      int64
	Search     bool
	Query      string
	Filters    []filter
	Kept       []hidden // conditions that have no field of their own in the form
	Conditions []fact   // those, in words
	Next       string
	Reset      string
	Narrowed   bool // something is filtered or searched
	Exports    []linkTo
	Import     string
	Found      []linkTo
	All        []linkTo // acts that may be done to the whole list
}

// column is one column with the way to sort by it.
type column struct {
	Label  i18n.Text
	Href   string // empty where it cannot be sorted by
	Sorted string // ascending, descending or empty
	Number bool
}

type row struct {
	Href  string
	Cells []value
}

func (s *server) listPage(q *request) error {
	reg, look, err := q.open("list")
	if err != nil {
		return err
	}
	query, err := q.query(reg)
	if err != nil {
		return err
	}
	count, err := s.App.Road.Count(q.Context(), look, query)
	if err != nil {
		return err
	}
	found, err := s.App.Road.Page(q.Context(), look, query)
	if err != nil {
		return err
	}
	d := s.listData(q, reg, query)
	d.Count = count
	for _, r := range found.Records {
		d.Rows = append(d.Rows, q.row(reg, r))
	}
	if found.Next != "" {
		d.Next = q.with("after", found.Next)
	}
	return q.show(listPage(q.page(reg.Table.Title), d))
}

func (s *server) listData(q *request, reg *register.Register, query record.Query) listData {
	d := listData{Table: reg.Table, Query: query.Search, Reset: "/r/" + reg.Table.Name,
		Narrowed: query.Search != "" || len(query.Filters) > 0 || query.Within != nil || !query.DueBefore.IsZero()}
	for _, f := range reg.Table.Schema.Fields {
		d.Search = d.Search || f.Search
	}
	for _, f := range reg.Fields() {
		d.Columns = append(d.Columns, q.column(f, query))
	}
	d.Filters, d.Kept = q.filters(reg, query)
	d.All = q.wholesaleLinks(reg, query)
	d.Conditions = q.conditions(reg.Table, d.Kept)
	for _, format := range []string{"csv", "xlsx", "jsonl"} {
		d.Exports = append(d.Exports, linkTo{"/r/" + reg.Table.Name + "/export?" + q.values("format", format).Encode(), i18n.Same(strings.ToUpper(format))})
	}
	if k := s.App.Book.Kind(reg.Import); k != nil && access.AnyRole(k.By, q.actor, register.FirstPurpose(k.By, q.actor)) {
		d.Import = "/r/" + reg.Table.Name + "/import"
	}
	for _, k := range s.App.Book.On(reg.Table) {
		if k.New && len(k.Body.Visible()) > 0 && access.AnyRole(k.By, q.actor, register.FirstPurpose(k.By, q.actor)) {
			d.Found = append(d.Found, q.beginning(k))
		}
	}
	return d
}

func (q *request) column(f *field.Field, query record.Query) column {
	c := column{Label: f.Label, Number: f.Kind == field.Integer || f.Kind == field.Optional}
	if !(f.Sort || f.Filter || f.Search) || f.Kind == field.Optional {
		return c
	}
	values := q.values("sort", f.Name)
	values.Del("dir")
	if query.Sort == f.Name {
		c.Sorted = "descending"
		if !query.Down {
			c.Sorted = "ascending"
			values.Set("dir", "down")
		}
	}
	c.Href = q.URL.Path + "?" + values.Encode()
	return c
}

func (q *request) row(reg *register.Register, r record.Record) row {
	out := row{Href: recordPath(reg.Table, r.Head().County, r.Head().ID)}
	for _, f := range reg.Fields() {
		out.Cells = append(out.Cells, q.valueOf(reg.Table, f, r))
	}
	return out
}
