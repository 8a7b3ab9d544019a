package penalty_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/intake/appeals"
	"muster/internal/intake/clocks"
	"muster/internal/lead/penalty"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

const day = 24 * time.Hour

// links is the chain with who does each step.
func links(b *webtest.Bench) []struct {
	kind    string
	role    access.Role
	purpose access.Purpose
	body    any
} {
	w := &penalty.Words{Remark: "经查属实"}
	return []struct {
		kind    string
		role    access.Role
		purpose access.Purpose
		body    any
	}{
		{"penalty.file", role.CountyOfficer, role.Penalty, w},
		{"penalty.order", role.CountyOfficer, role.Penalty, &penalty.Order{By: b.App.Today().AddDays(8), Remark: "到征兵办登记"}},
		{"penalty.persist", role.CountyOfficer, role.Penalty, w},
		{"penalty.notify", role.CountyOfficer, role.Penalty, &penalty.Notice{Measure: "two_years", Reasons: "逾期仍拒绝"}},
		{"penalty.ask_hearing", role.CountyOfficer, role.Penalty, w},
		{"penalty.call_hearing", role.AppealsOfficer, role.Review, &penalty.Calling{On: b.App.Today().AddDays(14)}},
		{"penalty.hear", role.AppealsOfficer, role.Review, w},
		{"penalty.close_notice", role.AppealsOfficer, role.Review, w},
		{"penalty.review_law", role.AppealsOfficer, role.Review, w},
		{"penalty.impose", role.Government, role.Penalty, w},
		{"penalty.serve", role.CountyOfficer, role.Penalty, &penalty.Serving{On: b.App.Today(), How: "当面,回证 7 号"}},
		{"penalty.execute", role.Reviewer, role.Penalty, &penalty.Term{From: b.App.Today()}},
	}
}

func found(b *webtest.Bench, name string, on string) *penalty.Finding {
	p := b.People[name]
	return &penalty.Finding{Party: "citizen", Person: p.Subject, Home: p.County, Conduct: "evade_conscription", ConductOn: b.App.Today(), Facts: "两次拒绝" + on}
}

// TestNoDecisionWithoutEveryStep tries random steps by random people, who each hold
// every role, on many cases over months: whatever was imposed went through every
// step, and each bar between people held.
func TestNoDecisionWithoutEveryStep(t *testing.T) {
	t.Parallel()
	b, random := webtest.New(t), rand.New(rand.NewPCG(5, 7))
	var crowd []access.Actor
	for i := range 7 {
		crowd = append(crowd, b.Extra(fmt.Sprintf("p%d", i), "全能", role.CountyOfficer, webtest.County))
	}
	crowd = append(crowd, b.App.System())
	var all []act.Answer
	for i := range 8 {
		name := fmt.Sprintf("庚%d", i)
		b.Person(name, 61+2*i, webtest.Village)
		all = append(all, b.As(crowd[i%7], role.Penalty, "penalty.find", act.Answer{}, found(b, name, "")))
	}
	done := map[string]int{}
	for range 6000 {
		on := all[random.IntN(len(all))]
		list := links(b)
		step, who := list[random.IntN(len(list))], crowd[random.IntN(len(crowd))]
		if step.kind == "penalty.ask_hearing" && random.IntN(8) != 0 {
			continue // some let the time to ask pass
		}
		if who.Role != access.System {
			who.Role = step.role
		}
		if _, err := b.Try(who, step.purpose, step.kind, on, step.body); err == nil {
			if done[step.kind]++; who.Role == access.System {
				t.Fatalf("the system did %s", step.kind)
			}
		}
		if random.IntN(50) == 0 {
			b.Clock.Advance(day)
		}
	}
	for _, step := range links(b) {
		if done[step.kind] == 0 {
			t.Errorf("in all sequences nobody did %s", step.kind)
		}
	}
	pair := `SELECT COUNT(*) FROM ledger_leaf a JOIN ledger_leaf b ON b.log = a.log AND b.subject = a.subject AND b.actor = a.actor WHERE a.outcome = '' AND b.outcome = '' AND `
	for what, query := range map[string]string{
		"a decision without a step":           `SELECT COUNT(*) FROM penalty p WHERE p.state IN ('imposed', 'running') AND (SELECT COUNT(DISTINCT l.kind) FROM ledger_leaf l WHERE l.subject = 'penalty/' || p.id AND l.outcome = '' AND l.kind IN ('penalty.find', 'penalty.file', 'penalty.order', 'penalty.persist', 'penalty.notify', 'penalty.review_law', 'penalty.impose')) <> 7`,
		"a decision unheard":                  `SELECT COUNT(*) FROM penalty p WHERE p.state IN ('imposed', 'running') AND NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.subject = 'penalty/' || p.id AND l.outcome = '' AND l.kind IN ('penalty.hear', 'penalty.close_notice'))`,
		"filed by who noted the facts":        pair + `a.kind = 'penalty.find' AND b.kind = 'penalty.file'`,
		"heard by an investigator":            pair + `a.kind IN ('penalty.find', 'penalty.file', 'penalty.order', 'penalty.persist') AND b.kind IN ('penalty.hear', 'penalty.call_hearing', 'penalty.review_law', 'penalty.impose')`,
		"decided by who reviewed":             pair + `a.kind = 'penalty.review_law' AND b.kind = 'penalty.impose'`,
		"executed by who heard or served":     pair + `a.kind IN ('penalty.call_hearing', 'penalty.hear', 'penalty.close_notice', 'penalty.serve') AND b.kind = 'penalty.execute'`,
		"decided by who heard":                pair + `a.kind IN ('penalty.call_hearing', 'penalty.hear', 'penalty.close_notice') AND b.kind = 'penalty.impose'`,
		"executed by who decided":             pair + `a.kind = 'penalty.impose' AND b.kind = 'penalty.execute'`,
		"an act of the system":                `SELECT COUNT(*) FROM ledger_leaf WHERE actor = 'system' AND outcome = '' AND kind LIKE 'penalty.%'`,
		"refused before the term had ended":   `SELECT COUNT(*) FROM penalty WHERE refused_again <> '' AND (correct_by = '' OR notice_on <> '' AND notice_on <= correct_by)`,
		"a measure without dates, or on time": `SELECT COUNT(*) FROM penalty WHERE state = 'running' AND (starts_on = '' OR ends_on <= starts_on)`,
	} {
		var n int64
		if err := b.App.Store.Admin().QueryRowContext(t.Context(), query).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: %d times, %v", what, n, err)
		}
	}
}

