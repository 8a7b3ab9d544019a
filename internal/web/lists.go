package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/register/transfer"
	"muster/internal/frame/sheet"
	"muster/internal/frame/unit"
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

// query reads the query of a list from the address. Only declared fields may be
// named; everything else is refused.
func (q *request) query(reg *register.Register) (record.Query, error) {
	values := q.URL.Query()
	out := record.Query{Limit: pageSize, Search: strings.TrimSpace(values.Get("q")), Sort: values.Get("sort"), Down: values.Get("dir") == "down", After: values.Get("after")}
	for name, chosen := range values {
		chosen = slices.DeleteFunc(slices.Clone(chosen), func(v string) bool { return v == "" })
		if slices.Contains([]string{"q", "sort", "dir", "after", "format"}, name) || len(chosen) == 0 {
			continue
		}
		if name == "within" {
			ranges := q.s.App.Road.Tree().Scope(unit.Code(chosen[0]))
			if ranges == nil {
				return out, act.UnknownUnit(unit.Code(chosen[0]))
			}
			out.Within = ranges
			continue
		}
		out.Filters = append(out.Filters, record.Filter{Field: name, Values: chosen})
	}
	slices.SortFunc(out.Filters, func(a, b record.Filter) int { return strings.Compare(a.Field, b.Field) })
	return out, nil
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

// filter is one field of the form of conditions.
type filter struct {
	Name    string
	Label   i18n.Text
	Value   string
	Options []option
	Units   bool
}

type option struct {
	Value, Label string
	Chosen       bool
}

type hidden struct{ Name, Value string }

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
		Narrowed: query.Search != "" || len(query.Filters) > 0 || query.Within != nil}
	for _, f := range reg.Table.Schema.Fields {
		d.Search = d.Search || f.Search
	}
	for _, f := range reg.Fields() {
		d.Columns = append(d.Columns, q.column(f, query))
	}
	d.Filters, d.Kept = q.filters(reg, query)
	d.Conditions = q.conditions(reg.Table, d.Kept)
	for _, format := range []string{"csv", "xlsx", "jsonl"} {
		d.Exports = append(d.Exports, linkTo{"/r/" + reg.Table.Name + "/export?" + q.values("format", format).Encode(), i18n.Same(strings.ToUpper(format))})
	}
	if k := s.App.Book.Kind(reg.Import); k != nil && access.AnyRole(k.By, q.actor, register.FirstPurpose(k.By, q.actor)) {
		d.Import = "/r/" + reg.Table.Name + "/import"
	}
	for _, k := range s.App.Book.On(reg.Table) {
		if k.New && len(k.Body.Visible()) > 0 && access.AnyRole(k.By, q.actor, register.FirstPurpose(k.By, q.actor)) {
			d.Found = append(d.Found, linkTo{"/act/" + k.Name, k.Title})
		}
	}
	return d
}

// values is the query of the page with one value changed and the paging begun
// again.
func (q *request) values(name, value string) url.Values {
	values := q.URL.Query()
	values.Del("after")
	values.Set(name, value)
	for n, v := range values {
		if len(v) == 1 && v[0] == "" {
			values.Del(n)
		}
	}
	return values
}

