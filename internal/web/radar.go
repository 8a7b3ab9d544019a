package web

import (
	"cmp"
	"fmt"
	"maps"
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
	"muster/internal/insight/radar"
	"muster/internal/insight/radar/records"
	"muster/internal/intake/leads"
	"muster/internal/intake/medical"
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
	Rarely  bool
	Leads   string // the register of leads; empty where the reader may not see it
	Alarms  int
}

// radarFunnel is one funnel plot with its table twin.
type radarFunnel struct {
	Chart radarChart
	Table radarTable
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
	d := radarData{Unit: u, Rarely: q.actor.Role == role.Leader}
	cycle, err := q.radarCycle(&d)
	if err != nil {
		return err
	}
	d.Figures, err = s.radarSource().Read(q.Context(), q.actor, code, cycle)
	if err != nil {
		return err
	}
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
	d.Cycles = q.intakes(medical.Exams.Schema.Get("cycle"))
	for i := range d.Cycles {
		d.Cycles[i].Chosen = d.Cycles[i].Value == chosen
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

func percent(x float64) string { return strconv.FormatFloat(x*100, 'f', 1, 64) + "%" }

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
		return name(id), q.lead(leads.Funnel, q.postOf(id), id, figuresOf(p))
	}
	d.Tables = append(d.Tables, q.sampleTable(f, tree))
	if f.Logs {
		d.funnel(q, "officers", i18n.T("通知体检的干事", "Officers who summon"), f.Officers, person)
		for _, section := range slices.Sorted(maps.Keys(f.Examiners)) {
			label := q.s.sectionLabel(section)
			if section == records.Chief {
				label = i18n.T("主检医师", "Chief examiners")
			}
			d.funnel(q, "section-"+section, label, f.Examiners[section], person)
		}
		d.Tables = append(d.Tables, q.stepTable(f, tree), q.pairTable(f, name), q.speedTable(f, name, tree), q.editTable(f, name, tree))
	}
	for _, t := range d.Tables {
		d.count(t)
	}
	for _, t := range d.Funnels {
		d.count(t.Table)
	}
}

func (d *radarData) count(t radarTable) {
	for _, r := range t.Rows {
		if r.Alarm {
			d.Alarms++
		}
	}
}

func figuresOf(p radar.Point) string {
	return fmt.Sprintf("%d/%d, %s; %s; %d–%d", p.X, p.N, percent(p.Rate), percent(p.Expected), p.Floor, p.Ceiling)
}

// funnel adds a funnel plot with its table.
func (d *radarData) funnel(q *request, id string, title i18n.Text, points []radar.Point, who func(radar.Point) (name, lead string)) {
	t := radarTable{ID: id, Title: title, Heads: []i18n.Text{title, i18n.T("体检", "Examined"), i18n.T("合格", "Passed"), i18n.T("合格率", "Rate"), i18n.T("同类应有", "Expected of such cases"), i18n.T("控制限(人)", "Control limits (people)"),
		i18n.T("偶然概率", "By chance")}}
	for _, p := range points {
		n, x := rare(p.N, d.Rarely), rare(p.X, d.Rarely)
		x.Hidden = x.Hidden || rare(p.N-p.X, d.Rarely).Hidden
		name, lead := who(p)
		row := radarRow{Alarm: p.Alarm, Lead: lead, Cells: []string{name, n.Show(), x.Show(), percent(p.Rate), percent(p.Expected), fmt.Sprintf("%d–%d", p.Floor, p.Ceiling), chance(min(p.High, p.Low))}}
		if n.Hidden || x.Hidden {
			row.Cells[3], row.Cells[5], row.Cells[6] = "–", "–", "–"
		}
		t.Rows = append(t.Rows, row)
	}
	d.Funnels = append(d.Funnels, radarFunnel{chartOf(points, d.Rarely), t})
}

