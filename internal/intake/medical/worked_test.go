package medical_test

import (
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/register"
	"muster/internal/intake/appeals"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// asJudge is an account in a further post that decides reviews.
func (b *bundle) asJudge(who access.Actor) access.Actor {
	b.T.Helper()
	if err := b.App.Appoint(b.T.Context(), who.Account, role.AppealsOfficer, webtest.City); err != nil {
		b.T.Fatal(err)
	}
	who.Role, who.Unit, who.Ranges = role.AppealsOfficer, webtest.City, b.App.Road.Tree().Scope(webtest.City)
	return who
}

// TestWhoExaminedASectionDecidesNoReview: the blind number keeps the doctor from the
// name, not the program from the doctor. Whoever signed a section, or took a device's
// reading for it, decides no review of the case, by whichever account; a doctor of the
// same station who had no part in it does; and no record says why.
func TestWhoExaminedASectionDecidesNoReview(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s db.Store) {
		b := setup(t, s)
		c := b.summoned()
		a := b.Admit(c)
		reader := b.Colleague("reader", role.ChiefExaminer, webtest.County)
		b.As(reader, role.Medical, "exam_reading.take", act.Answer{}, &medical.Delivery{Number: b.ExamNumber(a, "surgery"), On: "2026-08-03", Item: "height_cm", Value: "176", Device: "身高仪"})
		for _, section := range webtest.Sections {
			b.SignSection(a, section, medical.Fail)
		}
		b.Do(role.ChiefExaminer, role.Medical, "exam.conclude", b.Exam(a), &medical.Conclusion{Outcome: medical.Fail, Reason: "vision", Remark: "右眼 4.2"})
		if err := b.try(b.citizen(c), role.Own, "application.ask_review", c, &appeals.Asking{Grounds: "换了眼镜再测"}); err != nil {
			t.Fatal(err)
		}
		review := webtest.On(webtest.At[appeals.Review](b.Bench, appeals.Reviews, "state = 'asked'")[0])
		decision := &appeals.Decision{Outcome: appeals.Repeat, Reasoning: "应再测"}
		for what, who := range map[string]access.Actor{
			"who failed the eyes":         b.asJudge(b.Doctor("eyes")),
			"who passed the teeth":        b.asJudge(b.Doctor("dental")),
			"the same by another account": b.Second(b.Doctor("eyes"), "eyes.judge", role.AppealsOfficer, webtest.City),
			"who took a reading only":     b.asJudge(reader),
		} {
			if err := b.try(who, role.Review, "review.decide", review, decision); err == nil {
				t.Errorf("%s decided the review", what)
			} else {
				refused(t, err, "access.duties")
			}
		}
		if err := b.try(b.asJudge(b.Colleague("idle", role.Examiner, webtest.County)), role.Review, "review.decide", review, decision); err != nil {
			t.Errorf("a doctor who did not examine the case: %v", err)
		}
	})
}

// TestWhoExaminedIsNotMetAgain: a doctor who examined somebody at the first station and
// has another account at the second is not given the same person there, nor concludes.
func TestWhoExaminedIsNotMetAgain(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	c := b.summoned()
	a := b.Admit(c)
	for _, section := range webtest.Sections {
		b.SignSection(a, section, medical.Pass)
	}
	b.Do(role.ChiefExaminer, role.Medical, "exam.conclude", b.Exam(a), &medical.Conclusion{Outcome: medical.Recheck, Reason: "unclear", Remark: "血压波动"})
	other := b.elsewhere("2026-08-05")
	again := b.Second(b.Doctor("eyes"), "eyes.again", role.Examiner, webtest.Other)
	b.As(other.officer, role.Intake, "exam_duty.add", act.Answer{}, &medical.Service{Account: again.Account, Station: webtest.Other, Section: "eyes", From: "2026-08-01", Until: "2026-12-31"})
	b.Do(role.CountyOfficer, role.Intake, "application.summon", c, &medical.Summons{Station: webtest.Other, On: "2026-08-05"})
	b.Clock.Advance(2 * 24 * time.Hour)
	second := b.Appointment(c)
	b.As(other.desk, role.Medical, "exam_appointment.admit", second, &medical.Arrival{Identity: true})
	if p := loadPart(b, second, "eyes"); p.Examiner != other.doctors["eyes"].Account {
		t.Errorf("the eyes were given to %s", p.Examiner)
	}
	giving := &medical.Giving{Account: again.Account, Reason: "调整"}
	refused(t, b.try(other.chief, role.Medical, "exam_section.reassign", b.Part(second, "eyes"), giving), "exam.not_eligible")
}

// TestNobodyExaminesThemselves: a doctor who applies is given to a colleague, though
// the station knows numbers only.
func TestNobodyExaminesThemselves(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	c := b.summoned()
	own := b.Held(b.number(0), "own.eyes", role.Examiner, webtest.County)
	for _, d := range webtest.At[medical.Duty](b.Bench, medical.Roster, "section = 'eyes'") {
		b.As(b.Actor(role.CountyOfficer), role.Intake, "exam_duty.end", webtest.On(d), &register.Ending{Reason: "调休"})
	}
	b.Duty(own, "eyes")
	if p := loadPart(b, b.Admit(c), "eyes"); p.Examiner != "" {
		t.Errorf("the eyes were given to their own doctor %s", p.Examiner)
	}
}
