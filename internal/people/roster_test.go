package people_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/record"
	"muster/internal/frame/register/transfer"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/people/idnumber"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// all reads every record of a table.
func all[R any, P record.Of[R]](b *webtest.Bench, t *record.Table, condition string, args ...any) (list []P) {
	b.T.Helper()
	err := b.App.Store.Read(b.T.Context(), func(tx *db.Tx) (err error) {
		list, err = record.All[R, P](tx, t, condition, args...)
		return err
	})
	if err != nil {
		b.T.Fatal(err)
	}
	return list
}

// TestRosterLine: what a row finds in the register, by every way in which the two
// can agree or not. The register itself never changes by it.
func TestRosterLine(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store)
		b.Person("张一", 1, webtest.Village)
		before := all[people.Person](b, people.Persons, "1 = 1")
		file := before[0].Particulars
		for name, c := range map[string]struct {
			at     unit.Code
			change func(*people.RosterRow)
			state  string
			differ string
		}{
			"the same":                      {webtest.Village, nil, people.LineMatched, ""},
			"knows the county only":         {webtest.County, nil, people.LineMatched, ""},
			"says less":                     {webtest.Village, func(r *people.RosterRow) { r.Phone, r.Education, r.Graduation = "", "", nil }, people.LineMatched, ""},
			"another village":               {webtest.Village2, nil, people.LineMoved, "unit"},
			"another name":                  {webtest.Village, func(r *people.RosterRow) { r.Name = "张二" }, people.LineConflicting, "name"},
			"another telephone and village": {webtest.Village2, func(r *people.RosterRow) { r.Phone = "13900000000" }, people.LineConflicting, "unit,phone"},
			"a number nobody has":           {webtest.Village, func(r *people.RosterRow) { r.IDNo, r.Sex, r.Name = b.Number(12), people.Female, "王新" }, people.LineNew, ""},
			"perhaps a wrong number":        {webtest.Village, func(r *people.RosterRow) { r.IDNo = b.Number(13) }, people.LineConflicting, "id_no"},
		} {
			row := &people.RosterRow{Roster: "名册 " + name, Unit: c.at, Particulars: file}
			if c.change != nil {
				c.change(row)
			}
			b.Do(role.CountyRegistrar, role.Registration, "roster_line.add", act.Answer{}, row)
			lines := all[people.RosterLine](b, people.RosterLines, "roster = $1", row.Roster)
			if len(lines) != 1 || lines[0].State != c.state || lines[0].Differs != c.differ {
				t.Errorf("%s: %d lines, %s %q; want %s %q", name, len(lines), lines[0].State, lines[0].Differs, c.state, c.differ)
			}
		}
		if after := all[people.Person](b, people.Persons, "1 = 1"); len(after) != len(before) || after[0].Rev != before[0].Rev {
			t.Error("reconciling changed the register")
		}
	})
}

// TestRosterIsSettledByPeople: what disagrees becomes a correction that somebody
// else accepts; what is new becomes a file; what stays is explained from the
// closed list; a row in two files is one line, two rows that differ are a
// conflict.
func TestRosterIsSettledByPeople(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Person("张一", 1, webtest.Village)
	registrar, second := b.Actor(role.CountyRegistrar), b.Another(role.CountyRegistrar, "second")
	file := all[people.Person](b, people.Persons, "1 = 1")[0].Particulars
	add := func(change func(*people.RosterRow)) act.Answer {
		row := &people.RosterRow{Roster: "2026", Unit: webtest.Village, Particulars: file}
		change(row)
		return b.Do(role.CountyRegistrar, role.Registration, "roster_line.add", act.Answer{}, row)
	}
	moved := add(func(r *people.RosterRow) { r.Unit = webtest.Village2 })
	if again := add(func(r *people.RosterRow) { r.Unit = webtest.Village2 }); again.Subject != moved.Subject {
		t.Error("the same row twice made two lines")
	}
	if twice := add(func(r *people.RosterRow) { r.Name = "张改" }); !strings.Contains(lineOf(b, twice).Differs, "twice_in_roster") {
		t.Errorf("two rows that differ: %q", lineOf(b, twice).Differs)
	}
	b.Do(role.CountyRegistrar, role.Registration, "roster_line.correct", moved, &people.Empty{})
	c := all[people.Correction](b, people.Corrections, "state = $1", people.CorrectionOpen)[0]
	on := act.Answer{County: c.County, Subject: c.ID}
	if _, err := b.Try(second, role.Registration, "correction.accept", on, &people.Verdict{Reason: "已核实"}); err != nil {
		t.Fatal(err)
	}
	if p := all[people.Person](b, people.Persons, "1 = 1")[0]; p.Unit != webtest.Village2 || p.Phone != file.Phone {
		t.Errorf("after the correction: %s %s", p.Unit, p.Phone)
	}
	fresh := add(func(r *people.RosterRow) { r.IDNo, r.Sex, r.Name = b.Number(12), people.Female, "王新" })
	b.Do(role.CountyRegistrar, role.Registration, "roster_line.take_up", fresh, &people.Empty{})
	if n := len(all[people.Person](b, people.Persons, "1 = 1")); n != 2 {
		t.Errorf("%d files, want 2", n)
	}
	other := add(func(r *people.RosterRow) { r.IDNo, r.Sex, r.Name = b.Number(14), people.Female, "王走" })
	if _, err := b.Try(registrar, role.Registration, "roster_line.settle", other, &people.Settlement{Resolution: "because"}); !fault.Coded(err, "reason.unknown") {
		t.Errorf("a reason of nobody's list: %v", err)
	}
	b.Do(role.CountyRegistrar, role.Registration, "roster_line.settle", other, &people.Settlement{Resolution: "lives_elsewhere", Remark: "已去电核实"})
}

