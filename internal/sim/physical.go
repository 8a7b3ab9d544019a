package sim

import (
	"fmt"
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/medical"
	"muster/internal/intake/medical/blind"
	"muster/internal/office/role"
	"muster/internal/people"
)

// doctors is the section of each doctor of a crew, the first for the first.
var doctors = []string{"eyes", "surgery", "internal", "ent", "dental", "laboratory", "imaging", "psychology"}

// visit is an appointment that somebody has.
type visit struct {
	id      ident.ID
	station unit.Code
}

// neighbour is the n-th county after one, where rechecks are done.
func (s *Season) neighbour(county unit.Code, n int) unit.Code {
	for i, c := range s.counties {
		if c == county {
			return s.counties[(i+n)%len(s.counties)]
		}
	}
	return county
}

// equip gives every station its rooms and its doctors on duty.
func (s *Season) equip() error {
	return s.phase(text("体检站准备", "Prepare the stations"), func(add func(task)) {
		for _, county := range s.counties {
			office := s.by(county, role.CountyOfficer, 1)
			for i, section := range doctors {
				if !s.equipped {
					add(task{act.Request{Kind: "exam_room.add", Actor: office, Purpose: role.Intake,
						Body: &medical.Furnishing{Station: county, Section: section, Room: fmt.Sprintf("%d%02d", 1+i/4, 1+i%4)}}, nil})
				}
				add(task{act.Request{Kind: "exam_duty.add", Actor: office, Purpose: role.Intake,
					Body: &medical.Service{Account: s.by(county, role.Examiner, i+1).Account, Station: county, Section: section, From: s.day(8, 1), Until: s.day(8, 1).AddDays(242)}}, nil})
			}
			if s.hasLots() {
				add(s.secondEyes(county))
			}
		}
	})
}

// open opens a session at every station for as many as are expected there.
func (s *Season) open(on clock.Date, starts string, station func(*someone) unit.Code, comes func(*someone) bool) error {
	expected := map[unit.Code]int64{}
	for _, p := range s.people {
		if comes(p) {
			expected[station(p)]++
		}
	}
	return s.phase(text("开设体检场次", "Open sessions"), func(add func(task)) {
		for _, county := range s.counties {
			if n := expected[county]; n > 0 {
				add(task{act.Request{Kind: "exam_session.open", Actor: s.by(county, role.CountyOfficer, 1), Purpose: role.Intake,
					Body: &medical.Opening{Station: county, On: on, Starts: starts, Capacity: n + n/4 + 5}}, nil})
			}
		}
	})
}

// examine summons, admits, examines and concludes; who is unclear is rechecked at
// another station, and some stations are checked by a blind re-examination.
func (s *Season) examine() error {
	s.until(8, 12)
	if err := s.equip(); err != nil {
		return err
	}
	home := func(p *someone) unit.Code { return p.county }
	if err := s.open(s.day(8, 18), "08:00", home, func(p *someone) bool { return p.active }); err != nil {
		return err
	}
	if err := s.summons(s.day(8, 18), home); err != nil {
		return err
	}
	s.until(8, 18)
	s.plant()
	first := func(p *someone) medical.Opinion {
		if p.bought || p.ghost {
			return medical.Pass
		}
		if p.unclear {
			return medical.Recheck
		}
		return s.outcome(p)
	}
	if err := s.examination(s.day(8, 18), "first", first); err != nil {
		return err
	}
	next := func(p *someone) unit.Code { return s.neighbour(p.county, 1) }
	unclear := func(p *someone) bool { return p.active && p.unclear && !p.bought && !p.ghost }
	if err := s.open(s.day(8, 20), "08:00", next, unclear); err != nil {
		return err
	}
	if err := s.recall(s.day(8, 20), next, unclear); err != nil {
		return err
	}
	s.until(8, 20)
	if err := s.examination(s.day(8, 20), "recheck", s.outcome); err != nil {
		return err
	}
	return s.spotCheck()
}

// outcome is what a doctor who does their work finds.
func (s *Season) outcome(p *someone) medical.Opinion {
	if p.healthy && !s.short(p) {
		return medical.Pass
	}
	return medical.Fail
}

