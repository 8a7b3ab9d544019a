package web

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/insight/radar"
	"muster/internal/insight/radar/records"
	"muster/internal/intake/leads"
)

// radarTables makes the tables of the page.
func (q *request) radarTables(d *radarData) {
	tree := q.s.App.Road.Tree()
	d.funnel(q, "stations", i18n.T("体检站", "Stations"), d.Figures.Stations, func(p radar.Point) (string, string) {
		return tree.Name(unit.Code(p.Name)), q.lead(leads.Funnel, unit.Code(p.Name), "", figuresOf(p))
	})
	d.Tables = append(d.Tables, q.sampleTable(d, tree))
	if d.Figures.Logs {
		if records.Names(q.actor.Role) {
			q.staffFunnels(d, tree)
		} else {
			d.Tables = append(d.Tables, q.staffTable(d))
		}
		d.Tables = append(d.Tables, q.stepTable(d, tree), q.identityTable(d, tree))
		if records.Names(q.actor.Role) {
			d.Tables = append(d.Tables, q.pairTable(d), q.speedTable(d, tree), q.editTable(d, tree))
		}
	}
	for _, t := range d.Tables {
		t.sort()
	}
	for _, t := range d.Funnels {
		t.Table.sort()
	}
}

// staffFunnels compares officers and doctors by name.
func (q *request) staffFunnels(d *radarData, tree *unit.Tree) {
	person := func(p radar.Point) (string, string) {
		id := ident.ID(p.Name)
		at := q.postOf(id)
		if at == "" {
			return q.staffName(id), ""
		}
		return q.staffName(id) + " · " + tree.Name(at), q.lead(leads.Funnel, at, id, figuresOf(p)) // names of posts are alike in every county
	}
	d.funnel(q, "officers", officersTitle, d.Figures.Officers, person)
	for _, section := range slices.Sorted(maps.Keys(d.Figures.Examiners)) {
		d.funnel(q, "section-"+section, q.doctorsTitle(section), d.Figures.Examiners[section], person)
	}
}

var officersTitle = i18n.T("通知体检的干事", "Officers who summon")

// doctorsTitle is what the doctors of a section are called.
func (q *request) doctorsTitle(section string) i18n.Text {
	if section == records.Chief {
		return i18n.T("主检医师", "Chief examiners")
	}
	return q.s.sectionLabel(section)
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

// sort puts the alarms first.
func (t radarTable) sort() {
	slices.SortStableFunc(t.Rows, func(a, b radarRow) int { return cmp.Compare(order(a.Alarm), order(b.Alarm)) })
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