// TestAgeAndTime: nobody below fourteen, lighter below eighteen, nothing after the
// time bar, nothing that the law does not know.
func TestAgeAndTime(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Person("辛", 41, webtest.Village) // born on 9 March 2008
	for _, c := range []struct {
		on, conduct string
		code        string
	}{
		{"2024-08-02", "evade_conscription", "clock.late"}, {"2026-08-04", "evade_conscription", "penalty.day"},
		{"2026-08-01", "dislike", "penalty.conduct"}, {"2026-08-01", "unit_obstructs", "penalty.conduct"},
	} {
		f := found(b, "辛", "")
		f.Conduct = c.conduct
		f.ConductOn = clock.Date(c.on)
		if _, err := b.Try(b.Actor(role.CountyOfficer), role.Penalty, "penalty.find", act.Answer{}, f); !fault.Coded(err, c.code) {
			t.Errorf("%s on %s: %v, want %s", c.conduct, c.on, err, c.code)
		}
	}
	for on, minor := range map[string]bool{"2026-03-08": true, "2026-03-09": false} {
		f := found(b, "辛", on)
		f.ConductOn = clock.Date(on)
		a := b.As(b.Actor(role.CountyOfficer), role.Penalty, "penalty.find", act.Answer{}, f)
		if got := webtest.At[penalty.Penalty](b, penalty.Penalties, "id = $1", string(a.Subject))[0].Minor; got != minor {
			t.Errorf("a minor on %s: %v", on, got)
		}
	}
}

