package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

// TestReviewIsOfferedInTime: a result can be contested until its last day, and the own
// page says so until then and what is left afterwards. Whose approval was cancelled
// stopped at the dispatch.
func TestReviewIsOfferedInTime(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.InEveryState()
	base := serve(t, b).URL
	const ask, ended = "application.ask_review", "申请复核的期限已于"
	page := func(state string) string { return as(t, base, state).get("/me").want(t, http.StatusOK).Body }
	for range 8 { // the last day is the seventh
		if body := page(cases.Cancelled); !strings.Contains(body, ask) || strings.Contains(body, ended) {
			t.Fatalf("on %s no review is offered", b.App.Today())
		}
		b.Clock.Advance(24 * time.Hour)
	}
	body := page(cases.Cancelled)
	if strings.Contains(body, ask) || !strings.Contains(body, ended) {
		t.Error("a review is offered after its last day")
	}
	if before, _, _ := strings.Cut(body, "未通过或已停止"); strings.Count(before, "已通过") < 4 {
		t.Error("the approved case stopped before the dispatch")
	}
}

// TestOneReviewOfAResult: while a review is under way the page says by when it is decided,
// and when it let the result stand, why, with the remedies of the law counted from that
// decision; another is not offered, on paper neither.
func TestOneReviewOfAResult(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	c := b.InState("甲", 41, cases.Prechecked, cases.ReachApplied)
	b.Do(role.CountyOfficer, role.Intake, "application.pass_over", webtest.On(c), &signup.PassingOver{Remark: "名额已满"})
	b.Citizen("甲", "me")
	b.WithPasswords()
	base := serve(t, b).URL
	page := func() string { return as(t, base, "me").get("/me").want(t, http.StatusOK).Body }
	const ask = "application.ask_review"
	if !strings.Contains(page(), ask) {
		t.Fatal("no review is offered")
	}
	b.As(b.Self("甲"), role.Own, ask, webtest.On(c), &appeals.Asking{Grounds: "x"})
	r := webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0]
	if body := page(); strings.Contains(body, "/act/"+ask) || strings.Contains(body, "form."+ask) || !strings.Contains(body, string(r.DecideBy)+" 前决定") {
		t.Error("under way, another is offered, or the page does not say by when it is decided")
	}
	b.Clock.Advance(24 * time.Hour)
	b.As(b.Extra("judge", "复核", role.AppealsOfficer, webtest.City), role.Review, "review.decide", webtest.On(r), &appeals.Decision{Outcome: appeals.Stands, Reasoning: "名额确已用完"})
	further, err := people.Remedies(b.App.Pack.On(c.PolicyDay), b.App.Today())
	if err != nil {
		t.Fatal(err)
	}
	if body := page(); strings.Contains(body, "/act/"+ask) || !strings.Contains(body, "名额确已用完") || !strings.Contains(body, further.In("zh")) {
		t.Error("decided, another is offered, or the page does not say why, and what is left until when")
	}
}