func (q *request) with(name, value string) string {
	return q.URL.Path + "?" + q.values(name, value).Encode()
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

// filters builds the form of conditions: choices and states as lists, the rest
// of what is filtered by kept as it is.
func (q *request) filters(reg *register.Register, query record.Query) (shown []filter, kept []hidden) {
	chosen := map[string][]string{}
	for _, f := range query.Filters {
		chosen[f.Field] = f.Values
	}
	for _, f := range reg.Table.Schema.Fields {
		if !f.Filter || f.Name == "unit" {
			continue
		}
		options := q.options(reg.Table, f)
		if len(options) == 0 || len(chosen[f.Name]) > 1 {
			kept = append(kept, hiddenAll(f.Name, chosen[f.Name])...)
			continue
		}
		for i := range options {
			options[i].Chosen = slices.Contains(chosen[f.Name], options[i].Value)
		}
		shown = append(shown, filter{Name: f.Name, Label: f.Label, Options: options})
	}
	within := q.URL.Query().Get("within")
	shown = append(shown, filter{Name: "within", Label: i18n.T("单位代码(含下级)", "Unit code (with those below)"), Value: within, Units: true})
	kept = append(kept, hiddenAll("unit", chosen["unit"])...)
	if query.Sort != "" {
		kept = append(kept, hidden{"sort", query.Sort}, hidden{"dir", q.URL.Query().Get("dir")})
	}
	return shown, kept
}

func hiddenAll(name string, values []string) (out []hidden) {
	for _, v := range values {
		out = append(out, hidden{name, v})
	}
	return out
}

// conditions puts the kept conditions into words, so that no list is narrowed
// without saying so.
func (q *request) conditions(t *record.Table, kept []hidden) (out []fact) {
	words := map[string][]string{}
	for _, h := range kept {
		f := t.Schema.Get(h.Name)
		if f == nil || h.Name == "sort" {
			continue
		}
		text := h.Value
		for _, o := range q.options(t, f) {
			if o.Value == h.Value {
				text = o.Label
			}
		}
		if f.Kind == field.Unit {
			text = q.unitName(unit.Code(text))
		}
		words[h.Name] = append(words[h.Name], q.word(f, text))
	}
	for _, f := range t.Schema.Fields {
		if list := words[f.Name]; len(list) > 0 {
			out = append(out, fact{f.Label, value{Text: strings.Join(list, i18n.T("、", ", ").In(q.lang))}})
		}
	}
	return out
}

func (q *request) options(t *record.Table, f *field.Field) (out []option) {
	if f.Name == "state" {
		for _, s := range t.States {
			out = append(out, option{Value: s.Name, Label: s.Label.In(q.lang)})
		}
		return out
	}
	if f.Kind == field.Bool {
		return []option{{Value: "true", Label: i18n.T("是", "yes").In(q.lang)}, {Value: "false", Label: i18n.T("否", "no").In(q.lang)}}
	}
	for _, o := range f.Options {
		out = append(out, option{Value: o.Value, Label: o.Label.In(q.lang)})
	}
	return out
}

// contentTypes are the formats of an export.
var contentTypes = map[string]string{"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// export sends what the list would page through, as a file. Once it has begun
// it can only be broken off, so that half a file is never taken for a whole.
func (s *server) export(q *request) error {
	reg, _, err := q.open("export")
	if err != nil {
		return err
	}
	query, err := q.query(reg)
	if err != nil {
		return err
	}
	format := q.URL.Query().Get("format")
	if contentTypes[format] == "" {
		return fault.New(fault.Invalid, "export.format", "没有这种导出格式。", "There is no such export format.")
	}
	out := &attachment{q: q, name: fmt.Sprintf("%s-%s.%s", reg.Table.Name, s.App.Today(), format), kind: contentTypes[format]}
	purpose := reg.Purpose(q.actor)
	if format == "jsonl" {
		err = transfer.ExportJSON(q.Context(), s.App.Road, reg, q.actor, purpose, query, out)
	} else {
		err = transfer.Export(q.Context(), s.App.Road, reg, q.actor, purpose, query, sheet.New(out, out.name, transfer.Header(reg)...))
	}
	if err == nil {
		out.start()
		return nil
	}
	if !q.began {
		return err
	}
	s.App.Log.Error("an export broke off", "table", reg.Table.Name, "error", err)
	panic(http.ErrAbortHandler)
}

// attachment is a file on its way to the reader; its headers go out with its
// first bytes.
type attachment struct {
	q          *request
	name, kind string
}

func (a *attachment) start() {
	if a.q.began {
		return
	}
	a.q.began = true
	a.q.w.Header().Set("Content-Type", a.kind)
	a.q.w.Header().Set("Content-Disposition", `attachment; filename="`+a.name+`"`)
}

// Write implements io.Writer.
func (a *attachment) Write(p []byte) (int, error) {
	a.start()
	return a.q.w.Write(p)
}
