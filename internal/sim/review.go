package sim

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
)

// review: of those whose physical went against them the lot lets some ask for a review,
// and some of these win it.
func (s *Season) review() error {
	byCase := s.byApplication()
	var failed []*someone
	err := s.find("SELECT county, id, id FROM application WHERE state = 'physical_fail' AND object_by >= $1 ORDER BY county, id", func(_, id, _ string) {
		if p := byCase[ident.ID(id)]; p != nil && s.lot(p, "asks for a review")%5 == 0 {
			failed = append(failed, p)
		}
	}, string(s.today()))
	if err != nil {
		return err
	}
	upheld := func(p *someone, _ int) bool { return s.lot(p, "wins the review")%2 == 0 }
	if err := s.contest(failed, "两家医院结果正常", upheld); err != nil {
		return err
	}
	return s.again()
}

// again has those whose result was set aside examined once more, at a station that
// has not seen them; half of them turn out to be well.
func (s *Season) again() error {
	byCase, back := s.byApplication(), map[*someone]bool{}
	err := s.find("SELECT id, id, id FROM application WHERE state = $1", func(id, _, _ string) {
		if p := byCase[ident.ID(id)]; p != nil {
			back[p], p.active = true, true
			p.healthy = p.healthy || s.chance(p, "was measured wrongly") < 0.5
		}
	}, cases.Recheck)
	if err != nil || len(back) == 0 {
		return err
	}
	day := s.day(8, 24)
	called := func(p *someone) bool { return back[p] }
	if err := s.open(day, "08:00", s.unseen, called); err != nil {
		return err
	}
	if err := s.recall(day, s.unseen, called); err != nil {
		return err
	}
	s.until(8, 24)
	return s.examination(day, "recheck", s.outcome)
}

// unseen is a station that has not examined somebody.
func (s *Season) unseen(p *someone) unit.Code {
	for n := 3; n > 1; n-- {
		if at := s.neighbour(p.county, n); at != p.county && at != p.visit.station {
			return at
		}
	}
	return s.neighbour(p.county, 1)
}

// contest lets everybody of a list ask for a review, which is won by some.
func (s *Season) contest(list []*someone, grounds string, won func(p *someone, i int) bool) error {
	return s.phase(text("申请复核与决定", "Reviews"), func(add func(task)) {
		for i, p := range list {
			t := s.onCase(p, "application.ask_review", role.Citizen, 1, &appeals.Asking{Grounds: grounds})
			t.request.Actor, t.request.Purpose = s.self(p), role.Own
			outcome := appeals.Stands
			if won(p, i) {
				outcome = appeals.Repeat
			}
			t.done = func(act.Answer) { s.later(s.decided(p, outcome)) }
			add(t)
		}
	})
}

// decided is the decision on somebody's open review by the city.
func (s *Season) decided(p *someone, outcome appeals.Outcome) task {
	return s.reviewed(p, p.application, s.reviewer(p), outcome)
}

// reviewed is the decision on the open review about a record of somebody's county.
func (s *Season) reviewed(p *someone, about ident.ID, by access.Actor, outcome appeals.Outcome) task {
	var id ident.ID
	err := s.find("SELECT id, id, id FROM review WHERE county = $1 AND about_id = $2 AND state = 'asked'", func(a, _, _ string) { id = ident.ID(a) }, string(p.county), string(about))
	if err != nil {
		id = "" // the act is refused and ends the season
	}
	return task{act.Request{Kind: "review.decide", County: p.county, Subject: id, Actor: by, Purpose: role.Review,
		Body: &appeals.Decision{Outcome: outcome, Reasoning: "已调阅全部记录"}}, nil}
}

// reviewer decides somebody's review: of the office above, or of the province where
// that one has decided on their score before.
func (s *Season) reviewer(p *someone) access.Actor {
	at := s.above(p.county)
	err := s.find("SELECT id, id, id FROM score_objection WHERE county = $1 AND application = $2", func(_, _, _ string) { at = s.root }, string(p.county), string(p.application))
	if err != nil {
		at = s.root
	}
	return s.by(at, role.AppealsOfficer, 1)
}

// above is the office over a county that decides reviews.
func (s *Season) above(county unit.Code) unit.Code {
	for _, u := range s.app.Road.Tree().Up(county)[1:] {
		if _, ok := s.crew[u.Code][member{role.AppealsOfficer, 1}]; ok {
			return u.Code
		}
	}
	return s.root
}

// cancelSome takes a few off the list during the notice; each asks for a review.
func (s *Season) cancelSome(proposed []*someone) error {
	var off []*someone
	err := s.phase(text("取消资格", "Taken off the list"), func(add func(task)) {
		for i, p := range proposed {
			if i%31 == 4 && p.active {
				off = append(off, p)
				q := s.onCase(p, "application.cancel", role.Approver, 1, &selection.Cancelling{Reason: "objection", Remark: "公示期收到反映,核查中"}).request
				s.signed(add, q, s.by(p.county, role.Inspector, 1))
			}
		}
	})
	if err != nil {
		return err
	}
	if err := s.contest(off, "反映不实,有证明", func(_ *someone, i int) bool { return i%2 == 0 }); err != nil {
		return err
	}
	for _, p := range off {
		p.active = false
	}
	byCase := s.byApplication()
	return s.find("SELECT id, id, id FROM application WHERE state = $1", func(id, _, _ string) {
		if p := byCase[ident.ID(id)]; p != nil {
			p.active = true
		}
	}, cases.Proposed)
}
