package sim

import (
	"muster/internal/frame/act"
	"muster/internal/frame/unit"
	"muster/internal/intake/cycle"
	"muster/internal/intake/medical"
	"muster/internal/intake/quota"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"

	"fmt"
)

// settle records everybody, county by county.
func (s *Season) settle() error {
	list, err := cohort(s.app.Road.Tree(), year, s.options.People, s.random)
	if err != nil {
		return err
	}
	s.people = sorted(list)
	return s.phase(text("建立人员档案", "Record the people"), func(add func(task)) {
		for _, p := range s.people {
			add(task{act.Request{Kind: "person.record", Actor: s.by(p.county, role.CountyRegistrar, 1), Purpose: role.Registration,
				Body: &people.Recording{Unit: p.home.Code, Particulars: p.particulars}}, func(a act.Answer) { p.id = a.Subject }})
		}
	})
}

// register takes those who are due through their registration: two of three do
// it themselves, the others with the help of a clerk, and are told of it.
func (s *Season) register() error {
	s.until(2, 2)
	err := s.phase(text("应登记名单", "Due list"), func(add func(task)) {
		for _, p := range s.people {
			if p.particulars.Sex == people.Male && p.birthYear <= year-18 && p.birthYear >= year-24 {
				add(task{act.Request{Kind: "registration.due", Actor: s.by(p.county, role.CountyRegistrar, 1), Purpose: role.Registration,
					Body: &people.DueBody{Person: p.id, County: p.county, Unit: p.home.Code, Year: year}}, func(a act.Answer) { p.registration = a.Subject }})
			}
		}
	})
	if err != nil {
		return err
	}
	s.until(4, 7)
	err = s.phase(text("兵役登记", "Registration"), func(add func(task)) {
		for _, p := range s.people {
			if p.registration == "" || s.random.Float64() < 0.01 && !p.class {
				p.registration = ""
				continue
			}
			actor, purpose := s.self(p), role.Own
			if s.random.Float64() < 0.35 {
				actor, purpose = s.by(p.county, role.Clerk, 1), role.Registration
			}
			add(task{act.Request{Kind: "registration.submit", County: p.county, Subject: p.registration, Actor: actor, Purpose: purpose,
				Body: &people.Form{Residence: "河北省", Volunteers: s.random.Float64() < 0.25}}, nil})
		}
	})
	if err != nil {
		return err
	}
	s.until(5, 11)
	return s.phase(text("登记结论", "Conclusions"), func(add func(task)) {
		for _, p := range s.people {
			if p.registration == "" {
				continue
			}
			body := &people.Concluding{Conclusion: people.MustServe}
			if s.random.Float64() < 0.02 || p.class {
				body = &people.Concluding{Conclusion: people.Exempt, Reason: "有严重生理缺陷,医院证明已核验"}
				p.healthy = false
			}
			add(task{act.Request{Kind: "registration.conclude", County: p.county, Subject: p.registration, Actor: s.by(p.county, role.CountyRegistrar, 1),
				Purpose: role.Registration, Body: body}, nil})
		}
	})
}

// issue opens the intake and brings the seats down the tree by the number of
// people, each division signed by a second person.
func (s *Season) issue() error {
	s.until(6, 1)
	officer, approver := s.by(s.root, role.QuotaOfficer, 1), s.by(s.root, role.QuotaApprover, 1)
	err := s.phase(text("启动征集", "Open the intake"), func(add func(task)) {
		add(task{act.Request{Kind: "cycle.plan", Actor: officer, Purpose: role.Intake, Body: &cycle.Dates{Name: "2026年下半年", Year: year, Half: 2,
			SignUp: "2026-08-10", Approval: "2026-09-01"}}, func(a act.Answer) {
			s.cycle = a.Subject
			s.later(task{act.Request{Kind: "cycle.open", County: a.County, Subject: a.Subject, Actor: approver, Purpose: role.Intake, Body: &cycle.Empty{}}, nil})
		}})
	})
	if err != nil {
		return err
	}
	seats := max(int64(s.options.People)*3/100, 20)
	err = s.phase(text("下达名额", "Issue the seats"), func(add func(task)) {
		s.signed(add, act.Request{Kind: "quota.issue", Actor: officer, Purpose: role.Intake, Body: &quota.Issue{Cycle: s.cycle, Seats: seats}}, approver)
	})
	if err != nil {
		return err
	}
	for _, level := range [][]unit.Code{{s.root}, s.cities} {
		if err := s.divide(level); err != nil {
			return err
		}
	}
	return s.findQuotas()
}

func (s *Season) divide(level []unit.Code) error {
	if err := s.findQuotas(); err != nil {
		return err
	}
	return s.phase(text("分配名额", "Divide the seats"), func(add func(task)) {
		for _, code := range level {
			id, ok := s.quotas[code]
			if !ok {
				continue
			}
			u, _ := s.app.Road.Tree().Get(code)
			s.signed(add, act.Request{Kind: "quota.divide", County: u.Home, Subject: id, Actor: s.by(code, role.QuotaOfficer, 1), Purpose: role.Intake,
				Body: &quota.Division{Weights: s.weights(code), Method: "webster"}}, s.by(code, role.QuotaApprover, 1))
		}
	})
}