func (q *request) sampleTable(f *records.Figures, tree *unit.Tree) radarTable {
	t := radarTable{ID: "samples", Title: i18n.T("盲法复检", "Blind re-examination"), Note: i18n.T("另一站复检的结果与首次不同的人数;下限超过政策包的界限即报警。", "How many another station found otherwise; an alarm where the lower bound exceeds the limit of the pack."),
		Heads: []i18n.Text{i18n.T("体检站", "Station"), i18n.T("抽中", "Drawn"), i18n.T("已比对", "Compared"), i18n.T("不一致", "Different"), i18n.T("原合格现不合格", "Passed first, failed now"), i18n.T("不一致率下限", "Lower bound")}}
	rarely := q.actor.Role == role.Leader
	for _, s := range f.Samples {
		t.Rows = append(t.Rows, radarRow{Alarm: s.Alarm, Lead: q.lead(leads.Sample, s.Station, "", fmt.Sprintf("%d/%d, ≥ %.2f%%", s.Differ, s.Compared, s.Lower)),
			Cells: []string{tree.Name(s.Station), rare(s.Drawn, rarely).Show(), rare(s.Compared, rarely).Show(), rare(s.Differ, rarely).Show(), rare(s.Failed, rarely).Show(), fmt.Sprintf("%.2f%%", s.Lower)}})
		if last := &t.Rows[len(t.Rows)-1]; rare(s.Differ, rarely).Hidden {
			last.Cells[5] = "–"
		}
	}
	return t
}

func (q *request) stepTable(f *records.Figures, tree *unit.Tree) radarTable {
	t := radarTable{ID: "steps", Title: i18n.T("结论是否缺少前置环节", "Conclusions without what must come before"),
		Note:  i18n.T("没有登记、没有科室签署的结论本不可能出现;从登记到主检结论不足 {n} 分钟计为过快。", "A conclusion without admission or without a section's signature cannot come about; less than {n} minutes from admission to conclusion is hasty.").With("n", f.Minutes),
		Heads: []i18n.Text{i18n.T("体检站", "Station"), i18n.T("结论", "Conclusions"), i18n.T("无登记", "Nobody admitted"), i18n.T("科室未签", "Section unsigned"), i18n.T("过快", "Hasty")}}
	rarely := q.actor.Role == role.Leader
	for _, s := range f.Steps {
		t.Rows = append(t.Rows, radarRow{Alarm: s.Alarm, Lead: q.lead(leads.Missing, s.Station, "", fmt.Sprintf("%d: %d, %d, %d", s.N, s.Unadmitted, s.Unsigned, s.Hasty)),
			Cells: []string{tree.Name(s.Station), rare(s.N, rarely).Show(), rare(s.Unadmitted, rarely).Show(), rare(s.Unsigned, rarely).Show(), rare(s.Hasty, rarely).Show()}})
	}
	return t
}

// mostRows bounds the rows of the tables of pairs, speeds and edits; the least
// probable, the fastest and the most frequent come first.
const mostRows = 60

func first[T any](list []T) []T { return list[:min(len(list), mostRows)] }

// meetingsText are the readings of how two people met.
var meetingsText = map[string]i18n.Text{"desk": i18n.T("登记 → 医生", "desk → doctor"), "summons": i18n.T("通知 → 医生", "summons → doctor"), "signed": i18n.T("办理 → 会签", "act → second signature")}

