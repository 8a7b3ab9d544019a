package signup_test

import (
	"encoding/base64"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/people/idnumber"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestCalendarOfMenAndWomen: the first and the last day of each, and the hour of
// closing.
func TestCalendarOfMenAndWomen(t *testing.T) {
	t.Parallel()
	d := cycle.Dates{From: "2025-12-01", SignUp: "2026-02-10", Hour: 18, WomenFrom: "2026-01-01", WomenTo: "2026-02-09"}
	for _, c := range []struct {
		woman bool
		day   clock.Date
		hour  int
		want  string
	}{
		{false, "2025-11-30", 12, "signup.not_yet"}, {false, "2025-12-01", 0, ""}, {false, "2026-02-10", 17, ""}, {false, "2026-02-10", 18, "signup.closed"},
		{false, "2026-02-11", 0, "signup.closed"}, {true, "2025-12-31", 12, "signup.not_yet"}, {true, "2026-01-01", 0, ""}, {true, "2026-02-09", 17, ""},
		{true, "2026-02-09", 18, "signup.closed"}, {true, "2026-02-10", 9, "signup.closed"},
	} {
		err := d.TakesFrom(c.woman, c.day, c.hour)
		if (c.want == "") != (err == nil) || (err != nil && !fault.Coded(err, c.want)) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	plain := cycle.Dates{SignUp: "2026-02-10"}
	if plain.TakesFrom(true, "2026-02-10", 23) != nil || plain.TakesFrom(true, "2026-02-11", 0) == nil {
		t.Error("without a calendar of their own, women have that of men")
	}
}

// bench is an intake with one applicant.
type bench struct {
	*webtest.Bench
	intake act.Answer
}

func open(t *testing.T, store db.Store) *bench {
	b := &bench{Bench: webtest.NewOn(t, store)}
	b.intake = b.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10"})
	b.Do(role.QuotaApprover, role.Intake, "cycle.open", b.intake, &cycle.Empty{})
	return b
}

func (b *bench) person(name string, day clock.Date, sequence int, change func(*people.Particulars)) act.Answer {
	b.T.Helper()
	number, err := idnumber.GB11643{}.Make(string(webtest.County), day, sequence)
	if err != nil {
		b.T.Fatal(err)
	}
	p := people.Particulars{IDNo: number, Name: name, BirthDate: day, Sex: people.Male, Education: "senior_high", Graduation: new(int64(2026)), Phone: "13800000000"}
	if sequence%2 == 0 {
		p.Sex = people.Female
	}
	if change != nil {
		change(&p)
	}
	b.People[name] = b.Do(role.CountyRegistrar, role.Registration, "person.record", act.Answer{}, &people.Recording{Unit: webtest.Village, Particulars: p})
	return b.People[name]
}

func (b *bench) apply(name string, change func(*signup.Applying)) (act.Answer, error) {
	p := b.People[name]
	body := &signup.Applying{Cycle: b.intake.Subject, CycleHome: b.intake.County, County: p.County, Person: p.Subject}
	if change != nil {
		change(body)
	}
	return b.Try(b.Self(name), role.Own, "application.apply", act.Answer{}, body)
}

func (b *bench) caseOf(a act.Answer) *cases.Case {
	b.T.Helper()
	var list []*cases.Case
	err := b.App.Store.Read(b.T.Context(), func(tx *db.Tx) (err error) {
		list, err = record.All[cases.Case](tx, cases.Table, "county = $1 AND id = $2", string(a.County), string(a.Subject))
		return err
	})
	if err != nil || len(list) != 1 {
		b.T.Fatalf("%d cases, %v", len(list), err)
	}
	return list[0]
}

func (b *bench) expect(err error, code string) {
	b.T.Helper()
	if (code == "") != (err == nil) || (err != nil && !fault.Coded(err, code)) {
		b.T.Errorf("got %v, want %q", err, code)
	}
}

// TestGate walks one applicant through the gate: an upload proves nothing, the
// source or two people do; what is missing is asked for and never held against
// anybody; who is not eligible by law is neither passed nor refused by the
// program.
func TestGate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := open(t, store)
		b.person("张一", "2008-03-09", 1, nil)
		c, err := b.apply("张一", nil)
		b.expect(err, "")
		officer, second, reviewer := b.Actor(role.CountyOfficer), b.Another(role.CountyOfficer, "second"), b.Extra("papers", "核材料", role.Reviewer, webtest.County)
		check := func(outcome signup.Outcome, reason string) error {
			_, err := b.Try(officer, role.Intake, "application.precheck", c, &signup.Checking{Outcome: outcome, Reason: reason, Remark: "说明"})
			return err
		}
		present := func(who access.Actor, purpose access.Purpose, kind string) act.Answer {
			a, err := b.Try(who, purpose, "document.present", act.Answer{}, &signup.Presenting{Case: c.Subject, CaseHome: c.County, Kind: kind, Number: "A1",
				File: base64.StdEncoding.EncodeToString([]byte("a picture"))})
			b.expect(err, "")
			return a
		}
		for _, kind := range []string{"identity", "household", "prelim_health"} {
			b.expect(check("pass", ""), "signup.documents")
			d := present(b.Self("张一"), role.Own, kind)
			b.expect(check("pass", ""), "signup.documents")
			_, err := b.Try(reviewer, role.Intake, "document.verify", d, &signup.Verdict{Genuine: true, Evidence: "答复"})
			b.expect(err, "")
		}
		wrong := present(b.Self("张一"), role.Own, "education")
		_, err = b.Try(reviewer, role.Intake, "document.verify", wrong, &signup.Verdict{Evidence: "查无此证"})
		b.expect(err, "")
		if got := b.caseOf(c); got.State != cases.Applied || got.PlaceKept {
			t.Errorf("an answer of a department changed the case: %s", got.State)
		}
		b.expect(check("incomplete", ""), "")
		b.expect(check("pass", ""), "signup.documents")
		clerk := b.Actor(role.Clerk)
		own := present(clerk, role.Intake, "education")
		_, err = b.Try(clerk, role.Intake, "document.witness", own, &signup.Sighting{Evidence: "原件"})
		b.expect(err, "access.duties")
		a, err := b.Try(officer, role.Intake, "document.witness", own, &signup.Sighting{Evidence: "2026-08-03 见原件"})
		b.expect(err, "")
		b.expect(check("pass", ""), "signup.documents") // one pair of eyes is not two
		_, err = b.Sign(second, role.Intake, a)
		b.expect(err, "")
		b.expect(check("pass", ""), "")
		_, err = b.Try(officer, role.Intake, "application.preselect", c, &people.Empty{})
		b.expect(err, "access.duties")
		_, err = b.Try(second, role.Intake, "application.preselect", c, &people.Empty{})
		b.expect(err, "")
	})
}

