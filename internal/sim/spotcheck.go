package sim

import (
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
)

// checked says whether a county's station is checked by lot this year.
func (s *Season) checked(i int) bool {
	if f := s.options.Fraud; f != nil {
		return !f.Unseen
	}
	return i%20 == 0 || s.counties[i] == demoCounty
}

// spotCheck draws samples after the conclusions and has them examined again,
// blind, by the neighbour. At one station one result differs: a third station
// decides about that person, and an inspector looks into the station.
func (s *Season) spotCheck() error {
	s.until(8, 21)
	sampled := func(p *someone) bool { return p.visit.id != "" }
	next := func(p *someone) unit.Code { return s.neighbour(p.county, 2) }
	if err := s.open(s.day(8, 22), "08:00", next, sampled); err != nil {
		return err
	}
	err := s.phase(text("随机抽查", "Samples for blind re-examination"), func(add func(task)) {
		for i, county := range s.counties {
			if s.checked(i) && s.anyConcluded(county) {
				add(task{act.Request{Kind: "exam_sample.draw", Actor: s.by(county, role.Inspector, 1), Purpose: role.Integrity, Body: &medical.Sampling{Station: county,
					Cycle: s.cycle, CycleHome: s.root, Other: s.neighbour(county, 2), On: s.day(8, 22), Public: string(s.day(8, 21)) + " 双色球 03 08 14 21 27 30 + 11"}}, nil})
			}
		}
	})
	if err != nil {
		return err
	}
	s.until(8, 22)
	list, err := s.expected(s.day(8, 22), "sample")
	if err != nil {
		return err
	}
	var odd *someone
	for _, p := range list {
		if odd == nil && p.active && p.healthy {
			odd = p
		}
	}
	if err := s.examination(s.day(8, 22), "sample", func(p *someone) medical.Opinion {
		if p == odd {
			return medical.Fail
		}
		return s.outcome(p)
	}); err != nil {
		return err
	}
	for _, p := range list {
		p.twice = p == odd || p.bought || p.ghost
	}
	if err := s.third(list); err != nil {
		return err
	}
	return s.resolve()
}

func (s *Season) anyConcluded(county unit.Code) bool {
	for _, p := range s.people {
		if p.visit.station == county && p.county == county && !p.unclear && p.visit.id != "" {
			return true
		}
	}
	return false
}

// third takes those whose two results differ to a third station.
func (s *Season) third(list []*someone) error {
	if !slices.ContainsFunc(list, func(p *someone) bool { return p.twice && p.active }) {
		return nil
	}
	station := func(p *someone) unit.Code { return s.neighbour(p.visit.station, 1) } // neither the first nor the second
	differs := func(p *someone) bool { return p.twice && p.active }
	if err := s.open(s.day(8, 23), "08:00", station, differs); err != nil {
		return err
	}
	if err := s.recall(s.day(8, 23), station, differs); err != nil {
		return err
	}
	s.until(8, 23)
	return s.examination(s.day(8, 23), "recheck", s.outcome)
}

// resolve lets an inspector deal with every order to re-examine all.
func (s *Season) resolve() error {
	return s.phase(text("处理抽查结果", "What the samples showed is dealt with"), func(add func(task)) {
		_ = s.find("SELECT county, id, station FROM exam_alarm WHERE state = 'raised' ORDER BY county, id", func(county, id, station string) {
			add(task{act.Request{Kind: "exam_alarm.resolve", County: unit.Code(county), Subject: ident.ID(id), Actor: s.by(unit.Code(station), role.Inspector, 1), Purpose: role.Integrity,
				Body: &medical.Resolving{Reason: "explained", Words: "第三站复查合格,复检仪器未校准,已整改"}}, nil})
		})
	})
}
