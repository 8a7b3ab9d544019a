package selection

import (
	"bytes"
	"database/sql"
	"fmt"
	"slices"

	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/preservice"
	"muster/internal/intake/selection/score"
	"muster/internal/intake/signup"
)

// Finding is something about a score or a list that is not as it was made.
type Finding struct {
	County unit.Code
	Table  string
	ID     ident.ID
	What   i18n.Text
}

// String names the record.
func (f Finding) String() string { return fmt.Sprintf("%s %s/%s", f.County, f.Table, f.ID) }

// audited are the tables on which scores and lists rest.
var audited = []*record.Table{cases.Table, Sheets, Items, ScoreObjections, Rankings, Meetings, NoticeObjections, signup.Documents,
	preservice.Courses, preservice.Places, preservice.Days, preservice.Tests}

// Audit computes every posted score of a county again from its evidence, every
// list's root from its entries, and compares each row they rest on with what the
// newest act made of it. It reads only; report is called once for each finding, and
// the number of scores that were computed is returned. The error is about reading.
func Audit(tx *db.Tx, pack *policy.Pack, county unit.Code, report func(Finding)) (scores int, err error) {
	a := &audit{tx: tx, pack: pack, county: county, report: report}
	for _, t := range audited {
		if err := a.rows(t); err != nil {
			return 0, err
		}
	}
	if err := a.read(); err != nil {
		return 0, err
	}
	for _, c := range a.cases {
		if c.ScoredOn != "" {
			scores++
			a.score(c)
		}
	}
	a.lists()
	return scores, nil
}

type audit struct {
	tx     *db.Tx
	pack   *policy.Pack
	county unit.Code
	report func(Finding)

	cases    []*cases.Case
	sheets   map[ident.ID]*Sheet // by application
	items    map[ident.ID][]*Item
	places   map[ident.ID]*preservice.Place
	courses  map[ident.ID]*preservice.Course
	records  map[ident.ID]preservice.Sheets // by course
	papers   map[ident.ID]*signup.Document
	rankings []*Ranking
	meetings []*Meeting
}

func (a *audit) find(table string, id ident.ID, what i18n.Text) {
	a.report(Finding{a.county, table, id, what})
}

// rows compares the rows of a table with their newest facts.
func (a *audit) rows(t *record.Table) error {
	var all []record.Record
	err := a.tx.Each(t.Select()+" WHERE county = $1", []any{string(a.county)}, func(rows *sql.Rows) error {
		r := t.New()
		all = append(all, r)
		return rows.Scan(t.Targets(r)...)
	})
	for _, r := range all {
		if err != nil {
			return err
		}
		h := r.Head()
		var body []byte
		var found bool
		body, found, err = ledger.FactAt(a.tx, h.County, t.Name, h.ID, h.Rev)
		if !found || !bytes.Equal(body, t.Canonical(r)) {
			a.find(t.Name, h.ID, i18n.T("与最近一次办理的结果不一致", "is not what the newest act made of it"))
		}
	}
	return err
}

// here reads the records of a table in the county.
func here[R any, P record.Of[R]](a *audit, t *record.Table, err *error) (out []P) {
	if *err == nil {
		out, *err = record.All[R, P](a.tx, t, "county = $1 AND state <> 'void'", string(a.county))
	}
	return out
}

func (a *audit) read() (err error) {
	a.sheets, a.items, a.places = map[ident.ID]*Sheet{}, map[ident.ID][]*Item{}, map[ident.ID]*preservice.Place{}
	a.courses, a.records, a.papers = map[ident.ID]*preservice.Course{}, map[ident.ID]preservice.Sheets{}, map[ident.ID]*signup.Document{}
	a.cases = here[cases.Case](a, cases.Table, &err)
	a.rankings, a.meetings = here[Ranking](a, Rankings, &err), here[Meeting](a, Meetings, &err)
	for _, s := range here[Sheet](a, Sheets, &err) {
		a.sheets[s.Case] = s
	}
	for _, i := range here[Item](a, Items, &err) {
		a.items[i.Case] = append(a.items[i.Case], i)
	}
	for _, p := range here[preservice.Place](a, preservice.Places, &err) {
		if p.State == preservice.Finished {
			a.places[p.Case] = p
		}
	}
	for _, c := range here[preservice.Course](a, preservice.Courses, &err) {
		a.courses[c.ID] = c
	}
	for _, d := range here[preservice.Day](a, preservice.Days, &err) {
		s := a.records[d.Course]
		s.Days = append(s.Days, d)
		a.records[d.Course] = s
	}
	for _, t := range here[preservice.Test](a, preservice.Tests, &err) {
		s := a.records[t.Course]
		s.Tests = append(s.Tests, t)
		a.records[t.Course] = s
	}
	for _, d := range here[signup.Document](a, signup.Documents, &err) {
		a.papers[d.ID] = d
	}
	return err
}

