package web_test

import (
	"regexp"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/integrity"
	"muster/internal/lead/assessment"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestEveryCountIsItsRecords: each number of an assessment is the number of records
// behind it, those of the timeliness too, for which the county answers only where it was
// its own day: not the city's, nor the military unit's. Complaints count against the county that they are about, in
// their intake, whoever answered them.
func TestEveryCountIsItsRecords(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	on := b.Departure().Assessment
	c := webtest.At[cases.Case](b, cases.Table, "name = '乙'")[0]
	for i, late := range []bool{true, false, true} {
		r := &appeals.Review{Cycle: c.Cycle, Person: c.Person, Table: "application", Asked: b.App.Today().AddDays(-10), DecideBy: b.App.Today().AddDays(-3),
			DecidedOn: b.App.Today().AddDays(-4), Late: late, Outcome: "upheld", Office: []unit.Code{webtest.County, webtest.County, webtest.City}[i]} // the city's own lateness is not the county's
		r.Base = record.Base{County: c.County, ID: ident.New(b.Clock.Now(), ident.Secure), Rev: 1, Unit: c.Unit, Place: c.Place, State: appeals.Decided}
		b.Put(appeals.Reviews, r)
	}
	put := func(t *record.Table, rec record.Record, state string) {
		*rec.Head() = record.Base{County: c.County, ID: ident.New(b.Clock.Now(), ident.Secure), Rev: 1, Unit: c.Unit, Place: c.Place, State: state}
		b.Put(t, rec)
	}
	put(appeals.Reviews, &appeals.Review{Cycle: c.Cycle, Person: c.Person, Table: "application", Asked: b.App.Today().AddDays(-10), DecideBy: b.App.Today().AddDays(-3)}, appeals.Asked)
	for _, x := range []integrity.Complaint{
		{Blamed: webtest.County, Cycle: c.Cycle, Office: "1301", Outcome: "founded"},
		{Blamed: webtest.County, Cycle: c.Cycle, Office: "1301", Outcome: "unfounded"},
		{Blamed: webtest.County, Cycle: ident.New(b.Clock.Now(), ident.Secure), Office: "1301", Outcome: "founded"},
		{Blamed: "130104", Cycle: c.Cycle, Office: webtest.County, Outcome: "founded"},
	} {
		x.Person, x.Filed = c.Person, b.App.Today()
		put(integrity.Complaints, &x, integrity.Answered)
	}
	over, later := b.App.Today().AddDays(-1), b.App.Today().AddDays(4)
	for state, list := range map[string][]dispatch.Defect{
		dispatch.DefectMended: {{}, {Late: true}, {Belated: true}},                             // in time, late, found when its day was over
		dispatch.DefectOpen:   {{DueBy: over}, {DueBy: later}, {DueBy: over, Belated: true}}} { // late, running, not the county's
		for _, d := range list {
			d.Case, d.Cycle, d.What, d.Found = c.ID, c.Cycle, "缺章", b.App.Today().AddDays(-30)
			put(dispatch.Defects, &d, state)
		}
	}
	for state, list := range map[string][]dispatch.Return{
		dispatch.Back:      {{Late: true}, {Ours: true}},                        // the unit brought them late; the county accepted late
		dispatch.Accepted:  {{DueBy: over}},                                     // in time; the unit is late
		dispatch.Notified:  {{DueBy: over}, {DueBy: over, Belated: true}},       // late; the letter came when its day was over
		dispatch.Appraisal: {{DueBy: over}}, dispatch.Refuted: {{Ours: true}}} { // the city's, and nobody's
		for _, r := range list {
			r.Case, r.Cycle, r.Person, r.Route = c.ID, c.Cycle, c.Person, "body"
			put(dispatch.Returns, &r, state)
		}
	}
	for state, list := range map[string][]dispatch.Transport{
		dispatch.Done:     {{}, {Late: []string{"handover"}, Ours: true}, {Late: []string{"officers", "handover"}}, {Late: []string{"check"}}}, // one late
		dispatch.Arrived:  {{DueBy: over, NextBy: "county"}, {DueBy: over, NextBy: "unit"}, {DueBy: later, NextBy: "unit", Ours: true}},        // late, not, late
		dispatch.Departed: {{DueBy: later, NextBy: "county"}}, dispatch.Planned: {{DueBy: over, NextBy: "county"}}} {
		for _, trip := range list {
			trip.Cycle, trip.Name = c.Cycle, "批次"
			if state != dispatch.Planned {
				trip.Departed = clock.InstantOf(b.Clock.Now())
			}
			put(dispatch.Transports, &trip, state)
		}
	}
	if _, err := b.Try(b.Another(role.Assessor, "another"), role.Assessment, "assessment.publish", act.Answer{}, &assessment.Assessing{Cycle: b.Cycle.Subject, Unit: webtest.County}); !fault.Coded(err, "assessment.doubled") {
		t.Errorf("assessed twice: %v", err)
	}
	b.Do(role.CountyOfficer, role.Intake, "assessment.dispute", on, &assessment.Words{Remark: "少计一件复核"})
	b.As(b.Another(role.Assessor, "third"), role.Assessment, "assessment.settle", on, &assessment.Words{Remark: "已更正"})
	a := webtest.At[assessment.Assessment](b, assessment.Table, "id = $1", string(on.Subject))[0]
	count := func(c assessment.Count) (n int64) {
		table := b.App.Book.Table(c.Table)
		err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
			found, err := table.List(tx, query(b, c))
			n = int64(len(found.Records))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, m := range a.Measures() {
		for side, c := range map[string]assessment.Count{"numerator": m.N, "denominator": m.D} {
			var n int64
			for _, part := range c.Parts {
				n += count(part)
			}
			if c.Table != "" {
				n = count(c)
			}
			if c.Table == "" && len(c.Parts) == 0 {
				t.Errorf("the %s of %s has no records behind it", side, m.Code)
			}
			if n != c.N && !c.Sum {
				t.Errorf("the %s of %s is %d; %d records are listed", side, m.Code, c.N, n)
			}
		}
	}
	if a.Cases != 17 || a.OnTime != 8 || a.Complaints != 1 { // 2, 4, 4 and 6 of each, and of the bench a defect over its day
		t.Errorf("%d of %d in time, %d complaints", a.OnTime, a.Cases, a.Complaints)
	}
	page := as(t, serve(t, b).URL, webtest.Login(role.Assessor)).get("/assessment/" + string(on.County) + "/" + string(on.Subject))
	row := regexp.MustCompile(`(?s)id="rate-timeliness".*?</tr>`).FindString(page.Body)
	for list, want := range map[string]int{"/r/review?": 2, "/r/transport?": 4, "/r/file_defect?": 3, "/r/recruit_return?": 3, "due=overdue": 3} {
		if strings.Count(row, list) != want {
			t.Errorf("the row of the timeliness leads %d times to %s", strings.Count(row, list), list)
		}
	}
}

// query asks for the records that a count counts.
func query(b *webtest.Bench, c assessment.Count) record.Query {
	q := record.Query{Filters: c.Where, Within: b.App.Road.Tree().Scope(webtest.County), Limit: 1000}
	if c.Anywhere {
		q.Within = b.App.Road.Tree().Scope(b.App.Road.Tree().Root().Code)
	}
	if c.Overdue {
		q.DueBefore = b.App.Today()
	}
	return q
}
