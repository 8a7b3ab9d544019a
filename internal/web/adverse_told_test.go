package web_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/integrity"
	"muster/internal/intake/medical"
	"muster/internal/intake/preservice"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection"
	"muster/internal/intake/signup"
	"muster/internal/intake/vetting"
	"muster/internal/lead/penalty"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

// because is what an officer writes as the reason in each adverse act of the test: it
// tells of the body, so that no short message may hold it.
const because = "右眼视力四点二"

// untold are the adverse acts after which nobody is told, with the reason.
var untold = map[string]string{
	"penalty.find":         "facts noted; nothing is asked of the party before the order",
	"penalty.file":         "as penalty.find",
	"penalty.persist":      "the notice before a penalty, which follows, says it",
	"penalty.close_notice": "a step between the notice and the decision; the notice said when it comes",
	"penalty.review_law":   "as penalty.close_notice",
	"case_hold.conceal":    "told by a day that two people fix (case_hold.disclose)",
}

// onPage are those whose reason stands on the page of the record alone: sealed under the
// person's key, or with a hold not said at all.
var onPage = map[string]bool{"exam.conclude": true, "application.conclude_vetting": true, "recruit_return.accept": true, "application.hold": true}

// stage is a bench on which adverse acts are done to the person 甲, or to whoever is named.
type stage struct{ *webtest.Bench }

func (s stage) in(state string) act.Answer {
	return webtest.On(s.InState("甲", 41, state, cases.ReachApplied))
}

// put adds a record about the person.
func (s stage) put(t *record.Table, r record.Record, state string) act.Answer {
	s.T.Helper()
	at, _ := s.App.Road.Tree().Get(webtest.Village)
	*r.Head() = record.Base{County: webtest.County, ID: ident.New(s.Clock.Now(), ident.Secure), Rev: 1, Unit: webtest.Village, Place: at.Place, State: state}
	s.Put(t, r)
	return webtest.On(r)
}

func (s stage) person() ident.ID {
	if s.People["甲"].Subject == "" {
		s.Person("甲", 41, webtest.Village)
	}
	return s.People["甲"].Subject
}

// two does an act that a second person signs.
func (s stage) two(first, second access.Actor, purpose, other access.Purpose, kind string, on act.Answer, body any) {
	s.T.Helper()
	if _, err := s.Sign(second, other, s.As(first, purpose, kind, on, body)); err != nil {
		s.T.Fatal(err)
	}
}

// deferred is a deferral of the person in a state.
func (s stage) deferred(state string) act.Answer {
	return s.put(people.Deferrals, &people.Deferral{Person: s.person(), Name: "甲", Ground: "sole_breadwinner", Words: "x", Until: "2027-01-01"}, state)
}

// penalised takes a penalty of the person, or of an organisation that is named, as far as a
// step, which is done last.
func (s stage) penalised(last string, organisation ...string) (on act.Answer) {
	s.T.Helper()
	second, hearer := s.Another(role.CountyOfficer, "officer2"), s.Extra("hearer", "听证", role.AppealsOfficer, webtest.City)
	s.person()
	p, words := s.People["甲"], &penalty.Words{Remark: because}
	finding, notice := &penalty.Finding{Party: "citizen", Person: p.Subject, Home: p.County, Conduct: "evade_conscription", ConductOn: s.App.Today(), Facts: because}, &penalty.Notice{Measure: "two_years", Reasons: because}
	if organisation != nil {
		finding, notice = &penalty.Finding{Party: "organisation", Body: organisation[0], Conduct: "unit_obstructs", ConductOn: s.App.Today(), Facts: because}, &penalty.Notice{Measure: "fine", Amount: 1000000, Reasons: because}
	}
	on = s.Do(role.CountyOfficer, role.Penalty, "penalty.find", act.Answer{}, finding)
	executor := s.Actor(role.Reviewer)
	executor.Ranges = s.App.Road.Tree().Scope(webtest.County)
	government := s.Extra("government", "县政府", role.Government, webtest.County)
	for _, step := range []struct {
		kind    string
		who     access.Actor
		purpose access.Purpose
		body    any
		wait    int
	}{{"penalty.file", second, role.Penalty, words, 0}, {"penalty.order", second, role.Penalty, &penalty.Order{By: s.App.Today().AddDays(8), Remark: because}, 9},
		{"penalty.persist", second, role.Penalty, words, 0}, {"penalty.notify", second, role.Penalty, notice, 12},
		{"penalty.close_notice", hearer, role.Review, words, 0}, {"penalty.review_law", s.Actor(role.AppealsOfficer), role.Review, words, 0}, {"penalty.impose", government, role.Penalty, words, 0},
		{"penalty.serve", second, role.Penalty, nil, 0}, {"penalty.execute", executor, role.Penalty, nil, 0}} {
		switch step.kind {
		case "penalty.serve":
			step.body = &penalty.Serving{On: s.App.Today(), How: because}
		case "penalty.execute":
			step.body = &penalty.Term{From: s.App.Today()}
		}
		s.As(step.who, step.purpose, step.kind, on, step.body)
		if step.kind == last {
			break
		}
		s.Clock.Advance(time.Duration(step.wait) * 24 * time.Hour)
	}
	return on
}