// evidence is what the score of a case rests on, as it is on file.
func (a *audit) evidence(c *cases.Case) score.Evidence {
	e := score.Evidence{Application: c.ID, Education: string(c.Education), Physique: string(c.Physique), Psychology: string(c.Psychology)}
	if p := a.places[c.ID]; p != nil {
		e.Place, e.Drill, e.Knowledge = p.ID, p.Drill, p.Knowledge
	}
	for _, i := range a.items[c.ID] {
		e.Items = append(e.Items, score.Item{Code: i.Code, Evidence: i.ID})
	}
	return e
}

// score computes the score of one case again.
func (a *audit) score(c *cases.Case) {
	view, e := a.pack.On(c.PolicyDay), a.evidence(c)
	if p := a.places[c.ID]; p != nil {
		a.place(view, p)
	}
	for _, i := range a.items[c.ID] {
		row, _ := view.Row("score_item", i.Code)
		if d := a.papers[i.Document]; d == nil || d.Case != c.ID || d.State != signup.Verified || d.Kind != row.Text("document") {
			a.find(Items.Name, i.ID, i18n.T("加分项目的依据材料不成立", "rests on no verified document of its kind"))
		}
	}
	computed, err := score.Compute(view, e)
	s := a.sheets[c.ID]
	switch {
	case err != nil:
		a.find(cases.Table.Name, c.ID, fault.As(err).Text)
	case s == nil:
		a.find(cases.Table.Name, c.ID, i18n.T("没有成绩单", "has no posted sheet"))
	case computed.Total != c.Score || computed.Total != s.Total || !slices.Equal(computed.Texts(), s.Lines):
		a.find(cases.Table.Name, c.ID, i18n.T("重新计算为 {want} 分,所存为 {have} 分", "computes to {want}, but {have} is stored").With("want", Points(computed.Total), "have", Points(c.Score)))
	case c.Tie != tie(c.ID):
		a.find(cases.Table.Name, c.ID, i18n.T("同分次序被改动", "has another place among equals"))
	}
}

// place computes the points of a place in a course again.
func (a *audit) place(view *policy.View, p *preservice.Place) {
	c := a.courses[p.Course]
	if c == nil {
		a.find(preservice.Places.Name, p.ID, i18n.T("没有所属的役前教育", "belongs to no course"))
		return
	}
	limits, err := preservice.LimitsOf(view)
	if err == nil {
		drill, knowledge, _, _, missing := preservice.Points(limits, c, p, a.records[c.ID])
		if len(missing) > 0 || drill != p.Drill || knowledge != p.Knowledge {
			a.find(preservice.Places.Name, p.ID, i18n.T("与出勤、成绩登记不符", "does not follow from attendance and marks"))
		}
	}
}

// lists compares each list with its root, and the meeting that decided on it.
func (a *audit) lists() {
	for _, r := range a.rankings {
		var list []*cases.Case
		for _, c := range a.cases {
			if c.Ranking == r.ID {
				list = append(list, c)
			}
		}
		slices.SortFunc(list, func(x, y *cases.Case) int { return int(x.Rank - y.Rank) })
		if Root(r, list) != r.Root {
			a.find(Rankings.Name, r.ID, i18n.T("名单与定稿时的指纹不一致", "is not the list that was frozen"))
		}
		at := slices.IndexFunc(a.meetings, func(m *Meeting) bool { return m.Ranking == r.ID && m.State == Closed && m.Decision == Carried })
		if r.State != Frozen && (at < 0 || a.meetings[at].Root != r.Root) {
			a.find(Rankings.Name, r.ID, i18n.T("没有集体通过该名单的会议", "was decided on by no meeting"))
		}
	}
}
