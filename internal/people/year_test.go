package people_test

import (
	"strings"
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/people/idnumber"
	"muster/internal/web/webtest"
)

// step is one act of a story, with the fault it must meet, "" for none.
type step struct {
	who     access.Actor
	purpose access.Purpose
	kind    string
	on      act.Answer
	body    any
	fault   string
}

func tell(b *webtest.Bench, story ...step) (last act.Answer) {
	b.T.Helper()
	for i, s := range story {
		a, err := b.Try(s.who, s.purpose, s.kind, s.on, s.body)
		switch {
		case s.fault == "" && err != nil:
			b.T.Fatalf("step %d, %s: %v", i+1, s.kind, err)
		case s.fault != "" && !fault.Coded(err, s.fault):
			b.T.Fatalf("step %d, %s: got %v, want %s", i+1, s.kind, err, s.fault)
		case err == nil:
			last = a
		}
	}
	return last
}

// born records somebody with a date of birth.
func born(b *webtest.Bench, name string, day clock.Date, sequence int) act.Answer {
	b.T.Helper()
	number, err := idnumber.GB11643{}.Make(string(webtest.County), day, sequence)
	if err != nil {
		b.T.Fatal(err)
	}
	sex := people.Female
	if sequence%2 == 1 {
		sex = people.Male
	}
	b.People[name] = b.Do(role.CountyRegistrar, role.Registration, "person.record", act.Answer{}, &people.Recording{Unit: webtest.Village,
		Particulars: people.Particulars{IDNo: number, Name: name, BirthDate: day, Sex: sex, Phone: "13800000000"}})
	return b.People[name]
}

// TestWhoIsDue: the act of the due list draws the same line as the question of
// the pack, at, below and above every limit, for men and women (service-law 15).
func TestWhoIsDue(t *testing.T) {
	t.Parallel()
	b := webtest.New(t) // the year is 2026
	for i, c := range []struct {
		birth clock.Date
		woman bool
		want  string
	}{
		{"2001-12-31", false, "not_due"}, {"2002-01-01", false, "due"}, {"2007-12-31", false, "due"}, {"2008-01-01", false, "due"}, {"2008-12-31", false, "due"},
		{"2009-01-01", false, "may_register"}, {"2009-12-31", false, "may_register"}, {"2010-01-01", false, "not_due"}, {"2008-05-05", true, "not_due"},
	} {
		sequence, sex := 2*i+1, "male"
		if c.woman {
			sequence, sex = 2*i+2, "female"
		}
		answer, err := b.App.Pack.On("2026-06-01").Explain("registration", map[string]any{"birth_date": string(c.birth), "sex": sex})
		if err != nil || answer.Outcome != c.want {
			t.Errorf("%s %s: the pack says %s %v, want %s", c.birth, sex, answer.Outcome, err, c.want)
		}
		name := "张" + string(c.birth)
		p := born(b, name, c.birth, sequence)
		_, err = b.Try(b.Actor(role.CountyRegistrar), role.Registration, "registration.due", act.Answer{},
			&people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026})
		if (err == nil) != (c.want == "due") {
			t.Errorf("%s %s: the due list says %v, want %s", c.birth, sex, err, c.want)
		}
		if c.want == "due" {
			continue
		}
		_, err = b.Try(b.Self(name), role.Own, "registration.volunteer", act.Answer{}, &people.OfPerson{Person: p.Subject, County: p.County})
		if (err == nil) != (c.want == "may_register") {
			t.Errorf("%s %s: registering early says %v, want %s", c.birth, sex, err, c.want)
		}
	}
}

// TestLastDayOfRegistration: 30 September until 2025, 31 October from 2026
// (registration-rules).
func TestLastDayOfRegistration(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	for year, want := range map[int]clock.Date{2024: "2024-09-30", 2025: "2025-09-30", 2026: "2026-10-31", 2027: "2027-10-31"} {
		got, err := b.App.Pack.On(clock.NewDate(year, 12, 31)).DayOfYear("registration.deadline", year)
		if err != nil || got != want {
			t.Errorf("%d: %s %v, want %s", year, got, err, want)
		}
	}
	first, last, err := people.DueYears(&house.House{Pack: b.App.Pack}, 2026)
	if err != nil || first != 2002 || last != 2008 {
		t.Errorf("due are those born %d to %d, %v", first, last, err)
	}
}

