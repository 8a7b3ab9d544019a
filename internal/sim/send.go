package sim

import (
	"fmt"

	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/office/role"
)

// modes are how the transports of the counties go, in turn.
var modes = []dispatch.Mode{dispatch.Escorted, dispatch.Collected, dispatch.OwnTravel}

// trip is the transport of one county.
type trip struct {
	id   ident.ID
	mode dispatch.Mode
}

// onTrip is an act on a county's transport.
func (s *Season) onTrip(county unit.Code, t *trip, kind string, by member, body any) task {
	purpose := role.Dispatch
	if by.role == role.Approver {
		purpose = role.Selection
	}
	return task{act.Request{Kind: kind, County: county, Subject: t.id, Actor: s.crew[county][by], Purpose: purpose, Body: body}, nil}
}

// send plans the transports, has files reviewed, dispatches by the three modes,
// hands over with two signatures, and lets a few be returned within the window.
func (s *Season) send() error {
	s.until(9, 16)
	approved, err := s.inState(cases.Approved)
	if err != nil {
		return err
	}
	if err := s.refuse(approved); err != nil {
		return err
	}
	trips, err := s.plan(approved)
	if err != nil {
		return err
	}
	if err := s.prepare(approved, trips); err != nil {
		return err
	}
	s.until(9, 19)
	if err := s.handOver(approved, trips, dispatch.Collected); err != nil {
		return err
	}
	s.until(9, 20)
	err = s.phase(text("起运到达", "Departures and arrivals"), func(add func(task)) {
		for _, county := range s.counties {
			if t := trips[county]; t != nil {
				add(s.onTrip(county, t, "transport.depart", member{role.CountyOfficer, 1}, &dispatch.Words{}))
				if t.mode == dispatch.OwnTravel {
					add(s.onTrip(county, t, "transport.send_files", member{role.CountyOfficer, 1}, &dispatch.Words{}))
				}
				add(s.onTrip(county, t, "transport.arrive", member{role.Receiver, 1}, &dispatch.Words{}))
			}
		}
	})
	if err != nil {
		return err
	}
	if err := s.handOver(approved, trips, dispatch.Escorted, dispatch.OwnTravel); err != nil {
		return err
	}
	s.until(9, 24)
	if err := s.checkFiles(trips); err != nil {
		return err
	}
	return s.giveBack(approved)
}

// checkFiles has the training units review the files of who has arrived, within its days.
func (s *Season) checkFiles(trips map[unit.Code]*trip) error {
	return s.phase(text("训练单位审查档案", "Files checked by the training units"), func(add func(task)) {
		for _, county := range s.counties {
			if t := trips[county]; t != nil && t.mode != dispatch.Collected {
				add(s.onTrip(county, t, "transport.check_files", member{role.Receiver, 1}, &dispatch.Words{}))
			}
		}
	})
}

func (s *Season) plan(approved []*someone) (map[unit.Code]*trip, error) {
	trips := map[unit.Code]*trip{}
	err := s.phase(text("起运计划", "Transports planned"), func(add func(task)) {
		for _, p := range approved {
			if trips[p.county] != nil || s.refuses(p) {
				continue
			}
			t := &trip{mode: modes[len(trips)%len(modes)]}
			trips[p.county] = t
			escorts := []string{"带队干部", "随队医生"}
			if t.mode == dispatch.OwnTravel {
				escorts = nil
			}
			add(task{act.Request{Kind: "transport.plan", Actor: s.by(p.county, role.CountyOfficer, 1), Purpose: role.Dispatch,
				Body: &dispatch.Plan{Cycle: s.cycle, Name: fmt.Sprintf("%d-09 第一批", s.year()), Mode: t.mode, On: s.day(9, 20), Hour: "09:00", Meeting: "县人武部", Escorts: escorts}},
				func(a act.Answer) { t.id = a.Subject }})
		}
	})
	return trips, err
}