// TestASuccessfulAppealLifts: the measure ends in the act that decides the review.
func TestASuccessfulAppealLifts(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Person("壬", 43, webtest.Village)
	second := b.Another(role.CountyOfficer, "officer2")
	on := b.Do(role.CountyOfficer, role.Penalty, "penalty.find", act.Answer{}, found(b, "壬", ""))
	b.As(second, role.Penalty, "penalty.file", on, &penalty.Words{Remark: "属实"})
	lawyer, hearer := b.Actor(role.AppealsOfficer), b.Extra("hearer", "听证", role.AppealsOfficer, webtest.City)
	government := b.Extra("government", "县政府", role.Government, webtest.County)
	for _, step := range links(b)[1:] {
		who := map[access.Role]access.Actor{role.CountyOfficer: second, role.AppealsOfficer: hearer, role.Government: government, role.Reviewer: b.Actor(role.Reviewer)}[step.role]
		switch step.kind {
		case "penalty.ask_hearing", "penalty.call_hearing", "penalty.hear":
			continue
		case "penalty.persist", "penalty.close_notice":
			b.Clock.Advance(12 * day)
		case "penalty.review_law":
			who = lawyer
		case "penalty.serve":
			step.body = &penalty.Serving{On: b.App.Today(), How: "邮寄,回证 8 号"}
		case "penalty.execute":
			step.body = &penalty.Term{From: b.App.Today()}
			who.Ranges = b.App.Road.Tree().Scope(webtest.County)
		}
		b.As(who, step.purpose, step.kind, on, step.body)
	}
	b.As(b.Self("壬"), role.Own, "penalty.ask_review", on, &appeals.Asking{Grounds: "已在外地登记"})
	review := webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0]
	if _, err := b.Try(lawyer, role.Review, "review.decide", webtest.On(review), &appeals.Decision{Outcome: appeals.Repeat, Reasoning: "x"}); !fault.Coded(err, "access.duties") {
		t.Errorf("decided by who reviewed it before: %v", err)
	}
	other := b.Extra("appeals2", "另一复核", role.AppealsOfficer, webtest.City)
	b.As(other, role.Review, "review.decide", webtest.On(review), &appeals.Decision{Outcome: appeals.Repeat, Reasoning: "外地登记属实"})
	p := webtest.At[penalty.Penalty](b, penalty.Penalties, "1 = 1")[0]
	if p.State != penalty.Lifted || p.Until != b.App.Today() {
		t.Errorf("after the review it is %s until %s", p.State, p.Until)
	}
	if err := b.App.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := b.Letters(b.Actor(role.Reviewer).Account)
	if len(told) != 1 || !strings.Contains(told[0].Body, string(p.ID)) || strings.Contains(told[0].Body, "壬") {
		t.Errorf("the department that executes was told %+v", told)
	}
}

// TestWhatWasSaidStays: a long statement does not keep the hearing from being held,
// nothing that was said is lost, whoever served the notice does not preside, and
// nobody lets a measure end before its term.
func TestWhatWasSaidStays(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Person("癸", 45, webtest.Village)
	second, third := b.Another(role.CountyOfficer, "officer2"), b.Another(role.CountyOfficer, "officer3")
	hearer := b.Extra("hearer", "听证", role.AppealsOfficer, webtest.City)
	government := b.Extra("government", "县政府", role.Government, webtest.County)
	on := b.Do(role.CountyOfficer, role.Penalty, "penalty.find", act.Answer{}, found(b, "癸", ""))
	words := func(text string) *penalty.Words { return &penalty.Words{Remark: text} }
	b.As(second, role.Penalty, "penalty.file", on, words("属实"))
	b.As(second, role.Penalty, "penalty.order", on, &penalty.Order{By: b.App.Today().AddDays(8), Remark: "报到"})
	b.Clock.Advance(9 * day)
	b.As(second, role.Penalty, "penalty.persist", on, words("仍拒绝"))
	b.As(third, role.Penalty, "penalty.notify", on, &penalty.Notice{Measure: "two_years", Reasons: "逾期仍拒绝"})
	if _, err := b.Try(second, role.Penalty, "penalty.drop", on, words("算了")); !fault.Coded(err, "penalty.decider") {
		t.Errorf("dropped after the notice by who investigates: %v", err)
	}
	long := strings.Repeat("冤", 2000)
	b.As(b.Self("癸"), role.Own, "penalty.ask_hearing", on, words(long))
	b.As(b.Self("癸"), role.Own, "penalty.state", on, words("又及"))
	seventh, err := b.App.Pack.WorkingDays().AddWorkingDays(b.App.Today(), 7)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Try(hearer, role.Review, "penalty.call_hearing", on, &penalty.Calling{On: seventh.AddDays(-1)}); !fault.Coded(err, "penalty.hearing_early") {
		t.Errorf("called six working days before: %v", err)
	}
	b.As(hearer, role.Review, "penalty.call_hearing", on, &penalty.Calling{On: seventh})
	b.Clock.Advance(14 * day)
	notifier := third
	notifier.Role, notifier.Unit, notifier.Home = role.AppealsOfficer, hearer.Unit, hearer.Home
	if _, err := b.Try(notifier, role.Review, "penalty.hear", on, words("x")); !fault.Coded(err, "access.duties") {
		t.Errorf("heard by who served the notice: %v", err)
	}
	b.As(hearer, role.Review, "penalty.hear", on, words("笔录"))
	b.As(b.Self("癸"), role.Own, "penalty.state", on, words("听证后补充"))
	p := webtest.At[penalty.Penalty](b, penalty.Penalties, "1 = 1")[0]
	if p.Statement != long+"\n又及\n听证后补充" || p.Minutes != "笔录" {
		t.Errorf("%d characters of the statement, minutes %q", len([]rune(p.Statement)), p.Minutes)
	}
	b.As(b.Actor(role.AppealsOfficer), role.Review, "penalty.review_law", on, words("合法"))
	b.As(government, role.Penalty, "penalty.impose", on, words("决定"))
	executor := b.Actor(role.Reviewer)
	executor.Ranges = b.App.Road.Tree().Scope(webtest.County)
	if _, err := b.Try(executor, role.Penalty, "penalty.execute", on, &penalty.Term{From: b.App.Today()}); !fault.Coded(err, "penalty.unserved") {
		t.Errorf("executed before it reached the party: %v", err)
	}
	decided := webtest.At[penalty.Penalty](b, penalty.Penalties, "1 = 1")[0]
	b.Clock.Advance(3 * day)
	for _, wrong := range []clock.Date{decided.DecidedOn.AddDays(-1), b.App.Today().AddDays(1)} {
		if _, err := b.Try(third, role.Penalty, "penalty.serve", on, &penalty.Serving{On: wrong, How: "当面"}); !fault.Coded(err, "penalty.day") {
			t.Errorf("served on %s: %v", wrong, err)
		}
	}
	b.As(third, role.Penalty, "penalty.serve", on, &penalty.Serving{On: b.App.Today(), How: "当面,回证 9 号"})
	if now := webtest.At[penalty.Penalty](b, penalty.Penalties, "1 = 1")[0]; now.ObjectBy != decided.ObjectBy.AddDays(3) {
		t.Errorf("the party may object until %s, before it was served until %s", now.ObjectBy, decided.ObjectBy)
	}
	b.As(executor, role.Penalty, "penalty.execute", on, &penalty.Term{From: b.App.Today()})
	if _, err := b.Try(executor, role.Penalty, "penalty.finish", on, words("说情")); !fault.Coded(err, "penalty.runs") {
		t.Errorf("ended before its term: %v", err)
	}
}