// TestRegistrationYear: reminders pause, nobody is registered behind their back,
// a conclusion against somebody needs grounds, the yearly verification ends with
// the age, a later illness opens the matter again for another registrar.
func TestRegistrationYear(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store)
		p := born(b, "张一", "2008-03-09", 1)
		registrar, second, clerk, self := b.Actor(role.CountyRegistrar), b.Another(role.CountyRegistrar, "second"), b.Actor(role.Clerk), b.Self("张一")
		r := b.Do(role.CountyRegistrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026})
		reg, own := role.Registration, role.Own
		form := &people.Form{Residence: "河北省"}
		tell(b, step{clerk, reg, "registration.remind", r, &people.Empty{}, ""}, step{clerk, reg, "registration.remind", r, &people.Empty{}, "registration.reminded"})
		if due := all[people.Registration](b, people.Registrations, "1 = 1")[0]; due.DueBy != "2026-10-31" || due.State != people.Due {
			t.Errorf("after a reminder: %s, %s", due.DueBy, due.State)
		}
		b.Clock.Set(time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)) // past the day: still due, nothing else
		tell(b,
			step{clerk, reg, "registration.remind", r, &people.Empty{}, ""},
			step{clerk, reg, "registration.submit", r, form, ""},
			step{self, own, "registration.disown", r, &people.Verdict{Reason: "地址不对"}, ""},
			step{clerk, reg, "registration.submit", r, form, ""},
			step{self, own, "registration.claim", r, &people.Empty{}, ""},
			step{registrar, reg, "registration.conclude", r, &people.Concluding{Conclusion: people.Exempt, Reason: "残疾"}, "fields.invalid"},
			step{registrar, reg, "registration.conclude", r, &people.Concluding{Conclusion: people.Exempt, Code: "barred_rights", Evidence: "1", Reason: "残疾"}, "fields.invalid"},
			step{registrar, reg, "registration.conclude", r, &people.Concluding{Conclusion: people.MustServe}, ""},
			step{registrar, reg, "registration.call", r, &people.Calling{Year: 2026}, "registration.verified"},
			step{registrar, reg, "registration.call", r, &people.Calling{Year: 2027}, ""},
			step{self, own, "registration.verify", r, form, ""},
			step{registrar, reg, "registration.call", r, &people.Calling{Year: 2027}, "registration.verified"},
			step{registrar, reg, "registration.call", r, &people.Calling{Year: 2025}, "registration.call_year"},
			step{registrar, reg, "registration.call", r, &people.Calling{Year: 2028}, "registration.call_year"},
			step{self, own, "registration.ask_exemption", r, &people.Claim{Evidence: "鉴定书", Reason: "受伤致残"}, ""},
			step{registrar, reg, "registration.conclude", r, &people.Concluding{Conclusion: people.MustServe}, "access.duties"},
			step{second, reg, "registration.conclude", r, &people.Concluding{Conclusion: people.Exempt, Code: "exempt_later_illness", Evidence: "鉴定书", Reason: "核实属实"}, ""})
		if end := all[people.Registration](b, people.Registrations, "1 = 1")[0]; end.State != people.Exempt || end.Certificate == "" || end.Code != "exempt_later_illness" {
			t.Errorf("%+v", end)
		}
		old := born(b, "张二", "2002-03-09", 3)
		late := b.Do(role.CountyRegistrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: old.Subject, County: old.County, Unit: webtest.Village, Year: 2026})
		tell(b, step{clerk, reg, "registration.submit", late, form, ""}, step{registrar, reg, "registration.conclude", late, &people.Concluding{Conclusion: people.MustServe}, ""},
			step{registrar, reg, "registration.call", late, &people.Calling{Year: 2027}, "registration.past_verification"})
		told := false
		for _, l := range b.Letters(p.Subject) {
			told = told || strings.Contains(l.Body, "登记后患病致残") && strings.Contains(l.Body, "Illness or disability after registration") && !strings.Contains(l.Body, "registration-rules")
		}
		if !told {
			t.Error("an exemption is told without its ground and article in words")
		}
	})
}

// TestDeferral: only with evidence that its issuer answered for, by another
// officer than checked it; the day on which it ends changes nothing by itself.
func TestDeferral(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	p := born(b, "张一", "2008-03-09", 1)
	r := b.Do(role.CountyRegistrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026})
	self, officer, second := b.Self("张一"), b.Actor(role.CountyOfficer), b.Another(role.CountyOfficer, "second")
	ask := func(ground people.Ground) act.Answer {
		return tell(b, step{self, role.Own, "deferral.ask", act.Answer{}, &people.DeferralBody{OfPerson: people.OfPerson{Person: p.Subject, County: p.County}, Ground: ground, Evidence: "证明", Words: "情况"}, ""})
	}
	d := ask("sole_breadwinner")
	if got := all[people.Deferral](b, people.Deferrals, "1 = 1")[0]; got.Answer != "may_defer" || got.DueBy != "2026-08-18" {
		t.Errorf("%s, to be dealt with by %s", got.Answer, got.DueBy)
	}
	grant := &people.Granting{Until: "2027-06-30", Reason: "属实"}
	tell(b,
		step{officer, role.Intake, "deferral.grant", d, grant, "act.state"},
		step{officer, role.Intake, "deferral.check", d, &people.Check{Checked: "民政答复 1"}, ""},
		step{officer, role.Intake, "deferral.grant", d, grant, "access.duties"},
		step{second, role.Intake, "deferral.grant", d, &people.Granting{Until: "2026-08-03", Reason: "属实"}, "deferral.past"},
		step{second, role.Intake, "deferral.grant", d, grant, ""})
	student := ask("student")
	if got := all[people.Deferral](b, people.Deferrals, "id = $1", string(student.Subject))[0]; got.Answer != "no_ground" {
		t.Errorf("studying: %s", got.Answer)
	}
	tell(b,
		step{officer, role.Intake, "deferral.check", student, &people.Check{Checked: "学校答复"}, ""},
		step{second, role.Intake, "deferral.refuse", student, &people.Refusal{Code: "unheard", Reason: "不属法定事由"}, "reason.unknown"},
		step{second, role.Intake, "deferral.refuse", student, &people.Refusal{Code: "no_ground", Reason: "在校学习不是缓征事由"}, ""})
	b.Clock.Set(time.Date(2027, 8, 1, 1, 0, 0, 0, time.UTC))
	if err := b.App.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if reg := all[people.Registration](b, people.Registrations, "id = $1", string(r.Subject))[0]; reg.Deferred != "2027-06-30" || reg.State != people.Due {
		t.Errorf("a deferral ended by its date: %+v", reg)
	}
}

