package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
)

// smallest is the smallest count of people that a leader, who sees figures and
// not files, is shown (SECURITY, 3.2).
const smallest = 5

// figure is a count, hidden where it is too small for its reader.
type figure struct {
	N      int64
	Hidden bool
}

// Show renders the figure.
func (f figure) Show() string {
	if f.Hidden {
		return fmt.Sprintf("<%d", smallest)
	}
	return number(f.N)
}

// stage is one step of the funnel.
type stage struct {
	Label i18n.Text
	figure
	Share figure // of the first stage, in hundredths of a percent; hidden with the count
	Lost  figure // since the stage before
	Href  string // its records; empty where the reader may not see them
	Width int64  // of its bar, out of 1000
}

// tile is one child unit on the map.
type tile struct {
	Name     string
	Href     string
	Records  string
	Applied  figure
	Reached  figure
	Share    figure // hundredths of a percent
	Tone     int    // 0 (none) to 6
	Col, Row int
}

// funnelData is what the dashboard shows.
type funnelData struct {
	Unit    *unit.Unit
	Up      []linkTo // the way back to the reader's own unit
	Stages  []stage
	Tiles   []tile
	Columns int
	Goal    i18n.Text // what the map is shaded by
	Filters []filter
	Rarely  bool // small figures are hidden
	Asks    bool // the reader may ask what would be, and for forecasts
	Code    unit.Code
}

// counts is how many cases reached each point, by its order.
type counts []int64

// funnelPage shows how far the applicants of a unit came. Every post may see the
// figures of its own subtree.
func (s *server) funnelPage(q *request) error {
	if q.citizen() {
		return fault.New(fault.Denied, "funnel.staff", "此页仅供工作人员使用。", "This page is for staff.")
	}
	tree := s.App.Road.Tree()
	code := unit.Code(q.URL.Query().Get("unit"))
	if code == "" {
		code = q.actor.Unit
	}
	u, ok := tree.Get(code)
	if !ok || !slices.ContainsFunc(q.actor.Ranges, func(r unit.Range) bool { return r.Contains(u.Place) }) {
		return fault.New(fault.Unknown, "unit.scope", "没有这个单位,或不在您的范围内。", "There is no such unit, or it is outside your scope.")
	}
	d := funnelData{Unit: u, Code: code, Rarely: q.actor.Role == role.Leader, Goal: points()[goal].Label}
	for _, above := range tree.Up(code) {
		if above.Code != code && slices.ContainsFunc(q.actor.Ranges, func(r unit.Range) bool { return r.Contains(above.Place) }) {
			d.Up = append(d.Up, linkTo{q.funnelPath(above.Code), i18n.Same(above.Name)})
		}
	}
	slices.Reverse(d.Up)
	d.Filters = q.funnelFilters()
	_, _, problem := q.asker()
	d.Asks = problem == nil
	d.Stages = q.stages(code, d.Rarely)
	d.Tiles, d.Columns = q.tiles(code, d.Rarely)
	return q.show(funnelPage(q.page(i18n.T("征集进展", "Progress of the intake")), d))
}

// goal is the point of the funnel by which the map is shaded: doubly qualified.
const goal = 4

func points() []field.Option { return cases.Reach("").Options() }

// tallied are the counted fields that the dashboard can be narrowed by.
func tallied() []*field.Field { return cases.Table.Tally() }

// narrowing is the conditions of the address on counted fields.
func (q *request) narrowing() map[string]string {
	out := map[string]string{}
	for _, f := range tallied() {
		if v := q.URL.Query().Get(f.Name); v != "" && f.Name != "reach" {
			out[f.Name] = v
		}
	}
	return out
}

// reached counts the cases of a unit, and of all below it, that came to each
// point or beyond.
func (q *request) reached(code unit.Code) counts {
	out, fields, narrow := make(counts, len(points())), tallied(), q.narrowing()
	order := map[string]int{}
	for i, o := range points() {
		order[o.Value] = i
	}
	q.s.App.Cube.Each(cases.Table.Name, code, func(cell string, n int64) {
		last := -1
		for i, part := range strings.Split(cell, "|") {
			if want, ok := narrow[fields[i].Name]; ok && want != part {
				return
			}
			if at, ok := order[part]; ok && fields[i].Name == "reach" {
				last = at
			}
		}
		for i := 0; i <= last; i++ {
			out[i] += n
		}
	})
	return out
}

