package quota_test

import (
	"testing"
	"time"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cycle"
	"muster/internal/intake/quota"
	"muster/internal/office/offices"
	"muster/internal/office/role"
	"muster/internal/office/staff"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// bench is an installation with one province, three cities of two to four
// counties, an intake, and a quota officer and an approver of the province.
type bench struct {
	*app.App
	t                 *testing.T
	clock             *clock.Manual
	officer, approver access.Actor
	cycle             ident.ID
}

const province unit.Code = "13"

func setup(t *testing.T, store db.Store) *bench {
	t.Helper()
	dir := t.TempDir()
	b := &bench{t: t, clock: clock.NewManual(time.Date(2026, 8, 3, 1, 0, 0, 0, time.UTC))}
	b.must(app.CreateKeys(dir, "muster.test"))
	a, err := app.Open(t.Context(), app.Options{Dir: dir, Store: store, Clock: b.clock})
	b.must(err)
	t.Cleanup(func() { _ = a.Close() })
	b.App = a
	_, err = a.ImportUnits(t.Context(), units())
	b.must(err)
	b.officer, b.approver = b.actor(role.QuotaOfficer, province), b.actor(role.QuotaApprover, province)
	planned := b.do("cycle.plan", act.Answer{}, b.officer, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10"})
	b.do("cycle.open", planned, b.approver, &cycle.Empty{})
	b.cycle = planned.Subject
	return b
}

func units() []offices.Row {
	rows := []offices.Row{{Line: 2, Code: province, Kind: unit.Province, Name: "河北省"}}
	for city, counties := range map[unit.Code]int{"1301": 4, "1302": 3, "1303": 2} {
		rows = append(rows, offices.Row{Line: 3, Code: city, Parent: province, Kind: unit.City, Name: "市" + string(city)})
		for n := range counties {
			code := city + unit.Code(rune('1'+n))
			rows = append(rows, offices.Row{Line: 4, Code: code, Parent: city, Kind: unit.County, Name: "县" + string(code)})
		}
	}
	for county := range 2 {
		code := unit.Code("1301") + unit.Code(rune('1'+county))
		rows = append(rows, offices.Row{Line: 5, Code: code + "01", Parent: code, Kind: unit.Township, Name: "乡" + string(code)})
	}
	return rows
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) actor(r access.Role, at unit.Code) access.Actor {
	b.t.Helper()
	id, err := b.OpenAccount(b.t.Context(), string(at)+"."+string(r), string(r), r, at)
	b.must(err)
	account, _ := b.Directory.Account(id)
	return staff.ActorIn(b.Road.Tree(), account, b.Directory.PostsOf(id, b.Today())[0], access.Strong)
}

// try does an act for the intake.
func (b *bench) try(kind string, on act.Answer, who access.Actor, body any) (act.Answer, error) {
	return b.Road.Do(b.t.Context(), act.Request{Kind: kind, County: on.County, Subject: on.Subject, Body: body, Actor: who, Purpose: role.Intake})
}

func (b *bench) do(kind string, on act.Answer, who access.Actor, body any) act.Answer {
	b.t.Helper()
	a, err := b.try(kind, on, who, body)
	if err != nil {
		b.t.Fatalf("%s: %v", kind, err)
	}
	return a
}

// signed does an act that two people sign.
func (b *bench) signed(kind string, on act.Answer, body any) act.Answer {
	b.t.Helper()
	p := b.do(kind, on, b.officer, body)
	if !p.Pending {
		b.t.Fatalf("%s needed no second signature", kind)
	}
	return b.do("proposal.sign", p, b.approver, &act.Opinion{Digest: b.proposal(p).Digest})
}

func (b *bench) proposal(p act.Answer) *act.Proposal {
	b.t.Helper()
	out := &act.Proposal{}
	b.must(b.Store.Read(b.t.Context(), func(tx *db.Tx) error { return act.Proposals.Load(tx, p.County, p.Subject, out, false) }))
	return out
}

// quotas reads every quota by its unit.
func (b *bench) quotas() map[unit.Code]*quota.Quota {
	b.t.Helper()
	out := map[unit.Code]*quota.Quota{}
	b.must(b.Store.Read(b.t.Context(), func(tx *db.Tx) error {
		clear(out)
		list, err := record.All[quota.Quota](tx, quota.Table, "state = 'issued'")
		for _, q := range list {
			out[q.Unit] = q
		}
		return err
	}))
	return out
}

// of names the quota of a unit as a subject.
func (b *bench) of(code unit.Code) act.Answer {
	b.t.Helper()
	q := b.quotas()[code]
	if q == nil {
		b.t.Fatalf("%s has no quota", code)
	}
	return act.Answer{County: q.County, Subject: q.ID}
}

// sound fails the test where the quota ledger does not fit the quotas.
func (b *bench) sound() {
	b.t.Helper()
	var wrong []i18n.Text
	b.must(b.Store.Read(b.t.Context(), func(tx *db.Tx) (err error) {
		wrong, err = quota.Audit(tx, b.Road.Tree().Name)
		return err
	}))
	for _, text := range wrong {
		b.t.Error(text.EN)
	}
}