// TestAnOutageExtendsTheTermToCorrect: a day that an outage took from the term of the
// order is given back, once, however often outages are recorded; until the later day is
// over nobody has refused again.
func TestAnOutageExtendsTheTermToCorrect(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Person("癸", 43, webtest.Village)
	officer, second := b.Actor(role.CountyOfficer), b.Another(role.CountyOfficer, "officer2")
	a := b.As(officer, role.Penalty, "penalty.find", act.Answer{}, found(b, "癸", ""))
	b.As(second, role.Penalty, "penalty.file", a, &penalty.Words{Remark: "属实"})
	ordered := b.App.Today().AddDays(8)
	b.As(second, role.Penalty, "penalty.order", a, &penalty.Order{By: ordered, Remark: "到征兵办登记"})
	b.Clock.Advance(5 * day)
	for _, days := range [][2]clock.Date{{"2026-08-05", "2026-08-05"}, {"2026-08-06", "2026-08-06"}} {
		p := b.As(officer, role.Intake, "outage.record", act.Answer{}, &clocks.Stretch{Area: webtest.County, From: days[0], FromTime: "08:00", Until: days[1], UntilTime: "18:00", What: "全县断网", Source: "YW-1"})
		if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); err != nil {
			t.Fatal(err)
		}
	}
	now := webtest.At[penalty.Penalty](b, penalty.Penalties, "1 = 1")[0]
	if want := ordered.AddDays(2); now.CorrectBy != want || now.DueBy != want || now.Ordered != ordered {
		t.Errorf("to be corrected by %s, due %s, ordered for %s; want %s", now.CorrectBy, now.DueBy, now.Ordered, want)
	}
	b.Clock.Advance(5 * day) // the tenth day is the last
	_, err := b.Try(officer, role.Penalty, "penalty.persist", a, &penalty.Words{Remark: "仍拒绝"})
	if !fault.Coded(err, "penalty.term_runs") {
		t.Errorf("refused again within the extended term: %v", err)
	}
	b.Clock.Advance(day)
	b.As(officer, role.Penalty, "penalty.persist", a, &penalty.Words{Remark: "仍拒绝"})
}
