package medical_test

import (
	"testing"

	"muster/internal/frame/act"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// leave withdraws an applicant.
func (b *bundle) leave(c act.Answer) {
	b.T.Helper()
	if err := b.try(b.citizen(c), role.Own, "application.withdraw", c, &signup.Leaving{Reason: "own_wish"}); err != nil {
		b.T.Fatal(err)
	}
}

// TestWhoWithdrawsFreesThePlace: the appointment of somebody who withdraws is
// cancelled, and the first on the waiting list has the place.
func TestWhoWithdrawsFreesThePlace(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	b.Do(role.CountyOfficer, role.Intake, "exam_session.open", act.Answer{}, &medical.Opening{Station: webtest.County, On: "2026-08-04", Starts: "08:00", Capacity: 1, WalkIn: new(int64)})
	summon := func() act.Answer {
		c := b.applicant()
		b.Do(role.CountyOfficer, role.Intake, "application.summon", c, &medical.Summons{Station: webtest.County, On: "2026-08-04"})
		return c
	}
	first, second := summon(), summon()
	if got := b.appointment(second).State; got != medical.Waits {
		t.Fatalf("the second is %s", got)
	}
	b.leave(first)
	if a, z := b.appointment(first), b.appointment(second); a.State != medical.Cancelled || z.State != medical.Booked {
		t.Errorf("after the withdrawal the first is %s and the second %s", a.State, z.State)
	}
	if got := b.caseOf(second).ExamOn; got != "2026-08-04" {
		t.Errorf("the second is examined on %q", got)
	}
	if n := b.count(`SELECT booked FROM exam_session WHERE exam_on = '2026-08-04'`); n != 1 {
		t.Errorf("%d places are booked", n)
	}
}

// TestWhoWithdrewGetsNoResult: an examination under way ends with the
// withdrawal; nobody concludes it, and no office takes the withdrawal back.
func TestWhoWithdrewGetsNoResult(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	c := b.summoned()
	b.Do(role.Desk, role.Medical, "exam_appointment.admit", b.Appointment(c), &medical.Arrival{Identity: true})
	b.leave(c)
	if n := b.count(`SELECT COUNT(*) FROM exam_section WHERE state <> 'void'`) + b.count(`SELECT COUNT(*) FROM exam WHERE state <> 'void'`); n != 0 {
		t.Errorf("%d examinations are still open", n)
	}
	seq := b.count(`SELECT MAX(seq) FROM ledger_leaf WHERE kind = 'application.withdraw'`)
	err := b.try(b.Actor(role.CountyOfficer), role.Intake, "application.reverse", c, &act.Reversal{Seq: &seq, Reason: "x"})
	refused(t, err, "reverse.own")
	if got := b.caseOf(c).State; got != cases.Withdrawn {
		t.Errorf("the case is %s", got)
	}
}
