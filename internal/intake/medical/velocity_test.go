package medical_test

import (
	"testing"

	"muster/internal/frame/fault"
	"muster/internal/intake/medical"
	"muster/internal/intake/velocity"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestTheUnfitOfADay (SECURITY, T04): a chief examiner finds twenty people unfit on
// a day; the 21st is refused, recorded, and concluded on only after two
// inspectors from outside the station have released the stop.
func TestTheUnfitOfADay(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	city, second, inside := b.Inspectors()
	for range 20 {
		b.Examine(b.summoned(), medical.Fail)
	}
	c := b.summoned()
	a := b.Admit(c)
	for _, section := range webtest.Sections {
		b.SignSection(a, section, medical.Fail)
	}
	conclude := func() error {
		return b.try(b.Actor(role.ChiefExaminer), role.Medical, "exam.conclude", b.Exam(a), &medical.Conclusion{Outcome: medical.Fail, Reason: "vision", Remark: "视力"})
	}
	refused(t, conclude(), "velocity.stopped")
	stops := webtest.At[velocity.Stop](b.Bench, velocity.Stops, "state = 'open'")
	if len(stops) != 1 || stops[0].Rule != "exam.unfit" || stops[0].Most != 20 {
		t.Fatalf("the stops: %+v", stops)
	}
	if n := b.count(`SELECT COUNT(*) FROM ledger_leaf WHERE kind = 'velocity_stop.open' AND outcome = ''`); n != 1 {
		t.Errorf("%d leaves of the stop", n)
	}
	found := &velocity.Releasing{Remark: "抽看五份"}
	if _, err := b.Try(inside, role.Integrity, "velocity_stop.release", webtest.On(stops[0]), found); !fault.Coded(err, "velocity.outside") {
		t.Errorf("released from inside: %v", err)
	}
	p := b.As(city, role.Integrity, "velocity_stop.release", webtest.On(stops[0]), found)
	refused(t, conclude(), "velocity.stopped")
	if _, err := b.Sign(second, role.Integrity, p); err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(1_000_000)
	if err := conclude(); err != nil {
		t.Errorf("after the release: %v", err)
	}
}
