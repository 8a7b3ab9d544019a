package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
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
	if chosen != newest && !slices.ContainsFunc(intakes, func(i trend.Intake) bool { return string(i.ID) == chosen }) {
		return "", cmp.Or(err, trend.NoIntake())
	}
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

// radarTime is when the figures were read.
func (d radarData) radarTime() clock.Instant { return d.Figures.At }
