package medical_test

import (
	"sync"
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestNoPlaceIsGivenTwice lets many people rush for few places at once, on both
// engines: booked by the office, rebooked by themselves, and walking in.
func TestNoPlaceIsGivenTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		const people, places = 24, 10
		early := b.Session("2026-08-06", "08:00", places) // nine to book, one for a walk-in
		var list []act.Answer
		for range people {
			list = append(list, b.applicant())
		}
		b.rush(list, func(c act.Answer) error {
			return b.try(b.Actor(role.CountyOfficer), role.Intake, "application.summon", c, &medical.Summons{Station: webtest.County, On: "2026-08-06"})
		})
		if s := b.session(early); s.Booked != 9 || s.Waiting != people-9 || s.Queue != people-9 {
			t.Fatalf("%d booked, %d wait, of %d", s.Booked, s.Waiting, people)
		}
		late := b.Session("2026-08-07", "08:00", places)
		b.rush(list, func(c act.Answer) error {
			return b.try(b.citizen(c), role.Own, "exam_appointment.rebook", b.Appointment(c), &medical.Choice{Session: late.Subject, Home: late.County})
		})
		one, two := b.session(early), b.session(late)
		waiting := b.count("SELECT COUNT(*) FROM exam_appointment WHERE state = 'waiting'")
		if one.Booked != 9 || two.Booked != 9 || one.Waiting != waiting || waiting != people-18 {
			t.Errorf("%d and %d booked, %d wait, %d of them listed", one.Booked, two.Booked, one.Waiting, waiting)
		}
		for _, s := range []act.Answer{early, late} {
			if n := b.count("SELECT COUNT(*) FROM exam_appointment WHERE session = $1 AND state = 'booked'", string(s.Subject)); n != 9 {
				t.Errorf("%d people hold nine places", n)
			}
		}
	})
}

// rush does something for everybody at once; a full session is no fault of the test.
func (b *bundle) rush(list []act.Answer, do func(act.Answer) error) {
	b.T.Helper()
	var group sync.WaitGroup
	for _, c := range list {
		group.Go(func() {
			if err := do(c); err != nil && !fault.Coded(err, "exam.full") {
				b.T.Error(err)
			}
		})
	}
	group.Wait()
}

// TestWaitingList: who waits moves up in order when a place comes free, is told, and
// their case shows the day.
func TestWaitingList(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	s := b.Session("2026-08-06", "08:00", 2)
	var list []act.Answer
	for range 5 {
		c := b.applicant()
		list = append(list, c)
		b.Do(role.CountyOfficer, role.Intake, "application.summon", c, &medical.Summons{Station: webtest.County, On: "2026-08-06"})
	}
	if a := b.appointment(list[2]); a.State != medical.Waits || a.Queue != 1 || !b.caseOf(list[2]).ExamOn.IsZero() {
		t.Fatalf("%+v", a)
	}
	b.Do(role.CountyOfficer, role.Intake, "exam_appointment.cancel", b.Appointment(list[0]), &medical.Words{Reason: "本人请求"})
	if a, c := b.appointment(list[2]), b.caseOf(list[2]); a.State != medical.Booked || c.ExamOn != "2026-08-06" {
		t.Errorf("the first who waits is %s, the case says %q", a.State, c.ExamOn)
	}
	if c := b.caseOf(list[0]); c.State != cases.Preselected {
		t.Errorf("after a cancelled appointment the case is %s", c.State)
	}
	if n := b.count("SELECT COUNT(*) FROM outbox WHERE person = $1 AND subject LIKE '%候补成功%'", string(b.caseOf(list[2]).Person)); n != 1 {
		t.Errorf("they were told %d times", n)
	}
	b.Do(role.CountyOfficer, role.Intake, "exam_session.resize", s, &medical.Resizing{Capacity: 3, Reason: "增派医生"})
	if a, last := b.appointment(list[3]), b.appointment(list[4]); a.State != medical.Booked || last.State != medical.Waits {
		t.Errorf("with one more place the next is %s and the last %s", a.State, last.State)
	}
	refused(t, b.try(b.Actor(role.CountyOfficer), role.Intake, "exam_session.resize", s, &medical.Resizing{Capacity: 2, Reason: "x"}), "session.taken")
}