// TestProposerDoesNotAccept: who proposed a correction from a roster or from a
// file does not decide on it.
func TestProposerDoesNotAccept(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	p := b.Person("张一", 1, webtest.Village)
	registrar := b.Actor(role.CountyRegistrar)
	asked := all[people.Person](b, people.Persons, "1 = 1")[0].Particulars
	asked.Name = "张改"
	b.Do(role.CountyRegistrar, role.Registration, "person.ask_correction", p, &people.Asking{Reason: "名字写错", Particulars: asked})
	c := all[people.Correction](b, people.Corrections, "1 = 1")[0]
	on := act.Answer{County: c.County, Subject: c.ID}
	if _, err := b.Try(registrar, role.Registration, "correction.accept", on, &people.Verdict{Reason: "同意"}); !fault.Coded(err, "access.duties") {
		t.Errorf("the proposer accepted: %v", err)
	}
	if _, err := b.Try(b.Another(role.CountyRegistrar, "second"), role.Registration, "correction.accept", on, &people.Verdict{Reason: "已核实"}); err != nil {
		t.Errorf("another registrar: %v", err)
	}
}

func lineOf(b *webtest.Bench, a act.Answer) *people.RosterLine {
	return all[people.RosterLine](b, people.RosterLines, "id = $1", string(a.Subject))[0]
}

// bigRoster is how many rows the dirty roster has.
const bigRoster = 100_000

// TestRosterOfAHundredThousandRows: a roster with every kind of dirt. Every row
// is a line that waits for somebody or a row of the report, none is both, none is
// lost; no person, no registration and no status has changed.
func TestRosterOfAHundredThousandRows(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	people0 := fill(b, 2000)
	before := all[people.Person](b, people.Persons, "1 = 1 ORDER BY id")
	text, want := dirty(b, people0)
	got := map[string]int{}
	reg := b.App.Shelf.Get(people.RosterLines.Name)
	summary, err := transfer.Import(t.Context(), b.App.Road, reg, b.Actor(role.CountyRegistrar), role.Registration, text, transfer.Options{Name: "roster.csv",
		Wrong: func(_ int, err error) error { got[fault.As(err).Fields[0].Code]++; return nil }})
	if err != nil {
		t.Fatal(err)
	}
	lines := all[people.RosterLine](b, people.RosterLines, "1 = 1")
	for _, l := range lines {
		got[l.State]++
	}
	if summary.Rows != bigRoster || summary.Done+summary.Repeated+summary.Failed != bigRoster || summary.Pending != 0 || len(lines)+summary.Repeated+summary.Failed != bigRoster {
		t.Errorf("rows were lost: %+v and %d lines", summary, len(lines))
	}
	for what, n := range want {
		if got[what] != n {
			t.Errorf("%s: %d, want %d", what, got[what], n)
		}
	}
	if got[people.LineSettled] != 0 {
		t.Error("a line was settled by nobody")
	}
	after := all[people.Person](b, people.Persons, "1 = 1 ORDER BY id")
	for i := range after {
		if len(after) != len(before) || after[i].Rev != before[i].Rev {
			t.Fatal("the import changed a file")
		}
	}
	if n := len(all[people.Registration](b, people.Registrations, "1 = 1")) + len(all[people.Correction](b, people.Corrections, "1 = 1")); n != 0 {
		t.Errorf("the import decided %d things", n)
	}
}

