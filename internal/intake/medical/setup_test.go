package medical_test

import (
	"fmt"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/intake/medical"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// bundle is a county with its station, and people who wait for their summons.
type bundle struct {
	*webtest.Bench
	next int
}

func setup(t *testing.T, store db.Store) *bundle {
	t.Helper()
	b := &bundle{Bench: webtest.With(t, app.Options{Store: store}), next: 101}
	for _, r := range []access.Role{role.Clerk, role.CountyOfficer, role.CountyRegistrar, role.Desk, role.Examiner, role.ChiefExaminer, role.Inspector} {
		b.Actor(r)
	}
	b.Cycle = b.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10"})
	b.Do(role.QuotaApprover, role.Intake, "cycle.open", b.Cycle, &cycle.Empty{})
	b.Station()
	return b
}

// applicant is somebody who is preselected.
func (b *bundle) applicant() act.Answer {
	b.T.Helper()
	name := fmt.Sprintf("应征%03d", b.next)
	p := b.Person(name, b.next, webtest.Village)
	b.next += 2 // men
	c := b.Do(role.Clerk, role.Intake, "application.apply", act.Answer{}, &signup.Applying{Cycle: b.Cycle.Subject, CycleHome: b.Cycle.County, County: p.County, Person: p.Subject})
	b.Papers(c)
	b.Do(role.CountyOfficer, role.Intake, "application.precheck", c, &signup.Checking{Outcome: "pass"})
	b.Do(role.Clerk, role.Intake, "application.preselect", c, &people.Empty{})
	b.Cases[name] = c
	return c
}

// number is the citizen number of the newest applicant but n.
func (b *bundle) number(n int) string { return b.Number(b.next - 2 - 2*n) }

// summoned is an applicant who is to come today.
func (b *bundle) summoned() act.Answer {
	b.T.Helper()
	c := b.applicant()
	b.Do(role.CountyOfficer, role.Intake, "application.summon", c, &medical.Summons{Station: webtest.County, On: "2026-08-03"})
	return c
}

// try does an act as the holder of a role.
func (b *bundle) try(who access.Actor, purpose access.Purpose, kind string, on act.Answer, body any) error {
	_, err := b.App.Road.Do(b.T.Context(), act.Request{Kind: kind, County: on.County, Subject: on.Subject, Body: body, Actor: who, Purpose: purpose})
	return err
}

// citizen is somebody as the owner of their case.
func (b *bundle) citizen(c act.Answer) access.Actor {
	p := b.caseOf(c)
	return access.Actor{Account: p.Person, Person: p.Person, Role: role.Citizen, Unit: webtest.Village, Home: webtest.County, Strength: access.Strong}
}

func (b *bundle) caseOf(c act.Answer) *cases.Case { return load[cases.Case](b, cases.Table, c) }

func load[R any, P record.Of[R]](b *bundle, t *record.Table, a act.Answer) P {
	b.T.Helper()
	r := P(new(R))
	if err := b.App.Store.Read(b.T.Context(), func(tx *db.Tx) error { return t.Load(tx, a.County, a.Subject, r, false) }); err != nil {
		b.T.Fatal(err)
	}
	return r
}

func (b *bundle) appointment(c act.Answer) *medical.Appointment {
	return load[medical.Appointment](b, medical.Appointments, b.Appointment(c))
}

func (b *bundle) session(a act.Answer) *medical.Session {
	return load[medical.Session](b, medical.Sessions, a)
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Errorf("wanted %s, got %v", code, err)
	}
}

func (b *bundle) count(query string, args ...any) (n int64) {
	b.T.Helper()
	if err := b.App.Store.Read(b.T.Context(), func(tx *db.Tx) error { _, err := tx.One(query, args, &n); return err }); err != nil {
		b.T.Fatal(err)
	}
	return n
}
