package sim

import (
	"slices"

	"muster/internal/frame/act"
	"muster/internal/intake/cases"
	"muster/internal/office/staff"
)

// shownStates are the states of an application in which the demo shows a citizen's page,
// the first as the plain "citizen".
var shownStates = []string{cases.HandedOver, cases.Reserve, cases.PhysicalFail, cases.VettingFail, cases.NotEligible, cases.Scored, cases.Summoned,
	cases.Withdrawn, cases.Cancelled, cases.Returned, cases.Applied}

// citizens enrols somebody in each state that occurs, of the demo's county where there
// is one, and returns their sign-in names: "citizen" and "citizen.STATE".
func (s *Season) citizens() (logins []string, err error) {
	enrol := func(login string, p *someone) error {
		_, err := s.app.Road.Do(s.ctx, act.Request{Kind: "account.enrol", Actor: s.app.System(),
			Body: &staff.Enrolment{Unit: p.home.Code, Login: login, Name: p.particulars.Name, Person: p.id}})
		logins = append(logins, login)
		return err
	}
	for _, state := range shownStates {
		list, err := s.inState(state)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			continue
		}
		login := "citizen." + state
		if len(logins) == 0 {
			login = "citizen"
		}
		if err := enrol(login, atHome(list)); err != nil {
			return nil, err
		}
	}
	if len(logins) == 0 { // nobody applied
		err = enrol("citizen", atHome(s.people))
	}
	return logins, err
}

// atHome is somebody of the demo's county, or the first.
func atHome(list []*someone) *someone {
	return list[max(0, slices.IndexFunc(list, func(p *someone) bool { return p.county == demoCounty }))]
}
