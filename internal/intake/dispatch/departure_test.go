package dispatch_test

import (
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestFilesReviewedBeforeTheyLeave: forty-eight hours to the microsecond, counted
// from the hour at which a transport really leaves; nobody is put on it whose file
// the review did not see.
func TestFilesReviewedBeforeTheyLeave(t *testing.T) {
	t.Parallel()
	b, trip := load(t, dispatch.Escorted)
	officer, receiver, approver, w := b.Actor(role.CountyOfficer), b.Actor(role.Receiver), b.Actor(role.Approver), &dispatch.Words{}
	board := func() error {
		_, err := b.Try(officer, role.Dispatch, "application.board", b.Cases["甲"], &dispatch.Boarding{Transport: trip.Subject})
		return err
	}
	state := func() *dispatch.Transport { return webtest.At[dispatch.Transport](b, dispatch.Transports, "1 = 1")[0] }
	b.As(receiver, role.Dispatch, "transport.review_files", trip, w)
	if err := board(); err != nil {
		t.Fatal(err)
	}
	if state().Reviewed != 0 {
		t.Error("somebody came aboard after the review, and their file counts as reviewed")
	}
	b.As(officer, role.Dispatch, "application.kit", b.Cases["甲"], &dispatch.Issue{Items: []string{"作训服"}})
	b.As(approver, role.Selection, "transport.approve_list", trip, w)
	departs := time.UnixMicro(int64(state().DepartsAt))
	b.Clock.Set(departs.Add(-48 * time.Hour))
	b.As(receiver, role.Dispatch, "transport.review_files", trip, w)
	b.Clock.Advance(time.Microsecond)
	_, err := b.Try(receiver, role.Dispatch, "transport.review_files", trip, w)
	wants(t, "a review a microsecond too late", err, "transport.late")
	wants(t, "boarding when no review is in time any more", board(), "transport.late")
	b.Clock.Set(departs.Add(-time.Hour))
	_, err = b.Try(officer, role.Dispatch, "transport.depart", trip, w)
	wants(t, "leaving an hour early, forty-seven hours after the review", err, "transport.late")
	b.Clock.Set(departs)
	b.As(officer, role.Dispatch, "transport.depart", trip, w)
}

// TestAMismatchWaitsForTheInspector: whoever receives cannot check until it fits,
// and no change of transport forgets what was found.
func TestAMismatchWaitsForTheInspector(t *testing.T) {
	t.Parallel()
	b, trip := load(t, dispatch.Escorted)
	officer, receiver, a := b.Actor(role.CountyOfficer), b.Actor(role.Receiver), b.Cases["甲"]
	b.As(officer, role.Dispatch, "application.board", a, &dispatch.Boarding{Transport: trip.Subject})
	b.As(b.Actor(role.Approver), role.Selection, "transport.approve_list", trip, &dispatch.Words{})
	right := &dispatch.Likeness{Ends: b.Number(41)[12:], Name: "甲", Face: true}
	verify := func(l *dispatch.Likeness) error {
		_, err := b.Try(receiver, role.Dispatch, "application.verify_identity", a, l)
		return err
	}
	if err := verify(&dispatch.Likeness{Ends: "0000", Name: "甲", Face: true}); err != nil {
		t.Fatal(err)
	}
	wants(t, "guessing again after a mismatch", verify(right), "identity.mismatch")
	b.As(officer, role.Dispatch, "application.leave_behind", a, &dispatch.Leaving{Reason: "held", Remark: "改乘"})
	b.As(officer, role.Dispatch, "application.board", a, &dispatch.Boarding{Transport: trip.Subject})
	wants(t, "guessing again on a transport joined anew", verify(right), "identity.mismatch")
	b.As(b.Actor(role.Inspector), role.Integrity, "application.settle_identity", a, &dispatch.Settling{Same: true, Finding: "证件磨损"})
	if err := verify(right); err != nil {
		t.Error(err)
	}
}

// TestAReturnSetAside: a return is reviewed by nobody who had a part in it, in
// whatever role. Set aside, it ends: the approval and the benefits are those of
// before, and a later return finds its way.
func TestAReturnSetAside(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	back := b.Departure().Returns[0]
	webtest.Attest[quota.Quota](b, quota.Table, "UPDATE quota SET used = 3 WHERE unit = '130102'") // the bench approved past the acts
	before := webtest.At[cases.Case](b, cases.Table, "name = '甲'")[0]
	doctor, judge := b.Extra("appraiser", "鉴定", role.AppealsOfficer, webtest.City), b.Extra("judge", "复核", role.AppealsOfficer, webtest.City)
	b.NextDay()
	b.As(doctor, role.Review, "recruit_return.appraise", back, &dispatch.Appraising{Agrees: true, Finding: "同意"})
	seventh, failed := b.App.Pack.WorkingDays().AddWorkingDays(b.App.Today(), 7)
	if r := webtest.At[dispatch.Return](b, dispatch.Returns, "id = $1", string(back.Subject))[0]; failed != nil || r.Decided != b.App.Today() || r.DueBy != seventh {
		t.Errorf("decided on %s by an appraisal of today, to be handed back by %s, want %s", r.Decided, r.DueBy, seventh)
	}
	_, err := b.Sign(b.Actor(role.Inspector), role.Integrity, b.As(b.Actor(role.Approver), role.Selection, "recruit_return.accept", back, &dispatch.Accepting{Responsible: true, Remark: "初审未核对"}))
	if err != nil {
		t.Fatal(err)
	}
	on := webtest.On(before)
	if c := webtest.At[cases.Case](b, cases.Table, "name = '甲'")[0]; c.Benefits != "" {
		t.Errorf("returned, and benefits still begin on %s", c.Benefits)
	}
	b.As(b.Self("甲"), role.Own, "application.ask_review", on, &appeals.Asking{Grounds: "两家医院正常"})
	review := webtest.On(webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0])
	decision := &appeals.Decision{Outcome: appeals.Repeat, Reasoning: "鉴定依据不足"}
	approver := b.Actor(role.Approver)
	approver.Role, approver.Unit, approver.Home = role.AppealsOfficer, judge.Unit, judge.Home
	for what, who := range map[string]access.Actor{"who appraised": doctor, "who asked for the appraisal": b.Actor(role.AppealsOfficer), "who accepted, in another role": approver} {
		_, err := b.Try(who, role.Review, "review.decide", review, decision)
		wants(t, "a review by "+what, err, "access.duties")
	}
	b.As(judge, role.Review, "review.decide", review, decision)
	c, r := webtest.At[cases.Case](b, cases.Table, "name = '甲'")[0], webtest.At[dispatch.Return](b, dispatch.Returns, "id = $1", string(back.Subject))[0]
	if c.State != cases.Approved || c.ApprovedOn != before.ApprovedOn || c.Benefits != before.ApprovedOn {
		t.Errorf("restored: %s, approved on %s instead of %s, benefits from %s", c.State, c.ApprovedOn, before.ApprovedOn, c.Benefits)
	}
	if r.State != dispatch.Undone || r.DueBy != "" {
		t.Errorf("the return is %s, due %s", r.State, r.DueBy)
	}
	_, err = b.Try(b.Actor(role.Receiver), role.Dispatch, "recruit_return.hand_back", back, &dispatch.Words{})
	wants(t, "handing back after all", err, "act.state")
	again := b.Do(role.CountyOfficer, role.Dispatch, "transport.plan", act.Answer{}, &dispatch.Plan{Cycle: b.Cycle.Subject, Name: "补送", Mode: dispatch.OwnTravel, On: b.App.Today().AddDays(5), Hour: "09:00", Meeting: "县人武部"})
	b.As(b.Actor(role.CountyOfficer), role.Dispatch, "application.board", on, &dispatch.Boarding{Transport: again.Subject})
	b.As(b.Actor(role.CountyOfficer), role.Dispatch, "application.kit", on, &dispatch.Issue{Items: []string{"作训服"}})
	b.As(b.Actor(role.Approver), role.Selection, "transport.approve_list", again, &dispatch.Words{})
	b.Clock.Advance(6 * 24 * time.Hour)
	b.As(b.Actor(role.CountyOfficer), role.Dispatch, "transport.depart", again, &dispatch.Words{})
	b.As(b.Actor(role.Receiver), role.Dispatch, "transport.arrive", again, &dispatch.Words{})
	b.As(b.Actor(role.Receiver), role.Dispatch, "application.verify_identity", on, &dispatch.Likeness{Ends: b.Number(41)[12:], Name: "甲", Face: true})
	if _, err := b.Sign(b.Actor(role.Receiver), role.Dispatch, b.As(b.Actor(role.CountyOfficer), role.Dispatch, "application.hand_over", on, &dispatch.HandOver{})); err != nil {
		t.Fatal(err)
	}
	letter := &dispatch.Opening{Case: c.ID, Home: c.County, Route: "body", Level: dispatch.Brigade, Proof: "2", Letter: "2", LetterOn: b.App.Today().AddDays(-1), Remark: "x"}
	_, err = b.Try(b.Actor(role.Receiver), role.Dispatch, "recruit_return.open", act.Answer{}, letter)
	wants(t, "a letter older than the hand-over", err, "return.day")
	letter.LetterOn = b.App.Today()
	b.As(b.Actor(role.Receiver), role.Dispatch, "recruit_return.open", act.Answer{}, letter)
	later := webtest.On(webtest.At[dispatch.Return](b, dispatch.Returns, "state = 'notified' AND application = $1", string(c.ID))[0])
	accept := &dispatch.Accepting{Responsible: true, Remark: "初审未核对"}
	_, err = b.Try(b.Actor(role.Approver), role.Selection, "recruit_return.accept", later, accept)
	wants(t, "accepting again what was set aside", err, "access.duties")
	p := b.As(b.Extra("approver2", "华审批", role.Approver, webtest.County), role.Selection, "recruit_return.accept", later, accept)
	_, err = b.Sign(b.Actor(role.Inspector), role.Integrity, p)
	wants(t, "signing again what was set aside", err, "access.duties")
	if _, err = b.Sign(b.Extra("inspector2", "纪监察", role.Inspector, webtest.City), role.Integrity, p); err != nil {
		t.Errorf("accepted by others: %v", err)
	}
}

