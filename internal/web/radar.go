package web

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/insight/radar"
	"muster/internal/insight/radar/records"
	"muster/internal/insight/trend"
	"muster/internal/intake/leads"
	"muster/internal/office/role"
)

// radarData is what the page of the radar shows.
type radarData struct {
	Unit    *unit.Unit
	Up      []linkTo
	Below   []linkTo // offices whose logs are few enough to be read
	Cycles  []option
	Figures *records.Figures
	Funnels []radarFunnel
	Tables  []radarTable
	Alone   []i18n.Text // funnels in which there is nobody to compare with
	Few     []i18n.Text // funnels of which nothing may be shown to the reader
	Counts  *radarCounts
	Leads   string // the register of leads; empty where the reader may not see it
	Alarms  int
}

// radarFunnel is one funnel plot with its table twin.
type radarFunnel struct {
	Chart  radarChart
	Table  radarTable
	Folded bool // doctors of a section of whom none is alarmed
}

// radarTable is one table of the page.
type radarTable struct {
	ID    string
	Title i18n.Text
	Note  i18n.Text
	Heads []i18n.Text // the first column is the row's name
	Rows  []radarRow
}

// radarRow is one line, with the form by which an inspector may open a lead.
type radarRow struct {
	Cells []string
	Alarm bool
	Lead  string
}

var radarTitle = i18n.T("廉洁雷达", "Integrity radar")

// radarPage shows what the radar reads in the records of an intake.
func (s *server) radarPage(q *request) error {
	if records.PurposeOf(q.actor.Role) == "" {
		return access.Denied()
	}
	code := unit.Code(cmp.Or(q.URL.Query().Get("unit"), string(q.actor.Unit)))
	u, ok := s.App.Road.Tree().Get(code)
	if !ok || !q.actor.Reaches(u.Place) {
		return fault.New(fault.Unknown, "unit.scope", "没有这个单位,或不在您的范围内。", "There is no such unit, or it is outside your scope.")
	}
	d := radarData{Unit: u}
	cycle, err := q.radarCycle(&d)
	if err != nil {
		return err
	}
	d.Figures, err = s.radarSource().Read(q.Context(), q.actor, code, cycle)
	if err != nil {
		return err
	}
	d.Counts = hideRadar(d.Figures, records.Names(q.actor.Role))
	q.radarWays(&d, cycle)
	q.radarTables(&d)
	return q.show(radarPage(q.page(radarTitle), d))
}

func (s *server) radarSource() records.Source {
	return records.Source{Road: s.App.Road, Pack: s.App.Pack, Key: s.blindKey()}
}

// radarCycle is the intake of the address, otherwise the newest that has an
// examination; ids sort by time.
func (q *request) radarCycle(d *radarData) (ident.ID, error) {
	var newest string
	err := q.s.read(q.Context(), func(tx *db.Tx) error {
		_, err := tx.One("SELECT COALESCE(MAX(cycle), '') FROM exam WHERE state = 'concluded'", nil, &newest)
		return err
	})
	chosen := cmp.Or(q.URL.Query().Get("cycle"), newest)
	if err != nil {
		return "", err
	}
	intakes, err := trend.Intakes(q.Context(), q.s.App.Store)
	for _, i := range intakes {
		d.Cycles = append(d.Cycles, option{Value: string(i.ID), Label: i.Name, Chosen: string(i.ID) == chosen})
	}
	return ident.ID(chosen), err
}

// radarWays are the offices above and below, and the leads.
func (q *request) radarWays(d *radarData, cycle ident.ID) {
	tree := q.s.App.Road.Tree()
	to := func(u *unit.Unit) linkTo {
		return linkTo{"/insight/radar?" + url.Values{"unit": {string(u.Code)}, "cycle": {string(cycle)}}.Encode(), i18n.Same(u.Name)}
	}
	for _, above := range tree.Up(d.Unit.Code) {
		if above.Code != d.Unit.Code && q.actor.Reaches(above.Place) {
			d.Up = append(d.Up, to(above))
		}
	}
	slices.Reverse(d.Up)
	for _, child := range tree.Children(d.Unit.Code) {
		if child.On(q.s.App.Today()) && (child.Kind == unit.City || child.Kind == unit.County) {
			d.Below = append(d.Below, to(child))
		}
	}
	if look := q.s.App.Shelf.Get(leads.Table.Name).Look(q.actor, role.Integrity, ""); look.Visible() {
		d.Leads = "/r/" + leads.Table.Name
	}
}

// staffName is somebody of the staff: by name to whoever may see it, otherwise by a
// number that holds for this page.
func (q *request) staffName() func(ident.ID) string {
	seen := map[ident.ID]int{}
	return func(id ident.ID) string {
		if id == "" {
			return "–"
		}
		if a, ok := q.s.App.Directory.Account(id); ok && records.Names(q.actor.Role) {
			return a.Name
		}
		if seen[id] == 0 {
			seen[id] = len(seen) + 1
		}
		return i18n.T("工作人员 {n}", "Staff {n}").With("n", seen[id]).In(q.lang)
	}
}

// lead is the form that opens a lead from an alarm; empty where the reader is no
// inspector.
func (q *request) lead(what leads.Detector, about unit.Code, account ident.ID, figures string) string {
	if !records.Names(q.actor.Role) {
		return ""
	}
	return "/act/radar_lead.open?" + url.Values{"detector": {string(what)}, "about": {string(about)}, "account": {string(account)}, "figures": {figures}}.Encode()
}

