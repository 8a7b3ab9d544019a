package sim

import (
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/appeals"
	"muster/internal/intake/selection"
	"muster/internal/lead/penalty"
	"muster/internal/office/role"
)

// How a case of refusing to go ends.
const (
	reported  = iota // within the term of the order: no penalty
	punished         // through every step, without a hearing
	acquitted        // heard, and dropped
	fined            // heard, and fined
	lifted           // by the review of the decision
	endings
)

// refusal is the case of somebody who was approved and refuses to go.
type refusal struct {
	p      *someone
	ending int
	id     ident.ID
}

// refuse picks the few who were approved and do not come: one for each ending, as
// far as there are people. Their approval is cancelled by two people.
func (s *Season) refuse(approved []*someone) error {
	for i, p := range approved {
		if i%13 == 6 && len(s.refusing) < endings {
			s.refusing = append(s.refusing, &refusal{p: p, ending: len(s.refusing)})
		}
	}
	return s.phase(text("拒不起运", "Some refuse to go"), func(add func(task)) {
		for _, r := range s.refusing {
			q := s.onCase(r.p, "application.cancel", role.Approver, 1, &selection.Cancelling{Reason: "absent", Remark: "经两次通知,拒不报到起运"}).request
			s.signed(add, q, s.by(r.p.county, role.Inspector, 1))
		}
	})
}

// refuses says whether somebody does not come.
func (s *Season) refuses(p *someone) bool {
	return slices.ContainsFunc(s.refusing, func(r *refusal) bool { return r.p == p })
}

// comes says whether somebody is handed over: who refuses does not come, and whose
// identity was doubted for good does not go on.
func (s *Season) comes(p *someone) bool { return !s.refuses(p) && !p.doubted }

// onRefusal is a step of the chain on one case.
func onRefusal(r *refusal, kind string, by access.Actor, purpose access.Purpose, body any) task {
	return task{act.Request{Kind: kind, County: r.p.county, Subject: r.id, Actor: by, Purpose: purpose, Body: body}, nil}
}

// accuse: the county office finds the facts and orders to correct; who reports in
// time is let off, the others get the notice, and some ask for a hearing.
func (s *Season) accuse() error {
	s.until(10, 24)
	words := &penalty.Words{Remark: "经两名执法人员核实"}
	office := func(add func(task), r *refusal, n int, kind string, body any) {
		add(onRefusal(r, kind, s.by(r.p.county, role.CountyOfficer, n), role.Penalty, body))
	}
	err := s.phase(text("查明拒服兵役事实", "Facts of refusing service"), func(add func(task)) {
		for _, r := range s.refusing {
			body := &penalty.Finding{Party: "citizen", Person: r.p.id, Home: r.p.file, Conduct: "evade_conscription", ConductOn: s.day(9, 20), Facts: "批准入伍后两次通知均拒不报到(送达回证 2 份)"}
			add(task{act.Request{Kind: "penalty.find", Actor: s.by(r.p.county, role.CountyOfficer, 1), Purpose: role.Penalty, Body: body}, func(a act.Answer) {
				r.id = a.Subject
				office(s.later, r, 2, "penalty.file", words)
				office(s.later, r, 2, "penalty.order", &penalty.Order{By: s.day(11, 1), Remark: "到县征兵办报到"})
			}})
		}
	})
	if err != nil {
		return err
	}
	s.until(11, 2)
	return s.phase(text("处罚事先告知", "Notices before a penalty"), func(add func(task)) {
		for _, r := range s.refusing {
			if r.ending == reported {
				office(add, r, 2, "penalty.drop", &penalty.Words{Remark: "期限内已报到改正"})
				continue
			}
			notice := &penalty.Notice{Measure: "two_years", Reasons: "责令改正期满仍拒绝(兵役法第五十七条)"}
			if r.ending == fined {
				notice.Measure, notice.Amount = "fine", 2000000
			}
			office(add, r, 2, "penalty.persist", words)
			office(add, r, 2, "penalty.notify", notice)
			if r.ending == acquitted || r.ending == fined {
				add(onRefusal(r, "penalty.ask_hearing", s.self(r.p), role.Own, &penalty.Words{Remark: "家人突发重病,已报告村委会"}))
			}
		}
	})
}

// judge: hearing, legal review, decision and execution each by somebody else; one
// case is dropped at the hearing, one decision is lifted on review.
func (s *Season) judge() error {
	if len(s.refusing) == 0 {
		return nil
	}
	err := s.phase(text("听证通知", "Hearings called"), func(add func(task)) {
		s.hireAt(s.root, []member{{role.AppealsOfficer, 2}, {role.AppealsOfficer, 3}}, add)
		hired := map[unit.Code]bool{}
		for _, r := range s.refusing {
			if !hired[r.p.county] {
				hired[r.p.county] = true
				s.hireAt(r.p.county, []member{{role.Government, 1}}, add)
			}
			if r.ending == acquitted || r.ending == fined {
				add(onRefusal(r, "penalty.call_hearing", s.by(s.root, role.AppealsOfficer, 1), role.Review, &penalty.Calling{On: s.day(11, 19)}))
			}
		}
	})
	if err != nil {
		return err
	}
	s.until(11, 19)
	words := &penalty.Words{Remark: "事实清楚,程序合法"}
	hearer, lawyer := s.by(s.root, role.AppealsOfficer, 1), s.by(s.root, role.AppealsOfficer, 2)
	err = s.phase(text("听证、法制审核、处罚决定", "Hearings, legal review, decisions"), func(add func(task)) {
		for _, r := range s.refusing {
			government := s.by(r.p.county, role.Government, 1)
			switch r.ending {
			case reported:
				continue
			case acquitted:
				add(onRefusal(r, "penalty.hear", hearer, role.Review, &penalty.Words{Remark: "当事人提交住院证明,办案人员无异议"}))
				add(onRefusal(r, "penalty.drop", government, role.Penalty, &penalty.Words{Remark: "听证查明有正当理由"}))
				continue
			case fined:
				add(onRefusal(r, "penalty.hear", hearer, role.Review, &penalty.Words{Remark: "当事人陈述家庭困难,未否认事实"}))
			default:
				add(onRefusal(r, "penalty.close_notice", hearer, role.Review, words))
			}
			add(onRefusal(r, "penalty.review_law", lawyer, role.Review, words))
			add(onRefusal(r, "penalty.impose", government, role.Penalty, words))
			add(onRefusal(r, "penalty.serve", s.by(r.p.county, role.CountyOfficer, 1), role.Penalty, &penalty.Serving{On: s.today(), How: "当面送达"}))
			add(onRefusal(r, "penalty.execute", s.by(r.p.county, role.Reviewer, 1), role.Penalty, &penalty.Term{From: s.day(11, 20)}))
		}
	})
	if err != nil {
		return err
	}
	s.until(11, 23)
	return s.phase(text("处罚决定的复核", "Review of a decision"), func(add func(task)) {
		for _, r := range s.refusing {
			if r.ending == lifted {
				t := onRefusal(r, "penalty.ask_review", s.self(r.p), role.Own, &appeals.Asking{Grounds: "通知送到旧住址,本人没有收到"})
				t.done = func(act.Answer) { s.later(s.reviewed(r.p, r.id, s.by(s.root, role.AppealsOfficer, 3), appeals.Repeat)) }
				add(t)
			}
		}
	})
}
