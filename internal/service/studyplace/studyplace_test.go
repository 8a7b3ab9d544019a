package studyplace_test

import (
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/service/studyplace"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestTwoYears: the two years count from the discharge, which the list of leavers
// brings by itself; whoever comes later is noted as late and not refused; nobody but
// the person gives the place up.
func TestTwoYears(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store)
		b.Person("甲", 41, webtest.Village)
		p := b.People["甲"]
		of := people.OfPerson{Person: p.Subject, County: p.County}
		keeping := &studyplace.Keeping{OfPerson: of, School: "某大学", Letter: "BL-1", Kept: "2024-03-01"}
		a := b.Do(role.CountyOfficer, role.Intake, "study_place.keep", act.Answer{}, keeping)
		if _, err := b.Try(b.Actor(role.CountyOfficer), role.Intake, "study_place.keep", act.Answer{}, keeping); !fault.Coded(err, "study_place.doubled") {
			t.Errorf("kept twice: %v", err)
		}
		now := func() *studyplace.StudyPlace {
			return webtest.At[studyplace.StudyPlace](b, studyplace.Table, "1 = 1")[0]
		}
		b.Do(role.CountyRegistrar, role.Registration, "reserve_entry.open", act.Answer{}, &people.LeaverBody{OfPerson: of,
			Leaver: people.Leaver{Rank: "soldier", From: "2026-03-01", Letter: "介绍信"}})
		if s := now(); s.State != studyplace.MayCome || s.DueBy != "2028-03-01" {
			t.Errorf("after the discharge: %s until %s", s.State, s.DueBy)
		}
		if _, err := b.Try(b.Actor(role.CountyOfficer), role.Intake, "study_place.give_up", a, &studyplace.Words{Remark: "不再复学"}); err == nil {
			t.Error("an office gave the place up")
		}
		b.Clock.Set(time.Date(2028, 3, 2, 1, 0, 0, 0, time.UTC))
		if s := now(); s.State != studyplace.MayCome {
			t.Errorf("the two years ended it: %s", s.State)
		}
		b.Do(role.CountyOfficer, role.Intake, "study_place.return", a, &studyplace.Return{On: clock.Date("2028-03-02"), Remark: "学校同意"})
		if s := now(); s.State != studyplace.Returned || !s.Late {
			t.Errorf("came back: %s, late %v", s.State, s.Late)
		}
	})
}
