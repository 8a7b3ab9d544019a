package sim

import (
	"fmt"
	"strconv"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/preservice"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
)

// courseDays are the days of the courses of the season.
func (s *Season) courseDays() (out []clock.Date) {
	for day := 26; day <= 30; day++ {
		out = append(out, s.day(8, day))
	}
	return out
}

// educate runs a course in every county that has somebody: enrolment, a few who
// leave, an injury, attendance day by day, two tests, completion.
func (s *Season) educate() error {
	s.until(8, 25)
	for _, step := range []func() error{s.openCourses, s.enrolAll, s.leaveCourse, s.attend, s.test, s.complete} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Season) openCourses() error {
	days := s.courseDays()
	return s.phase(text("开办役前教育", "Courses opened"), func(add func(task)) {
		for _, county := range s.active() {
			add(task{act.Request{Kind: "preservice_course.open", Actor: s.by(county, role.CountyOfficer, 1), Purpose: role.Intake,
				Body: &preservice.Opening{Cycle: s.cycle, Home: s.root, Name: fmt.Sprintf("%d 年下半年役前教育", s.year()), Venue: "民兵训练基地", From: days[0], Until: days[len(days)-1]}},
				func(a act.Answer) { s.courses[county] = a.Subject }})
		}
	})
}

// onCourses is an act on the course of every county that has one.
func (s *Season) onCourses(name i18n.Text, kind string, n int, body func(county unit.Code) any) error {
	return s.phase(name, func(add func(task)) {
		for _, county := range s.counties {
			if id, ok := s.courses[county]; ok {
				add(task{act.Request{Kind: kind, County: county, Subject: id, Actor: s.by(county, role.CountyOfficer, n), Purpose: role.Intake, Body: body(county)}, nil})
			}
		}
	})
}

// enrolAll gives everybody a place and finds its number.
func (s *Season) enrolAll() error {
	err := s.onCourses(text("编班", "Enrolment"), "preservice_course.enrol", 1, func(unit.Code) any { return &preservice.Enrolling{} })
	if err != nil {
		return err
	}
	byCase := s.byApplication()
	return s.find("SELECT application, id, number FROM preservice_place", func(application, id, number string) {
		if p := byCase[ident.ID(application)]; p != nil {
			p.place, p.number = ident.ID(id), number
		}
	})
}

// leaveCourse: one in seventy declares to leave, two officers record it; somebody is
// injured.
func (s *Season) leaveCourse() error {
	s.until(8, 27)
	return s.phase(text("役前教育退出与伤病", "Departures and an injury"), func(add func(task)) {
		n := 0
		for _, p := range s.people {
			if !p.active || p.place == "" {
				continue
			}
			n++
			switch s.lot(p, "in education") % 70 {
			case 35:
				p.active = false
				s.signed(add, act.Request{Kind: "preservice_place.leave", County: p.county, Subject: p.place, Actor: s.by(p.county, role.CountyOfficer, 1), Purpose: role.Intake,
					Body: &preservice.Leaving{Reason: "pre_service_training", Letter: fmt.Sprintf("SM-%04d", n), Remark: "本人书面声明不再参加"}}, s.by(p.county, role.CountyOfficer, 2))
			case 50:
				p.injured = true
				add(task{act.Request{Kind: "preservice_injury.record", Actor: s.by(p.county, role.CountyOfficer, 1), Purpose: role.Intake,
					Body: &preservice.Harming{Place: p.place, Home: p.county, Day: s.courseDays()[1], Told: "训练中扭伤,校医处置,休息一天"}}, nil})
			}
		}
	})
}

// attend records each day for each course in one sheet.
func (s *Season) attend() error {
	s.until(8, 31)
	byCounty := s.taught()
	return s.phase(text("役前教育出勤", "Attendance"), func(add func(task)) {
		for _, county := range s.counties {
			for i, day := range s.courseDays() {
				body := &preservice.Attending{Course: s.courses[county], Home: county, Day: day}
				for _, p := range byCounty[county] {
					switch {
					case p.injured && i == 2:
						body.Excused = append(body.Excused, p.number)
					case s.lot(p, "misses a day")%11 == uint64(i):
						body.Absent = append(body.Absent, p.number)
					}
				}
				if body.Course != "" {
					add(task{act.Request{Kind: "preservice_day.record", Actor: s.by(county, role.CountyOfficer, 1), Purpose: role.Intake, Body: body}, nil})
				}
			}
		}
	})
}

// taught are those in a course, by county.
func (s *Season) taught() map[unit.Code][]*someone {
	out := map[unit.Code][]*someone{}
	for _, p := range s.people {
		if p.active && p.place != "" {
			out[p.county] = append(out[p.county], p)
		}
	}
	return out
}

