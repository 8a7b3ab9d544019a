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
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/integrity"
	"muster/internal/lead/assessment"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestEveryCountIsItsRecords: each number of an assessment is the number of records
// behind it, those of the timeliness too: of reviews, transports, defects of files and
// returns one was in time, one late, and one is over its day and not done. Complaints count against the county that they are about, in
// their intake, whoever answered them.
func TestEveryCountIsItsRecords(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	on := b.Departure().Assessment
	c := webtest.At[cases.Case](b, cases.Table, "name = '乙'")[0]
	for i, late := range []bool{true, false} {
		r := &appeals.Review{Cycle: c.Cycle, Person: c.Person, Table: "application", Asked: b.App.Today().AddDays(-10), DecideBy: b.App.Today().AddDays(-3),
			DecidedOn: b.App.Today().AddDays(-4 + 3*(1-i)), Late: late, Outcome: "upheld"}
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
	for i, state := range []string{dispatch.DefectMended, dispatch.DefectMended, dispatch.DefectOpen, dispatch.DefectOpen} { // in time, late, over its day, running
		put(dispatch.Defects, &dispatch.Defect{Case: c.ID, Cycle: c.Cycle, What: "缺章", Found: b.App.Today().AddDays(-30), DueBy: b.App.Today().AddDays(6*i - 13), Late: i == 1}, state)
	}
	for i, state := range []string{dispatch.Back, dispatch.Back, dispatch.Accepted, dispatch.Appraisal, dispatch.Refuted} {
		put(dispatch.Returns, &dispatch.Return{Case: c.ID, Cycle: c.Cycle, Person: c.Person, Route: "body", DueBy: map[bool]clock.Date{true: b.App.Today().AddDays(-1)}[i > 1 && i < 4], Late: i == 1}, state)
	}
	for i, state := range []string{dispatch.Done, dispatch.Done, dispatch.Arrived, dispatch.Planned, dispatch.Departed} { // the fifth runs within its days
		trip := &dispatch.Transport{Cycle: c.Cycle, Name: "批次", DueBy: map[bool]clock.Date{true: b.App.Today().AddDays(-1), false: b.App.Today().AddDays(4)}[i < 4], Departed: clock.InstantOf(b.Clock.Now())}
		if trip.Late = nil; i == 1 {
			trip.Late = []string{"handover"}
		}
		if state == dispatch.Planned {
			trip.Departed = 0
		}
		put(dispatch.Transports, trip, state)
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
	if a.Cases != 14 || a.OnTime != 4 || a.Complaints != 1 { // three of each of the four, and of the bench a transport and a defect over their day
		t.Errorf("%d of %d in time, %d complaints", a.OnTime, a.Cases, a.Complaints)
	}
	page := as(t, serve(t, b).URL, webtest.Login(role.Assessor)).get("/assessment/" + string(on.County) + "/" + string(on.Subject))
	row := regexp.MustCompile(`(?s)id="rate-timeliness".*?</tr>`).FindString(page.Body)
	for list, want := range map[string]int{"/r/review?": 3, "/r/transport?": 3, "/r/file_defect?": 3, "/r/recruit_return?": 3, "due=overdue": 4} {
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
