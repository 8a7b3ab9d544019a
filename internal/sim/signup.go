package sim

import (
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
)

// wish is how likely somebody applies in the season: one man in six, one woman
// in twenty, where the options do not say otherwise.
func (s *Season) wish(p *someone) float64 {
	if s.options.Rates.Wishes > 0 {
		return s.options.Rates.Wishes
	}
	if p.particulars.Sex == people.Female {
		return 0.05
	}
	return 0.165
}

// signUp: those who wish apply, hand in their papers, which their issuers
// answer for; the office checks and preselects.
func (s *Season) signUp() error {
	if err := s.applications(); err != nil {
		return err
	}
	if err := s.papers(s.applicants()); err != nil {
		return err
	}
	s.until(7, 20)
	if err := s.each(text("初审初检", "Preliminary check"), func(p *someone, add func(task)) { s.precheck(p, add) }); err != nil {
		return err
	}
	s.until(7, 24)
	if err := s.lanes(); err != nil {
		return err
	}
	return s.each(text("预定征集对象", "Preselection"), func(p *someone, add func(task)) {
		add(s.onCase(p, "application.preselect", role.CountyOfficer, 2, &people.Empty{}))
	})
}

// applications come in over the days of sign-up, each person's on a day of the lot.
func (s *Season) applications() error {
	days, tasks := make([]clock.Date, signUpDays), make([][]task, signUpDays)
	for i := range days {
		days[i] = s.day(signUpMonth, signUpFirst+i)
	}
	for _, p := range s.people {
		if s.chance(p, "wishes") >= s.wish(p) || p.birthYear > s.born()-18 || p.class {
			continue
		}
		s.choosePlace(p)
		on := s.lot(p, "signs up on") % signUpDays
		tasks[on] = append(tasks[on], s.applies(p, s.cycle, func(a act.Answer) { p.application, p.active = a.Subject, true }))
	}
	return s.daily(text("报名", "Sign-up"), days, tasks)
}

func (s *Season) applies(p *someone, intake ident.ID, done func(act.Answer)) task {
	body := &signup.Applying{Cycle: intake, CycleHome: s.root, County: p.file, Person: p.id, AppliesAt: p.at}
	if p.at != "" {
		body.At = p.county
	}
	return task{act.Request{Kind: "application.apply", Actor: s.self(p), Purpose: role.Own, Body: body}, done}
}

// choosePlace: one student in six applies where the school is, and one in fifty of
// the others where they live, both in another county than that of their file, which
// from then on handles the case.
func (s *Season) choosePlace(p *someone) {
	share := 0.02
	if p.at = cases.Residence; p.particulars.Student {
		p.at, share = cases.Campus, 0.16
	}
	p.county = s.neighbour(p.file, 3)
	if _, seats := s.quotas[p.county]; !seats || p.county == p.file || s.chance(p, "applies elsewhere") >= share {
		p.at, p.county = "", p.file
	}
}

func (s *Season) applicants() (out []*someone) {
	for _, p := range s.people {
		if p.active {
			out = append(out, p)
		}
	}
	return out
}

// papers has every required document presented, by the applicants themselves,
// and answered by its issuer.
func (s *Season) papers(applicants []*someone) error {
	kinds, err := s.app.Pack.On(s.today()).Text("signup.documents")
	if err != nil {
		return err
	}
	return s.phase(text("报名材料", "Documents"), func(add func(task)) {
		for _, p := range applicants {
			list := strings.Split(kinds, " ")
			if p.at == cases.Residence {
				list = append(list, "residence")
			}
			for _, kind := range list {
				add(task{act.Request{Kind: "document.present", Actor: s.self(p), Purpose: role.Own,
					Body: &signup.Presenting{Case: p.application, CaseHome: p.county, Kind: kind, Number: "NO-" + kind}}, func(a act.Answer) {
					s.later(task{act.Request{Kind: "document.verify", County: a.County, Subject: a.Subject, Actor: s.by(sourceOf(p.county, kind), role.Reviewer, 1), Purpose: role.Intake,
						Body: &signup.Verdict{Genuine: true, Evidence: "HS-" + kind}}, nil})
				}})
			}
		}
	})
}

// sourceOf is the office that answers for a document: the police for the card,
// the household and the residence, the education department, the county for the health check.
func sourceOf(county unit.Code, kind string) unit.Code {
	switch kind {
	case "identity", "household", "residence":
		return departments[0].of(county)
	case "education":
		return departments[1].of(county)
	}
	return county
}

// eligible is the law's answer for somebody on the day the intake opened.
func (s *Season) eligible(p *someone) (policy.Answer, error) {
	file := &people.Person{Particulars: p.particulars}
	return s.app.Pack.On(s.opened).Explain("eligibility", signup.Facts(&cases.Case{}, file))
}

// precheck concludes by what the law says, and by the preliminary health check,
// which one in ten does not pass.
func (s *Season) precheck(p *someone, add func(task)) {
	body := &signup.Checking{Outcome: "pass"}
	answer, err := s.eligible(p)
	switch {
	case err != nil || answer.Outcome == "unknown":
		body, p.active = &signup.Checking{Outcome: "incomplete", Remark: "请补充学历信息"}, false
	case answer.Outcome == "not_eligible":
		body, p.active = &signup.Checking{Outcome: "fail", Reason: against(answer), Remark: "按当年征集条件核对"}, false
	case s.chance(p, "is sent home") >= s.options.Rates.filled().Checked:
		body, p.active = &signup.Checking{Outcome: "fail", Reason: "precheck_health", Remark: "初步体检不合格"}, false
	}
	add(s.onCase(p, "application.precheck", role.CountyOfficer, 1, body))
}

// against is the reason code for the clause that speaks against somebody.
func against(answer policy.Answer) string {
	for _, line := range answer.Lines {
		if line.Outcome == "not_eligible" && strings.HasPrefix(line.Rule, "education") {
			return "education"
		}
	}
	return "age"
}

// lanes takes one graduate in thirty into the green channel, each signed by a
// second officer.
func (s *Season) lanes() error {
	return s.each(text("绿色通道", "Green channel"), func(p *someone, add func(task)) {
		if p.particulars.Education != "bachelor" || s.chance(p, "green channel") >= 0.03 {
			return
		}
		s.signed(add, act.Request{Kind: "application.prioritise", County: p.county, Subject: p.application, Actor: s.by(p.county, role.CountyOfficer, 1),
			Purpose: role.Intake, Body: &signup.Lane{Reason: "graduate", Evidence: "学历核实"}}, s.by(p.county, role.CountyOfficer, 2))
	})
}