// postOf is where somebody of the staff works.
func (q *request) postOf(id ident.ID) unit.Code {
	if posts := q.s.App.Directory.PostsOf(id, q.s.App.Today()); len(posts) > 0 {
		return posts[0].Unit
	}
	return ""
}

func inPercent(x float64) string { return strconv.FormatFloat(x*100, 'f', 1, 64) + "%" }

// chance renders a probability so that small ones can be told apart.
func chance(p float64) string {
	if p < 0.001 {
		return strconv.FormatFloat(p, 'e', 1, 64)
	}
	return strconv.FormatFloat(p, 'f', 3, 64)
}

// radarTables makes the tables of the page.
func (q *request) radarTables(d *radarData) {
	f, name := d.Figures, q.staffName()
	tree := q.s.App.Road.Tree()
	d.funnel(q, "stations", i18n.T("体检站", "Stations"), f.Stations, func(p radar.Point) (string, string) {
		return tree.Name(unit.Code(p.Name)), q.lead(leads.Funnel, unit.Code(p.Name), "", figuresOf(p))
	})
	person := func(p radar.Point) (string, string) {
		id := ident.ID(p.Name)
		at := q.postOf(id)
		if records.Names(q.actor.Role) && at != "" { // names of posts are alike in every county
			return name(id) + " · " + tree.Name(at), q.lead(leads.Funnel, at, id, figuresOf(p))
		}
		return name(id), ""
	}
	d.Tables = append(d.Tables, q.sampleTable(d, tree))
	if f.Logs {
		d.funnel(q, "officers", i18n.T("通知体检的干事", "Officers who summon"), f.Officers, person)
		for _, section := range slices.Sorted(maps.Keys(f.Examiners)) {
			label := q.s.sectionLabel(section)
			if section == records.Chief {
				label = i18n.T("主检医师", "Chief examiners")
			}
			d.funnel(q, "section-"+section, label, f.Examiners[section], person)
		}
		d.Tables = append(d.Tables, q.stepTable(d, tree), q.identityTable(d, tree), q.pairTable(d, name), q.speedTable(d, name, tree), q.editTable(d, name, tree))
	}
	for _, t := range d.Tables {
		d.count(t)
	}
	for _, t := range d.Funnels {
		d.count(t.Table)
	}
}

// openRows is how many rows of a table stand open; the others are folded away.
const openRows = 8

// shown is how many rows stand open: every alarm is among them.
func (t radarTable) shown() int {
	n := openRows
	for i, r := range t.Rows {
		if r.Alarm {
			n = max(n, i+1)
		}
	}
	return n
}

// count counts the alarms of a table and puts them first.
func (d *radarData) count(t radarTable) {
	slices.SortStableFunc(t.Rows, func(a, b radarRow) int { return cmp.Compare(order(a.Alarm), order(b.Alarm)) })
	for _, r := range t.Rows {
		if r.Alarm {
			d.Alarms++
		}
	}
}

func order(alarm bool) int {
	if alarm {
		return 0
	}
	return 1
}

func figuresOf(p radar.Point) string {
	return fmt.Sprintf("%d/%d, %s; %s; %d–%d", p.X, p.N, inPercent(p.Rate), inPercent(p.Expected), p.Floor, p.Ceiling)
}

// funnel adds a funnel plot with its table. What it counts as compared are cases of
// kinds that somebody else decided too.
func (d *radarData) funnel(q *request, id string, title i18n.Text, points []radar.Point, who func(radar.Point) (name, lead string)) {
	if len(points) == 0 {
		d.Alone = append(d.Alone, title)
		return
	}
	t := radarTable{ID: id, Title: title, Heads: []i18n.Text{title, i18n.T("可比体检", "Compared"), i18n.T("合格", "Passed"), i18n.T("合格率", "Rate"), i18n.T("同类应有", "Expected of such cases"), i18n.T("控制限(人)", "Control limits (people)"),
		i18n.T("偶然概率", "By chance")}}
	for _, p := range points {
		name, lead := who(p)
		row := radarRow{Alarm: p.Alarm, Lead: lead, Cells: []string{name, d.Counts.show(id, p.Name, isN, p.N), d.Counts.show(id, p.Name, isX, p.X), "–", "–", "–", "–"}}
		if !d.Counts.closed(id, p) {
			row.Cells[3] = inPercent(p.Rate)
		}
		switch shown, rounded := d.Counts.compares(id, points, p); {
		case shown && rounded:
			row.Cells[4] = strconv.FormatFloat(p.Expected*100, 'f', 0, 64) + "%"
		case shown:
			row.Cells[4], row.Cells[5], row.Cells[6] = inPercent(p.Expected), fmt.Sprintf("%d–%d", p.Floor, p.Ceiling), chance(min(p.High, p.Low))
		}
		t.Rows = append(t.Rows, row)
	}
	if !slices.ContainsFunc(points, func(p radar.Point) bool { return p.Alarm || !d.Counts.closed(id, p) }) {
		d.Few = append(d.Few, title)
		return
	}
	folded := strings.HasPrefix(id, "section-") && !slices.ContainsFunc(points, func(p radar.Point) bool { return p.Alarm })
	d.Funnels = append(d.Funnels, radarFunnel{chartOf(id, points, d.Counts), t, folded})
}

// radarTime is when the figures were read.
func (d radarData) radarTime() clock.Instant { return d.Figures.At }
