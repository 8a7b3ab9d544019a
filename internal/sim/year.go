package sim

import (
	"fmt"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/office/role"
	"muster/internal/people"
)

// registrationYear is what else the registration year brings to an office: the
// roster of the police with all its dirt, leavers, requests to be deferred, and
// those who agree to be told of coming intakes.
func (s *Season) registrationYear() error {
	s.until(5, 20)
	for _, step := range []func() error{s.roster, s.leavers, s.deferrals, s.pool} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// demoPeople are those of the county that visitors of the demo work in.
func (s *Season) demoPeople() (out []*someone) {
	for _, p := range s.people {
		if p.county == demoCounty && p.particulars.Sex == people.Male {
			out = append(out, p)
		}
	}
	return out
}

// roster reconciles a roster in which every fifth row disagrees with the register
// in some way; the first rows are settled, the others wait.
func (s *Season) roster() error {
	registrar := s.by(demoCounty, role.CountyRegistrar, 1)
	return s.phase(text("花名册核对", "Roster reconciliation"), func(add func(task)) {
		for i, p := range s.demoPeople() {
			row := &people.RosterRow{Roster: fmt.Sprintf("%d-公安", s.year()), Unit: p.home.Code, Particulars: p.particulars}
			switch i % 15 {
			case 4:
				row.Name += "文"
			case 8:
				row.Unit = demoCounty // knows the county only: no disagreement
			case 12:
				row.Phone = "13900000000"
			case 14:
				continue // missing from the roster
			}
			add(task{act.Request{Kind: "roster_line.add", Actor: registrar, Purpose: role.Registration, Body: row}, func(a act.Answer) {
				if i%15 == 0 {
					s.later(task{act.Request{Kind: "roster_line.confirm", County: a.County, Subject: a.Subject, Actor: registrar, Purpose: role.Registration, Body: &people.Empty{}}, nil})
				}
			}})
		}
	})
}

// leavers come back from service, some of them chosen for the reserve.
func (s *Season) leavers() error {
	clerk := s.by(demoCounty, role.Clerk, 1)
	return s.phase(text("退役登记", "Leavers"), func(add func(task)) {
		for i, p := range s.demoPeople() {
			if p.birthYear > s.born()-23 || i%7 != 0 {
				continue
			}
			body := &people.LeaverBody{OfPerson: people.OfPerson{Person: p.id, County: p.county},
				Leaver: people.Leaver{Rank: "soldier", From: clock.NewDate(s.year(), 5, 1), Reserve: i%2 == 0, Letter: "介绍信"}}
			add(task{act.Request{Kind: "reserve_entry.open", Actor: clerk, Purpose: role.Registration, Body: body}, func(a act.Answer) {
				s.later(task{act.Request{Kind: "reserve_entry.report", County: a.County, Subject: a.Subject, Actor: s.self(p), Purpose: role.Own, Body: &people.Report{Residence: "河北省"}}, nil})
			}})
		}
	})
}

// deferrals are asked for by one in forty; the evidence is checked with its
// issuer, an officer decides.
func (s *Season) deferrals() error {
	return s.phase(text("缓征申请", "Deferrals"), func(add func(task)) {
		for i, p := range s.demoPeople() {
			if i%40 != 3 {
				continue
			}
			body := &people.DeferralBody{OfPerson: people.OfPerson{Person: p.id, County: p.county}, Ground: "sole_breadwinner", Evidence: "民政证明", Words: "父母患病,由本人维持家庭生活"}
			step := func(a act.Answer, kind string, by access.Actor, body any) task {
				return task{act.Request{Kind: kind, County: a.County, Subject: a.Subject, Actor: by, Purpose: role.Intake, Body: body}, nil}
			}
			add(task{act.Request{Kind: "deferral.ask", Actor: s.self(p), Purpose: role.Own, Body: body}, func(a act.Answer) {
				s.later(step(a, "deferral.check", s.by(p.county, role.CountyOfficer, 1), &people.Check{Checked: "民政答复"}))
				if i%80 == 3 {
					s.later(step(a, "deferral.grant", s.by(p.county, role.CountyOfficer, 2), &people.Granting{Until: clock.NewDate(s.year()+1, 6, 30), Reason: "经核实属实"}))
				}
			}})
		}
	})
}

// pool is joined by those who may wish to apply another year.
func (s *Season) pool() error {
	return s.phase(text("预征储备", "Candidate pool"), func(add func(task)) {
		for i, p := range s.demoPeople() {
			if i%9 == 2 {
				add(task{act.Request{Kind: "pool_entry.join", Actor: s.self(p), Purpose: role.Own,
					Body: &people.Consent{OfPerson: people.OfPerson{Person: p.id, County: p.county}, Agree: true}}, nil})
			}
		}
	})
}
