package medical_test

import (
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/outbox"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

func walk(b *bundle, desk access.Actor, number string) error {
	return b.try(desk, role.Medical, "exam_appointment.walk_in", act.Answer{}, &medical.WalkingIn{IDNo: number})
}

// TestAWalkInIsNoWayRoundTheOtherStation: whoever is summoned to another station for the
// recheck is not examined again by the one that examined them first, by walking in.
func TestAWalkInIsNoWayRoundTheOtherStation(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	c := b.summoned()
	a := b.Admit(c)
	for _, section := range webtest.Sections {
		b.SignSection(a, section, medical.Pass)
	}
	b.Do(role.ChiefExaminer, role.Medical, "exam.conclude", b.Exam(a), &medical.Conclusion{Outcome: medical.Recheck, Reason: "unclear", Remark: "血压波动"})
	other := b.elsewhere("2026-08-03", "2026-08-05")
	refused(t, walk(b, b.Actor(role.Desk), b.number(0)), "exam.other_station")
	b.Do(role.CountyOfficer, role.Intake, "application.summon", c, &medical.Summons{Station: webtest.Other, On: "2026-08-05"})
	refused(t, walk(b, b.Actor(role.Desk), b.number(0)), "exam.other_station")
	if err := walk(b, other.desk, b.number(0)); err != nil {
		t.Errorf("earlier than summoned, at the station of the summons: %v", err)
	}
	if got := b.appointment(c); got.Station != webtest.Other || got.Kind != medical.Again || got.On != "2026-08-03" {
		t.Errorf("%+v", got)
	}
}

// TestAWalkInChoosesNoStation: people walk in where their case is handled, which is their
// residence for who applies there, or where they are summoned; not at any station that
// would take them (SECURITY, T03).
func TestAWalkInChoosesNoStation(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	other := b.elsewhere("2026-08-03")
	b.applicant()
	refused(t, walk(b, other.desk, b.number(0)), "exam.station")
	if err := walk(b, b.Actor(role.Desk), b.number(0)); err != nil {
		t.Errorf("at home: %v", err)
	}

	p := b.Person("居住", b.next, webtest.Village)
	number := b.Number(b.next)
	c := b.As(b.Self("居住"), role.Own, "application.apply", act.Answer{}, &signup.Applying{Cycle: b.Cycle.Subject, CycleHome: b.Cycle.County, County: p.County, Person: p.Subject,
		AppliesAt: cases.Residence, At: "130104001"})
	for _, kind := range []string{"identity", "household", "education", "prelim_health", "residence"} {
		d := b.As(b.Self("居住"), role.Own, "document.present", act.Answer{}, &signup.Presenting{Case: c.Subject, CaseHome: c.County, Kind: kind, Number: "NO-" + kind})
		office := load[signup.Document](b, signup.Documents, d).Office
		b.As(b.Extra("papers_"+string(office), "核材料", role.Reviewer, office), role.Intake, "document.verify", d, &signup.Verdict{Genuine: true, Evidence: "HS-" + kind})
	}
	b.As(other.officer, role.Intake, "application.precheck", c, &signup.Checking{Outcome: "pass"})
	b.As(b.Colleague("officer_3", role.CountyOfficer, webtest.Other), role.Intake, "application.preselect", c, &people.Empty{})
	refused(t, walk(b, b.Actor(role.Desk), number), "exam.nobody") // the county of the file has no case of theirs
	if err := walk(b, other.desk, number); err != nil {
		t.Fatalf("where they live: %v", err)
	}
	if got := b.appointment(c); !got.WalkIn || got.Station != webtest.Other || got.County != webtest.Other || got.Home != webtest.Other {
		t.Errorf("%+v", got)
	}
	if got := b.caseOf(c); got.State != cases.Summoned || got.Station != webtest.Other || got.FileHome() != webtest.County {
		t.Errorf("the case is %s at %s, its file at %s", got.State, got.Station, got.FileHome())
	}
	told := func() int {
		list, err := outbox.For(t.Context(), b.App.Store, p.County, p.Subject)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	before := told()
	b.As(other.officer, role.Intake, "exam_appointment.cancel", b.Appointment(c), &medical.Words{Reason: "停电"})
	if told() != before+1 {
		t.Error("the person, whose file is elsewhere, was not told that the appointment is off")
	}
	if err := walk(b, other.desk, number); err != nil {
		t.Fatal(err)
	}
	other.examine(b.Appointment(c), medical.Pass)
	if got := b.caseOf(c); got.State != cases.PhysicalPass {
		t.Errorf("examined where they live the case is %s", got.State)
	}
}