// TestPoolIsByConsent: nobody is in the pool but by their own act, consent ends
// by its day and at any moment, and what was told is gone with it.
func TestPoolIsByConsent(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	p := born(b, "张一", "2008-03-09", 1)
	self, officer := b.Self("张一"), b.Actor(role.CountyOfficer)
	body := people.Consent{OfPerson: people.OfPerson{Person: p.Subject, County: p.County}, Agree: true, Skills: "驾驶"}
	no := body
	no.Agree = false
	e := tell(b,
		step{officer, role.Intake, "pool_entry.join", act.Answer{}, &body, "access.denied"},
		step{self, role.Own, "pool_entry.join", act.Answer{}, &no, "fields.invalid"},
		step{self, role.Own, "pool_entry.join", act.Answer{}, &body, ""},
		step{self, role.Own, "pool_entry.join", act.Answer{}, &body, "pool.already"})
	tell(b, step{officer, role.Intake, "pool_entry.invite", e, &people.Empty{}, ""})
	b.Clock.Set(time.Date(2028, 8, 4, 1, 0, 0, 0, time.UTC))
	tell(b, step{officer, role.Intake, "pool_entry.invite", e, &people.Empty{}, "pool.expired"}, step{self, role.Own, "pool_entry.leave", e, &people.Empty{}, ""})
	if got := all[people.PoolEntry](b, people.Pool, "1 = 1")[0]; got.State != people.LeftPool || got.Skills != "" {
		t.Errorf("%+v", got)
	}
}

// TestLeavers: soldiers have 40 days from discharge, officers 30 from the day
// their place was fixed; for the reserve the unit's decision counts.
func TestLeavers(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	registrar, second := b.Actor(role.CountyRegistrar), b.Another(role.CountyRegistrar, "second")
	for i, c := range []struct {
		rank    people.Rank
		reserve bool
		due     clock.Date
		end     string
		wrong   string
	}{{"soldier", true, "2026-09-10", people.InReserve, people.LeaverUpdated}, {"officer", false, "2026-08-31", people.LeaverUpdated, people.InReserve}} {
		p := born(b, "退役"+string(c.rank), "2003-03-09", 2*i+1)
		body := &people.LeaverBody{OfPerson: people.OfPerson{Person: p.Subject, County: p.County}, Leaver: people.Leaver{Rank: c.rank, From: "2026-08-01", Reserve: c.reserve, Letter: "介绍信"}}
		e := tell(b, step{registrar, role.Registration, "reserve_entry.open", act.Answer{}, body, ""})
		if got := all[people.ReserveEntry](b, people.Reserves, "id = $1", string(e.Subject))[0]; got.DueBy != c.due {
			t.Errorf("%s: due by %s, want %s", c.rank, got.DueBy, c.due)
		}
		tell(b,
			step{registrar, role.Registration, "reserve_entry.report", e, &people.Report{Residence: "河北省"}, ""},
			step{registrar, role.Registration, "reserve_entry." + c.end, e, &people.Words{}, "access.duties"},
			step{second, role.Registration, "reserve_entry." + c.wrong, e, &people.Words{}, "reserve.decision"},
			step{second, role.Registration, "reserve_entry." + c.end, e, &people.Words{}, ""})
	}
}

// TestClosingNeedsTwo: a file is closed by two registrars with evidence, and its
// registration with it.
func TestClosingNeedsTwo(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	p := born(b, "张一", "2008-03-09", 1)
	b.Do(role.CountyRegistrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026})
	a, err := b.Try(b.Actor(role.CountyRegistrar), role.Registration, "person.close", p, &people.Closing{Cause: "death", Evidence: "注销证明"})
	if err != nil || !a.Pending {
		t.Fatalf("%+v, %v", a, err)
	}
	if got := all[people.Registration](b, people.Registrations, "1 = 1")[0]; got.State != people.Due {
		t.Error("one signature closed the file")
	}
}
