package signup_test

import (
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/intake/cycle"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestTheLastMinuteOfSignUp applies by real acts, by oneself and through a clerk, at
// the first and the last minute of each calendar: that of women is their own, and
// hours are those of Beijing.
func TestTheLastMinuteOfSignUp(t *testing.T) {
	t.Parallel()
	for i, c := range []struct {
		woman bool
		at    string
		want  string
	}{
		{false, "2026-08-31T23:59:59+08:00", "signup.not_yet"}, {false, "2026-09-01T00:00:00+08:00", ""},
		{false, "2026-09-20T17:59:59+08:00", ""}, {false, "2026-09-20T18:00:00+08:00", "signup.closed"}, {false, "2026-09-21T00:00:00+08:00", "signup.closed"},
		{true, "2026-09-04T23:59:59+08:00", "signup.not_yet"}, {true, "2026-09-05T00:00:00+08:00", ""},
		{true, "2026-09-13T17:59:59+08:00", ""}, {true, "2026-09-13T18:00:00+08:00", "signup.closed"}, // a Sunday: the day is kept
		{true, "2026-09-14T00:00:00+08:00", "signup.closed"}, {true, "2026-09-20T17:59:59+08:00", "signup.closed"},
	} {
		t.Run(c.at, func(t *testing.T) {
			t.Parallel()
			at, err := time.Parse(time.RFC3339, c.at)
			if err != nil {
				t.Fatal(err)
			}
			b := &bench{Bench: webtest.New(t)}
			b.intake = b.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, From: "2026-09-01", SignUp: "2026-09-20",
				Hour: 18, WomenFrom: "2026-09-05", WomenTo: "2026-09-13", Approval: "2026-10-10"})
			b.Do(role.QuotaApprover, role.Intake, "cycle.open", b.intake, &cycle.Empty{})
			sequence := 2*i + 1
			if c.woman {
				sequence++
			}
			b.person("本人", "2006-03-09", sequence, nil)
			p := b.person("代办", "2006-03-09", sequence+100, nil)
			b.Clock.Set(at)
			_, err = b.apply("本人", nil)
			b.expect(err, c.want)
			_, err = b.Try(b.Actor(role.Clerk), role.Intake, "application.apply", act.Answer{},
				&signup.Applying{Cycle: b.intake.Subject, CycleHome: b.intake.County, County: p.County, Person: p.Subject})
			b.expect(err, c.want)
		})
	}
}