// adverseActs does each adverse act and says to whom, 甲 where nobody is named.
var adverseActs = map[string]func(s stage) ident.ID{
	"application.precheck": func(s stage) (to ident.ID) {
		s.Do(role.CountyOfficer, role.Intake, "application.precheck", s.in(cases.Applied), &signup.Checking{Outcome: "fail", Reason: "precheck_health", Remark: because})
		return
	},
	"application.pass_over": func(s stage) (to ident.ID) {
		s.Do(role.CountyOfficer, role.Intake, "application.pass_over", s.in(cases.Prechecked), &signup.PassingOver{Remark: because})
		return
	},
	"exam.conclude": func(s stage) (to ident.ID) {
		s.Station()
		on := s.in(cases.Preselected)
		s.Do(role.CountyOfficer, role.Intake, "application.summon", on, &medical.Summons{Station: webtest.County, On: s.App.Today()})
		s.Clock.Advance(time.Minute)
		s.Examine(on, medical.Fail)
		return
	},
	"application.reexamine": func(s stage) (to ident.ID) {
		c := s.InState("甲", 41, cases.PhysicalPass, cases.ReachPhysical)
		c.Station, c.Rev = webtest.County, 2
		s.Put(cases.Table, c)
		s.put(medical.Alarms, &medical.Alarm{Station: webtest.County, Cycle: c.Cycle}, medical.Raised)
		s.Do(role.CountyOfficer, role.Intake, "application.reexamine", webtest.On(c), &medical.Words{Reason: because})
		return
	},
	"application.conclude_vetting": func(s stage) (to ident.ID) {
		s.Departments()
		s.in(cases.PhysicalPass)
		s.Vet("甲", &vetting.Opening{})
		s.Do(role.VettingChair, role.Vetting, "application.conclude_vetting", s.Cases["甲"], &vetting.Conclusion{Outcome: "not_passed", Reason: "proceedings", Remark: because})
		return
	},
	"application.hold": func(s stage) (to ident.ID) {
		city, _, _ := s.Inspectors()
		s.As(city, role.Integrity, "application.hold", s.in(cases.Scored), &integrity.Holding{Reason: "hold_tip", Remark: because})
		return
	},
	"application.void_integrity": func(s stage) (to ident.ID) {
		city, second, _ := s.Inspectors()
		s.two(city, second, role.Integrity, role.Integrity, "application.void_integrity", s.in(cases.Scored), &integrity.Voiding{Reason: "void_forgery", Remark: because})
		return
	},
	"application.cancel": func(s stage) (to ident.ID) {
		s.two(s.Actor(role.Approver), s.Actor(role.Inspector), role.Selection, role.Integrity, "application.cancel", s.in(cases.Proposed), &selection.Cancelling{Reason: "objection", Remark: because})
		return
	},
	"application.leave_behind": func(s stage) (to ident.ID) {
		s.Approved(41, "甲")
		trip := s.Do(role.CountyOfficer, role.Dispatch, "transport.plan", act.Answer{}, &dispatch.Plan{Cycle: s.Cycle.Subject, Name: "第一批", Mode: dispatch.OwnTravel, On: s.App.Today().AddDays(9), Hour: "09:00", Meeting: "县人武部"})
		s.Do(role.CountyOfficer, role.Dispatch, "application.board", s.Cases["甲"], &dispatch.Boarding{Transport: trip.Subject})
		s.Do(role.CountyOfficer, role.Dispatch, "application.leave_behind", s.Cases["甲"], &dispatch.Leaving{Reason: "ill", Remark: because})
		return
	},
	"preservice_place.leave": func(s stage) ident.ID {
		pupil := s.Education().Pupil(5)
		s.two(s.Actor(role.CountyOfficer), s.Extra("officer2", "", role.CountyOfficer, webtest.County), role.Intake, role.Intake, "preservice_place.leave", webtest.On(pupil), &preservice.Leaving{Reason: "study", Letter: "SM-1", Remark: because})
		return pupil.Person
	},
	"score_objection.decide": func(s stage) (to ident.ID) {
		c := s.InState("甲", 41, cases.Scored, cases.ReachScored)
		on := s.put(selection.ScoreObjections, &selection.ScoreObjection{Case: c.ID, Person: c.Person, Grounds: "x", Asked: s.App.Today()}, selection.Raised)
		s.As(s.Extra("judge", "复核", role.AppealsOfficer, webtest.City), role.Review, "score_objection.decide", on, &selection.Deciding{Outcome: "stands", Reasoning: because})
		return
	},
	"review.decide": func(s stage) (to ident.ID) {
		on := s.in(cases.Prechecked)
		s.Do(role.CountyOfficer, role.Intake, "application.pass_over", on, &signup.PassingOver{Remark: "名额已满"})
		s.As(s.Self("甲"), role.Own, "application.ask_review", on, &appeals.Asking{Grounds: "x"})
		s.Clock.Advance(time.Second)
		s.As(s.Extra("judge", "复核", role.AppealsOfficer, webtest.City), role.Review, "review.decide", webtest.On(webtest.At[appeals.Review](s.Bench, appeals.Reviews, "state = 'asked'")[0]), &appeals.Decision{Outcome: appeals.Stands, Reasoning: because})
		return
	},
	"recruit_return.open": func(s stage) ident.ID {
		s.Departure()
		return webtest.At[cases.Case](s.Bench, cases.Table, "name = '丙'")[0].Person
	},
	"recruit_return.appraise": func(s stage) ident.ID {
		on := s.Departure().Returns[0]
		s.Clock.Advance(time.Second)
		s.As(s.Extra("judge", "复核", role.AppealsOfficer, webtest.City), role.Review, "recruit_return.appraise", on, &dispatch.Appraising{Agrees: true, Finding: because})
		return webtest.At[cases.Case](s.Bench, cases.Table, "name = '甲'")[0].Person
	},
	"recruit_return.accept": func(s stage) ident.ID {
		on := s.Departure().Returns[1]
		webtest.Attest[quota.Quota](s.Bench, quota.Table, "UPDATE quota SET used = 2 WHERE unit = '130102'")
		s.Clock.Advance(time.Second)
		s.two(s.Actor(role.Approver), s.Actor(role.Inspector), role.Selection, role.Integrity, "recruit_return.accept", on, &dispatch.Accepting{Remark: because})
		return webtest.At[cases.Case](s.Bench, cases.Table, "name = '丙'")[0].Person
	},
	"person.close": func(s stage) (to ident.ID) {
		s.person()
		s.two(s.Actor(role.CountyRegistrar), s.Another(role.CountyRegistrar, "registrar2"), role.Registration, role.Registration, "person.close", s.People["甲"], &people.Closing{Cause: "nationality", Evidence: because})
		return
	},
	"registration.conclude": func(s stage) (to ident.ID) {
		on := s.put(people.Registrations, &people.Registration{Person: s.person(), Name: "甲", Year: 2026}, people.Submitted)
		s.Do(role.CountyRegistrar, role.Registration, "registration.conclude", on, &people.Concluding{Conclusion: people.Exempt, Code: "exempt_defect", Evidence: "鉴 1", Reason: because})
		return
	},
	"deferral.refuse": func(s stage) (to ident.ID) {
		s.Do(role.CountyOfficer, role.Intake, "deferral.refuse", s.deferred(people.DeferralChecked), &people.Refusal{Code: "not_proven", Reason: because})
		return
	},
	"deferral.end": func(s stage) (to ident.ID) {
		s.Do(role.CountyOfficer, role.Intake, "deferral.end", s.deferred(people.DeferralGranted), &people.Verdict{Reason: because})
		return
	},
	"correction.refuse": func(s stage) (to ident.ID) {
		s.person()
		p := webtest.At[people.Person](s.Bench, people.Persons, "name = '甲'")[0]
		on := s.put(people.Corrections, &people.Correction{Person: p.ID, Source: "citizen", Particulars: p.Particulars}, people.CorrectionOpen)
		s.Do(role.CountyRegistrar, role.Registration, "correction.refuse", on, &people.Verdict{Reason: because})
		return
	},
	"penalty.order":   func(s stage) (to ident.ID) { s.penalised("penalty.order"); return },
	"penalty.notify":  func(s stage) (to ident.ID) { s.penalised("penalty.notify"); return },
	"penalty.impose":  func(s stage) (to ident.ID) { s.penalised("penalty.impose"); return },
	"penalty.serve":   func(s stage) (to ident.ID) { s.penalised("penalty.serve"); return },
	"penalty.execute": func(s stage) (to ident.ID) { s.penalised("penalty.execute"); return },
}