// TestWhatIsUnknownIsAsked: a fact that is not on file is no ground to fail
// anybody, and the answer of the rules is neither yes nor no.
func TestWhatIsUnknownIsAsked(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.person("王无学历", "2003-03-09", 1, func(p *people.Particulars) { p.Education, p.Graduation = "", nil }) // 23: only a graduate may
	b.person("张十七", "2009-05-05", 3, nil)
	officer := b.Actor(role.CountyOfficer)
	fail := func(c act.Answer, reason string) error {
		_, err := b.Try(officer, role.Intake, "application.precheck", c, &signup.Checking{Outcome: "fail", Reason: reason, Remark: "说明"})
		return err
	}
	c, err := b.apply("王无学历", nil)
	b.expect(err, "")
	if got := b.caseOf(c); got.Eligible != "unknown" {
		t.Errorf("without education on file: %s", got.Eligible)
	}
	b.expect(fail(c, "education"), "signup.ask_first")
	b.expect(fail(c, "precheck_health"), "")
	young, err := b.apply("张十七", nil)
	b.expect(err, "")
	if got := b.caseOf(young); got.Eligible != "unknown" {
		t.Errorf("17 without a word on consent: %s", got.Eligible)
	}
	b.expect(fail(young, "age"), "signup.ask_first")
	b.person("张自愿", "2009-05-05", 5, nil)
	willing, err := b.apply("张自愿", func(a *signup.Applying) { a.Consent = true })
	b.expect(err, "")
	if got := b.caseOf(willing); got.Eligible != "eligible" {
		t.Errorf("17 with own consent: %s", got.Eligible)
	}
	b.expect(fail(willing, "age"), "signup.refuted")
}

// TestPlace: one application an intake wherever it is handed in; the case is kept
// by the county that handles it, the file stays where it is, and notices reach
// the person there.
func TestPlace(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	p := b.person("张生", "2006-03-09", 1, func(p *people.Particulars) { p.Education, p.Student = "bachelor", true })
	_, err := b.apply("张生", func(a *signup.Applying) { a.AppliesAt = cases.Residence })
	b.expect(err, "signup.place")
	c, err := b.apply("张生", func(a *signup.Applying) { a.AppliesAt, a.At = cases.Residence, "130104001" })
	b.expect(err, "")
	got := b.caseOf(c)
	if got.County != webtest.Other || got.FileHome() != p.County || got.Unit != "130104001" {
		t.Errorf("kept by %s, file at %s, unit %s", got.County, got.FileHome(), got.Unit)
	}
	_, err = b.apply("张生", nil)
	b.expect(err, "signup.doubled")
	_, err = b.Try(b.Self("张生"), role.Own, "application.withdraw", c, &signup.Leaving{Reason: "own_wish"})
	b.expect(err, "")
	_, err = b.apply("张生", nil)
	b.expect(err, "")
}

// TestGreenChannel: priority is given by two officers, with a reason of the
// closed list.
func TestGreenChannel(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.person("张一", "2008-03-09", 1, nil)
	c, err := b.apply("张一", nil)
	b.expect(err, "")
	officer, second := b.Actor(role.CountyOfficer), b.Another(role.CountyOfficer, "second")
	a, err := b.Try(officer, role.Intake, "application.prioritise", c, &signup.Lane{Reason: "graduate", Evidence: "学历"})
	b.expect(err, "")
	if b.caseOf(c).Priority != "" {
		t.Error("one signature opened the green channel")
	}
	_, err = b.Sign(officer, role.Intake, a)
	b.expect(err, "access.second")
	_, err = b.Sign(second, role.Intake, a)
	b.expect(err, "")
	if b.caseOf(c).Priority != "graduate" {
		t.Error("two signatures did not")
	}
}
