package clocks_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/intake/cycle"
	"muster/internal/intake/integrity"
	"muster/internal/intake/selection"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
	"muster/policies"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func pack(t *testing.T) *policy.Pack {
	t.Helper()
	files, err := policies.Open("cn")
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// declared names every deadline of the pack.
func declared(t *testing.T) (out []string) {
	t.Helper()
	files, err := policies.Open("cn")
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(files, "deadlines.yaml")
	for _, found := range regexp.MustCompile(`(?m)^  - \{name: (\w+), event:`).FindAllStringSubmatch(string(text), -1) {
		out = append(out, found[1])
	}
	if err != nil || len(out) < 30 {
		t.Fatalf("%d deadlines are declared: %v", len(out), err)
	}
	return out
}

// TestEveryDeadline counts the deadlines of DOMAIN 2.10 to 2.12 over weekends,
// holidays, make-up days, the year's end, and a recorded outage: by name, event,
// days lost, and the limit.
func TestEveryDeadline(t *testing.T) {
	t.Parallel()
	p, counted := pack(t), map[string]bool{}
	for _, c := range []struct {
		name  string
		event clock.Date
		lost  []clock.Date
		want  clock.Date
	}{
		{"liaison", "2026-02-20", nil, "2026-02-05"},
		{"liaison", "2026-01-05", []clock.Date{"2025-12-20"}, "2025-12-21"}, // before the event: an outage moves nothing
		{"transport_need", "2026-12-29", nil, "2027-01-03"},
		{"transport_need", "2026-02-20", []clock.Date{"2026-02-25"}, "2026-02-26"},
		{"officers_latest", "2026-09-20", nil, "2026-09-13"},
		{"handover_led", "2026-03-01", nil, "2026-02-28"},
		{"files_sent", "2026-09-20", []clock.Date{"2026-09-25", "2026-09-30"}, "2026-10-02"},
		{"files_sent", "2026-09-20", []clock.Date{"2026-09-30", "2026-10-01"}, "2026-10-02"}, // the day won by an outage is lost again
		{"file_check_training", "2026-12-30", nil, "2027-01-04"},
		{"file_reply", "2026-09-25", []clock.Date{"2026-09-25"}, "2026-10-20"}, // the day of the event is not counted anyhow
		{"notice", "2026-09-21", nil, "2026-09-29"},                            // over a holiday
		{"notice", "2026-09-18", nil, "2026-09-24"},                            // the Sunday 20 is a make-up day
		{"notice", "2026-09-18", []clock.Date{"2026-09-20"}, "2026-09-28"},     // and it was lost
		{"notice", "2026-09-18", []clock.Date{"2026-09-19"}, "2026-09-24"},     // a lost Saturday costs nothing
		{"return", "2026-09-20", nil, "2026-11-04"},
		{"return", "2026-09-20", []clock.Date{"2026-11-04"}, "2026-11-04"}, // it limits what may be done to somebody
		{"injury_care", "2026-12-01", nil, "2027-01-15"},
		{"return_handover", "2026-09-28", nil, "2026-10-13"},
		{"return_handover", "2026-09-28", []clock.Date{"2026-10-09", "2026-10-10"}, "2026-10-15"},
		{"appraisal", "2026-09-30", nil, "2026-10-13"},
		{"appraisal", "2026-09-30", []clock.Date{"2026-10-03"}, "2026-10-13"}, // lost on a holiday
		{"study_return", "2024-02-29", nil, "2026-02-28"},
		{"review_request", "2025-12-30", nil, "2026-01-07"},
		{"review_request", "2025-12-30", []clock.Date{"2026-01-04"}, "2026-01-08"},
		{"review_decision", "2026-02-12", nil, "2026-02-26"},
		{"reconsideration", "2026-08-31", []clock.Date{"2026-10-30"}, "2026-10-31"},
		{"lawsuit", "2026-08-31", nil, "2027-02-28"},
		{"penalty_bar", "2024-02-29", nil, "2026-02-28"},
		{"penalty_bar", "2024-08-01", []clock.Date{"2026-08-01"}, "2026-08-01"},
		{"hearing_request", "2026-09-30", nil, "2026-10-13"},
		{"hearing_request", "2026-09-30", []clock.Date{"2026-10-13"}, "2026-10-14"},
		{"hearing_notice", "2026-10-12", nil, "2026-09-24"},
		{"penalty_decision", "2026-09-01", nil, "2026-11-30"},
		{"penalty_service", "2026-04-02", nil, "2026-04-14"},
		{"penalty_lifting", "2026-09-24", nil, "2026-09-28"},
		{"published_withdrawal", "2026-04-30", nil, "2026-05-08"},
		{"officers_earliest", "2026-01-05", []clock.Date{"2025-12-30"}, "2025-12-26"},
		{"score_posting", "2026-12-30", []clock.Date{"2026-12-31"}, "2027-01-03"},
		{"return_notices", "2026-09-18", []clock.Date{"2026-09-20"}, "2026-09-28"}, // the make-up day was lost
		{"assessment_dispute", "2026-09-30", nil, "2026-10-13"},
		{"deferral_decision", "2026-12-20", []clock.Date{"2027-01-04"}, "2027-01-05"},
		{"registration", "2026-10-31", []clock.Date{"2026-10-31"}, "2026-11-01"}, // a fixed day
		{"reservist_soldier", "2026-12-01", nil, "2027-01-10"},
		{"reservist_officer", "2026-12-15", []clock.Date{"2026-12-15"}, "2027-01-14"},
		{"report_self_employed", "2026-09-01", nil, "2026-10-01"},
	} {
		counted[c.name] = true
		d, err := p.On(c.event).Deadline(c.name)
		if err != nil {
			t.Fatal(err)
		}
		limit, err := d.From(c.event, p.WorkingDays())
		if err != nil {
			t.Fatal(err)
		}
		lost := map[clock.Date]bool{}
		for _, day := range c.lost {
			lost[day] = true
		}
		got, err := d.Extended(c.event, limit, p.WorkingDays(), func(day clock.Date) bool { return lost[day] })
		if err != nil || got != c.want {
			t.Errorf("%s from %s without %v: %s, %v, want %s", c.name, c.event, c.lost, got, err, c.want)
		}
	}
	for _, name := range declared(t) {
		if d, err := p.On("2026-09-01").Deadline(name); err != nil || d.Unit != policy.Hours && !counted[name] { // of hours in TestHours
			t.Errorf("the deadline %s is not counted here: %v", name, err)
		}
	}
}

// TestHours counts the limits of hours across midnight and through outages that
// overlap.
func TestHours(t *testing.T) {
	t.Parallel()
	p := pack(t)
	at := func(s string) time.Time {
		u, err := time.ParseInLocation("2006-01-02 15:04", s, p.Zone())
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	lost := func(pairs ...string) (out []policy.Stretch) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, policy.Stretch{From: at(pairs[i]), To: at(pairs[i+1])})
		}
		return out
	}
	for _, c := range []struct {
		name, event string
		lost        []policy.Stretch
		want        string
	}{
		{"handover_arrival", "2026-12-31 23:30", nil, "2027-01-01 23:30"},
		{"handover_arrival", "2026-09-20 15:00", lost("2026-09-20 12:00", "2026-09-20 18:00"), "2026-09-21 18:00"},
		{"handover_arrival", "2026-09-20 15:00", lost("2026-09-20 16:00", "2026-09-20 20:00", "2026-09-20 18:00", "2026-09-20 22:00"), "2026-09-21 21:00"},
		{"handover_arrival", "2026-09-20 15:00", lost("2026-09-21 14:00", "2026-09-21 16:00"), "2026-09-21 17:00"},
		{"handover_arrival", "2026-09-20 15:00", lost("2026-09-21 15:01", "2026-09-21 16:00"), "2026-09-21 15:00"},
		{"file_review", "2026-09-20 09:00", lost("2026-09-17 00:00", "2026-09-18 00:00"), "2026-09-18 09:00"},
		{"file_defects", "2026-01-01 00:00", nil, "2025-12-31 00:00"},
		{"review_fast", "2026-09-18 10:00", lost("2026-09-19 00:00", "2026-09-19 06:00"), "2026-09-20 16:00"},
	} {
		d, err := p.On("2026-09-01").Deadline(c.name)
		if err != nil {
			t.Fatal(err)
		}
		limit, err := d.FromInstant(at(c.event), p.WorkingDays(), p.Zone())
		if err != nil {
			t.Fatal(err)
		}
		if got := d.ExtendedInstant(at(c.event), limit, c.lost); !got.Equal(at(c.want)) {
			t.Errorf("%s from %s: %s, want %s", c.name, c.event, got.In(p.Zone()), c.want)
		}
	}
}