func (s *Season) test() error {
	byCounty := s.taught()
	return s.phase(text("役前教育考核", "Tests"), func(add func(task)) {
		for _, county := range s.counties {
			if s.courses[county] == "" {
				continue
			}
			for _, sort := range []preservice.Sort{preservice.Drill, preservice.Knowledge} {
				body := &preservice.Testing{Course: s.courses[county], Home: county, Sort: sort, Day: s.courseDays()[4]}
				for _, p := range byCounty[county] {
					body.Marks = append(body.Marks, p.number+"="+strconv.FormatUint(50+s.lot(p, string(sort))%51, 10))
				}
				if len(body.Marks) > 0 {
					add(task{act.Request{Kind: "preservice_test.record", Actor: s.by(county, role.CountyOfficer, 1), Purpose: role.Intake, Body: body}, nil})
				}
			}
		}
	})
}

func (s *Season) complete() error {
	byCounty := s.taught()
	for county := range s.courses {
		if len(byCounty[county]) == 0 {
			delete(s.courses, county)
		}
	}
	return s.onCourses(text("役前教育结业", "Courses completed"), "preservice_course.complete", 2, func(unit.Code) any { return &preservice.Empty{} })
}

// score: some items are granted by two people, every score is posted, two people
// object, one of them rightly.
func (s *Season) score() error {
	if err := s.grantItems(); err != nil {
		return err
	}
	err := s.each(text("评分公布", "Scores"), func(p *someone, add func(task)) {
		add(s.onCase(p, "application.score", role.Selector, 1, &selection.Words{}))
	})
	if err != nil {
		return err
	}
	return s.objectToScores()
}

// grantItems grants the bonus of a subject on a verified document.
func (s *Season) grantItems() error {
	byCase, documents := s.byApplication(), map[*someone]string{}
	err := s.find("SELECT application, id, kind FROM document WHERE kind = 'education' AND state = 'verified'", func(application, id, _ string) {
		if p := byCase[ident.ID(application)]; p != nil && p.active {
			documents[p] = id
		}
	})
	if err != nil {
		return err
	}
	return s.phase(text("加分项目认定", "Items granted"), func(add func(task)) {
		for _, p := range s.people {
			if documents[p] == "" {
				continue
			}
			if s.lot(p, "studied a science")%20 == 7 {
				s.signed(add, act.Request{Kind: "score_item.grant", Actor: s.by(p.county, role.CountyOfficer, 1), Purpose: role.Intake,
					Body: &selection.Granting{Case: p.application, CaseHome: p.county, Code: "stem", Document: ident.ID(documents[p]), Remark: "学籍核验为理工类专业"}}, s.by(p.county, role.CountyOfficer, 2))
			}
		}
	})
}

// objectToScores: the first two of a county whose city has an appeals officer.
func (s *Season) objectToScores() error {
	objectors := []*someone{}
	for _, p := range s.people {
		u, _ := s.app.Road.Tree().Get(p.county)
		if p.active && len(objectors) < 2 && s.by(u.Parent, role.AppealsOfficer, 1).Account != "" {
			objectors = append(objectors, p)
		}
	}
	err := s.phase(text("成绩异议", "Objections to scores"), func(add func(task)) {
		for _, p := range objectors {
			add(task{act.Request{Kind: "application.object_score", County: p.county, Subject: p.application, Actor: s.self(p), Purpose: role.Own,
				Body: &selection.Objecting{Grounds: "知识测试成绩与本人试卷不符"}}, nil})
		}
	})
	if err != nil {
		return err
	}
	s.until(9, 1)
	objections := map[ident.ID]ident.ID{}
	if err := s.find("SELECT application, id, state FROM score_objection", func(application, id, _ string) { objections[ident.ID(application)] = ident.ID(id) }); err != nil {
		return err
	}
	return s.phase(text("成绩异议决定", "Objections decided"), func(add func(task)) {
		for i, p := range objectors {
			u, _ := s.app.Road.Tree().Get(p.county)
			body, done := &selection.Deciding{Outcome: "stands", Reasoning: "试卷与登记一致"}, func(act.Answer) {}
			if i == 1 {
				body = &selection.Deciding{Outcome: "again", Reasoning: "出勤登记有误,已更正,重新评分"}
				done = func(act.Answer) { s.later(s.onCase(p, "application.score", role.Selector, 1, &selection.Words{})) }
			}
			add(task{act.Request{Kind: "score_objection.decide", County: p.county, Subject: objections[p.application], Actor: s.by(u.Parent, role.AppealsOfficer, 1), Purpose: role.Review, Body: body}, done})
		}
	})
}
