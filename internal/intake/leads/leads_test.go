package leads_test

import (
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/intake/leads"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func refused(t *testing.T, what, code string, err error) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

// TestLifeOfALead: an inspector opens it from an alarm and owns it, looks, hands it
// on, and only its owner closes it, once something was looked at. It is about an
// office or the staff of the scope, never about a citizen, never about the inspector.
func TestLifeOfALead(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store).Season()
		one, two := b.Actor(role.Inspector), b.Another(role.Inspector, "second inspector")
		doctor := b.Actor(role.Examiner)
		citizen, _ := b.App.Directory.Login("citizen")
		open := leads.Opening{Detector: leads.Funnel, About: webtest.County, Account: doctor.Account, Figures: "95/120"}
		try := func(change func(*leads.Opening)) error {
			body := open
			change(&body)
			_, err := b.Try(one, role.Integrity, "radar_lead.open", act.Answer{}, &body)
			return err
		}
		refused(t, "about a citizen", "lead.account", try(func(o *leads.Opening) { o.Account = citizen.ID }))
		refused(t, "about an applicant's file", "lead.account", try(func(o *leads.Opening) { o.Account = b.People["测试02"].Subject }))
		refused(t, "about oneself", "lead.self", try(func(o *leads.Opening) { o.Account = one.Account }))
		refused(t, "outside the scope", "lead.scope", try(func(o *leads.Opening) { o.About = webtest.Province }))
		l := b.As(one, role.Integrity, "radar_lead.open", act.Answer{}, &open)
		if _, err := b.Try(b.Actor(role.CountyOfficer), role.Integrity, "radar_lead.open", act.Answer{}, &open); err == nil {
			t.Error("a county officer opened a lead")
		}
		if _, err := b.Try(b.App.System(), role.Integrity, "radar_lead.open", act.Answer{}, &open); err == nil {
			t.Error("the program opened a lead")
		}
		end := &leads.Closing{Finding: "explained", Words: "换用新设备"}
		_, err := b.Try(one, role.Integrity, "radar_lead.close", l, end)
		refused(t, "closed unseen", "lead.unseen", err)
		b.As(one, role.Integrity, "radar_lead.note", l, &leads.Looking{What: "调看原始记录二十份"})
		_, err = b.Try(one, role.Integrity, "radar_lead.give", l, &leads.Giving{Owner: doctor.Account})
		refused(t, "given to whom it is about", "lead.owner", err)
		b.As(one, role.Integrity, "radar_lead.give", l, &leads.Giving{Owner: two.Account})
		if _, err := b.Try(one, role.Integrity, "radar_lead.close", l, end); err == nil {
			t.Error("closed by somebody else than its owner")
		}
		b.As(two, role.Integrity, "radar_lead.close", l, end)
	})
}

// TestNoActOfTheRadarTouchesACase: over the whole life of a lead no table changes but
// its own, by the facts that every act must write, and by the rows themselves.
func TestNoActOfTheRadarTouchesACase(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Season()
	one := b.Actor(role.Inspector)
	before := image(t, b)
	l := b.As(one, role.Integrity, "radar_lead.open", act.Answer{}, &leads.Opening{Detector: leads.Sample, About: webtest.County, Figures: "12/60"})
	b.As(one, role.Integrity, "radar_lead.note", l, &leads.Looking{What: "抽看"})
	b.As(one, role.Integrity, "radar_lead.give", l, &leads.Giving{Owner: one.Account})
	b.As(one, role.Integrity, "radar_lead.close", l, &leads.Closing{Finding: "passed_on", Words: "已移送"})
	for table, n := range image(t, b) {
		if table != leads.Table.Name && before[table] != n {
			t.Errorf("%s changed from %+v to %+v", table, before[table], n)
		}
	}
	done := 0
	for _, k := range b.App.Book.On(leads.Table) {
		done++
		if k.Adverse {
			t.Errorf("%s is adverse", k.Name)
		}
		for _, f := range append(k.Body.Fields, leads.Table.Schema.Fields...) {
			if f.Ref == "person" || f.Ref == "application" {
				t.Errorf("%s: %s may name a candidate", k.Name, f.Name)
			}
		}
	}
	if done != 4 {
		t.Errorf("%d acts; the life above does 4", done)
	}
}

// sums are how many rows a table has and the sum of their revisions.
type sums struct{ rows, revisions, notices int64 }

func image(t *testing.T, b *webtest.Bench) map[string]sums {
	t.Helper()
	out := map[string]sums{}
	err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
		for _, table := range b.App.Book.Tables() {
			var s sums
			if _, err := tx.One("SELECT COUNT(*), COALESCE(SUM(rev), 0) FROM "+table.Name, nil, &s.rows, &s.revisions); err != nil {
				return err
			}
			if _, err := tx.One("SELECT COUNT(*) FROM outbox", nil, &s.notices); err != nil {
				return err
			}
			out[table.Name] = s
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
