package sim

import (
	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/integrity"
	"muster/internal/intake/tips"
	"muster/internal/intake/velocity"
	"muster/internal/office/role"
)

// openLine opens the letter boxes of every city and of the province.
func (s *Season) openLine() error {
	return s.phase(text("开通举报信箱", "Open the tip line"), func(add func(task)) {
		for _, at := range append([]unit.Code{s.root}, s.cities...) {
			add(task{act.Request{Kind: "tip_key.open", Actor: s.by(at, role.Inspector, 1), Purpose: role.Integrity, Body: &tips.Opening{On: s.today()}}, nil})
		}
	})
}

// close ends a day in every county that has applicants: the report of the day,
// from one county an incident, from another nothing at all, and the figures.
func (s *Season) close() error {
	return s.phase(text("零报告与数据封存", "Reports and figures of the day"), func(add func(task)) {
		for i, county := range s.active() {
			officer := s.by(county, role.CountyOfficer, 1)
			body := &integrity.Reporting{Day: s.today(), Nothing: true}
			if i == 1 {
				body = &integrity.Reporting{Day: s.today(), Incidents: "站点停电四十分钟,检查顺延,无其他情况"}
			}
			if i != 2 {
				add(task{act.Request{Kind: "zero_report.file", Actor: officer, Purpose: role.Intake, Body: body}, nil})
			}
			add(task{act.Request{Kind: "daily_figures.freeze", Actor: officer, Purpose: role.Intake, Body: &integrity.Closing{}}, nil})
		}
	})
}

// watch is the integrity gate: a conflict is declared, a tip comes and is
// answered, a case is held and released by others, every list is cleared.
func (s *Season) watch() error {
	for _, step := range []func() error{s.close, s.declare, s.tip, s.hold, s.clear} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// declare: one approver is kin of somebody on the list and leaves it to others.
func (s *Season) declare() error {
	list, err := s.inState(cases.Proposed)
	if err != nil || len(list) == 0 {
		return err
	}
	p := list[0]
	return s.phase(text("利益冲突申报", "A conflict is declared"), func(add func(task)) {
		add(task{act.Request{Kind: "conflict.declare", Actor: s.by(p.county, role.Approver, 2), Purpose: role.Integrity,
			Body: &integrity.Declaring{Kind: "kinship", Person: p.id, Remark: "外甥"}}, nil})
	})
}

// tip: somebody reports; the next day an inspector of the office above takes it,
// asks, is told more, and closes it.
func (s *Season) tip() error {
	if len(s.active()) == 0 {
		return nil
	}
	county := s.active()[0]
	receipt, err := s.app.Tips.Send(s.ctx, tips.Report{About: county, Text: "有人称交钱可以改体检结论,时间在八月十八日前后。"})
	if err != nil {
		return err
	}
	s.until(9, 15)
	if _, err := s.app.Tips.Collect(s.ctx, s.app.System()); err != nil {
		return err
	}
	kinds := []struct {
		kind string
		body any
	}{{"tip.assign", &tips.Taking{}}, {"tip.inquire", &tips.Empty{}}, {"tip.reply", &tips.Reply{Text: "收到。请补充是在哪里听说的。"}}}
	for _, k := range kinds {
		if err := s.onTip(county, k.kind, k.body); err != nil {
			return err
		}
	}
	if err := s.app.Tips.Write(s.ctx, receipt, "在体检站门口。"); err != nil {
		return err
	}
	s.until(9, 16)
	if _, err := s.app.Tips.Collect(s.ctx, s.app.System()); err != nil {
		return err
	}
	return s.onTip(county, "tip.close", &tips.Closing{Outcome: "not_proven", Text: "已调取当日记录并复检十人,未发现异常;已加强现场监督。"})
}

// onTip is an act of the inspector above a county on its newest tip.
func (s *Season) onTip(county unit.Code, kind string, body any) error {
	u, _ := s.app.Road.Tree().Get(county)
	var home, id string
	if err := s.find("SELECT county, id, state FROM tip ORDER BY id", func(c, i, _ string) { home, id = c, i }); err != nil {
		return err
	}
	return s.phase(text("办理举报", "A tip is looked into"), func(add func(task)) {
		add(task{act.Request{Kind: kind, County: unit.Code(home), Subject: ident.ID(id), Actor: s.by(u.Parent, role.Inspector, 1), Purpose: role.Integrity, Body: body}, nil})
	})
}

// hold: the county's inspector holds one case, one of the office above releases it.
func (s *Season) hold() error {
	list, err := s.inState(cases.Proposed)
	if err != nil || len(list) == 0 {
		return err
	}
	p := list[len(list)-1]
	err = s.phase(text("暂停一件", "A case is held"), func(add func(task)) {
		add(s.onCase(p, "application.hold", role.Inspector, 1, &integrity.Holding{Reason: "hold_tip", Remark: "核对体检原始记录"}))
	})
	if err != nil {
		return err
	}
	var hold ident.ID
	if err := s.find("SELECT county, id, state FROM case_hold WHERE state = 'held'", func(_, id, _ string) { hold = ident.ID(id) }); err != nil {
		return err
	}
	u, _ := s.app.Road.Tree().Get(p.county)
	return s.phase(text("解除暂停", "and released"), func(add func(task)) {
		add(task{act.Request{Kind: "case_hold.release", County: p.county, Subject: hold, Actor: s.by(u.Parent, role.Inspector, 2), Purpose: role.Integrity,
			Body: &integrity.Releasing{Finding: "原始记录与结论一致"}}, nil})
	})
}

// clear: the county's inspector clears everybody on the list.
func (s *Season) clear() error {
	return s.phase(text("廉洁关确认", "The integrity gate"), func(add func(task)) {
		for _, county := range s.counties {
			if id, ok := s.rankings[county]; ok {
				add(task{act.Request{Kind: "clearance.give", Actor: s.by(county, role.Inspector, 1), Purpose: role.Integrity,
					Body: &integrity.Clearing{Ranking: id, Home: county, Remark: "抽签、申报、投诉均无未结事项"}}, nil})
			}
		}
	})
}

// released queues the release of everybody who was stopped, by two inspectors of
// the office above, and then what they were stopped at.
func (s *Season) released() (out []task) {
	if len(s.stopped) == 0 {
		return nil
	}
	tree := s.app.Road.Tree()
	err := s.find("SELECT county, id, unit FROM velocity_stop WHERE state = 'open'", func(county, id, at string) {
		u, _ := tree.Get(unit.Code(at))
		q := act.Request{Kind: "velocity_stop.release", County: unit.Code(county), Subject: ident.ID(id), Actor: s.by(u.Parent, role.Inspector, 1), Purpose: role.Integrity,
			Body: &velocity.Releasing{Remark: "抽看十份,均有医院证明"}}
		s.signed(func(t task) { out = append(out, t) }, q, s.by(u.Parent, role.Inspector, 2))
	})
	again := s.stopped
	s.stopped = nil
	if err != nil || len(out) == 0 {
		return again // nobody is stopped any more
	}
	last := &out[len(out)-1]
	sign := last.done
	last.done = func(a act.Answer) {
		sign(a)
		s.queued = append(s.queued, again...)
	}
	return out
}