func (q *request) stages(code unit.Code, rarely bool) []stage {
	reached := q.reached(code)
	var out []stage
	for i, o := range points() {
		st := stage{Label: o.Label, figure: rare(reached[i], rarely), Href: q.recordsPath(code, i)}
		if reached[0] > 0 {
			st.Share, st.Width = figure{reached[i] * 10000 / reached[0], st.Hidden}, reached[i]*1000/reached[0]
		}
		if st.Hidden {
			st.Width = 0
		}
		if i > 0 {
			st.Lost = rare(reached[i-1]-reached[i], rarely)
			st.Lost.Hidden = st.Lost.Hidden || (rarely && (st.Hidden || out[i-1].Hidden))
		}
		out = append(out, st)
	}
	return out
}

func rare(n int64, rarely bool) figure { return figure{n, rarely && n > 0 && n < smallest} }

// tiles lays the child units out in rows, in the order of their codes.
func (q *request) tiles(code unit.Code, rarely bool) ([]tile, int) {
	var out []tile
	today := q.s.App.Today()
	for _, child := range q.s.App.Road.Tree().Children(code) {
		if !child.On(today) {
			continue
		}
		reached := q.reached(child.Code)
		t := tile{Name: child.Name, Href: q.funnelPath(child.Code), Records: q.recordsPath(child.Code, 0),
			Applied: rare(reached[0], rarely), Reached: rare(reached[goal], rarely)}
		if reached[0] > 0 {
			t.Share.N = reached[goal] * 10000 / reached[0]
			t.Tone = int(min(6, 1+t.Share.N*6/10000))
		}
		out = append(out, t)
	}
	if rarely {
		hideSecond(out, func(t *tile) *figure { return &t.Applied })
		hideSecond(out, func(t *tile) *figure { return &t.Reached })
	}
	columns := columnsFor(len(out))
	for i := range out {
		t := &out[i]
		if t.Share.Hidden = t.Applied.Hidden || t.Reached.Hidden; t.Share.Hidden {
			t.Tone = 0
		}
		t.Col, t.Row = i%columns, i/columns
	}
	return out, columns
}

// hideSecond hides a second figure where only one is hidden: otherwise it could
// be reckoned from the sum.
func hideSecond(tiles []tile, of func(*tile) *figure) {
	var other *figure
	n := 0
	for i := range tiles {
		switch f := of(&tiles[i]); {
		case f.Hidden:
			n++
		case f.N > 0 && (other == nil || f.N < other.N):
			other = f
		}
	}
	if n == 1 && other != nil {
		other.Hidden = true
	}
}

// columnsFor keeps the tiles so large that they can be read on a phone.
func columnsFor(n int) int {
	columns := 1
	for columns*columns < n {
		columns++
	}
	return max(3, min(4, columns))
}

func (q *request) funnelPath(code unit.Code) string {
	values := url.Values{"unit": {string(code)}}
	for name, v := range q.narrowing() {
		values.Set(name, v)
	}
	return "/insight/funnel?" + values.Encode()
}

// recordsPath is the list of the cases of a unit that came to a point or beyond;
// empty where the reader may see none.
func (q *request) recordsPath(code unit.Code, point int) string {
	reg := q.s.App.Shelf.Get(cases.Table.Name)
	if !reg.Look(q.actor, reg.Purpose(q.actor), "").Visible() {
		return ""
	}
	values := url.Values{"within": {string(code)}}
	for i, o := range points() {
		if i >= point {
			values.Add("reach", o.Value)
		}
	}
	for name, v := range q.narrowing() {
		values.Set(name, v)
	}
	return "/r/" + cases.Table.Name + "?" + values.Encode()
}

// funnelFilters builds the form of conditions from the counted fields.
func (q *request) funnelFilters() []filter {
	var out []filter
	narrow := q.narrowing()
	for _, f := range tallied() {
		options := q.options(cases.Table, f)
		if f.Kind == field.ID {
			options = q.intakes(f)
		}
		if f.Name == "reach" || f.Name == "state" || len(options) == 0 {
			continue
		}
		for i := range options {
			options[i].Chosen = options[i].Value == narrow[f.Name]
		}
		out = append(out, filter{Name: f.Name, Label: f.Label, Options: options})
	}
	return out
}

func (q *request) intakes(f *field.Field) (out []option) {
	reg := q.s.App.Shelf.Get(f.Ref)
	if reg == nil {
		return nil
	}
	look := reg.Look(q.actor, reg.Purpose(q.actor), "list")
	found, err := q.s.App.Road.Page(q.Context(), look, record.Query{Limit: pageSize})
	if err != nil {
		return nil
	}
	for _, r := range found.Records {
		out = append(out, option{Value: string(r.Head().ID), Label: q.title(reg.Table, r)})
	}
	return out
}