var (
	aDay      = regexp.MustCompile(`20\d\d-\d\d-\d\d`)
	anArticle = regexp.MustCompile(`《[^》]+》`)
	aRemedy   = map[i18n.Lang]*regexp.Regexp{"zh": regexp.MustCompile("复核|行政复议|听证|提出|投诉|陈述"), "en": regexp.MustCompile("review|reconsideration|hearing|object|complain|tell the (county )?office")}
)

// TestWhoeverIsActedAgainstIsTold: after every adverse act of the book the person is told on
// their page the reason in words, the article, what can be done against it and until which
// day, in both languages; the short message says how and until when, and no reason. An
// adverse act that is not in the table fails here.
func TestWhoeverIsActedAgainstIsTold(t *testing.T) {
	t.Parallel()
	for _, k := range webtest.New(t).App.Book.Kinds() {
		do := adverseActs[k.Name]
		if !k.Adverse || untold[k.Name] != "" {
			continue
		}
		if do == nil {
			t.Errorf("%s is adverse, and nobody says what the person is told", k.Name)
			continue
		}
		t.Run(k.Name, func(t *testing.T) {
			t.Parallel()
			s := stage{webtest.New(t)}
			to := do(s)
			if to == "" {
				to = s.person()
			}
			told(t, s, k.Name, to)
		})
	}
}

