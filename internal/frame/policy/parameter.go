package policy

import (
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"muster/internal/frame/i18n"
)

// parameter is one named value of the law with all its versions.
type parameter struct {
	name     string
	kind     Type
	unit     string
	label    i18n.Text
	visible  bool
	versions []dated[setting]
}

type setting struct {
	native  any
	value   ref.Val
	article i18n.Text
}

// Parameter is a parameter as it stands on a day.
type Parameter struct {
	Name    string
	Type    Type
	Unit    string // fen, years, days, points, percent …
	Label   i18n.Text
	Value   any  // int64, float64, bool or string
	Visible bool // published to the people whom it concerns, with its source
	Span
	Article i18n.Text
}

func (l *loader) parameterSection() {
	for _, n := range l.sections["parameters"] {
		r := n.record("name", "type", "unit", "label", "visible", "values")
		p := &parameter{name: r.need("name").word(), kind: Type(r.need("type").word()), unit: r.get("unit").word(),
			label: r.need("label").text(), visible: r.get("visible").flag()}
		if _, ok := expressionTypes[p.kind]; !ok {
			r.get("type").problem("type", "未知类型“{type}”。", "unknown type {type}.", "type", p.kind)
			continue
		}
		l.declare(p.name, n)
		l.item("parameter", p.name, n)
		var spans []within
		for _, at := range r.need("values").list() {
			v := at.record("from", "to", "value", "article")
			s := setting{article: l.cite(v.need("article"))}
			s.native, s.value = scalar(p.kind, v.need("value"))
			w := l.span(v, v.get("article"))
			spans = append(spans, w)
			p.versions = append(p.versions, dated[setting]{w, s})
		}
		checkSpans(p.name, spans)
		l.pack.parameters[p.name] = p
	}
}

// scalar reads a value of a declared type; what does not fit is a problem.
func scalar(kind Type, n node) (any, ref.Val) {
	switch kind {
	case Int:
		whole := n.whole()
		return whole, types.Int(whole)
	case Decimal:
		number := n.number()
		return number, types.Double(number)
	case Bool:
		flag := n.flag()
		return flag, types.Bool(flag)
	case Date, Instant:
		day := n.date()
		return string(day), types.Timestamp{Time: day.Time()}
	case MonthDay:
		if _, err := time.Parse(time.DateOnly, "2024-"+n.word()); err != nil && n.given() {
			n.wrongType("月-日（如 10-31）", "a month and day such as 10-31")
		}
	}
	return n.word(), types.String(n.word())
}

// table is a dated list of rows with typed columns.
type table struct {
	name    string
	label   i18n.Text
	columns []column
	key     []string
	rows    []dated[Row]
}

type column struct {
	name string
	kind Type
}

// Row is one row of a table on a day.
type Row struct {
	Span
	Article i18n.Text
	values  map[string]any
	cells   map[ref.Val]ref.Val
	key     string
}

// Int returns a whole number of the row; 0 where the cell is empty.
func (r Row) Int(column string) int64 { x, _ := r.values[column].(int64); return x }

// Decimal returns a number of the row; 0 where the cell is empty.
func (r Row) Decimal(column string) float64 { x, _ := r.values[column].(float64); return x }

// Bool returns a yes or no of the row; false where the cell is empty.
func (r Row) Bool(column string) bool { x, _ := r.values[column].(bool); return x }

// Text returns a text, date or month-day of the row; "" where the cell is empty.
func (r Row) Text(column string) string { x, _ := r.values[column].(string); return x }

// Has says whether the cell is filled.
func (r Row) Has(column string) bool { _, ok := r.values[column]; return ok }

func (l *loader) tableSection() {
	for _, n := range l.sections["tables"] {
		r := n.record("name", "label", "columns", "key", "rows")
		t := &table{name: r.need("name").word(), label: r.need("label").text(), key: r.need("key").words()}
		l.declare(t.name, n)
		l.item("table", t.name, n)
		names := []string{"from", "to", "article"}
		for _, p := range r.need("columns").pairs() {
			c := column{p.name, Type(p.value.word())}
			if _, ok := expressionTypes[c.kind]; !ok {
				p.value.problem("type", "未知类型“{type}”。", "unknown type {type}.", "type", c.kind)
			}
			t.columns, names = append(t.columns, c), append(names, c.name)
		}
		spans := map[string][]within{}
		for _, at := range r.need("rows").list() {
			row := l.row(t, at.record(names...))
			spans[row.value.key] = append(spans[row.value.key], row.within)
			t.rows = append(t.rows, row)
		}
		for key, list := range spans {
			checkSpans(t.name+"["+key+"]", list)
		}
		l.pack.tables[t.name] = t
	}
}

func (l *loader) row(t *table, r record) dated[Row] {
	row := Row{values: map[string]any{}, cells: map[ref.Val]ref.Val{}}
	for _, c := range t.columns {
		if r.has(c.name) {
			row.values[c.name], row.cells[types.String(c.name)] = scalar(c.kind, r.get(c.name))
		}
	}
	for i, k := range t.key {
		if i > 0 {
			row.key += "/"
		}
		row.key += r.need(k).word()
	}
	w := l.span(r, r.get("article"))
	row.Span, row.Article = w.Span, l.cite(r.need("article"))
	return dated[Row]{w, row}
}
