package medical_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/record"
	"muster/internal/frame/register/transfer"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// changed are the values of a section with some of them changed.
func changed(section string, change ...string) (out []string) {
	for _, v := range webtest.Values[section] {
		name, _, _ := strings.Cut(v, "=")
		if !slices.ContainsFunc(change, func(c string) bool { return strings.HasPrefix(c, name+"=") }) {
			out = append(out, v)
		}
	}
	return append(out, change...)
}

// TestWhatASectionMaySign is the table of what a section's signature is refused for.
func TestWhatASectionMaySign(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	a := b.Admit(b.summoned())
	for _, test := range []struct {
		section, code string
		entry         medical.Entry
	}{
		{"eyes", "exam.item", medical.Entry{Values: changed("eyes", "height_cm=175"), Opinion: medical.Pass}},
		{"eyes", "exam.item", medical.Entry{Values: append(changed("eyes"), "vision_left=4.9"), Opinion: medical.Pass}},
		{"eyes", "exam.item", medical.Entry{Values: []string{"vision_left"}, Opinion: medical.Pass}},
		{"eyes", "fact.malformed", medical.Entry{Values: changed("eyes", "vision_left=sharp"), Opinion: medical.Pass}},
		{"eyes", "exam.ask", medical.Entry{Values: changed("eyes", "vision_left=4.6"), Opinion: medical.Fail, Remark: "矫正视力未查"}},
		{"eyes", "exam.ask", medical.Entry{Values: changed("eyes", "vision_left="), Opinion: medical.Fail, Remark: "没查"}},
		{"eyes", "exam.no_ground", medical.Entry{Values: changed("eyes"), Opinion: medical.Fail, Remark: "不喜欢"}},
		{"eyes", "reason.required", medical.Entry{Values: changed("eyes", "vision_left=4.2"), Opinion: medical.Fail}},
		{"laboratory", "exam.no_ground", medical.Entry{Values: changed("laboratory", "wbc=9.9"), Opinion: medical.Fail, Remark: "白细胞略高"}},
		{"laboratory", "", medical.Entry{Values: changed("laboratory", "wbc=9.9", "alt=55"), Opinion: medical.Fail, Remark: "两项超范围,经临床判定"}},
		{"psychology", "exam.no_ground", medical.Entry{Values: []string{"psychological_band=pass"}, Opinion: medical.Fail, Remark: "印象"}},
		{"psychology", "exam.ask", medical.Entry{Values: []string{"psychological_band=personality_flag"}, Opinion: medical.Fail, Remark: "检测提示"}},
		{"psychology", "", medical.Entry{Values: []string{"psychological_band=personality_flag", "interview_result=fail"}, Opinion: medical.Fail, Remark: "访谈结论"}},
		{"internal", "", medical.Entry{Values: changed("internal", "heart_rate=105"), Opinion: medical.Fail, Remark: "非生理性"}},
	} {
		err := b.App.Road.Try(t.Context(), act.Request{Kind: "exam_section.sign", County: a.County, Subject: b.Part(a, test.section).Subject, Body: &test.entry,
			Actor: b.Doctor(test.section), Purpose: role.Medical})
		if f := fault.As(err); test.code == "" && err != nil || test.code != "" && f.Code != test.code {
			t.Errorf("%s %v: %v, want %q", test.section, test.entry.Values[max(0, len(test.entry.Values)-2):], err, test.code)
		}
	}
}

// TestAnExaminationOfOneDay: only the day of the identity event, only the drawn
// doctor, nobody who was at the desk, and no conclusion before all have signed.
func TestAnExaminationOfOneDay(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	early := b.summonedTo("2026-08-05")
	refused(t, b.try(b.Actor(role.Desk), role.Medical, "exam_appointment.admit", b.Appointment(early), &medical.Arrival{Identity: true}), "exam.day")
	a := b.Admit(b.summoned())
	sign := func(who access.Actor) error {
		return b.try(who, role.Medical, "exam_section.sign", b.Part(a, "dental"), &medical.Entry{Values: webtest.Values["dental"], Opinion: medical.Pass})
	}
	refused(t, sign(b.Doctor("eyes")), "record.unknown")
	refused(t, b.try(b.Actor(role.ChiefExaminer), role.Medical, "exam.conclude", b.Exam(a), &medical.Conclusion{Outcome: medical.Pass}), "exam.unsigned")
	b.Clock.Advance(24 * time.Hour)
	refused(t, sign(b.Doctor("dental")), "exam.day")
	if e := load[medical.Exam](b, medical.Exams, b.Exam(a)); e.Kind != medical.First || strings.HasPrefix(string(e.ID), string(a.Subject[:8])) {
		t.Errorf("%+v", e)
	}
}