// TestTheCollectedArrive: those whom the unit collects are handed over before they leave;
// the days in which they can be returned and are treated free count from their arrival.
// When the unit's officers came is noted afterwards by its day, and never ahead.
func TestTheCollectedArrive(t *testing.T) {
	t.Parallel()
	b, trip := load(t, dispatch.Collected)
	officer, receiver, a, w := b.Actor(role.CountyOfficer), b.Actor(role.Receiver), b.Cases["甲"], &dispatch.Words{}
	b.As(officer, role.Dispatch, "application.board", a, &dispatch.Boarding{Transport: trip.Subject})
	b.As(officer, role.Dispatch, "application.kit", a, &dispatch.Issue{Items: []string{"作训服"}})
	b.As(receiver, role.Dispatch, "transport.review_files", trip, w)
	b.As(b.Actor(role.Approver), role.Selection, "transport.approve_list", trip, w)
	_, err := b.Try(receiver, role.Dispatch, "transport.officers", trip, &dispatch.Arrival{On: b.App.Today().AddDays(1)})
	wants(t, "officers who come tomorrow", err, "transport.future")
	b.Clock.Advance(6 * 24 * time.Hour)
	early := func(on clock.Date) bool {
		b.As(receiver, role.Dispatch, "transport.officers", trip, &dispatch.Arrival{On: on})
		return webtest.At[dispatch.Transport](b, dispatch.Transports, "1 = 1")[0].Early
	}
	if !early("2026-07-30") || early("2026-07-31") {
		t.Error("eleven days before the departure is too early, ten are not")
	}
	early("2026-08-03")
	b.As(receiver, role.Dispatch, "application.verify_identity", a, &dispatch.Likeness{Ends: " " + b.Number(41)[14:] + " ", Name: "甲", Face: true})
	if _, err := b.Sign(receiver, role.Dispatch, b.As(officer, role.Dispatch, "application.hand_over", a, &dispatch.HandOver{})); err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(24*time.Hour + 2*time.Hour)
	b.As(officer, role.Dispatch, "transport.depart", trip, w)
	b.Clock.Advance(3 * 24 * time.Hour)
	b.As(receiver, role.Dispatch, "transport.arrive", trip, w)
	c, there := webtest.At[cases.Case](b, cases.Table, "name = '甲'")[0], webtest.At[dispatch.Transport](b, dispatch.Transports, "1 = 1")[0]
	if c.State != cases.HandedOver || c.Arrived != b.App.Today() || there.State != dispatch.Done || len(there.Late) != 0 {
		t.Errorf("%s, arrived on %s, transport %s, late %v", c.State, c.Arrived, there.State, there.Late)
	}
	b.Clock.Advance(45 * 24 * time.Hour)
	letter := &dispatch.Opening{Case: c.ID, Home: c.County, Route: "body", Level: dispatch.Brigade, Proof: "2", Letter: "2", LetterOn: b.App.Today(), Remark: "x"}
	b.As(receiver, role.Dispatch, "recruit_return.open", act.Answer{}, letter)
}

