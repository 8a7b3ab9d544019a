package people_test

import (
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

// on sets the bench to noon in Beijing of a day.
func on(b *webtest.Bench, day clock.Date) {
	b.T.Helper()
	at, err := time.Parse(time.RFC3339, string(day)+"T12:00:00+08:00")
	if err != nil {
		b.T.Fatal(err)
	}
	b.Clock.Set(at)
}

// TestLeaversAtTheEdge: 40 days for soldiers and 30 for officers are days of the
// calendar, of which none falls away on a weekend or holiday; nobody reports before
// the day from which it counts; who reports late is registered all the same, and
// nothing follows from it (service-law 17).
func TestLeaversAtTheEdge(t *testing.T) {
	t.Parallel()
	for i, c := range []struct {
		rank      people.Rank
		from, due clock.Date
	}{
		{"soldier", "2026-08-10", "2026-09-19"}, {"officer", "2026-08-10", "2026-09-09"},
		{"soldier", "2026-08-18", "2026-09-27"}, // a Sunday
		{"officer", "2026-08-06", "2026-09-05"}, // a Saturday
		{"soldier", "2026-08-22", "2026-10-01"}, // National Day
		{"officer", "2026-09-01", "2026-10-01"},
		{"soldier", "2028-01-21", "2028-03-01"}, // over a leap day
		{"soldier", "2026-12-01", "2027-01-10"}, // over the new year
	} {
		t.Run(string(c.rank)+" "+string(c.from), func(t *testing.T) {
			t.Parallel()
			b := webtest.New(t)
			on(b, c.from.AddDays(-2))
			registrar := b.Actor(role.CountyRegistrar)
			for n, day := range []clock.Date{c.from.AddDays(-1), c.from, c.due.AddDays(-1), c.due, c.due.AddDays(1)} {
				name := "退役" + string(day)
				p := born(b, name, "2003-03-09", 101+10*i+2*n)
				e := tell(b, step{registrar, role.Registration, "reserve_entry.open", act.Answer{}, &people.LeaverBody{OfPerson: people.OfPerson{Person: p.Subject, County: p.County},
					Leaver: people.Leaver{Rank: c.rank, From: c.from, Letter: "介绍信"}}, ""})
				on(b, day)
				want := ""
				if day < c.from {
					want = "reserve.early"
				}
				tell(b, step{b.Self(name), role.Own, "reserve_entry.report", e, &people.Report{Residence: "河北省"}, want})
				got := all[people.ReserveEntry](b, people.Reserves, "id = $1", string(e.Subject))[0]
				if got.DueBy != c.due || want == "" && (got.State != people.LeaverReported || got.Reported != day) {
					t.Errorf("on %s: %s, due by %s, reported %s", day, got.State, got.DueBy, got.Reported)
				}
			}
		})
	}
}

// TestAHelpersRegistrationAtItsEdges: the person refuses what a helper handed in as
// often as it is handed in, before and after the conclusion; every time it is due
// again by the day of its year, with no conclusion and no verification left, and
// another registrar concludes. What they claimed once they refuse no more.
func TestAHelpersRegistrationAtItsEdges(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	p := born(b, "张一", "2008-03-09", 1)
	registrar, second, third := b.Actor(role.CountyRegistrar), b.Another(role.CountyRegistrar, "second"), b.Another(role.CountyRegistrar, "third")
	clerk, self, reg := b.Actor(role.Clerk), b.Self("张一"), role.Registration
	r := b.Do(role.CountyRegistrar, reg, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026})
	submit := step{clerk, reg, "registration.submit", r, &people.Form{Residence: "x"}, ""}
	refuse := step{self, role.Own, "registration.disown", r, &people.Verdict{Reason: "不是我"}, ""}
	serve := &people.Concluding{Conclusion: people.MustServe}
	dueAgain := func(when string) {
		t.Helper()
		if got := all[people.Registration](b, people.Registrations, "1 = 1")[0]; got.State != people.Due || got.DueBy != "2026-10-31" || got.Concluded != "" || got.Certificate != "" ||
			got.VerifiedFor != 0 || got.VerifyFor != 0 || got.Helper != "" {
			t.Errorf("%s: %+v", when, got)
		}
	}
	early := refuse
	early.fault = "act.state" // nothing was handed in
	tell(b, early, submit, refuse)
	dueAgain("refused once")
	tell(b, submit, refuse)
	dueAgain("refused twice")
	tell(b, submit, step{registrar, reg, "registration.conclude", r, serve, ""}, step{registrar, reg, "registration.call", r, &people.Calling{Year: 2027}, ""}, refuse)
	dueAgain("refused after the conclusion and a call")
	tell(b, submit, step{registrar, reg, "registration.conclude", r, serve, "access.duties"}, step{second, reg, "registration.conclude", r, serve, ""}, refuse)
	dueAgain("refused after the second conclusion")
	late := refuse
	late.fault = "registration.own"
	tell(b, submit, step{self, role.Own, "registration.claim", r, &people.Empty{}, ""}, late, step{third, reg, "registration.conclude", r, serve, ""}, late)
	if got := all[people.Registration](b, people.Registrations, "1 = 1")[0]; got.State != people.MustServe || !got.Claimed {
		t.Errorf("claimed: %+v", got)
	}
}

