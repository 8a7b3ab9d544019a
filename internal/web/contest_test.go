package web_test

import (
	"net/http"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/integrity"
	"muster/internal/intake/preservice"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// shows fails where a citizen's page lacks the reason, its article, or the way to
// contest it, in either language.
func shows(t *testing.T, base, login string, zh, en string) {
	t.Helper()
	for lang, want := range map[string]string{"zh": zh, "en": en} {
		page := as(t, base, login).get("/me", "Accept-Language", lang).want(t, http.StatusOK)
		if !strings.Contains(page.Body, "application.ask_review") {
			t.Errorf("%s (%s): no way to contest", login, lang)
		}
		if !strings.Contains(text(page.Body), want) {
			t.Errorf("%s (%s): the page does not say %q: %s", login, lang, want, text(page.Body))
		}
	}
}

// TestWhatTheOfficeRecordedIsContested: somebody who was not preselected, and somebody
// whom the office recorded as having left the education, read on their page why, by which
// article, and how to contest it; a review that sets it aside gives the place back, in
// the next course where the first is over. Who left by their own act contests nothing.
func TestWhatTheOfficeRecordedIsContested(t *testing.T) {
	t.Parallel()
	b := webtest.New(t).Education()
	over := b.InState("未选", 141, cases.Prechecked, cases.ReachApplied)
	b.Do(role.CountyOfficer, role.Intake, "application.pass_over", webtest.On(over), &signup.PassingOver{Remark: "名额已满"})
	pupil := b.Pupil(5)
	leaving := b.As(b.Actor(role.CountyOfficer), role.Intake, "preservice_place.leave", webtest.On(pupil), &preservice.Leaving{Reason: "study", Letter: "SM-1", Remark: "升学"})
	if _, err := b.Sign(b.Extra("officer2", "", role.CountyOfficer, webtest.County), role.Intake, leaving); err != nil {
		t.Fatal(err)
	}
	voided := b.InState("作废", 143, cases.Scored, cases.ReachScored)
	city, second, _ := b.Inspectors()
	if _, err := b.Sign(second, role.Integrity, b.As(city, role.Integrity, "application.void_integrity", webtest.On(voided), &integrity.Voiding{Reason: "void_forgery", Remark: "学历证书系伪造"})); err != nil {
		t.Fatal(err)
	}
	b.Approved(145, "留下")
	trip := b.Do(role.CountyOfficer, role.Dispatch, "transport.plan", act.Answer{}, &dispatch.Plan{Cycle: b.Cycle.Subject, Name: "第一批", Mode: dispatch.OwnTravel, On: b.App.Today().AddDays(9), Hour: "09:00", Meeting: "县人武部"})
	b.Do(role.CountyOfficer, role.Dispatch, "application.board", b.Cases["留下"], &dispatch.Boarding{Transport: trip.Subject})
	b.Do(role.CountyOfficer, role.Dispatch, "application.leave_behind", b.Cases["留下"], &dispatch.Leaving{Reason: "held", Remark: "身份待核"})
	b.Citizen("未选", "over")
	b.Citizen("作废", "voided")
	b.Citizen("留下", "behind")
	b.Citizen(pupil.Name, "left")
	b.WithPasswords()
	base := serve(t, b).URL
	shows(t, base, "over", "未列入预定征集对象", "Not among the pre-selected")
	shows(t, base, "voided", "由未经手的人重新审查", "looked at again by somebody who had no part in it")
	shows(t, base, "voided", "弄虚作假", "Forgery proven")
	shows(t, base, "behind", "档案或身份待核", "File or identity to be checked")
	shows(t, base, "left", "升学或学业原因", "Why Study 升学 Under:")

	b.Complete()
	at := func(name string) *cases.Case { return webtest.At[cases.Case](b, cases.Table, "name = $1", name)[0] }
	judge := b.Extra("judge", "复核", role.AppealsOfficer, webtest.City)
	for _, name := range []string{"未选", pupil.Name} {
		b.As(b.Self(name), role.Own, "application.ask_review", webtest.On(at(name)), &appeals.Asking{Grounds: "没有写过声明"})
		if !at(name).PlaceKept {
			t.Errorf("%s: the place is not kept", name)
		}
		r := webtest.At[appeals.Review](b, appeals.Reviews, "state = 'asked'")[0]
		b.As(judge, role.Review, "review.decide", webtest.On(r), &appeals.Decision{Outcome: appeals.Repeat, Reasoning: "声明系他人代写"})
	}
	if c := at("未选"); c.State != cases.Prechecked || c.Reason != "" {
		t.Errorf("passed over, set aside: %s, %q", c.State, c.Reason)
	}
	if c := at(pupil.Name); c.State != cases.Qualified || c.PlaceKept || c.Reason != "" {
		t.Errorf("left, set aside: %s, %q", c.State, c.Reason)
	}
	next := b.Do(role.CountyOfficer, role.Intake, "preservice_course.open", act.Answer{}, &preservice.Opening{Cycle: b.Cycle.Subject, Home: b.Cycle.County,
		Name: "补课", Venue: "民兵训练基地", From: b.App.Today(), Until: b.App.Today().AddDays(4)})
	b.Do(role.CountyOfficer, role.Intake, "preservice_course.enrol", next, &preservice.Enrolling{})
	if list := webtest.At[preservice.Place](b, preservice.Places, "course = $1", string(next.Subject)); len(list) != 1 || list[0].Name != pupil.Name {
		t.Errorf("the next course has %d places", len(list))
	}

	b.As(b.Self(pupil.Name), role.Own, "application.withdraw", webtest.On(at(pupil.Name)), &signup.Leaving{Reason: "study", Remark: "升学"})
	_, err := b.Try(b.Self(pupil.Name), role.Own, "application.ask_review", webtest.On(at(pupil.Name)), &appeals.Asking{Grounds: "x"})
	if err == nil || !strings.Contains(err.Error(), "no result") {
		t.Errorf("contesting one's own withdrawal: %v", err)
	}
}
