package sim

import (
	"fmt"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/vetting"
	"muster/internal/office/offices"
	"muster/internal/office/role"
)

// department is one of the departments that every county of the season has.
type department struct {
	question, suffix, name string
}

// departments answer the questions of the pack; the police also seals.
var departments = []department{{"identity", "-1", "公安局"}, {"education", "-2", "教育局"}, {"proceedings", "-3", "司法局"}}

// of is the code of the department in a county.
func (d department) of(county unit.Code) unit.Code { return county + unit.Code(d.suffix) }

// withDepartments adds the departments to the rows of the office tree.
func withDepartments(rows []offices.Row) []offices.Row {
	for _, r := range rows {
		if r.Kind != unit.County {
			continue
		}
		for _, d := range departments {
			rows = append(rows, offices.Row{Line: r.Line, Code: d.of(r.Code), Parent: r.Code, Kind: "department", Name: r.Name + d.name})
		}
	}
	return rows
}

// check is one question about somebody, and the department that answers it.
type check struct {
	id     ident.ID
	office unit.Code
}

// assignDepartments says in every county who answers which question.
func (s *Season) assignDepartments() error {
	return s.phase(text("联审分工", "Departments of the vetting"), func(add func(task)) {
		for _, county := range s.counties {
			for _, d := range departments {
				add(task{act.Request{Kind: "vetting_department.add", Actor: s.by(county, role.CountyOfficer, 1), Purpose: role.Intake,
					Body: &vetting.Serving{Question: d.question, Office: d.of(county)}}, nil})
			}
		}
	})
}

// vet opens the vetting, has the departments answer, two people visit, a session
// held, both seals put, and the chair conclude.
func (s *Season) vet() error {
	s.until(8, 24)
	err := s.each(text("政治考核发起", "Vetting opened"), func(p *someone, add func(task)) {
		add(s.onCase(p, "application.vet", role.CountyOfficer, 1, &vetting.Opening{}))
	})
	if err != nil {
		return err
	}
	if err := s.findRounds(); err != nil {
		return err
	}
	for _, step := range []func() error{s.answer, s.visit, s.sit, s.seal} {
		if err := step(); err != nil {
			return err
		}
	}
	return s.each(text("政治考核结论", "Vetting concluded"), func(p *someone, add func(task)) {
		body := &vetting.Conclusion{Outcome: "passed"}
		if !p.spotless {
			body = &vetting.Conclusion{Outcome: "not_passed", Reason: "identity_mismatch", Remark: "户籍信息不一致,需先更正"}
			p.active = false
		}
		add(s.onCase(p, "application.conclude_vetting", role.VettingChair, 1, body))
	})
}

func (s *Season) answer() error {
	return s.each(text("部门核查", "Departments answer"), func(p *someone, add func(task)) {
		for i, c := range p.checks {
			add(task{act.Request{Kind: "vetting_check.answer", County: p.county, Subject: c.id, Actor: s.by(c.office, role.Reviewer, 1), Purpose: role.Vetting,
				Body: &vetting.Reply{Clear: p.spotless || i > 0, Evidence: fmt.Sprintf("HC-%d", i+1), Answer: "已核查"}}, nil})
		}
	})
}

// onRound is an act on somebody's vetting.
func (s *Season) onRound(p *someone, kind string, who access.Actor, purpose access.Purpose, body any) task {
	return task{act.Request{Kind: kind, County: p.county, Subject: p.round, Actor: who, Purpose: purpose, Body: body}, nil}
}

func (s *Season) visit() error {
	return s.each(text("走访", "Visits"), func(p *someone, add func(task)) {
		for n, where := range []string{"family", "school"} {
			add(s.onRound(p, "vetting_round.visit", s.by(p.county, role.VettingMember, n+1), role.Vetting,
				&vetting.Reporting{Where: where, On: s.today(), Met: "走访对象若干", Report: "走访情况正常"}))
		}
	})
}

// sitting is how many vettings one session discusses.
const sitting = 40

func (s *Season) sit() error {
	byCounty := map[unit.Code][]string{}
	for _, p := range s.people {
		if p.active {
			byCounty[p.county] = append(byCounty[p.county], string(p.round))
		}
	}
	return s.phase(text("联审会议", "Joint sessions"), func(add func(task)) {
		for _, county := range s.active() {
			list := byCounty[county]
			attendees := []string{loginOf(county, member{role.VettingChair, 1}), loginOf(county, member{role.VettingMember, 1}), loginOf(departments[0].of(county), departmentCrew[0])}
			for start := 0; start < len(list); start += sitting {
				add(task{act.Request{Kind: "vetting_session.record", Actor: s.by(county, role.VettingChair, 1), Purpose: role.Vetting,
					Body: &vetting.Sitting{Day: s.today(), Attendees: attendees, Rounds: list[start:min(start+sitting, len(list))], Minutes: fmt.Sprintf("LS-%d", start/sitting+1)}}, nil})
			}
		}
	})
}

func (s *Season) seal() error {
	return s.each(text("两枚印章", "The two seals"), func(p *someone, add func(task)) {
		add(s.onRound(p, "vetting_round.seal_station", s.by(p.station, role.Reviewer, 1), role.Vetting, &vetting.Stamp{Document: "PCS"}))
		add(s.onRound(p, "vetting_round.seal_office", s.by(p.county, role.CountyOfficer, 2), role.Intake, &vetting.Stamp{Document: "ZBB"}))
	})
}

// findRounds finds the vettings under way and their checks.
func (s *Season) findRounds() error {
	byCase := s.byApplication()
	err := s.find("SELECT id, station, application FROM vetting_round WHERE state = 'open'", func(id, station, application string) {
		if p := byCase[ident.ID(application)]; p != nil {
			p.round, p.station = ident.ID(id), unit.Code(station)
		}
	})
	if err != nil {
		return err
	}
	return s.find("SELECT id, office, application FROM vetting_check ORDER BY county, id", func(id, office, application string) {
		if p := byCase[ident.ID(application)]; p != nil {
			p.checks = append(p.checks, check{ident.ID(id), unit.Code(office)})
		}
	})
}