// TestThePoolAtItsEdges: on the last day of the consent somebody is still invited, on
// the next day not; by a new consent they are in the pool again; who took the consent
// back is not invited, in this intake or the next, until they join again.
func TestThePoolAtItsEdges(t *testing.T) {
	t.Parallel()
	b := webtest.New(t) // consent of 3 August 2026 lasts two years
	p := born(b, "张一", "2008-03-09", 1)
	self, officer := b.Self("张一"), b.Actor(role.CountyOfficer)
	join := func(fault string) step {
		return step{self, role.Own, "pool_entry.join", act.Answer{}, &people.Consent{OfPerson: people.OfPerson{Person: p.Subject, County: p.County}, Agree: true, Skills: "驾驶"}, fault}
	}
	invite := func(e act.Answer, fault string) step {
		return step{officer, role.Intake, "pool_entry.invite", e, &people.Empty{}, fault}
	}
	first := tell(b, join(""))
	on(b, "2028-08-03")
	tell(b, invite(first, ""), join("pool.already"))
	on(b, "2028-08-04")
	tell(b, invite(first, "pool.expired"))
	second := tell(b, join(""))
	tell(b, invite(first, "act.state"), invite(second, ""), step{self, role.Own, "pool_entry.leave", second, &people.Empty{}, ""}, invite(second, "act.state"))
	on(b, "2029-02-01") // the next intake
	tell(b, invite(second, "act.state"))
	third := tell(b, join(""))
	tell(b, invite(third, ""), invite(first, "act.state"))
	for id, want := range map[string]string{string(first.Subject): people.LeftPool, string(second.Subject): people.LeftPool, string(third.Subject): people.InPool} {
		if got := all[people.PoolEntry](b, people.Pool, "id = $1", id)[0]; got.State != want || (got.Skills == "") != (want == people.LeftPool) {
			t.Errorf("%+v, want %s", got, want)
		}
	}
}

// TestNothingNewIsBegunWithAClosedFile: nobody is put on a list, invited or applied
// for whose file is closed.
func TestNothingNewIsBegunWithAClosedFile(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Season()
	p := born(b, "张一", "2008-03-09", 1)
	of := people.OfPerson{Person: p.Subject, County: p.County}
	registrar, clerk := b.Actor(role.CountyRegistrar), b.Actor(role.Clerk)
	e := tell(b, step{b.Self("张一"), role.Own, "pool_entry.join", act.Answer{}, &people.Consent{OfPerson: of, Agree: true}, ""})
	a, err := b.Try(registrar, role.Registration, "person.close", p, &people.Closing{Cause: "death", Evidence: "注销证明"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Sign(b.Another(role.CountyRegistrar, "second"), role.Registration, a); err != nil {
		t.Fatal(err)
	}
	tell(b,
		step{registrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026}, "person.closed"},
		step{registrar, role.Registration, "reserve_entry.open", act.Answer{}, &people.LeaverBody{OfPerson: of, Leaver: people.Leaver{Rank: "soldier", From: "2026-08-01", Letter: "1"}}, "person.closed"},
		step{clerk, role.Intake, "pool_entry.invite", e, &people.Empty{}, "person.closed"},
		step{clerk, role.Intake, "application.apply", act.Answer{}, &signup.Applying{Cycle: b.Cycle.Subject, CycleHome: b.Cycle.County, County: p.County, Person: p.Subject}, "person.closed"})
}