// told looks at the newest notices to somebody.
func told(t *testing.T, s stage, kind string, to ident.ID) {
	t.Helper()
	found := map[outbox.Channel]bool{}
	var at clock.Instant
	for _, n := range s.Notices() {
		if n.Person == to {
			at = max(at, n.Made)
		}
	}
	for _, n := range s.Notices() {
		zh := n.Body.In("zh")
		if n.Person != to || n.Made != at || n.Channel == outbox.Page && !aRemedy["zh"].MatchString(zh) { // accept tells of study and work as well
			continue
		}
		if n.Channel == outbox.SMS && (strings.Contains(zh+n.Subject.In("zh"), because) || strings.Contains(zh, "患病") || strings.Contains(zh, "缺陷") || strings.Contains(zh+n.Subject.In("zh"), "鉴定")) {
			t.Errorf("a short message says why: %s", zh)
		}
		if n.Channel == outbox.Page && !onPage[kind] && kind != "recruit_return.open" && kind != "penalty.execute" && !strings.Contains(zh, because) {
			t.Errorf("the page does not say why: %s", zh)
		}
		if n.Channel == outbox.Page && (!onPage[kind] || kind == "application.hold") && !anArticle.MatchString(zh) {
			t.Errorf("no article: %s", zh)
		}
		if n.Channel == outbox.SMS && strings.Contains(zh, "恢复") {
			continue
		}
		found[n.Channel] = true
		last := clock.Date("")
		for _, day := range aDay.FindAllString(zh, -1) {
			last = max(last, clock.Date(day))
		}
		if last < s.App.Today() {
			t.Errorf("%s: no last day: %s", n.Channel, zh)
		}
		for lang, remedy := range aRemedy {
			if !remedy.MatchString(n.Body.In(lang)) {
				t.Errorf("%s: no remedy: %s", n.Channel, n.Body.In(lang))
			}
		}
	}
	if !found[outbox.Page] || !found[outbox.SMS] {
		t.Errorf("told by %v", found)
	}
}
