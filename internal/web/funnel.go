package web

import (
	"fmt"
	"net/url"
	"slices"

	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
	"muster/internal/insight/trend"
	"muster/internal/intake/cases"
)

// figure is a count, hidden where it is too small for its reader.
type figure struct {
	N      int64
	Hidden bool
}

// Show renders the figure.
func (f figure) Show() string {
	if f.Hidden {
		return fmt.Sprintf("<%d", smallcell.Smallest)
	}
	return number(f.N)
}

func rare(n int64, rarely bool) figure { return figure{n, rarely && n > 0 && n < smallcell.Smallest} }

// cell renders a count of a table in which small ones are hidden with others.
func cell(c smallcell.Cell) string {
	if c.Hidden {
		return c.Show()
	}
	return number(c.N)
}

// stage is one step of the funnel.
type stage struct {
	Label i18n.Text
	Count smallcell.Cell
	Share string // of the first stage
	Rate  string // of those at the stage before
	Lost  smallcell.Cell
	Href  string // its records; empty where the reader may not see them
	Gone  string // the records of those lost
	Width int64  // of its bar, out of 1000
}

// tile is one child unit on the map.
type tile struct {
	trend.Tile
	Href     string
	Came     string // the records at the first point of the gate
	Reached  string // and at the later one
	Share    string
	Tone     int // 0 (none) to 6
	Col, Row int
}

// funnelData is what the dashboard shows.
type funnelData struct {
	figuresData
	Stages  []stage
	Tiles   []tile
	Columns int
	Asks    bool // the reader may ask what would be, and for forecasts
}

var funnelTitle = i18n.T("征集进展", "Progress of the intake")

// funnelPage shows how far the applicants of a unit came. Every post may see the
// figures of its own subtree.
func (s *server) funnelPage(q *request) error {
	base, err := q.figures("/insight/funnel")
	if err != nil {
		return err
	}
	d := funnelData{figuresData: *base}
	_, _, problem := q.asker()
	d.Asks = problem == nil
	d.Stages = q.stages(d.Figures)
	d.Tiles, d.Columns = q.tiles(d.Figures)
	d.Exports = q.exports("funnel", "map")
	return q.show(funnelPage(q.page(funnelTitle), d))
}

func (q *request) stages(f *trend.Figures) (out []stage) {
	l := f.Funnel
	for i, label := range trend.Points() {
		st := stage{Label: label, Count: l.At[i], Lost: l.Lost[i], Href: q.recordsPath(f, f.Unit, l, l.At[i], i, reached), Rate: "–", Share: trend.ShowRate(l.Rate(0, i))}
		if rate, ok := l.Rate(0, i); ok {
			st.Width = rate / 10
		}
		if i > 0 {
			st.Rate = trend.ShowRate(l.Rate(i-1, i))
			st.Gone = q.recordsPath(f, f.Unit, l, l.Lost[i], i-1, i)
		}
		out = append(out, st)
	}
	return out
}

// tiles lays the child units out in rows, in the order of their codes.
func (q *request) tiles(f *trend.Figures) (out []tile, columns int) {
	columns = columnsFor(len(f.Tiles))
	for i, t := range f.Tiles {
		out = append(out, tile{Tile: t, Href: q.figuresPath(q.URL.Path, "unit", string(t.Unit)), Came: q.recordsPath(f, t.Unit, f.Funnel, t.From, f.From, reached),
			Reached: q.recordsPath(f, t.Unit, f.Funnel, t.To, f.To, reached), Share: trend.ShowRate(trend.Rate(t.To, t.From)), Tone: trend.Tone(t), Col: i % columns, Row: i / columns})
	}
	return out, columns
}

// columnsFor keeps the tiles so large that they can be read on a phone.
func columnsFor(n int) int {
	columns := 1
	for columns*columns < n {
		columns++
	}
	return max(3, min(4, columns))
}

// reached is no end: the records that came to a point or beyond.
const reached = -1

// recordsPath is the list of the cases that a shown count counts: of a unit, in the
// intake and group of a line, that came to a point or beyond, but not to the point
// where those counted end; empty where the reader may open none.
func (q *request) recordsPath(f *trend.Figures, code unit.Code, l trend.Line, c smallcell.Cell, point, until int) string {
	reg := q.s.App.Shelf.Get(cases.Table.Name)
	if c.Hidden || c.N == 0 || !q.opensCases() {
		return ""
	}
	values := url.Values{"within": {string(code)}, "state": {record.Not + record.Void}}
	for i, o := range cases.Reach("").Options() {
		if i >= point && (until == reached || i < until) {
			values.Add("reach", o.Value)
		}
	}
	for name, v := range f.Where {
		values.Set(name, v)
	}
	if l.Intake.ID != "" {
		values.Set("cycle", string(l.Intake.ID))
	}
	if l.Group != nil && !q.narrow(values, l.Group) || !f.Whole && !q.anyRecord(reg, values) {
		return ""
	}
	return "/r/" + cases.Table.Name + "?" + values.Encode()
}

// opensCases says whether the reader's post may open any case at all.
func (q *request) opensCases() bool {
	reg := q.s.App.Shelf.Get(cases.Table.Name)
	return reg.Look(q.actor, reg.Purpose(q.actor), "").Visible()
}

// anyRecord says whether the reader may open any record of a list: a post that opens
// cases at one gate only is led to no empty list.
func (q *request) anyRecord(reg *register.Register, values url.Values) bool {
	query, err := q.queryFrom(reg, values)
	if err != nil {
		return false
	}
	n, err := q.s.App.Road.Count(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "count"), query)
	return err == nil && n > 0
}

// narrow adds a group to the conditions of a list, which hold one set of values a
// field: those that both allow.
func (q *request) narrow(values url.Values, g *trend.Group) bool {
	filter := g.Filter()
	if chosen := values.Get(filter.Field); chosen != "" {
		return slices.Contains(g.Values, chosen) != g.Others
	}
	values[filter.Field] = filter.Values
	return true
}
