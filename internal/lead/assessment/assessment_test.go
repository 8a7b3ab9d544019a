package assessment_test

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/intake/clocks"
	"muster/internal/intake/cycle"
	"muster/internal/lead/assessment"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestDisputedInItsDays: a county disputes until the last instant of its last day and not
// after; a working day that an outage took is made up.
func TestDisputedInItsDays(t *testing.T) {
	t.Parallel()
	for code, after := range map[string]time.Duration{"": 0, "clock.late": time.Microsecond} {
		b := webtest.New(t)
		b.Cycle = b.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10"})
		on := b.Do(role.Assessor, role.Assessment, "assessment.publish", act.Answer{}, &assessment.Assessing{Cycle: b.Cycle.Subject, Unit: webtest.County})
		until := func() clock.Date {
			return webtest.At[assessment.Assessment](b, assessment.Table, "1 = 1")[0].DisputeBy
		}
		before := until() // published on Monday 3 August
		b.Clock.Advance(50 * time.Hour)
		p := b.Do(role.CountyOfficer, role.Intake, "outage.record", act.Answer{}, &clocks.Stretch{Area: webtest.County, From: "2026-08-04", FromTime: "08:00", Until: "2026-08-04", UntilTime: "18:00", What: "断网", Source: "YW-2"})
		if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); err != nil {
			t.Fatal(err)
		}
		if before != "2026-08-10" || until() != "2026-08-11" {
			t.Errorf("disputed until %s, then %s", before, until())
		}
		b.Clock.Set(time.Date(2026, 8, 12, 0, 0, 0, 0, b.App.Pack.Zone()).Add(after - time.Microsecond))
		_, err := b.Try(b.Actor(role.CountyOfficer), role.Intake, "assessment.dispute", on, &assessment.Words{Remark: "少计一件"})
		if code == "" && err != nil || code != "" && !fault.Coded(err, code) {
			t.Errorf("%s after the last instant: %v", after, err)
		}
	}
}

func TestRate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ n, d, want int64 }{{0, 0, -1}, {5, 0, -1}, {0, 7, 0}, {7, 7, 10000}, {1, 3, 3333}, {2, 3, 6667}, {1, 20000, 1}, {1, 20001, 0}, {9, 4, 22500}} {
		if got := assessment.Rate(c.n, c.d); got != c.want {
			t.Errorf("Rate(%d, %d) = %d, want %d", c.n, c.d, got, c.want)
		}
	}
}

// TestRateIsTheNearest compares with rational arithmetic.
func TestRateIsTheNearest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, d := rapid.Int64Range(0, 1e12).Draw(t, "n"), rapid.Int64Range(1, 1e12).Draw(t, "d")
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(n), big.NewInt(10000)), big.NewInt(d))
		off := new(big.Rat).Sub(new(big.Rat).SetInt64(assessment.Rate(n, d)), exact)
		if off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
			t.Fatalf("Rate(%d, %d) is off by %s", n, d, off)
		}
	})
}