func (q *request) pairTable(f *records.Figures, name func(ident.ID) string) radarTable {
	t := radarTable{ID: "pairs", Title: i18n.T("反复同组", "Repeated pairs"),
		Note: i18n.T("零假设:同站、同日、同科室内由抽签分配,与谁登记、谁通知无关;会签由本县能会签该事项者任一人办理。超几何分布,按对数校正。没有选择余地的不列。列出最不可能的 {n} 对。",
			"The null: within a station, day and section the lot decides, whoever admitted or summoned; any of a county's second signatories signs. Hypergeometric, corrected for the number of pairs. Pairs without a choice are left out. The {n} least probable.").With("n", mostRows),
		Heads: []i18n.Text{i18n.T("两人", "Pair"), i18n.T("方式", "How"), i18n.T("相遇", "Met"), i18n.T("前者共", "Of the first one's"), i18n.T("偶然应有", "By chance about"), i18n.T("偶然概率", "Probability")}}
	for _, p := range first(f.Pairs) {
		t.Rows = append(t.Rows, radarRow{Alarm: p.Alarm, Lead: q.lead(leads.Pairs, q.postOf(p.B), p.B, fmt.Sprintf("%s: %d/%d, %.1f, %s", p.How, p.Met, p.Of, p.Expected, chance(p.Probability))),
			Cells: []string{name(p.A) + " → " + name(p.B), meetingsText[p.How].In(q.lang), q.few(p.Met), q.few(p.Of), strconv.FormatFloat(p.Expected, 'f', 1, 64), chance(p.Probability)}})
	}
	return t
}

// few is a count, hidden from leaders where it is small.
func (q *request) few(n int64) string { return rare(n, q.actor.Role == role.Leader).Show() }

func (q *request) speedTable(f *records.Figures, name func(ident.ID) string, tree *unit.Tree) radarTable {
	t := radarTable{ID: "speeds", Title: i18n.T("办理速度", "Velocity"), Note: i18n.T("任一小时内签署多于 {n} 件即报警(政策包)。列出最快的 {m} 项。", "An alarm where more than {n} are signed within any hour (policy pack). The {m} fastest.").With("n", f.Limit).With("m", mostRows),
		Heads: []i18n.Text{i18n.T("办理人", "By"), i18n.T("单位", "Office"), i18n.T("事项", "Act"), i18n.T("件数", "Acts"), i18n.T("最多每小时", "Most in an hour"), i18n.T("间隔中位(秒)", "Median pause (s)")}}
	for _, s := range first(f.Speeds) {
		t.Rows = append(t.Rows, radarRow{Alarm: s.Alarm, Lead: q.lead(leads.Velocity, s.Log, s.Account, fmt.Sprintf("%s: %d, %d/h, %d s", s.Kind, s.N, s.Hour, s.Gap)),
			Cells: []string{name(s.Account), tree.Name(s.Log), q.actTitle(s.Kind), q.few(s.N), q.few(s.Hour), number(s.Gap)}})
	}
	return t
}

func (q *request) editTable(f *records.Figures, name func(ident.ID) string, tree *unit.Tree) radarTable {
	t := radarTable{ID: "edits", Title: i18n.T("事后更正", "Late edits"), Note: i18n.T("更正方向:此后体检合格/不合格,或缺勤减少/增加;其余不知。", "Which way: what was corrected went on to pass or to fail, or the absences became fewer or more; unknown for the others. A correction alone is no alarm."),
		Heads: []i18n.Text{i18n.T("办理人 → 会签", "By → second"), i18n.T("单位", "Office"), i18n.T("事项", "Act"), i18n.T("件数", "Acts"), i18n.T("有利", "In favour"), i18n.T("不利", "Against")}}
	for _, e := range first(f.Edits) {
		t.Rows = append(t.Rows, radarRow{Lead: q.lead(leads.Edits, e.Log, e.Actor, fmt.Sprintf("%s: %d (+%d, −%d)", e.Kind, e.N, e.For, e.Against)),
			Cells: []string{name(e.Actor) + " → " + name(e.Signer), tree.Name(e.Log), q.actTitle(e.Kind), q.few(e.N), q.few(e.For), q.few(e.Against)}})
	}
	return t
}

func (q *request) actTitle(kind string) string {
	if k := q.s.App.Book.Kind(kind); k != nil {
		return k.Title.In(q.lang)
	}
	return kind
}

// radarTime is when the figures were read.
func (d radarData) radarTime() clock.Instant { return d.Figures.At }
