package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/sheet"
	"muster/internal/frame/unit"
	"muster/internal/insight"
	"muster/internal/insight/trend"
)

// figuresData is what the pages of figures share.
type figuresData struct {
	*trend.Figures
	At       *unit.Unit
	Up       []linkTo // the way back to the reader's own unit
	Filters  []filter
	Path     string
	Origin   i18n.Text // definition, law and time
	Within   i18n.Text // conditions in words
	Exports  []linkTo
	Other    string // the same figures on the other page
	Table    []figuresRow
	Over     []figuresRow // intake by intake
	Curves   []figuresRow
	Chart    string // the lines over the intakes, as SVG
	Sentence i18n.Text
	Partly   bool // the reader opens some of the cases
}

// figuresRow is one line of a table of figures.
type figuresRow struct {
	Label string
	Cells []figuresCell
	Gate  figuresCell // the gate looked at
	Over  figuresCell // what it is over
}

// figuresCell is one count with its rate and its records.
type figuresCell struct {
	Label i18n.Text
	Text  string
	Rate  string
	Href  string
}

var trendTitle = i18n.T("对比与趋势", "Comparison and trend")

// question reads what is asked of the figures from the address.
func (q *request) question() trend.Question {
	v := q.URL.Query()
	out := trend.Question{Unit: cmp.Or(unit.Code(v.Get("unit")), q.actor.Unit), Intake: ident.ID(v.Get("cycle")), Against: ident.ID(v.Get("against")),
		By: v.Get("by"), From: trend.FirstPoint, To: trend.Goal, Where: map[string]string{}, Whole: trend.Whole(q.actor)}
	for name, to := range map[string]*int{"from": &out.From, "to": &out.To} {
		if text := v.Get(name); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil {
				n = -1 // no point of the funnel: the question is refused
			}
			*to = n
		}
	}
	for _, name := range trend.Conditions() {
		if value := v.Get(name); value != "" {
			out.Where[name] = value
		}
	}
	return out
}

// ask answers the question of the address, within the reader's own subtree.
func (q *request) ask() (*trend.Figures, error) {
	if q.citizen() {
		return nil, fault.New(fault.Denied, "funnel.staff", "此页仅供工作人员使用。", "This page is for staff.")
	}
	a, question := q.s.App, q.question()
	if _, err := insight.Within(a.Road.Tree(), q.actor, question.Unit); err != nil {
		return nil, err
	}
	intakes, err := trend.Intakes(q.Context(), a.Store)
	if err != nil {
		return nil, err
	}
	return q.s.figures().Ask(question, intakes)
}

// figures is where figures come from.
func (s *server) figures() trend.Source {
	a := s.App
	return trend.Source{Cube: a.Cube, Tree: a.Road.Tree(), Law: a.Pack.On(a.Today()), Now: clock.InstantOf(a.Clock.Now()), Hidden: &s.hidden}
}

// figures answers the question of the address for a page.
func (q *request) figures(path string) (*figuresData, error) {
	f, err := q.ask()
	if err != nil {
		return nil, err
	}
	tree := q.s.App.Road.Tree()
	at, _ := tree.Get(f.Unit)
	d := &figuresData{Figures: f, At: at, Path: path, Origin: f.Provenance(q.s.App.Pack.Zone()), Within: f.Conditions(), Partly: !f.Whole && q.opensCases()}
	for _, above := range tree.Up(f.Unit) {
		if _, err := insight.Within(tree, q.actor, above.Code); err == nil && above.Code != f.Unit {
			d.Up = append(d.Up, linkTo{q.figuresPath(path, "unit", string(above.Code)), i18n.Same(above.Name)})
		}
	}
	slices.Reverse(d.Up)
	d.Filters = q.figuresFilters(f)
	d.Other = q.figuresPath(map[string]string{"/insight/funnel": "/insight/trend", "/insight/trend": "/insight/funnel"}[path], "", "")
	for _, l := range append([]trend.Line{f.Funnel}, f.Groups...) {
		d.Table = append(d.Table, q.figuresRow(f, l))
	}
	return d, nil
}

// trendPage compares the intakes: in a sentence, as lines, as tables.
func (s *server) trendPage(q *request) error {
	d, err := q.figures("/insight/trend")
	if err != nil {
		return err
	}
	d.Chart = d.TrendPicture(q.lang, s.App.Pack.Zone()).Markup()
	d.Sentence = i18n.T("只有一个批次走到了这一步,或人数太少不能显示,没有可对比的。", "Only one intake has come so far, or too few people to be shown: there is nothing to compare.")
	if d.Change != nil {
		d.Sentence = d.Change.Words(d.To)
	}
	d.Exports = q.exports("trend")
	for _, l := range d.Figures.Trend {
		row := q.figuresRow(d.Figures, l)
		row.Label = l.Intake.Name
		d.Over = append(d.Over, row)
	}
	for _, l := range d.Figures.Curves {
		row := q.figuresRow(d.Figures, l)
		row.Label = l.Label.In(q.lang) + " · " + l.Intake.Name
		d.Curves = append(d.Curves, row)
	}
	return q.show(trendPage(q.page(trendTitle), *d))
}

// figuresRow is a line as the page shows it.
func (q *request) figuresRow(f *trend.Figures, l trend.Line) figuresRow {
	row := figuresRow{Label: l.Label.In(q.lang)}
	for i, label := range trend.Points() {
		c := figuresCell{Label: label, Text: cell(l.At[i])}
		if i > 0 {
			c.Rate = trend.ShowRate(l.Rate(i-1, i))
		}
		c.Href = q.recordsPath(f, f.Unit, l, l.At[i], i, reached)
		row.Cells = append(row.Cells, c)
	}
	row.Gate, row.Over = row.Cells[f.To], row.Cells[f.From]
	row.Gate.Rate = trend.ShowRate(l.Rate(f.From, f.To))
	return row
}