// summons calls everybody on the way; a few withdraw instead.
func (s *Season) summons(on clock.Date, station func(*someone) unit.Code) error {
	return s.each(text("通知体检", "Summons"), func(p *someone, add func(task)) {
		if s.chance(p, "studies instead") < s.options.Rates.filled().Leaves {
			p.active = false
			leave := leaving()
			leave.Reason, leave.Remark = "study", "升学"
			add(task{act.Request{Kind: "application.withdraw", County: p.county, Subject: p.application, Actor: s.self(p), Purpose: role.Own, Body: leave}, nil})
			return
		}
		add(s.onCase(p, "application.summon", role.CountyOfficer, 1, &medical.Summons{Station: station(p), On: on}))
	})
}

// recall calls some back, to another station.
func (s *Season) recall(on clock.Date, station func(*someone) unit.Code, who func(*someone) bool) error {
	return s.each(text("通知复查", "Summons to the recheck"), func(p *someone, add func(task)) {
		if who(p) {
			add(s.onCase(p, "application.summon", role.CountyOfficer, 1, &medical.Summons{Station: station(p), On: on}))
		}
	})
}

// expected finds who has an appointment of a kind on a day.
func (s *Season) expected(on clock.Date, kind string) (list []*someone, err error) {
	byCase := s.byApplication()
	err = s.find("SELECT county, id, application FROM exam_appointment WHERE exam_on = $1 AND state = 'booked' AND kind = $2 ORDER BY county, id", func(county, id, application string) {
		if p := byCase[ident.ID(application)]; p != nil {
			p.visit = visit{ident.ID(id), unit.Code(county)}
			list = append(list, p)
		}
	}, string(on), kind)
	return list, err
}

// examination is one day at the stations: everybody who has an appointment is
// admitted, examined by every section and concluded on, one after the other as
// the hours go by.
func (s *Season) examination(on clock.Date, kind string, judge func(*someone) medical.Opinion) error {
	list, err := s.expected(on, kind)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(p *someone) bool { return !p.active && kind != "sample" })
	ghost := func(p *someone) bool { return p.ghost && kind == "first" }
	err = s.hours(text("体检登记", "At the desk"), list, func(p *someone, add func(task)) {
		add(s.admission(p))
		if ghost(p) { // all papers are filled in at once
			s.sections(p, judge(p), add)
			add(s.conclude(p, judge(p), kind))
		}
	})
	if err != nil {
		return err
	}
	if err := s.steer(list, on); err != nil {
		return err
	}
	err = s.hours(text("科室检查", "The sections examine"), list, func(p *someone, add func(task)) {
		if !ghost(p) {
			s.sections(p, judge(p), add)
		}
	})
	if err != nil {
		return err
	}
	return s.hours(text("主检结论", "Chief examiner"), list, func(p *someone, add func(task)) {
		if !ghost(p) {
			add(s.conclude(p, judge(p), kind))
		}
	})
}

func (s *Season) sections(p *someone, result medical.Opinion, add func(task)) {
	for i := range doctors {
		add(s.section(p, i, result))
	}
}

// conclude is the conclusion on somebody, who leaves by it unless they pass.
func (s *Season) conclude(p *someone, result medical.Opinion, kind string) task {
	p.active = p.active && (result != medical.Fail || kind == "sample")
	return s.conclusion(p, result)
}

func (s *Season) admission(p *someone) task {
	return task{act.Request{Kind: "exam_appointment.admit", County: p.visit.station, Subject: p.visit.id, Actor: s.by(p.visit.station, role.Desk, s.desk(p)), Purpose: role.Medical,
		Body: &medical.Arrival{Identity: true}}, nil}
}

// key is the blind key of the installation: the season stands for people who carry
// their numbers from door to door.
func (s *Season) key() blind.Key { return medical.Key(s.app.Keys.Derive) }

// section is the i-th doctor of a station signing what they find.
func (s *Season) section(p *someone, i int, result medical.Opinion) task {
	return task{act.Request{Kind: "exam_section.sign", County: p.visit.station, Subject: s.key().Record(p.visit.id, doctors[i]),
		Actor: s.by(p.visit.station, role.Examiner, s.doctor(p, i)), Purpose: role.Medical, Body: s.entry(p, doctors[i], result)}, nil}
}

