package sim

import (
	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/integrity"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
)

// meet puts every list before the meeting of its county, after one member declared
// an interest in somebody on it.
func (s *Season) meet() error {
	list, err := s.inState(cases.Proposed)
	if err != nil || len(list) == 0 {
		return err
	}
	err = s.phase(text("会议成员申报回避", "A member declares an interest"), func(add func(task)) {
		p := list[0]
		add(task{act.Request{Kind: "conflict.declare", Actor: s.by(p.county, role.VettingMember, 2), Purpose: role.Integrity,
			Body: &integrity.Declaring{Kind: "kinship", Person: p.id, Remark: "表亲"}}, nil})
	})
	if err != nil {
		return err
	}
	return s.phase(text("定兵会议", "Selection meetings"), func(add func(task)) {
		for _, county := range s.counties {
			if id, ok := s.rankings[county]; ok {
				add(task{act.Request{Kind: "meeting.call", Actor: s.by(county, role.CountyOfficer, 1), Purpose: role.Intake,
					Body: &selection.Calling{Ranking: id, Home: county, Day: s.today(), Where: "征兵办公室会议室"}}, func(a act.Answer) { s.sitOn(county, a) }})
			}
		}
	})
}

// sitOn holds and closes a meeting that was called.
func (s *Season) sitOn(county unit.Code, a act.Answer) {
	var members []string
	for _, m := range []member{{role.CountyOfficer, 1}, {role.CountyOfficer, 2}, {role.VettingMember, 1}, {role.VettingMember, 2}} {
		members = append(members, loginOf(county, m))
	}
	s.later(task{act.Request{Kind: "meeting.hold", County: a.County, Subject: a.Subject, Actor: s.by(county, role.CountyOfficer, 1), Purpose: role.Intake,
		Body: &selection.Presence{Members: members, Observers: []string{loginOf(county, member{role.Inspector, 1})}, Recording: "LX-" + string(county)}}, nil})
	s.later(task{act.Request{Kind: "meeting.close", County: a.County, Subject: a.Subject, Actor: s.by(county, role.Approver, 1), Purpose: role.Selection,
		Body: &selection.Vote{For: 4, Items: []string{"1=3:0"}, Minutes: "逐人审议,集体同意按名单公示。"}}, nil})
}

// objectToNotice: somebody objects to a notice by the public form; an inspector of
// the county answers before anybody is approved.
func (s *Season) objectToNotice() error {
	s.until(9, 7)
	for _, county := range s.counties {
		id, ok := s.rankings[county]
		if !ok {
			continue
		}
		return s.phase(text("公示异议", "An objection to a notice"), func(add func(task)) {
			add(task{act.Request{Kind: "notice_objection.file", Actor: s.app.System(), Purpose: role.Integrity,
				Body: &selection.Doubting{Ranking: id, Home: county, Rank: 1, Grounds: "据了解其并未参加役前教育", Receipt: "DEMO-RECEIPT"}}, func(a act.Answer) {
				s.later(task{act.Request{Kind: "notice_objection.answer", County: a.County, Subject: ident.ID(a.Subject), Actor: s.by(county, role.Inspector, 1), Purpose: role.Integrity,
					Body: &selection.Replying{Outcome: "unfounded", Answer: "已核对逐日出勤记录,情况不属实。"}}, nil})
			}})
		})
	}
	return nil
}
