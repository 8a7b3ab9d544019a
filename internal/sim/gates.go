package sim

import (
	"cmp"
	"strconv"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cycle"
	"muster/internal/intake/quota"
	"muster/internal/intake/signup"
	"muster/internal/office/role"
	"muster/internal/people"
)

// settle records everybody, county by county.
func (s *Season) settle() error {
	list, err := s.drawn()
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
			if p.particulars.Sex == people.Male && p.birthYear <= s.year()-18 && p.birthYear >= s.year()-24 {
				add(task{act.Request{Kind: "registration.due", Actor: s.by(p.county, role.CountyRegistrar, 1), Purpose: role.Registration,
					Body: &people.DueBody{Person: p.id, County: p.county, Unit: p.home.Code, Year: int64(s.year())}}, func(a act.Answer) { p.registration = a.Subject }})
			}
		}
	})
	if err != nil {
		return err
	}
	s.until(4, 7)
	err = s.phase(text("兵役登记", "Registration"), func(add func(task)) {
		for _, p := range s.people {
			if p.registration == "" || s.chance(p, "never registers") < 0.01 && !p.class {
				p.registration = ""
				continue
			}
			actor, purpose := s.self(p), role.Own
			if s.chance(p, "is helped") < 0.35 {
				actor, purpose = s.by(p.county, role.Clerk, 1), role.Registration
			}
			add(task{act.Request{Kind: "registration.submit", County: p.county, Subject: p.registration, Actor: actor, Purpose: purpose,
				Body: &people.Form{Residence: "河北省", Volunteers: s.chance(p, "volunteers") < 0.25}}, nil})
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
			if s.chance(p, "is exempt") < 0.02 || p.class {
				body = &people.Concluding{Conclusion: people.Exempt, Code: "exempt_defect", Evidence: "医院鉴定书", Reason: "有严重生理缺陷,医院证明已核验"}
				p.healthy = false
			}
			add(task{act.Request{Kind: "registration.conclude", County: p.county, Subject: p.registration, Actor: s.by(p.county, role.CountyRegistrar, 1),
				Purpose: role.Registration, Body: body}, nil})
		}
	})
}

// issue opens the intake and brings the seats down the tree by what is on record,
// each division signed by a second person, and bounds them by tags.
func (s *Season) issue() error {
	s.until(6, 1)
	officer, approver := s.by(s.root, role.QuotaOfficer, 1), s.by(s.root, role.QuotaApprover, 1)
	err := s.phase(text("启动征集", "Open the intake"), func(add func(task)) {
		add(task{act.Request{Kind: "cycle.plan", Actor: officer, Purpose: role.Intake, Body: s.dates()}, func(a act.Answer) {
			s.cycle, s.opened = a.Subject, s.today()
			s.later(task{act.Request{Kind: "cycle.open", County: a.County, Subject: a.Subject, Actor: approver, Purpose: role.Intake, Body: &cycle.Empty{}}, nil})
			s.later(task{act.Request{Kind: "cycle.liaise", County: a.County, Subject: a.Subject, Actor: officer, Purpose: role.Intake, Body: &cycle.Noting{On: s.today().AddDays(-16)}}, nil})
			s.later(task{act.Request{Kind: "cycle.state_needs", County: a.County, Subject: a.Subject, Actor: officer, Purpose: role.Intake, Body: &cycle.Noting{On: s.today().AddDays(3)}}, nil})
		}})
	})
	if err != nil {
		return err
	}
	if err := s.allot(s.cycle); err != nil {
		return err
	}
	if err := s.findQuotas(s.cycle); err != nil {
		return err
	}
	return s.bound(officer)
}

// allot issues the seats of an intake and divides them down to the counties.
func (s *Season) allot(intake ident.ID) error {
	officer, approver := s.by(s.root, role.QuotaOfficer, 1), s.by(s.root, role.QuotaApprover, 1)
	seats := cmp.Or(s.options.Seats, max(int64(s.options.People)*3/100, 20))
	err := s.phase(text("下达名额", "Issue the seats"), func(add func(task)) {
		s.signed(add, act.Request{Kind: "quota.issue", Actor: officer, Purpose: role.Intake, Body: &quota.Issue{Cycle: intake, Seats: seats}}, approver)
	})
	if err != nil {
		return err
	}
	basis := ident.ID("")
	err = s.phase(text("计算名额基数", "Compute the basis"), func(add func(task)) {
		add(task{act.Request{Kind: "quota_basis.compute", Actor: officer, Purpose: role.Intake, Body: &quota.Computing{Cycle: intake}},
			func(a act.Answer) { basis = a.Subject }})
	})
	if err != nil {
		return err
	}
	for _, level := range [][]unit.Code{{s.root}, s.cities} {
		if err := s.divide(level, intake, basis); err != nil {
			return err
		}
	}
	return nil
}

// usualRows are the rows of a county: a third graduates, a tenth open to women.
func usualRows(county unit.Code, seats int64) []*quota.Row {
	women := max(1, seats/10)
	return []*quota.Row{{Code: string(county) + "-graduates", Unit: county, Tag: "graduate", Min: seats / 3}, {Code: string(county) + "-women", Unit: county, Tag: "female", Max: &women}}
}

// bound asks each county for graduates in a third of its seats, and opens a tenth
// of them, at least one, to women.
func (s *Season) bound(officer access.Actor) error {
	seats := map[unit.Code]int64{}
	if err := s.find("SELECT county, unit, CAST(seats AS TEXT) FROM quota WHERE cycle = $1", func(_, at, n string) { seats[unit.Code(at)], _ = strconv.ParseInt(n, 10, 64) }, string(s.cycle)); err != nil {
		return err
	}
	return s.phase(text("登记名额行", "Bound the seats"), func(add func(task)) {
		for _, code := range s.counties {
			n := seats[code]
			if n == 0 {
				continue
			}
			rows := usualRows
			if s.options.Rows != nil {
				rows = s.options.Rows
			}
			for _, row := range rows(code, n) {
				add(task{act.Request{Kind: "quota_row.add", Actor: officer, Purpose: role.Intake, Body: row}, nil})
			}
		}
	})
}

func (s *Season) divide(level []unit.Code, intake, basis ident.ID) error {
	if err := s.findQuotas(intake); err != nil {
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
				Body: &quota.Division{Basis: basis, Method: "webster"}}, s.by(code, role.QuotaApprover, 1))
		}
	})
}

func leaving() *signup.Leaving { return &signup.Leaving{Reason: "job", Remark: "已就业"} }
