package sim

import (
	"muster/internal/frame/act"
	"muster/internal/intake/cases"
	"muster/internal/office/staff"
)

// citizen enrols somebody of the demo's county whose application has come far,
// and returns the sign-in name.
func (s *Season) citizen() (string, error) {
	for _, state := range []string{cases.HandedOver, cases.Reserve, cases.PhysicalFail, cases.Applied} {
		list, err := s.inState(state)
		if err != nil {
			return "", err
		}
		for _, p := range list {
			if p.county == demoCounty {
				return "citizen", s.enrol(p)
			}
		}
	}
	for _, p := range s.people {
		if p.county == demoCounty {
			return "citizen", s.enrol(p)
		}
	}
	return "citizen", s.enrol(s.people[0])
}

func (s *Season) enrol(p *someone) error {
	_, err := s.app.Road.Do(s.ctx, act.Request{Kind: "account.enrol", Actor: s.app.System(),
		Body: &staff.Enrolment{Unit: p.home.Code, Login: "citizen", Name: p.particulars.Name, Person: p.id}})
	return err
}
