package webtest

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical"
	"muster/internal/intake/medical/blind"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/office/training"
	"muster/internal/web"
)

// Sections are the sections of an examination; the holder of the examiner's post
// is the doctor of the first.
var Sections = []string{"eyes", "surgery", "internal", "ent", "dental", "laboratory", "imaging", "psychology"}

// Values are what each section finds in a healthy young man.
var Values = map[string][]string{
	"eyes": {"vision_left=5.0", "vision_right=4.9", "laser_surgery=false", "colour_vision=normal"},
	"surgery": {"height_cm=175", "weight_kg=66", "tattoo_face_neck=false", "tattoo_exposed_cm=0", "tattoo_other_cm=0", "leg_difference_cm=0", "knee_gap_cm=0",
		"flat_foot=none", "gynaecology=normal"},
	"internal": {"systolic=118", "diastolic=76", "heart_rate=72", "ecg=normal"},
	"ent":      {"hearing_left_m=5", "hearing_right_m=5", "smell=normal"},
	"dental":   {"bad_teeth_adjacent=0", "bad_teeth_apart=0"},
	"laboratory": {"alt=22", "creatinine=70", "urea=5", "wbc=6", "neutrophil_percent=55", "lymphocyte_percent=35", "rbc=5", "haemoglobin=140", "platelets=220",
		"fasting_glucose=5.1", "hbsag=negative", "hiv_antibody=negative", "urine_protein=negative", "urine_ketone=negative", "urine_sugar=negative",
		"urine_bilirubin=negative", "urobilinogen=0.5", "drug_test=negative", "pregnancy_test=negative"},
	"imaging":    {"chest_xray=normal", "abdominal_ultrasound=normal"},
	"psychology": {"psychological_band=pass"},
}

// Station gives the county's station its doctors, rooms and sessions.
func (b *Bench) Station() {
	b.T.Helper()
	b.Certify(role.Examiner, "examiner")
	b.Certify(role.ChiefExaminer, "examiner")
	for i, section := range Sections {
		who := b.Doctor(section)
		b.Duty(who, section)
		b.Do(role.CountyOfficer, role.Intake, "exam_room.add", act.Answer{}, &medical.Furnishing{Station: County, Section: section, Room: string(rune('1'+i)) + "01"})
	}
	for _, day := range []clock.Date{"2026-08-03", "2026-08-05", "2026-08-12"} {
		b.Session(day, "08:00", 30)
	}
}

// Session opens a session at the county's station.
func (b *Bench) Session(on clock.Date, starts string, places int64) act.Answer {
	b.T.Helper()
	return b.Do(role.CountyOfficer, role.Intake, "exam_session.open", act.Answer{}, &medical.Opening{Station: County, On: on, Starts: starts, Capacity: places})
}

// Duty puts somebody on duty in a section.
func (b *Bench) Duty(who access.Actor, section string) {
	b.T.Helper()
	b.Do(role.CountyOfficer, role.Intake, "exam_duty.add", act.Answer{}, &medical.Service{Account: who.Account, Station: County, Section: section, From: "2026-08-01", Until: "2026-12-31"})
}

// Doctor is the doctor of a section, with a certificate; the account is opened on
// first use under the login "examiner_" and the section.
func (b *Bench) Doctor(section string) access.Actor {
	b.T.Helper()
	if section == Sections[0] {
		return b.Actor(role.Examiner)
	}
	return b.Colleague("examiner_"+section, role.Examiner, County)
}

// Colleague is one more account in a role at a place, with an examiner's
// certificate.
func (b *Bench) Colleague(login string, r access.Role, at unit.Code) access.Actor {
	b.T.Helper()
	if a, ok := b.App.Directory.Login(login); ok {
		return staff.ActorIn(b.App.Road.Tree(), a, b.App.Directory.PostsOf(a.ID, b.App.Today())[0], access.Strong)
	}
	id := b.open(login, "医"+login, r, at)
	b.SignIns = append(b.SignIns, web.DemoSignIn{Login: login, Password: Password, Role: r, Unit: b.App.Road.Tree().Name(at)})
	b.Do(role.PersonnelClerk, role.Office, "course.add", act.Answer{}, &training.Attendance{Account: id, Unit: County,
		Course: "2026 年体检骨干培训", Subject: "examiner", Hours: 16, Mark: 92, ValidFrom: "2026-01-01", ValidUntil: "2027-12-31"})
	return b.seated(id)
}