// TestAnOutageExtendsWhatRuns: two people record an outage, the running review is
// due a day later, a second county's is not, and one person alone records nothing.
func TestAnOutageExtendsWhatRuns(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	c := b.InState("甲", 41, cases.PhysicalFail, cases.ReachExamined)
	b.As(b.Self("甲"), role.Own, "application.ask_review", webtest.On(c), &appeals.Asking{Grounds: "两家医院结果正常"})
	review := func() *appeals.Review { return webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0] }
	before := review().DecideBy // asked on Monday 3 August: due on Monday 10
	b.Clock.Advance(26 * time.Hour)
	stretch := &clocks.Stretch{Area: webtest.County, From: "2026-08-04", FromTime: "08:00", Until: "2026-08-04", UntilTime: "09:30", What: "全县断网", Source: "YW-1"}
	p := b.Do(role.CountyOfficer, role.Intake, "outage.record", act.Answer{}, stretch)
	if got := review().DecideBy; got != before {
		t.Errorf("one person alone moved it to %s", got)
	}
	if _, err := b.Sign(b.Actor(role.CountyOfficer), role.Intake, p); err == nil {
		t.Error("signed by who recorded it")
	}
	if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); err != nil {
		t.Fatal(err)
	}
	if got := review().DecideBy; before != "2026-08-10" || got != "2026-08-11" {
		t.Errorf("due %s, then %s; want 2026-08-10, then 2026-08-11", before, got)
	}
	stretch.UntilTime = "9.30"
	if _, err := b.Try(b.Actor(role.CountyOfficer), role.Intake, "outage.record", act.Answer{}, stretch); err == nil {
		p := b.Do(role.CountyOfficer, role.Intake, "outage.record", act.Answer{}, stretch)
		if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); !fault.Coded(err, "field.time") {
			t.Errorf("an hour that is none: %v", err)
		}
	}
}

