package sim

import (
	"fmt"
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/unit"
	"muster/internal/intake/cycle"
	"muster/internal/intake/medical"
	"muster/internal/intake/signup"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
	"muster/internal/people"
)

// next opens the intake of the following spring and leaves it under way: some
// have applied, some are checked, some summoned, so that every worklist of the
// offices has something in it, as on any day of the year.
func (s *Season) next() error {
	s.until(12, 4)
	s.following = s.cycle
	officer, approver := s.by(s.root, role.QuotaOfficer, 1), s.by(s.root, role.QuotaApprover, 1)
	err := s.phase(text("启动下一批次", "Open the next intake"), func(add func(task)) {
		add(task{act.Request{Kind: "cycle.plan", Actor: officer, Purpose: role.Intake, Body: &cycle.Dates{Name: fmt.Sprintf("%d年上半年", s.year()+1), Year: int64(s.year()) + 1, Half: 1,
			SignUp: clock.NewDate(s.year()+1, 2, 10), Approval: clock.NewDate(s.year()+1, 3, 1)}}, func(a act.Answer) {
			s.following = a.Subject
			s.later(task{act.Request{Kind: "cycle.open", County: a.County, Subject: a.Subject, Actor: approver, Purpose: role.Intake, Body: &cycle.Empty{}}, nil})
		}})
	})
	if err != nil {
		return err
	}
	if err := s.allot(s.following); err != nil {
		return err
	}
	var fresh []*someone
	err = s.phase(text("下一批次报名", "Sign-up for it"), func(add func(task)) {
		for _, p := range s.people {
			wish := 0.03
			if p.county == demoCounty {
				wish = 0.6 // visitors of the demo work here
			}
			if p.application != "" || p.birthYear > s.born()-18 || s.chance(p, "wishes in spring") >= wish {
				continue
			}
			fresh = append(fresh, p)
			add(s.applies(p, s.following, func(a act.Answer) { p.application = a.Subject }))
		}
	})
	if err != nil {
		return err
	}
	s.opened = s.today()
	fresh = slices.DeleteFunc(fresh, func(p *someone) bool { answer, err := s.eligible(p); return err != nil || answer.Outcome != "eligible" })
	if err := s.papers(fresh); err != nil {
		return err
	}
	return s.begun(fresh)
}

// stage is how far the i-th applicant comes: 1 checked, 2 preselected, 3 summoned.
// Where the visitors of the demo work most come far, so that no page is empty there.
func stage(p *someone, i int) int {
	if p.county == demoCounty {
		return [...]int{3, 3, 3, 3, 3, 3, 2, 1, 0}[i%9]
	}
	return [...]int{3, 0, 1, 0, 2, 0, 1, 0}[i%8]
}

// begun takes part of the applicants a step further, and part of those another one.
func (s *Season) begun(fresh []*someone) error {
	steps := []struct {
		stage int
		one   func(p *someone) task
	}{
		{1, func(p *someone) task {
			return s.onCase(p, "application.precheck", role.CountyOfficer, 1, &signup.Checking{Outcome: "pass"})
		}},
		{2, func(p *someone) task {
			return s.onCase(p, "application.preselect", role.CountyOfficer, 2, &people.Empty{})
		}},
	}
	for _, step := range steps {
		err := s.phase(text("下一批次办理", "Its first steps"), func(add func(task)) {
			for i, p := range fresh {
				if stage(p, i) >= step.stage {
					add(step.one(p))
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return s.examining(fresh)
}

// examining leaves the stations in the middle of a day: some are expected today,
// some have been admitted, and some of these have been in a few sections.
func (s *Season) examining(fresh []*someone) error {
	home := func(p *someone) unit.Code { return p.county }
	some := map[*someone]bool{}
	for i, p := range fresh {
		some[p] = stage(p, i) == 3
	}
	for _, day := range []clock.Date{s.today(), s.today().AddDays(6)} {
		if err := s.open(day, "08:30", home, func(p *someone) bool { return some[p] }); err != nil {
			return err
		}
	}
	err := s.phase(text("下一批次通知体检", "Its summonses"), func(add func(task)) {
		for i, p := range fresh {
			if some[p] {
				add(s.onCase(p, "application.summon", role.CountyOfficer, 1, &medical.Summons{Station: p.county, On: s.today().AddDays(i / 8 % 3 / 2 * 6)}))
			}
		}
	})
	if err != nil {
		return err
	}
	list, err := s.expected(s.today(), "first")
	if err != nil {
		return err
	}
	seen := map[unit.Code]int{}
	var vetted []*someone
	err = s.phase(text("下一批次体检", "Its first examinations"), func(add func(task)) {
		for _, p := range list {
			i := seen[p.visit.station]
			if seen[p.visit.station]++; i%3 == 2 {
				continue
			}
			add(s.admission(p))
			through := p.county == demoCounty && i < 10 // one to be concluded, the others to be vetted: enough of them to be shown
			for n := range doctors {
				if through {
					s.later(s.section(p, n, medical.Pass))
				} else if (i+n)%3 == 0 {
					s.later(s.section(p, n, s.outcome(p)))
				}
			}
			if through && i > 0 {
				vetted = append(vetted, p)
			}
		}
	})
	if err != nil {
		return err
	}
	return s.vetting(vetted)
}

// vetting leaves some vettings with the departments.
func (s *Season) vetting(list []*someone) error {
	s.clock.Advance(2 * shortest) // nobody is concluded on in the minute of the admission
	err := s.phase(text("下一批次主检结论", "Its first conclusions"), func(add func(task)) {
		for _, p := range list {
			add(s.conclusion(p, medical.Pass))
		}
	})
	if err != nil {
		return err
	}
	return s.phase(text("下一批次政治考核", "Its first vettings"), func(add func(task)) {
		for _, p := range list {
			add(s.onCase(p, "application.vet", role.CountyOfficer, 1, &vetting.Opening{}))
		}
	})
}