// Appointment is the appointment of a case that is still to come, otherwise its last.
func (b *Bench) Appointment(c act.Answer) act.Answer {
	b.T.Helper()
	var found []*medical.Appointment
	b.must(b.App.Store.Read(b.T.Context(), func(tx *db.Tx) (err error) {
		found, err = record.All[medical.Appointment](tx, medical.Appointments, "application = $1 ORDER BY (state = 'booked') DESC, exam_on DESC, id DESC", string(c.Subject))
		return err
	}))
	if len(found) == 0 {
		b.T.Fatal("no appointment")
	}
	return act.Answer{County: found[0].County, Subject: found[0].ID}
}

// Key is the blind key of the bench.
func (b *Bench) Key() blind.Key { return medical.Key(b.App.Keys.Derive) }

// Part is the record of a section for an appointment.
func (b *Bench) Part(a act.Answer, section string) act.Answer {
	return act.Answer{County: a.County, Subject: b.Key().Record(a.Subject, section)}
}

// ExamNumber is the number that somebody with an appointment has in a section.
func (b *Bench) ExamNumber(a act.Answer, section string) string {
	return b.Key().Number(a.Subject, section, 0)
}

// Exam is the chief examiner's record for an appointment.
func (b *Bench) Exam(a act.Answer) act.Answer { return b.Part(a, blind.Chief) }

// Admit lets the desk admit somebody.
func (b *Bench) Admit(c act.Answer) act.Answer {
	b.T.Helper()
	a := b.Appointment(c)
	b.Do(role.Desk, role.Medical, "exam_appointment.admit", a, &medical.Arrival{Identity: true})
	return a
}

// SignSection lets a section sign what it finds in a healthy person, or a bad eye.
func (b *Bench) SignSection(a act.Answer, section string, outcome medical.Opinion) {
	b.T.Helper()
	e := &medical.Entry{Values: append([]string{}, Values[section]...), Opinion: medical.Pass}
	if section == "eyes" && outcome == medical.Fail {
		e.Values[1], e.Opinion, e.Remark = "vision_right=4.2", medical.Fail, "右眼裸眼视力 4.2"
	}
	b.As(b.Doctor(section), role.Medical, "exam_section.sign", b.Part(a, section), e)
}

// Examine takes somebody who was summoned for today through all sections to the
// conclusion.
func (b *Bench) Examine(c act.Answer, outcome medical.Opinion) act.Answer {
	b.T.Helper()
	a := b.Admit(c)
	for _, section := range Sections {
		b.SignSection(a, section, outcome)
	}
	end := &medical.Conclusion{Outcome: outcome}
	if outcome == medical.Fail {
		end.Reason, end.Remark = "vision", "右眼裸眼视力 4.2"
	}
	b.Do(role.ChiefExaminer, role.Medical, "exam.conclude", b.Exam(a), end)
	return a
}

// slip is the page with the numbers of somebody who was admitted.
func (b *Bench) slip() string {
	a := b.Appointment(b.Cases["测试02"])
	return "/exam/slip/" + string(a.County) + "/" + string(a.Subject)
}

// underway admits somebody whose examination is not over: some sections have
// signed, one correction waits.
func (b *Bench) underway() {
	b.T.Helper()
	b.Do(role.CountyOfficer, role.Intake, "application.summon", b.Cases["测试14"], &medical.Summons{Station: County, On: "2026-08-03"})
	b.Do(role.CountyOfficer, role.Intake, "application.summon", b.Cases["测试15"], &medical.Summons{Station: County, On: "2026-08-03"})
	a := b.Admit(b.Cases["测试14"])
	for _, section := range Sections[1:] {
		b.SignSection(a, section, medical.Pass)
	}
	b.Do(role.Examiner, role.Medical, "exam_section.call", b.Part(a, "eyes"), &medical.Empty{})
	b.As(b.Doctor("internal"), role.Medical, "exam_section.amend", b.Part(a, "internal"), &medical.Correcting{Reason: "录入错误",
		Entry: medical.Entry{Values: []string{"systolic=128", "diastolic=76", "heart_rate=104", "ecg=normal"}, Opinion: medical.Note, Remark: "心率偏快,复测"}})
	b.Underway = a
}

func (b *Bench) sheet() string {
	p := b.Part(b.Underway, "eyes")
	return "/exam/section/" + string(p.County) + "/" + string(p.Subject)
}

func (b *Bench) joined() string {
	e := b.Exam(b.Underway)
	return "/exam/chief/" + string(e.County) + "/" + string(e.Subject)
}
