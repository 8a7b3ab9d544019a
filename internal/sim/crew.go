package sim

import (
	"fmt"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/office/training"
	"muster/internal/people/idnumber"
)

// member is one place in a crew: a role, and a number where a step needs two
// different people in it.
type member struct {
	role access.Role
	n    int
}

// The crews of each level. Every step of a case is done by somebody of them.
var (
	provinceCrew = []member{{role.QuotaOfficer, 1}, {role.QuotaApprover, 1}, {role.Assessor, 1}, {role.Leader, 1}, {role.Auditor, 1}, {role.AppealsOfficer, 1},
		{role.Inspector, 1}, {role.Inspector, 2}}
	cityCrew = []member{{role.QuotaOfficer, 1}, {role.QuotaApprover, 1}, {role.Assessor, 1}, {role.AppealsOfficer, 1}, {role.Leader, 1},
		{role.Inspector, 1}, {role.Inspector, 2}}
	countyCrew = []member{{role.Clerk, 1}, {role.CountyOfficer, 1}, {role.CountyOfficer, 2}, {role.CountyRegistrar, 1}, {role.Desk, 1}, {role.Examiner, 1}, {role.Examiner, 2},
		{role.Examiner, 3}, {role.Examiner, 4}, {role.Examiner, 5}, {role.Examiner, 6}, {role.Examiner, 7}, {role.Examiner, 8},
		{role.ChiefExaminer, 1}, {role.ChiefExaminer, 2}, {role.Reviewer, 1}, {role.VettingMember, 1}, {role.VettingMember, 2}, {role.VettingChair, 1}, {role.Inspector, 1}, {role.Supervisor, 1}, {role.Selector, 1}, {role.Approver, 1}, {role.Approver, 2},
		{role.Receiver, 1}}
	departmentCrew = []member{{role.Reviewer, 1}}
)

// certificates are what some roles need before they may act.
var certificates = map[access.Role]training.Subject{role.Examiner: "examiner", role.ChiefExaminer: "examiner", role.Selector: "selection"}

// hire opens the accounts of all crews, appoints them, and has the courses of
// those who need a certificate recorded.
func (s *Season) hire() error {
	s.crew = map[unit.Code]map[member]access.Actor{}
	if _, err := s.app.FirstAdministrator(s.ctx); err != nil {
		return err
	}
	personnel, err := s.app.OpenAccountOf(s.ctx, s.holder(), "personnel", "人事干事", role.PersonnelClerk, s.root)
	if err != nil {
		return err
	}
	s.personnel = s.actorOf(personnel)
	return s.phase(text("组建机构", "Staff the offices"), func(add func(task)) {
		s.hireAt(s.root, provinceCrew, add)
		for _, code := range s.cities {
			s.hireAt(code, cityCrew, add)
		}
		for _, code := range s.counties {
			s.hireAt(code, s.countyCrew(), add)
			for _, d := range departments {
				s.hireAt(d.of(code), departmentCrew, add)
			}
		}
	})
}

// holder is the citizen number of one more member of the staff: nobody holds two
// accounts, and all were born before the cohort.
func (s *Season) holder() string {
	number, err := idnumber.GB11643{}.Make("130102", clock.Date("1975-01-01").AddDays(s.staffed/1000), s.staffed%1000)
	if err != nil {
		return "" // opening the account is refused then
	}
	s.staffed++
	return number
}

func (s *Season) hireAt(at unit.Code, crew []member, add func(task)) {
	if s.crew[at] == nil {
		s.crew[at] = map[member]access.Actor{}
	}
	for _, m := range crew {
		name := fmt.Sprintf("%s%d", role.Labels[m.role].ZH, m.n)
		add(task{act.Request{Kind: "account.open", Actor: s.personnel, Purpose: role.Office,
			Body: &staff.Opening{Unit: at, Login: loginOf(at, m), Name: name, IDNo: s.holder()}}, func(a act.Answer) { s.appoint(a.Subject, at, m) }})
	}
}

// appoint queues the appointment and the course of somebody who has an account.
func (s *Season) appoint(account ident.ID, at unit.Code, m member) {
	s.later(task{act.Request{Kind: "post.appoint", Actor: s.personnel, Purpose: role.Office,
		Body: &staff.Appointment{Account: account, Unit: at, Role: staff.RoleName(m.role), From: s.today()}},
		func(act.Answer) { s.crew[at][m] = s.actorOf(account) }})
	if subject, ok := certificates[m.role]; ok {
		s.later(task{act.Request{Kind: "course.add", Actor: s.personnel, Purpose: role.Office,
			Body: &training.Attendance{Account: account, Unit: at, Course: "年度业务培训", Subject: subject, Hours: 24, Mark: 88,
				ValidFrom: s.today(), ValidUntil: s.today().AddYears(2)}}, nil})
	}
}

// actorOf is an account in its first post, as the directory knows it.
func (s *Season) actorOf(account ident.ID) access.Actor {
	a, _ := s.app.Directory.Account(account)
	posts := s.app.Directory.PostsOf(account, s.today())
	if len(posts) == 0 {
		return access.Actor{}
	}
	return staff.ActorIn(s.app.Road.Tree(), a, posts[0], access.Strong)
}

// by is a member of the crew at an office.
func (s *Season) by(at unit.Code, r access.Role, n int) access.Actor { return s.crew[at][member{r, n}] }

// self is a citizen, known to the state by the own file.
func (s *Season) self(p *someone) access.Actor {
	return access.Actor{Account: p.id, Person: p.id, Role: role.Citizen, Unit: p.home.Code, Home: p.file, Strength: access.Strong}
}