// TestCorrections are new versions with two signatures; the first stays in the facts.
func TestCorrections(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	a := b.Admit(b.summoned())
	p, doctor, chief := b.Part(a, "internal"), b.Doctor("internal"), b.Actor(role.ChiefExaminer)
	b.SignSection(a, "internal", medical.Pass)
	before := load[medical.Part](b, medical.Parts, p)
	correct := &medical.Correcting{Reason: "录入错误", Entry: medical.Entry{Values: changed("internal", "systolic=132"), Opinion: medical.Pass}}
	b.As(doctor, role.Medical, "exam_section.amend", p, correct)
	refused(t, b.try(doctor, role.Medical, "exam_section.adopt", p, &medical.Empty{}), "access.denied")
	pending := load[medical.Part](b, medical.Parts, p)
	if pending.Version != 1 || string(pending.Found.Bytes()) != string(before.Found.Bytes()) {
		t.Error("a correction took effect with one signature")
	}
	refused(t, b.try(chief, role.Medical, "exam.conclude", b.Exam(a), &medical.Conclusion{Outcome: medical.Pass}), "exam.unsigned")
	b.As(chief, role.Medical, "exam_section.adopt", p, &medical.Empty{})
	after := load[medical.Part](b, medical.Parts, p)
	if after.Version != 2 || string(after.Found.Bytes()) != string(pending.Amended.Bytes()) || !after.Amended.IsZero() {
		t.Errorf("version %d", after.Version)
	}
	sheet, err := b.viewer(doctor).Sheet(t.Context(), after, true)
	if err != nil || sheet.Values["systolic"] != "132" {
		t.Errorf("%v %v", sheet.Values, err)
	}
	if n := b.count("SELECT COUNT(*) FROM fact WHERE kind = 'exam_section' AND id = $1", string(p.Subject)); n != 4 {
		t.Errorf("%d facts, want one for each step", n)
	}
	b.As(doctor, role.Medical, "exam_section.amend", p, correct)
	b.As(chief, role.Medical, "exam_section.refuse", p, &medical.Words{Reason: "与原始记录不符"})
	if x := load[medical.Part](b, medical.Parts, p); x.Version != 2 || x.State != medical.Signed || !x.Amended.IsZero() {
		t.Errorf("%+v", x)
	}
}

func (b *bundle) viewer(who access.Actor) medical.Viewer {
	v := medical.Viewer{Road: b.App.Road, Vault: b.App.Vault, Key: b.Key(), Grants: medical.SectionReaders(), Actor: who, Purpose: role.Medical}
	if who.Role == role.ChiefExaminer {
		v.Grants = medical.ChiefReaders()
	}
	return v
}

