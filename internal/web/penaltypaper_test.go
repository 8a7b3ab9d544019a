package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/intake/appeals"
	"muster/internal/lead/penalty"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestAnOrganisationHasForms: an organisation writes its statement and its request for a
// review on forms that carry a code and a serial, which an officer enters as any form on
// paper: once, by the day of receipt, and after the last day where it came in time. The
// forms of a citizen are not offered for it. The decision is printed in both languages.
func TestAnOrganisationHasForms(t *testing.T) {
	t.Parallel()
	s := stage{webtest.New(t)}
	on := s.penalised("penalty.notify", "某某公司")
	s.WithPasswords()
	base := serve(t, s.Bench).URL
	officer := as(t, base, webtest.Login(role.CountyOfficer))
	at := "/" + string(on.County) + "/" + string(on.Subject)
	list := officer.get("/forms/penalty"+at).want(t, http.StatusOK).Body
	if !strings.Contains(list, "form.penalty.take_statement") || strings.Contains(list, "form.penalty.state") || strings.Contains(list, "form.penalty.ask_hearing") {
		t.Errorf("the forms of an organisation after the notice: %s", text(list))
	}
	if got := officer.get("/paper/form.penalty.take_statement" + at); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "%PDF-") {
		t.Errorf("the form: %d", got.Status)
	}
	enter := func(kind, words string, number string) error {
		e := &act.Entering{Code: act.PrintedCode(kind, on.County, on.Subject, number), Signed: s.App.Today(), Received: s.App.Today(), Seen: true, Contents: `{"remark":"` + words + `"}`}
		if kind == "penalty.take_review" {
			e.Received = webtest.At[penalty.Penalty](s.Bench, penalty.Penalties, "1 = 1")[0].ObjectBy
			e.Signed = e.Received
		}
		_, err := s.Try(s.Actor(role.CountyOfficer), role.Intake, act.EnterPaper, act.Answer{}, e)
		return err
	}
	number := serial(t)
	if err := enter("penalty.take_statement", "已准假", number); err != nil {
		t.Fatal(err)
	}
	if err := enter("penalty.take_statement", "再说一次", number); !fault.Coded(err, "paper.used") {
		t.Errorf("entered twice: %v", err)
	}
	if p := webtest.At[penalty.Penalty](s.Bench, penalty.Penalties, "1 = 1")[0]; p.Statement != "已准假" {
		t.Errorf("the statement: %q", p.Statement)
	}
	form := webtest.At[act.PaperForm](s.Bench, act.PaperForms, "serial = $1", number)[0]
	if got := officer.get("/paper/paper-receipt/" + string(form.County) + "/" + string(form.ID)); got.Status != http.StatusOK {
		t.Errorf("the receipt: %d", got.Status)
	}
	if err := enter("penalty.state", "x", serial(t)); !fault.Is(err, fault.Unknown) {
		t.Errorf("a citizen's form about an organisation: %v", err)
	}
	s.decided(on)
	officer = as(t, base, webtest.Login(role.CountyOfficer))
	for lang, want := range map[string]string{"zh": "行政处罚决定书", "en": "Decision on a penalty"} {
		if got := officer.get("/r/penalty"+at, "Accept-Language", lang).want(t, http.StatusOK); !strings.Contains(got.Body, "/paper/penalty-decision"+at) || !strings.Contains(text(got.Body), want) {
			t.Errorf("the page leads to no decision (%s)", lang)
		}
		if got := officer.get("/paper/penalty-decision"+at, "Accept-Language", lang); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "%PDF-") {
			t.Errorf("the decision (%s): %d", lang, got.Status)
		}
	}
	p := webtest.At[penalty.Penalty](s.Bench, penalty.Penalties, "1 = 1")[0]
	k := s.App.Book.Kind("penalty.take_review")
	days, err := s.App.Pack.On(s.App.Today()).Int("paper.entry_days")
	if err != nil || !k.Offers(p, p.ObjectBy.AddDays(int(days))) || k.Offers(p, p.ObjectBy.AddDays(int(days)+1)) {
		t.Errorf("offered while a paper that came in time may be entered, not longer: %v", err)
	}
	s.Clock.Set(p.ObjectBy.AddDays(2).In(s.App.Pack.Zone()))
	if list := as(t, base, webtest.Login(role.CountyOfficer)).get("/forms/penalty"+at).want(t, http.StatusOK).Body; !strings.Contains(list, "form.penalty.take_review") {
		t.Errorf("two days after the last day the form that came in time cannot be entered: %s", text(list))
	}
	if err := enter("penalty.take_review", "不服", serial(t)); err != nil {
		t.Fatal(err)
	}
	if list := webtest.At[appeals.Review](s.Bench, appeals.Reviews, "about = 'penalty'"); len(list) != 1 || list[0].Grounds != "不服" {
		t.Errorf("%d reviews", len(list))
	}
}

// decided takes a penalty whose notice was served to the decision and its service.
func (s stage) decided(on act.Answer) {
	s.T.Helper()
	words := &penalty.Words{Remark: because}
	s.Clock.Advance(12 * 24 * time.Hour)
	s.As(s.Extra("hearer", "听证", role.AppealsOfficer, webtest.City), role.Review, "penalty.close_notice", on, words)
	s.As(s.Actor(role.AppealsOfficer), role.Review, "penalty.review_law", on, words)
	s.As(s.Extra("government", "县政府", role.Government, webtest.County), role.Penalty, "penalty.impose", on, words)
	s.As(s.Another(role.CountyOfficer, "officer2"), role.Penalty, "penalty.serve", on, &penalty.Serving{On: s.App.Today(), How: "当面"})
}