// figuresPath is a page of figures with the conditions of this one, one changed.
func (q *request) figuresPath(path, name, value string) string {
	values := url.Values{}
	for n, v := range q.URL.Query() {
		if len(v) > 0 && v[0] != "" && n != "format" && n != "picture" {
			values.Set(n, v[0])
		}
	}
	if name != "" {
		values.Set(name, value)
	}
	return path + "?" + values.Encode()
}

// figuresFilters builds the form: intakes, dimension, gate, conditions.
func (q *request) figuresFilters(f *trend.Figures) (out []filter) {
	none := map[string]i18n.Text{"against": i18n.T("前一批次", "the one before"), "by": i18n.T("不分组", "not divided"),
		"from": i18n.T("默认:{point}", "as usual: {point}").With("point", trend.Points()[trend.FirstPoint]), "to": i18n.T("默认:{point}", "as usual: {point}").With("point", trend.Points()[trend.Goal])}
	add := func(name string, label i18n.Text, chosen string, list []option) {
		for i := range list {
			list[i].Chosen = list[i].Value == chosen
		}
		out = append(out, filter{Name: name, Label: label, Options: list, None: none[name]})
	}
	var intakes, dimensions, points []option
	for _, i := range f.Intakes {
		intakes = append(intakes, option{Value: string(i.ID), Label: i.Name})
	}
	for i, p := range trend.Points() {
		points = append(points, option{Value: strconv.Itoa(i), Label: p.In(q.lang)})
	}
	all := trend.Dimensions(q.s.App.Pack.On(q.s.App.Today()))
	for _, d := range all {
		dimensions = append(dimensions, option{Value: d.Code, Label: d.Label.In(q.lang)})
	}
	add("cycle", i18n.T("征集批次", "Intake"), string(f.Intake), intakes)
	add("against", i18n.T("对比批次", "Compared with"), string(f.Against), slices.Clone(intakes))
	add("by", i18n.T("分组", "Divided by"), f.Question.By, dimensions)
	add("from", i18n.T("环节起点", "Gate from"), strconv.Itoa(f.From), points)
	add("to", i18n.T("环节终点", "Gate to"), strconv.Itoa(f.To), slices.Clone(points))
	for _, d := range all {
		var values []option
		for _, g := range d.Groups {
			if !g.Others {
				values = append(values, option{Value: g.Code, Label: g.Label.In(q.lang)})
			}
		}
		if f.Whole && slices.Contains(trend.Conditions(), d.Code) {
			add(d.Code, d.Label, f.Where[d.Code], values)
		}
	}
	return out
}

// trendExport sends the figures of the page as a table or as a picture.
func (s *server) trendExport(q *request) error {
	f, err := q.ask()
	if err != nil {
		return err
	}
	zone, format, name := s.App.Pack.Zone(), q.URL.Query().Get("format"), q.URL.Query().Get("picture")
	out := &attachment{q: q, name: "figures-" + string(f.Unit) + "-" + string(s.App.Today()) + "." + format}
	switch format {
	case "xlsx", "csv":
		out.kind = contentTypes[format]
		err = f.Write(sheet.New(out, out.name, trend.Header(q.lang)...), q.lang, zone)
	case "svg", "png":
		drawing := f.Picture(name, q.lang, zone)
		if drawing == nil {
			return fault.New(fault.Invalid, "export.picture", "没有这种图。", "There is no such picture.")
		}
		out.name, out.kind = name+"-"+out.name, map[string]string{"svg": "image/svg+xml", "png": "image/png"}[format]
		err = drawing.Write(out, format)
	default:
		return fault.New(fault.Invalid, "export.format", "没有这种导出格式。", "There is no such export format.")
	}
	if err != nil && q.began {
		s.App.Log.Error("an export of figures broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return err
}

// exports are the files of a page of figures.
func (q *request) exports(pictures ...string) (out []linkTo) {
	out = []linkTo{{q.figuresPath("/insight/trend/export", "format", "xlsx"), i18n.Same("XLSX")}, {q.figuresPath("/insight/trend/export", "format", "csv"), i18n.Same("CSV")}}
	names := map[string]i18n.Text{"funnel": i18n.T("漏斗图", "funnel"), "map": i18n.T("单位图", "map"), "trend": i18n.T("趋势图", "trend")}
	for _, p := range pictures {
		for _, format := range []string{"svg", "png"} {
			path := q.figuresPath("/insight/trend/export", "picture", p)
			out = append(out, linkTo{path + "&format=" + format, names[p].And(i18n.Same(" " + map[string]string{"svg": "SVG", "png": "PNG"}[format]))})
		}
	}
	return out
}

// FromLabel is the point at which the gate looked at begins.
func (d figuresData) FromLabel() i18n.Text { return trend.Points()[d.From] }

// ToLabel is the point to which it leads.
func (d figuresData) ToLabel() i18n.Text { return trend.Points()[d.To] }

// Compared names the two intakes that lie side by side.
func (d figuresData) Compared() i18n.Text {
	if d.Change == nil {
		return i18n.T("与前一批次相比", "Compared with the intake before")
	}
	return i18n.T("{after}与{before}相比", "{after} compared with {before}").With("after", d.Change.After.Name, "before", d.Change.Before.Name)
}

// Lines are the rows of the chart: groups by intake, or the intakes alone.
func (d figuresData) Lines() []figuresRow {
	if len(d.Curves) > 0 {
		return d.Curves
	}
	return d.Over
}