// weights are the people on file below a unit, as the counts know them.
func (s *Season) weights(parent unit.Code) (list []string) {
	for _, child := range s.app.Road.Tree().Children(parent) {
		n := int64(0)
		s.app.Cube.Each("registration", child.Code, func(_ string, k int64) { n += k })
		list = append(list, fmt.Sprintf("%s=%d", child.Code, n))
	}
	return list
}

// signUp: one in six applies; the office checks and preselects.
func (s *Season) signUp() error {
	s.until(7, 6)
	err := s.phase(text("报名", "Sign-up"), func(add func(task)) {
		for _, p := range s.people {
			wish := 0.165
			if p.particulars.Sex == people.Female {
				wish = 0.05
			}
			if s.random.Float64() >= wish || p.birthYear > year-18 || p.class {
				continue
			}
			add(task{act.Request{Kind: "application.apply", Actor: s.self(p), Purpose: role.Own,
				Body: &signup.Applying{Cycle: s.cycle, CycleHome: s.root, County: p.county, Person: p.id}}, func(a act.Answer) { p.application, p.active = a.Subject, true }})
		}
	})
	if err != nil {
		return err
	}
	s.until(7, 20)
	err = s.each(text("初审初检", "Preliminary check"), func(p *someone, add func(task)) {
		body := &signup.Checking{Outcome: "pass"}
		if s.random.Float64() < 0.12 {
			body = &signup.Checking{Outcome: "fail", Reason: "precheck_health", Remark: "初步体检不合格"}
			p.active = false
		}
		add(s.onCase(p, "application.precheck", role.CountyOfficer, 1, body))
	})
	if err != nil {
		return err
	}
	return s.each(text("预定征集对象", "Preselection"), func(p *someone, add func(task)) {
		add(s.onCase(p, "application.preselect", role.CountyOfficer, 2, &people.Empty{}))
	})
}

// examine summons, admits, examines and concludes; who is unclear is rechecked
// by another doctor and another chief.
func (s *Season) examine() error {
	s.until(8, 12)
	err := s.each(text("通知体检", "Summons"), func(p *someone, add func(task)) {
		if s.random.Float64() < 0.04 {
			p.active = false
			add(task{act.Request{Kind: "application.withdraw", County: p.county, Subject: p.application, Actor: s.self(p), Purpose: role.Own,
				Body: &signup.Leaving{Reason: "study", Remark: "升学"}}, nil})
			return
		}
		add(s.onCase(p, "application.summon", role.CountyOfficer, 1, &medical.Summons{Station: p.county, On: "2026-08-18"}))
	})
	if err != nil {
		return err
	}
	s.until(8, 18)
	if err := s.examination(1, func(p *someone) (string, bool) {
		if p.unclear {
			return "recheck", true
		}
		return outcome(p), true
	}); err != nil {
		return err
	}
	s.until(8, 20)
	return s.examination(2, func(p *someone) (string, bool) { return outcome(p), p.unclear })
}

func outcome(p *someone) string {
	if p.healthy {
		return "pass"
	}
	return "fail"
}

// examination is one round at the stations, by the n-th doctor and chief.
func (s *Season) examination(n int, judge func(*someone) (string, bool)) error {
	err := s.each(text("体检登记", "At the desk"), func(p *someone, add func(task)) {
		if _, comes := judge(p); comes {
			add(s.onCase(p, "application.admit", role.Desk, 1, &medical.Arrival{Identity: true}))
		}
	})
	if err != nil {
		return err
	}
	if err := s.findExams(); err != nil {
		return err
	}
	err = s.each(text("体格检查", "Examination"), func(p *someone, add func(task)) {
		if result, comes := judge(p); comes {
			add(task{act.Request{Kind: "exam.record", County: p.county, Subject: p.exam, Actor: s.by(p.county, role.Examiner, n), Purpose: role.Medical,
				Body: &medical.Finding{Findings: "各科检查完毕", Opinion: medical.Opinion(result)}}, nil})
		}
	})
	if err != nil {
		return err
	}
	return s.each(text("主检结论", "Chief examiner"), func(p *someone, add func(task)) {
		result, comes := judge(p)
		if !comes {
			return
		}
		body := &medical.Conclusion{Outcome: medical.Opinion(result)}
		if result == "fail" {
			body.Reason, body.Remark, p.active = "vision", "裸眼视力不符合标准", false
		}
		add(task{act.Request{Kind: "exam.conclude", County: p.county, Subject: p.exam, Actor: s.by(p.county, role.ChiefExaminer, n), Purpose: role.Medical, Body: body}, nil})
	})
}

func leaving() *signup.Leaving { return &signup.Leaving{Reason: "job", Remark: "已就业"} }