// TestReadingsFromAFile: good rows are kept as raw values, bad ones are reported,
// conclusions and foreign items are not taken, a repeat changes nothing.
func TestReadingsFromAFile(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	a := b.Admit(b.summoned())
	n := func(section string) string { return b.ExamNumber(a, section) }
	file := "临时编号,体检日期,项目,原始值,仪器\n" +
		n("surgery") + ",2026-08-03,height_cm,175.38,SG-1\n" +
		n("laboratory") + ",2026-08-03,hbsag,阴性,LAB-2\n" +
		n("laboratory") + ",2026-08-03,wbc,plenty,LAB-2\n" +
		n("laboratory") + ",2026-08-03,height_cm,175,LAB-2\n" +
		n("psychology") + ",2026-08-03,interview_result,fail,HOSPITAL\n" +
		"ZZZZZZZZ,2026-08-03,wbc,5,LAB-2\n"
	reg, chief := b.App.Shelf.Get(medical.Readings.Name), b.Actor(role.ChiefExaminer)
	var wrong []string
	load := func() transfer.Summary {
		wrong = nil
		sum, err := transfer.Import(t.Context(), b.App.Road, reg, chief, role.Medical, strings.NewReader(file), transfer.Options{Name: "lis.csv", Aliases: b.App.FileAliases,
			Wrong: func(_ int, err error) error { wrong = append(wrong, fault.As(err).Code); return nil }})
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	sum := load()
	if sum.Rows != 6 || sum.Done != 2 || !slices.Equal(wrong, []string{"fact.malformed", "exam.item", "exam.item", "exam.number"}) {
		t.Fatalf("%+v %v", sum, wrong)
	}
	if again := load(); again.Repeated != 2 || again.Done != 0 {
		t.Errorf("%+v", again)
	}
	if got := b.count("SELECT COUNT(*) FROM exam_section WHERE state = 'signed'"); got != 0 {
		t.Errorf("an import signed %d sections", got)
	}
	x := b.reading(n("surgery"))
	p := loadPart(b, a, "surgery")
	v := b.viewer(b.Doctor("surgery"))
	v.Grants = reg.Read
	if raw, err := v.Raw(t.Context(), p, x); err != nil || raw != "175.38" {
		t.Errorf("%q %v", raw, err)
	}
	v.Actor = b.Doctor("eyes")
	if raw, err := v.Raw(t.Context(), p, x); raw != "" || err == nil {
		t.Errorf("another section reads %q", raw)
	}
	if leaked := b.count("SELECT COUNT(*) FROM fact WHERE body LIKE '%175.38%'") + b.count("SELECT COUNT(*) FROM ledger_leaf WHERE payload LIKE '%175.38%'"); leaked != 0 {
		t.Error("a raw value stands in clear")
	}
}

func loadPart(b *bundle, a act.Answer, section string) *medical.Part {
	return load[medical.Part](b, medical.Parts, b.Part(a, section))
}

func (b *bundle) reading(number string) (x *medical.Reading) {
	b.T.Helper()
	err := b.App.Store.Read(b.T.Context(), func(tx *db.Tx) error {
		list, err := record.All[medical.Reading](tx, medical.Readings, "number = $1", number)
		if len(list) != 1 {
			return errors.Join(err, errors.New("not one reading"))
		}
		x = list[0]
		return err
	})
	if err != nil {
		b.T.Fatal(err)
	}
	return x
}

// elsewhere makes a second station in the other county, with its own desk, doctors
// and chief.
type elsewhere struct {
	b           *bundle
	desk, chief access.Actor
	doctors     map[string]access.Actor
	officer     access.Actor
}

func (b *bundle) elsewhere(days ...clock.Date) *elsewhere {
	b.T.Helper()
	e := &elsewhere{b: b, doctors: map[string]access.Actor{}, desk: b.Colleague("desk_2", role.Desk, webtest.Other), chief: b.Colleague("chief_2", role.ChiefExaminer, webtest.Other),
		officer: b.Colleague("officer_2", role.CountyOfficer, webtest.Other)}
	for _, section := range webtest.Sections {
		who := b.Colleague("examiner_2_"+section, role.Examiner, webtest.Other)
		e.doctors[section] = who
		b.As(e.officer, role.Intake, "exam_duty.add", act.Answer{}, &medical.Service{Account: who.Account, Station: webtest.Other, Section: section, From: "2026-08-01", Until: "2026-12-31"})
	}
	for _, day := range days {
		b.As(e.officer, role.Intake, "exam_session.open", act.Answer{}, &medical.Opening{Station: webtest.Other, On: day, Starts: "08:00", Capacity: 40})
	}
	return e
}

// examine takes an appointment at the other station to its conclusion.
func (e *elsewhere) examine(a act.Answer, outcome medical.Opinion) {
	b := e.b
	b.T.Helper()
	b.As(e.desk, role.Medical, "exam_appointment.admit", a, &medical.Arrival{Identity: true})
	for _, section := range webtest.Sections {
		entry := &medical.Entry{Values: webtest.Values[section], Opinion: medical.Pass}
		if section == "eyes" && outcome == medical.Fail {
			entry = &medical.Entry{Values: changed("eyes", "vision_left=4.2"), Opinion: medical.Fail, Remark: "左眼 4.2"}
		}
		b.As(e.doctors[section], role.Medical, "exam_section.sign", b.Part(a, section), entry)
	}
	end := &medical.Conclusion{Outcome: outcome}
	if outcome == medical.Fail {
		end.Reason, end.Remark = "vision", "左眼 4.2"
	}
	b.As(e.chief, role.Medical, "exam.conclude", b.Exam(a), end)
}

// TestRecheck is done at another station by others, and its outcome decides.
func TestRecheck(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	c := b.summoned()
	a := b.Admit(c)
	for _, section := range webtest.Sections {
		b.SignSection(a, section, medical.Pass)
	}
	end := &medical.Conclusion{Outcome: medical.Recheck, Remark: "血压波动"}
	refused(t, b.try(b.Actor(role.ChiefExaminer), role.Medical, "exam.conclude", b.Exam(a), end), "reason.unknown")
	end.Reason = "vision" // a code of another list
	refused(t, b.try(b.Actor(role.ChiefExaminer), role.Medical, "exam.conclude", b.Exam(a), end), "reason.unknown")
	end.Reason = "unclear"
	b.Do(role.ChiefExaminer, role.Medical, "exam.conclude", b.Exam(a), end)
	if b.caseOf(c).State != cases.Recheck {
		t.Fatal(b.caseOf(c).State)
	}
	other := b.elsewhere("2026-08-05")
	refused(t, b.try(b.Actor(role.CountyOfficer), role.Intake, "application.summon", c, &medical.Summons{Station: webtest.County, On: "2026-08-05"}), "exam.other_station")
	b.Do(role.CountyOfficer, role.Intake, "application.summon", c, &medical.Summons{Station: webtest.Other, On: "2026-08-05"})
	b.Clock.Advance(2 * 24 * time.Hour)
	other.examine(b.Appointment(c), medical.Pass)
	if got := b.caseOf(c); got.State != cases.PhysicalPass {
		t.Errorf("after the recheck the case is %s", got.State)
	}
	// The other county's records of the examination are kept there, and show nothing of
	// where the person lives.
	e := load[medical.Exam](b, medical.Exams, b.Exam(b.Appointment(c)))
	if e.County != webtest.Other || e.Place == "" || !e.Again {
		t.Errorf("%+v", e.Base)
	}
}

// TestBlindReexamination draws a sample, examines it again elsewhere, and where too
// many differ closes the selection until a human has dealt with it.
func TestBlindReexamination(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	var list []act.Answer
	for range 5 {
		c := b.summoned()
		b.Examine(c, medical.Pass)
		list = append(list, c)
	}
	other := b.elsewhere("2026-08-05")
	drawing := &medical.Sampling{Station: webtest.County, Cycle: b.Cycle.Subject, CycleHome: b.Cycle.County, Other: webtest.County, On: "2026-08-05", Public: "骰子 3 1 4 1 5"}
	refused(t, b.try(b.Actor(role.Inspector), role.Integrity, "exam_sample.draw", act.Answer{}, drawing), "exam.other_station")
	drawing.Other = webtest.Other
	s := b.Do(role.Inspector, role.Integrity, "exam_sample.draw", act.Answer{}, drawing)
	if x := load[medical.Sample](b, medical.Samples, s); x.Listed != 5 || x.Drawn != 5 || len(x.Seed) != 64 {
		t.Fatalf("%+v", x)
	}
	refused(t, b.try(b.Actor(role.Inspector), role.Integrity, "exam_sample.draw", act.Answer{}, drawing), "sample.empty")
	if got := b.caseOf(list[0]); got.State != cases.PhysicalPass {
		t.Errorf("being drawn changed the case to %s", got.State)
	}
	b.Clock.Advance(2 * 24 * time.Hour)
	freeze := func() error {
		return b.try(b.Actor(role.Selector), role.Selection, "ranking.freeze", act.Answer{}, &selection.Freezing{Cycle: b.Cycle.Subject, Unit: webtest.County})
	}
	b.Certify(role.Selector, "selection")
	refused(t, freeze(), "ranking.empty")
	for i, c := range list {
		outcome := medical.Pass
		if i < 3 {
			outcome = medical.Fail
		}
		other.examine(b.Appointment(c), outcome)
	}
	x := load[medical.Sample](b, medical.Samples, s)
	if x.Compared != 5 || x.Differ != 3 || x.Failed != 3 || x.Lower != "10.56" {
		t.Errorf("%+v", x)
	}
	if differs, same := b.caseOf(list[0]), b.caseOf(list[4]); differs.State != cases.Recheck || !differs.PlaceKept || same.State != cases.PhysicalPass {
		t.Errorf("results that differ leave %s, those that agree %s", differs.State, same.State)
	}
	refused(t, freeze(), "exam.reexamine_all")
	b.resolve(t, list[4], freeze)
}

// TestStayingAwayPutsOffNoAlarm: those of a sample who do not come are counted as if
// they agreed. Two of five that differ are within chance; at the third the order to
// re-examine all stands, though two never came.
func TestStayingAwayPutsOffNoAlarm(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	var list []act.Answer
	for range 5 {
		c := b.summoned()
		b.Examine(c, medical.Pass)
		list = append(list, c)
	}
	other := b.elsewhere("2026-08-05")
	b.Do(role.Inspector, role.Integrity, "exam_sample.draw", act.Answer{}, &medical.Sampling{Station: webtest.County, Cycle: b.Cycle.Subject, CycleHome: b.Cycle.County,
		Other: webtest.Other, On: "2026-08-05", Public: "骰子 3 1 4 1 5"})
	let := &medical.Words{Reason: "本人请求"}
	refused(t, b.try(b.Extra("officer_other", "外县征兵干部", role.CountyOfficer, webtest.Other), role.Intake, "exam_appointment.cancel", b.Appointment(list[4]), let), "exam.blind")
	b.Do(role.Inspector, role.Integrity, "exam_appointment.cancel", b.Appointment(list[4]), let)
	b.Clock.Advance(2 * 24 * time.Hour)
	for i, c := range list[:3] {
		other.examine(b.Appointment(c), medical.Fail)
		if n := b.count("SELECT COUNT(*) FROM exam_alarm WHERE state = 'raised'"); n != int64(i/2) {
			t.Fatalf("%d alarms after %d that differ", n, i+1)
		}
	}
}

// resolve deals with the one open alarm: not by saying that all were re-examined
// while they were not.
func (b *bundle) resolve(t *testing.T, c act.Answer, freeze func() error) {
	t.Helper()
	var alarm act.Answer
	if err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
		_, err := tx.One("SELECT county, id FROM exam_alarm WHERE state = 'raised'", nil, (*string)(&alarm.County), (*string)(&alarm.Subject))
		return err
	}); err != nil || alarm.Subject == "" {
		t.Fatal("no alarm was opened", err)
	}
	if x := load[medical.Alarm](b, medical.Alarms, alarm); x.Cause != medical.Disagreement || x.Unit != unit.Code(webtest.County) {
		t.Errorf("%+v", x)
	}
	refused(t, b.try(b.Actor(role.Inspector), role.Integrity, "exam_alarm.resolve", alarm, &medical.Resolving{Reason: "reexamined", Words: "已办"}), "alarm.left")
	refused(t, b.try(b.Actor(role.Inspector), role.Integrity, "exam_alarm.resolve", alarm, &medical.Resolving{Reason: "forgotten", Words: "x"}), "reason.unknown")
	b.Do(role.CountyOfficer, role.Intake, "application.reexamine", c, &medical.Words{Reason: "抽查要求"})
	if got := b.caseOf(c); got.State != cases.Recheck || !got.PlaceKept {
		t.Errorf("called back: %s, place kept %v", got.State, got.PlaceKept)
	}
	b.Do(role.Inspector, role.Integrity, "exam_alarm.resolve", alarm, &medical.Resolving{Reason: "explained", Words: "复检仪器未校准"})
	refused(t, freeze(), "ranking.empty")
	other := b.applicant()
	refused(t, b.try(b.Actor(role.CountyOfficer), role.Intake, "application.reexamine", other, &medical.Words{Reason: "x"}), "act.state")
}