// prepare puts everybody on their transport, with clothing and files in order, and
// has the list approved and the identities checked.
func (s *Season) prepare(approved []*someone, trips map[unit.Code]*trip) error {
	officer := func(p *someone, kind string, body any) task {
		t := s.onCase(p, kind, role.CountyOfficer, 1, body)
		t.request.Purpose = role.Dispatch
		return t
	}
	err := s.phase(text("编批、发放被装", "Boarding and clothing"), func(add func(task)) {
		for _, p := range approved {
			if s.refuses(p) {
				continue
			}
			add(officer(p, "application.board", &dispatch.Boarding{Transport: trips[p.county].id}))
			add(officer(p, "application.kit", &dispatch.Issue{Items: []string{"作训服", "作训鞋", "挎包"}}))
		}
	})
	if err != nil {
		return err
	}
	err = s.phase(text("档案审查与名单审定", "Files reviewed, lists approved"), func(add func(task)) {
		for i, p := range approved {
			if i%40 == 7 && !s.refuses(p) {
				add(task{act.Request{Kind: "file_defect.find", Actor: s.by(p.county, role.Receiver, 1), Purpose: role.Dispatch,
					Body: &dispatch.Finding{Case: p.application, Home: p.county, What: "缺少一处公章"}}, func(a act.Answer) {
					s.later(task{act.Request{Kind: "file_defect.mend", County: a.County, Subject: a.Subject, Actor: s.by(p.county, role.CountyOfficer, 2), Purpose: role.Dispatch,
						Body: &dispatch.Mending{Answer: "已补盖"}}, nil})
				}})
			}
		}
		for _, county := range s.counties {
			if t := trips[county]; t != nil {
				if t.mode == dispatch.Collected {
					add(s.onTrip(county, t, "transport.officers", member{role.Receiver, 1}, &dispatch.Arrival{On: s.day(9, 12)}))
				}
				add(s.onTrip(county, t, "transport.review_files", member{role.Receiver, 1}, &dispatch.Words{}))
				add(s.onTrip(county, t, "transport.approve_list", member{role.Approver, 2}, &dispatch.Words{}))
			}
		}
	})
	if err != nil {
		return err
	}
	return s.phase(text("核对身份", "Identities checked"), func(add func(task)) {
		for _, p := range approved {
			if !s.refuses(p) {
				s.identify(p, add)
			}
		}
	})
}

func (s *Season) handOver(approved []*someone, trips map[unit.Code]*trip, of ...dispatch.Mode) error {
	return s.phase(text("交接", "Hand-over"), func(add func(task)) {
		for _, p := range approved {
			for _, m := range of {
				if s.comes(p) && trips[p.county].mode == m {
					q := s.onCase(p, "application.hand_over", role.CountyOfficer, 1, &dispatch.HandOver{}).request
					q.Purpose = role.Dispatch
					s.signed(add, q, s.by(p.county, role.Receiver, 1))
				}
			}
		}
	})
}

// giveBack returns a few: most for the body, one of whom the appraisal keeps.
func (s *Season) giveBack(approved []*someone) error {
	s.until(10, 20)
	type back struct {
		p  *someone
		id ident.ID
	}
	var letters []*back
	every := s.options.Rates.filled().Returns
	err := s.phase(text("退兵函", "Return letters"), func(add func(task)) {
		for i, p := range approved {
			if i%every != every/2 || !s.comes(p) {
				continue
			}
			b := &back{p: p}
			letters = append(letters, b)
			body := &dispatch.Opening{Case: p.application, Home: p.county, Route: "body", Level: dispatch.Brigade, Proof: "军队医院证明", Letter: fmt.Sprintf("TB-%04d", i),
				LetterOn: s.day(10, 19), Remark: "复检不合格"}
			if len(letters)%3 == 2 {
				body.Route, body.Level = "vetting", dispatch.Corps
			}
			add(task{act.Request{Kind: "recruit_return.open", Actor: s.by(p.county, role.Receiver, 1), Purpose: role.Dispatch, Body: body}, func(a act.Answer) { b.id = a.Subject }})
		}
	})
	if err != nil {
		return err
	}
	s.until(10, 22)
	err = s.phase(text("接收退兵", "Returns accepted"), func(add func(task)) {
		for _, b := range letters {
			q := act.Request{Kind: "recruit_return.accept", County: b.p.county, Subject: b.id, Actor: s.by(b.p.county, role.Approver, 1), Purpose: role.Selection,
				Body: &dispatch.Accepting{Remark: "入伍后复检发现,征集时无从查出"}}
			s.signed(add, q, s.by(b.p.county, role.Inspector, 1))
		}
	})
	if err != nil {
		return err
	}
	s.until(10, 23)
	return s.phase(text("退兵交接", "Returns handed back"), func(add func(task)) {
		for _, b := range letters {
			q := act.Request{Kind: "recruit_return.hand_back", County: b.p.county, Subject: b.id, Actor: s.by(b.p.county, role.Receiver, 1), Purpose: role.Dispatch, Body: &dispatch.Words{}}
			s.signed(add, q, s.by(b.p.county, role.CountyOfficer, 1))
		}
	})
}
