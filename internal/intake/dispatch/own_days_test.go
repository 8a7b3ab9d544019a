package dispatch_test

import (
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestAStepIsLateForWhoeverAnswersForIt: files that the training unit checks late are not
// the county's lateness, a hand-over after its hours is; the next step names who answers.
func TestAStepIsLateForWhoeverAnswersForIt(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} { // the hand-over
		b, trip := load(t, dispatch.Escorted)
		officer, receiver, w := b.Actor(role.CountyOfficer), b.Actor(role.Receiver), &dispatch.Words{}
		state := func() *dispatch.Transport { return webtest.At[dispatch.Transport](b, dispatch.Transports, "1 = 1")[0] }
		if by := state().NextBy; by != "unit" {
			t.Errorf("the review of the files is for %q", by)
		}
		b.As(officer, role.Dispatch, "application.board", b.Cases["甲"], &dispatch.Boarding{Transport: trip.Subject})
		b.As(officer, role.Dispatch, "application.kit", b.Cases["甲"], &dispatch.Issue{Items: []string{"作训服"}})
		b.As(receiver, role.Dispatch, "transport.review_files", trip, w)
		b.As(b.Actor(role.Approver), role.Selection, "transport.approve_list", trip, w)
		b.Clock.Set(time.UnixMicro(int64(state().DepartsAt)))
		b.As(officer, role.Dispatch, "transport.depart", trip, w)
		b.As(receiver, role.Dispatch, "transport.arrive", trip, w)
		if by := state().NextBy; by != "county" {
			t.Errorf("the hand-over is for %q", by)
		}
		if late {
			b.Clock.Advance(25 * time.Hour)
		}
		b.As(receiver, role.Dispatch, "application.verify_identity", b.Cases["甲"], &dispatch.Likeness{Ends: b.Number(41)[12:], Name: "甲", Face: true})
		if _, err := b.Sign(receiver, role.Dispatch, b.As(officer, role.Dispatch, "application.hand_over", b.Cases["甲"], &dispatch.HandOver{})); err != nil {
			t.Fatal(err)
		}
		if s := state(); s.HandedAt != clock.InstantOf(b.Clock.Now()) {
			t.Errorf("handed over at %d", s.HandedAt)
		}
		b.Clock.Advance(9 * 24 * time.Hour)
		b.As(receiver, role.Dispatch, "transport.check_files", trip, w)
		if s := state(); s.State != dispatch.Done || len(s.Late) == 0 || s.Ours != late || s.NextBy != "" {
			t.Errorf("handed over late %t, checked late: late %v, by the county %t, next %q, %s", late, s.Late, s.Ours, s.NextBy, s.State)
		}
	}
}

// TestWhatCameTooLateIsNotLate: a defect that was found, and a return letter that was noted,
// when their limit was over left the county no day: mending and accepting them is not late.
func TestWhatCameTooLateIsNotLate(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	trips := b.Departure()
	r := webtest.At[dispatch.Return](b, dispatch.Returns, "id = $1", string(trips.Returns[1].Subject))[0]
	if r.Belated {
		t.Error("a letter of today counts as noted late")
	}
	c := webtest.At[cases.Case](b, cases.Table, "name = '乙'")[0]
	b.As(b.Actor(role.Receiver), role.Dispatch, "file_defect.find", act.Answer{}, &dispatch.Finding{Case: c.ID, Home: c.County, What: "缺照片"}) // the day of departure is over
	d := webtest.At[dispatch.Defect](b, dispatch.Defects, "what = '缺照片'")[0]
	if !d.Belated {
		t.Fatalf("found on %s, due by %s", d.Found, d.DueBy)
	}
	b.NextDay()
	b.Do(role.CountyOfficer, role.Dispatch, "file_defect.mend", webtest.On(d), &dispatch.Mending{Answer: "已补"})
	if d := webtest.At[dispatch.Defect](b, dispatch.Defects, "what = '缺照片'")[0]; d.Late {
		t.Error("mended late, when it was found after its limit")
	}
}