// TestDeclaredConflicts keep a doctor from a person, and tell the doctor nothing.
func TestDeclaredConflicts(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	c := b.summoned()
	known, err := b.App.Road.Do(t.Context(), act.Request{Kind: "exam_conflict.declare", Actor: b.Actor(role.Examiner), Purpose: role.Medical,
		Body: &medical.Declaring{IDNo: b.number(0), Reason: "表弟"}})
	if err != nil {
		t.Fatal(err)
	}
	unknown, err := b.App.Road.Do(t.Context(), act.Request{Kind: "exam_conflict.declare", Actor: b.Actor(role.Examiner), Purpose: role.Medical,
		Body: &medical.Declaring{IDNo: "130102199001011234", Reason: "表弟"}})
	if err != nil || known.State != unknown.State || known.Rev != unknown.Rev {
		t.Errorf("a declaration tells whether somebody is known here: %+v %+v %v", known, unknown, err)
	}
	reg := b.App.Shelf.Get(medical.Conflicts.Name)
	if reg.Look(b.Actor(role.Examiner), role.Medical, "list").Visible() || reg.Look(b.Actor(role.Desk), role.Medical, "list").Visible() ||
		!reg.Look(b.Actor(role.Inspector), role.Integrity, "list").Visible() {
		t.Error("who may read the declarations is wrong")
	}
	a := b.Admit(c)
	if p := loadPart(b, a, "eyes"); p.Examiner != "" {
		t.Errorf("the only doctor of the section, who must not meet the person, was given them: %s", p.Examiner)
	}
	if p := loadPart(b, a, "dental"); p.Examiner != b.Doctor("dental").Account {
		t.Error("another section has no doctor")
	}
	if n := b.count("SELECT COUNT(*) FROM fact WHERE kind = 'exam_conflict' AND body LIKE '%' || $1 || '%'", b.number(0)); n != 0 {
		t.Error("the citizen number of a declaration stands in clear")
	}
}