// TestOutagesExtendEveryClock: a complaint, an objection and a registration whose
// last day was lost run a day longer, on both engines; a registration due later does
// not.
func TestOutagesExtendEveryClock(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store)
		c := b.InState("甲", 41, cases.Scored, cases.ReachScored)
		webtest.Attest[cases.Case](b, cases.Table, `UPDATE application SET scored_on = '2026-08-03', score = 5000`)
		self := b.Self("甲")
		b.As(self, role.Own, "application.object_score", webtest.On(c), &selection.Objecting{Grounds: "漏记一项"})
		b.As(self, role.Own, "complaint.file", act.Answer{}, &integrity.Complaining{Person: c.Person, County: c.County, Gate: "physical", Against: webtest.County, Grounds: "候检过久"})
		for i, due := range []clock.Date{"2026-08-04", "2026-08-20"} {
			name := []string{"乙", "丙"}[i]
			b.Person(name, 51+2*i, webtest.Village)
			b.Do(role.CountyRegistrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: b.People[name].Subject, County: b.People[name].County, Unit: webtest.Village, Year: 2026})
			webtest.Attest[people.Registration](b, people.Registrations, `UPDATE registration SET due_by = $1 WHERE person = $2`, string(due), string(b.People[name].Subject))
		}
		b.Clock.Advance(26 * time.Hour)
		p := b.Do(role.CountyOfficer, role.Intake, "outage.record", act.Answer{}, &clocks.Stretch{Area: webtest.County, From: "2026-08-04", FromTime: "08:00", Until: "2026-08-04", UntilTime: "18:00", What: "全县断网", Source: "YW-1"})
		if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); err != nil {
			t.Fatal(err)
		}
		if o := webtest.At[selection.ScoreObjection](b, selection.ScoreObjections, "1 = 1")[0]; o.DecideBy != "2026-08-11" {
			t.Errorf("the objection is to be decided by %s", o.DecideBy)
		}
		if o := webtest.At[integrity.Complaint](b, integrity.Complaints, "1 = 1")[0]; o.AnswerBy != "2026-08-18" {
			t.Errorf("the complaint is to be answered by %s", o.AnswerBy)
		}
		for name, want := range map[string]clock.Date{"乙": "2026-08-05", "丙": "2026-08-20"} {
			if r := webtest.At[people.Registration](b, people.Registrations, "person = $1", string(b.People[name].Subject))[0]; r.DueBy != want {
				t.Errorf("the registration of %s is due by %s, want %s", name, r.DueBy, want)
			}
		}
	})
}