// TestNoSeatIsMadeByAReview: where a return is set aside and no seat is free meanwhile,
// the person stands on the list again and waits for the next; the quota is not overrun.
func TestNoSeatIsMadeByAReview(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	back := b.Departure().Returns[1]
	webtest.Attest[quota.Quota](b, quota.Table, "UPDATE quota SET used = 3 WHERE unit = '130102'")
	if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, b.As(b.Actor(role.Approver), role.Selection, "recruit_return.accept", back, &dispatch.Accepting{Remark: "经核实"})); err != nil {
		t.Fatal(err)
	}
	webtest.Attest[quota.Quota](b, quota.Table, "UPDATE quota SET used = seats WHERE unit = '130102'")
	b.As(b.Self("丙"), role.Own, "application.ask_review", webtest.On(webtest.At[cases.Case](b, cases.Table, "name = '丙'")[0]), &appeals.Asking{Grounds: "材料属实"})
	review := webtest.On(webtest.At[appeals.Review](b, appeals.Reviews, "1 = 1")[0])
	b.As(b.Extra("judge", "复核", role.AppealsOfficer, webtest.City), role.Review, "review.decide", review, &appeals.Decision{Outcome: appeals.Repeat, Reasoning: "材料属实"})
	c, q := webtest.At[cases.Case](b, cases.Table, "name = '丙'")[0], webtest.At[quota.Quota](b, quota.Table, "unit = '130102' AND state = 'issued'")[0]
	if c.State != cases.Proposed || c.ApprovedOn != "" || q.Used != q.Seats {
		t.Errorf("%s, approved on %q, %d of %d seats used", c.State, c.ApprovedOn, q.Used, q.Seats)
	}
}