// fill records people and returns their particulars.
func fill(b *webtest.Bench, n int) (list []people.Particulars) {
	b.T.Helper()
	var requests []act.Request
	for i := range n {
		p := invented(b, i, "2008-03-09")
		list = append(list, p)
		requests = append(requests, act.Request{Kind: "person.record", Body: &people.Recording{Unit: webtest.Village, Particulars: p}, Actor: b.Actor(role.CountyRegistrar),
			Purpose: role.Registration, Key: fmt.Sprintf("p-%d", i)})
	}
	results, err := b.App.Road.Batch(b.T.Context(), requests)
	if err != nil {
		b.T.Fatal(err)
	}
	for _, r := range results {
		if r.Err != nil {
			b.T.Fatal(r.Err)
		}
	}
	return list
}

// invented is the i-th invented person born on a day; up to 999 share a day and
// the first six digits, so the day moves on with i.
func invented(b *webtest.Bench, i int, from string) people.Particulars {
	b.T.Helper()
	day := people.Particulars{BirthDate: "2008-01-01"}.BirthDate.AddDays(i / 900)
	if from != "2008-03-09" {
		day = day.AddDays(400)
	}
	sequence := i%900 + 1
	number, err := idnumber.GB11643{}.Make(string(webtest.County), day, sequence)
	if err != nil {
		b.T.Fatal(err)
	}
	sex := people.Female
	if sequence%2 == 1 {
		sex = people.Male
	}
	return people.Particulars{IDNo: number, Name: fmt.Sprintf("虚构%05d", i), BirthDate: day, Sex: sex, Phone: "13800000000"}
}

// dirty writes the roster and says how many rows must come out as what.
func dirty(b *webtest.Bench, known []people.Particulars) (io.Reader, map[string]int) {
	var text strings.Builder
	text.WriteString("花名册,单位代码,公民身份号码,姓名,出生日期,性别,手机\r\n")
	want := map[string]int{}
	row := func(at unit.Code, idNo, name, birth, sex, phone string) {
		fmt.Fprintf(&text, "2026,%s,%s,%s,%s,%s,%s\r\n", at, idNo, name, birth, sex, phone)
	}
	for i := range bigRoster {
		p := invented(b, i, "2009")
		if i < len(known) {
			p = known[i]
		}
		sex := map[people.Sex]string{people.Male: "男", people.Female: "female"}[p.Sex]
		birth := strings.ReplaceAll(string(p.BirthDate), "-", "/")
		found := people.LineNew
		if i < len(known) {
			found = people.LineMatched
		}
		switch i % 20 {
		case 3:
			row(webtest.Village, "1.30102E+17", p.Name, birth, sex, p.Phone)
			found = "code.scientific"
		case 5:
			row(webtest.Village, p.IDNo[:17]+wrongDigit(p.IDNo), p.Name, birth, sex, p.Phone)
			found = "id.check"
		case 7:
			row("999999", p.IDNo, p.Name, birth, sex, p.Phone)
			found = "unit.unknown"
		case 9:
			row(webtest.Village, p.IDNo, p.Name, "2008-13-40", sex, p.Phone)
			found = "date.malformed"
		case 11:
			row(webtest.Village, p.IDNo, p.Name, birth, "其他", p.Phone)
			found = "choice.unknown"
		case 13:
			row(webtest.Village, p.IDNo, p.Name, birth, sex, "12345")
			found = "phone.malformed"
		case 15:
			row(webtest.Village2, p.IDNo, p.Name, birth, sex, p.Phone)
			if i < len(known) {
				found = people.LineMoved
			}
		case 17:
			row(webtest.Village, p.IDNo, p.Name+"改", birth, sex, p.Phone)
			if i < len(known) {
				found = people.LineConflicting
			}
		case 19:
			row(webtest.Village, p.IDNo, "", birth, sex, p.Phone)
			found = "field.required"
		default:
			row(webtest.Village, p.IDNo, " "+p.Name+" ", string(p.BirthDate), sex, p.Phone)
		}
		want[found]++
	}
	return strings.NewReader(text.String()), want
}

// wrongDigit is a check digit that a number does not have.
func wrongDigit(number string) string {
	if number[17] == '0' {
		return "1"
	}
	return "0"
}