// TestTheStartOfAnIntake: the liaison fifteen days before the start, the transport
// need five days after it (conscription-regulation 36, 45), over the year's end.
func TestTheStartOfAnIntake(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	a := b.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10", Starts: "2026-12-29"})
	now := func() clock.Date { return webtest.At[cycle.Cycle](b, cycle.Table, "1 = 1")[0].DueBy }
	if now() != "2026-12-14" {
		t.Errorf("planned: %s", now())
	}
	b.Do(role.QuotaOfficer, role.Intake, "cycle.liaise", a, &cycle.Noting{On: "2026-12-10"})
	if now() != "2027-01-03" {
		t.Errorf("after the liaison: %s", now())
	}
	b.Do(role.QuotaApprover, role.Intake, "cycle.open", a, &cycle.Empty{})
	b.Do(role.QuotaOfficer, role.Intake, "cycle.state_needs", a, &cycle.Noting{On: "2026-12-30"})
	if now() != "" {
		t.Errorf("after both: %s", now())
	}
}

// TestAnOutageLengthensTheTimeToContest: a working day that was lost is made up for who
// may ask for a review of a result or object to a registration, once, and for nobody
// elsewhere; their place is kept as long.
func TestAnOutageLengthensTheTimeToContest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store)
		for i, name := range []string{"甲", "乙"} {
			c := b.InState(name, 41+2*i, cases.Prechecked, cases.ReachApplied)
			b.Do(role.CountyOfficer, role.Intake, "application.pass_over", webtest.On(c), &signup.PassingOver{Remark: "名额已满"})
		}
		until := func(name string) clock.Date {
			return webtest.At[cases.Case](b, cases.Table, "name = $1", name)[0].ObjectBy
		}
		before := until("甲")
		webtest.Attest[cases.Case](b, cases.Table, `UPDATE application SET place = '13010301001' WHERE name = '乙'`)
		b.Clock.Advance(50 * time.Hour)
		for range 2 { // the same day, recorded twice
			p := b.Do(role.CountyOfficer, role.Intake, "outage.record", act.Answer{}, &clocks.Stretch{Area: webtest.County, From: "2026-08-04", FromTime: "08:00", Until: "2026-08-05", UntilTime: "18:00", What: "断网", Source: "YW-2"})
			if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); err != nil {
				t.Fatal(err)
			}
		}
		if got := until("甲"); before != "2026-08-10" || got != "2026-08-12" {
			t.Errorf("a review may be asked for until %s, was %s", got, before)
		}
		if got := until("乙"); got != before {
			t.Errorf("elsewhere until %s", got)
		}
		b.Clock.Set(time.Date(2026, 8, 12, 12, 0, 0, 0, b.App.Pack.Zone()))
		b.As(b.Self("甲"), role.Own, "application.ask_review", b.Cases["甲"], &appeals.Asking{Grounds: "条件相同"})
	})
}