// TestACancelledApprovalEndsItsBenefits: the seat is free again, and nothing counts on.
func TestACancelledApprovalEndsItsBenefits(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Departure()
	webtest.Attest[quota.Quota](b, quota.Table, "UPDATE quota SET used = 3 WHERE unit = '130102'")
	webtest.Attest[cases.Case](b, cases.Table, "UPDATE application SET benefits_from = approved_on WHERE name = '乙'")
	c := webtest.At[cases.Case](b, cases.Table, "name = '乙'")[0]
	p := b.As(b.Actor(role.Approver), role.Selection, "application.cancel", webtest.On(c), &selection.Cancelling{Reason: "objection", Remark: "查实"})
	if _, err := b.Sign(b.Actor(role.Inspector), role.Integrity, p); err != nil {
		t.Fatal(err)
	}
	after, q := webtest.At[cases.Case](b, cases.Table, "name = '乙'")[0], webtest.At[quota.Quota](b, quota.Table, "unit = '130102' AND state = 'issued'")[0]
	if c.Benefits == "" || after.State != cases.Cancelled || after.ApprovedOn != "" || after.Benefits != "" || q.Used != 2 {
		t.Errorf("%s, approved on %q, benefits from %q, %d seats used", after.State, after.ApprovedOn, after.Benefits, q.Used)
	}
}