// TestMissingAnAppointmentIsNotAdverse: nothing is taken from who did not come, and
// another time can be booked.
func TestMissingAnAppointmentIsNotAdverse(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	c := b.summoned()
	refused(t, b.try(b.Actor(role.Desk), role.Medical, "exam_appointment.miss", b.Appointment(c), &medical.Empty{}), "exam.early")
	b.Clock.Advance(24 * time.Hour)
	b.Do(role.Desk, role.Medical, "exam_appointment.miss", b.Appointment(c), &medical.Empty{})
	if got := b.caseOf(c); got.State != cases.Summoned || got.Physical != "" || got.Reason != "" {
		t.Fatalf("who did not come: %s %q %q", got.State, got.Physical, got.Reason)
	}
	next := b.Session("2026-08-09", "13:30", 4)
	if err := b.try(b.citizen(c), role.Own, "exam_appointment.rebook", b.Appointment(c), &medical.Choice{Session: next.Subject, Home: next.County}); err != nil {
		t.Fatal(err)
	}
	if a := b.appointment(c); a.State != medical.Booked || a.On != "2026-08-09" || b.caseOf(c).ExamOn != "2026-08-09" {
		t.Errorf("%+v", a)
	}
	other := b.summonedTo("2026-08-05")
	refused(t, b.try(b.citizen(other), role.Own, "exam_appointment.rebook", b.Appointment(c), &medical.Choice{Session: next.Subject, Home: next.County}), "record.unknown")
}

func (b *bundle) summonedTo(on clock.Date) act.Answer {
	b.T.Helper()
	c := b.applicant()
	b.Do(role.CountyOfficer, role.Intake, "application.summon", c, &medical.Summons{Station: webtest.County, On: on})
	return c
}

// TestWalkIns have their share of a session and no more; whoever walks in gives up
// another appointment.
func TestWalkIns(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t)) // today's session: 30 places, three of them for walk-ins
	desk := func() error {
		return b.try(b.Actor(role.Desk), role.Medical, "exam_appointment.walk_in", act.Answer{}, &medical.WalkingIn{IDNo: b.number(0)})
	}
	c := b.summonedTo("2026-08-05")
	if err := desk(); err != nil {
		t.Fatal(err)
	}
	if a := b.appointment(c); !a.WalkIn || a.On != "2026-08-03" || b.count("SELECT COUNT(*) FROM exam_appointment WHERE application = $1 AND state = 'cancelled'", string(c.Subject)) != 1 {
		t.Fatalf("%+v", a)
	}
	refused(t, desk(), "exam.expected")
	for range 2 {
		b.applicant()
		if err := desk(); err != nil {
			t.Fatal(err)
		}
	}
	b.applicant()
	refused(t, desk(), "exam.walk_in_full")
	refused(t, b.try(b.Actor(role.Desk), role.Medical, "exam_appointment.walk_in", act.Answer{}, &medical.WalkingIn{IDNo: "130102199001011234"}), "exam.nobody")
	b.Admit(c)
}

// TestASessionBeginsAtATime of day, written as a clock shows it.
func TestASessionBeginsAtATime(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	for starts, right := range map[string]bool{"00:00": true, "23:59": true, "24:00": false, "0a:00": false, "09:1x": false, "9:00": false, "09:00 ": false, "09:60": false} {
		err := b.try(b.Actor(role.CountyOfficer), role.Intake, "exam_session.open", act.Answer{}, &medical.Opening{Station: webtest.County, On: "2026-08-20", Starts: starts, Capacity: 1})
		if right && err != nil {
			t.Errorf("%q: %v", starts, err)
		} else if !right && err == nil {
			t.Errorf("%q was taken", starts)
		}
	}
}