// TestAClockReminds: a day before it ends a clock reminds those who may act, once; one
// that an outage moved reminds on its new day, and one that has ended nobody.
func TestAClockReminds(t *testing.T) {
	t.Parallel()
	for _, ends := range []bool{false, true} {
		b := webtest.New(t)
		c := b.InState("甲", 41, cases.PhysicalFail, cases.ReachExamined)
		city := b.Actor(role.AppealsOfficer)
		b.As(b.Self("甲"), role.Own, "application.ask_review", webtest.On(c), &appeals.Asking{Grounds: "两家医院结果正常"}) // due on Monday 10
		reminded := func() (n int) {
			for _, l := range b.Letters(city.Account) {
				if strings.Contains(l.Body, "一件“复核”须在") {
					n++
				}
			}
			return n
		}
		b.NextDay()
		p := b.Do(role.CountyOfficer, role.Intake, "outage.record", act.Answer{}, &clocks.Stretch{Area: webtest.County, From: "2026-08-04", FromTime: "08:00", Until: "2026-08-04", UntilTime: "09:30", What: "断网", Source: "YW-1"})
		if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); err != nil { // due on Tuesday 11
			t.Fatal(err)
		}
		for b.App.Today() < "2026-08-09" {
			b.NextDay()
		}
		if n := reminded(); n != 0 {
			t.Errorf("reminded %d times on the day of before the outage", n)
		}
		if ends {
			b.As(city, role.Review, "review.decide", webtest.On(webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0]), &appeals.Decision{Outcome: appeals.Stands, Reasoning: "属实"})
		}
		for b.App.Today() < "2026-08-12" {
			b.NextDay()
		}
		if n := reminded(); n != map[bool]int{false: 1, true: 0}[ends] {
			t.Errorf("ended %t: reminded %d times", ends, n)
		}
	}
}

// TestEveryClockAsksForItsReminder: a complaint, an objection to a score, one to a notice,
// and a deferral each ask for the reminder of their day.
func TestEveryClockAsksForItsReminder(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Selection()
	c := b.InState("甲", 141, cases.Scored, cases.ReachScored)
	webtest.Attest[cases.Case](b, cases.Table, `UPDATE application SET scored_on = '2026-08-03', score = 5000 WHERE name = '甲'`)
	self := b.Self("甲")
	b.As(self, role.Own, "application.object_score", webtest.On(c), &selection.Objecting{Grounds: "漏记一项"})
	b.As(self, role.Own, "complaint.file", act.Answer{}, &integrity.Complaining{Person: c.Person, County: c.County, Gate: "physical", Against: webtest.County, Grounds: "候检过久"})
	b.As(self, role.Own, "deferral.ask", act.Answer{}, &people.DeferralBody{OfPerson: people.OfPerson{Person: c.Person, County: c.County}, Ground: "sole_breadwinner", Evidence: "民政 7 号", Words: "独子养家"})
	b.As(b.App.System(), role.Integrity, "notice_objection.file", act.Answer{}, &selection.Doubting{Ranking: b.Ranking.Subject, Home: b.Ranking.County, Grounds: "学历不实"})
	for _, table := range []string{"score_objection", "complaint", "deferral", "notice_objection"} {
		var n int64
		err := b.App.Store.Admin().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM job WHERE kind = $1 AND body LIKE $2", clocks.RemindKind, table+"/%").Scan(&n)
		if err != nil || n != 1 {
			t.Errorf("%s: %d reminders, %v", table, n, err)
		}
	}
}