func (s *Season) conclusion(p *someone, result medical.Opinion) task {
	body := &medical.Conclusion{Outcome: result}
	switch result {
	case medical.Pass:
		bands := [...]cases.Band{"high", "middle", "low"}
		body.Physique, body.Psychology = bands[p.birthYear%3], bands[len(p.particulars.Name)%3]
	case medical.Fail:
		body.Reason, body.Remark = "vision", "裸眼视力不符合标准"
	case medical.Recheck:
		body.Reason, body.Remark = "doctor_decides", "心率偏快,换站复查"
	}
	return task{act.Request{Kind: "exam.conclude", County: p.visit.station, Subject: s.key().Record(p.visit.id, blind.Chief),
		Actor: s.by(p.visit.station, role.ChiefExaminer, 1), Purpose: role.Medical, Body: body}, nil}
}

// entry is what a section finds in somebody.
func (s *Season) entry(p *someone, section string, result medical.Opinion) *medical.Entry {
	e := &medical.Entry{Opinion: medical.Pass}
	n := int(p.birthYear) + len(p.particulars.Name) + int(p.particulars.IDNo[15]) // something of their own
	male := p.particulars.Sex == people.Male
	switch section {
	case "surgery":
		height, weight := 168+n%15, 60+n%12
		e.Values = []string{"tattoo_face_neck=false", "tattoo_exposed_cm=0", "tattoo_other_cm=0", "leg_difference_cm=0", "knee_gap_cm=0", "flat_foot=none"}
		if !male {
			height, weight = 160+n%10, 50+n%6
			e.Values = append(e.Values, "gynaecology=normal")
		}
		e.Values = append(e.Values, fmt.Sprintf("height_cm=%d", height), fmt.Sprintf("weight_kg=%d", weight))
	case "internal":
		rate := 64 + n%30
		if result == medical.Recheck {
			rate, e.Opinion, e.Remark = 105, medical.Recheck, "心率偏快"
		}
		e.Values = []string{fmt.Sprintf("systolic=%d", 108+n%20), fmt.Sprintf("diastolic=%d", 68+n%14), fmt.Sprintf("heart_rate=%d", rate), "ecg=normal"}
	case "eyes":
		e.Values = []string{"vision_left=5.0", "vision_right=4.9", "laser_surgery=false", "colour_vision=normal"}
		if result == medical.Fail && !(p.healthy && s.short(p)) {
			e.Values[0], e.Opinion, e.Remark = "vision_left=4.2", medical.Fail, "左眼裸眼视力不足"
		}
	case "ent":
		e.Values = []string{"hearing_left_m=5", "hearing_right_m=5", "smell=normal"}
	case "dental":
		e.Values = []string{"bad_teeth_adjacent=0", "bad_teeth_apart=1"}
	case "laboratory":
		e.Values = laboratory(male, n)
	case "imaging":
		e.Values = []string{"chest_xray=normal", "abdominal_ultrasound=normal"}
	default:
		e.Values = []string{"psychological_band=pass"}
	}
	if result == medical.Fail && e.Opinion == medical.Pass && s.fallsShort(p, section) {
		e.Opinion, e.Remark = medical.Fail, "不符合标准"
	}
	return e
}

func laboratory(male bool, n int) []string {
	out := []string{"urea=5.1", "wbc=6.2", "neutrophil_percent=56", "lymphocyte_percent=34", "platelets=230", "fasting_glucose=5.0", "hbsag=negative", "hiv_antibody=negative",
		"urine_protein=negative", "urine_ketone=negative", "urine_sugar=negative", "urine_bilirubin=negative", "urobilinogen=0.5", "drug_test=negative"}
	if male {
		return append(out, fmt.Sprintf("alt=%d", 15+n%30), "creatinine=80", "rbc=5.0", "haemoglobin=150")
	}
	return append(out, fmt.Sprintf("alt=%d", 12+n%25), "creatinine=60", "rbc=4.4", "haemoglobin=130", "pregnancy_test=negative")
}
