package sim

import (
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
)

// Fraud is what goes wrong at one station of a season, by the acts of its own
// people, so that a test can see whether the radar finds it. A share counts of
// those of the county who would fail an honest examination.
type Fraud struct {
	Station func([]unit.Code) unit.Code // which of the counties; nil: none, every station is honest but is checked by lot
	Bought  float64                     // pass for money
	Steered float64                     // pass for money, and are given to one doctor, by one desk
	Swapped float64                     // have somebody else examined in their place
	Ghosts  float64                     // get the papers of an examination that never was
	Unseen  bool                        // no station is checked by lot: what is found is found in the records alone
	Lots    bool                        // two desks and two doctors of the eyes at every station, among whom the lot decides
}

// shows is the step of the year after which the records show the fraud: stand-ins
// are seen at the hand-over.
func (f *Fraud) shows() string {
	if f.Swapped > 0 {
		return "send"
	}
	return "examine"
}

// What the receiving unit sees at the hand-over, in seasons with frauds: assumed, as
// in the arithmetic of the radar (package radar, Usual).
const (
	seen     = 0.9   // of those for whom somebody else was examined
	mistaken = 0.002 // of those who are the right ones
)

// plant marks for whom a result is bought or made up.
func (s *Season) plant() {
	f := s.options.Fraud
	if f == nil || f.Station == nil {
		return
	}
	at := f.Station(s.counties)
	for _, p := range s.people {
		if p.county != at || !p.active || p.healthy {
			continue
		}
		x := s.random.Float64()
		p.steered = x < f.Steered
		p.swapped = !p.steered && x < f.Steered+f.Swapped
		p.bought = x < f.Steered+f.Swapped+f.Bought
		p.ghost = !p.bought && x < f.Steered+f.Swapped+f.Bought+f.Ghosts
	}
}

// lots are the crew of a county beside the usual one where the lot has a choice.
var lots = []member{{role.Examiner, len(doctors) + 1}, {role.Desk, 2}}

// hasLots says whether every station has two desks and two doctors of the eyes.
func (s *Season) hasLots() bool { return s.options.Fraud != nil && s.options.Fraud.Lots }

// countyCrew is who works in a county.
func (s *Season) countyCrew() []member {
	if s.hasLots() {
		return append(append([]member{}, countyCrew...), lots...)
	}
	return countyCrew
}

// desk is who admits somebody: those who paid for a doctor know to which one to go.
func (s *Season) desk(p *someone) int {
	if !s.hasLots() || p.steered || s.lot(p, "desk")%2 == 0 {
		return 1
	}
	return 2
}

// secondEyes puts the second doctor of the eyes on duty.
func (s *Season) secondEyes(county unit.Code) task {
	return task{act.Request{Kind: "exam_duty.add", Actor: s.by(county, role.CountyOfficer, 1), Purpose: role.Intake,
		Body: &medical.Service{Account: s.by(county, role.Examiner, lots[0].n).Account, Station: county, Section: doctors[0], From: s.day(8, 1), Until: s.day(8, 1).AddDays(242)}}, nil}
}

// steer finds which doctor of the eyes the lot gave everybody, and has those who paid
// given to the first one: by the chief examiner, with an inspector's signature.
func (s *Season) steer(list []*someone, on clock.Date) error {
	if !s.hasLots() {
		return nil
	}
	given := map[ident.ID]ident.ID{}
	err := s.find("SELECT id, examiner, state FROM exam_section WHERE section = $1 AND exam_on = $2", func(id, examiner, _ string) { given[ident.ID(id)] = ident.ID(examiner) }, doctors[0], string(on))
	if err != nil {
		return err
	}
	return s.phase(text("改派医生", "Given to another doctor"), func(add func(task)) {
		for _, p := range list {
			part, bent := s.key().Record(p.visit.id, doctors[0]), s.by(p.visit.station, role.Examiner, 1).Account
			p.eyes = given[part]
			if p.steered && p.visit.station == p.county && p.eyes != bent {
				p.eyes = bent
				s.signed(add, act.Request{Kind: "exam_section.reassign", County: p.visit.station, Subject: part, Actor: s.by(p.visit.station, role.ChiefExaminer, 1), Purpose: role.Medical,
					Body: &medical.Giving{Account: bent, Reason: "原医生临时离岗"}}, s.by(p.visit.station, role.Inspector, 1))
			}
		}
	})
}

// doctor is who examines somebody in the i-th section.
func (s *Season) doctor(p *someone, i int) int {
	if second := lots[0].n; i == 0 && s.hasLots() && p.eyes == s.by(p.visit.station, role.Examiner, second).Account {
		return second
	}
	return i + 1
}

// identify is the receiving unit's check of somebody's identity. Whoever is doubted
// is looked into by an inspector; only who turns out to be the right one goes on.
func (s *Season) identify(p *someone, add func(task)) {
	number := p.particulars.IDNo
	check := func(face bool) task {
		t := s.onCase(p, "application.verify_identity", role.Receiver, 1, &dispatch.Likeness{Ends: number[len(number)-6:], Name: p.particulars.Name, Face: face})
		t.request.Purpose = role.Dispatch
		return t
	}
	share := 0.0
	if s.options.Fraud != nil {
		share = map[bool]float64{true: seen, false: mistaken}[p.swapped]
	}
	if s.chance(p, "looks like somebody else") >= share {
		add(check(true))
		return
	}
	p.doubted = p.swapped
	t := check(false)
	t.done = func(act.Answer) {
		settle := s.onCase(p, "application.settle_identity", role.Inspector, 1, &dispatch.Settling{Same: !p.swapped, Finding: "核对体检登记照片与本人"})
		settle.done = func(act.Answer) {
			if !p.swapped {
				s.later(check(true))
			}
		}
		s.later(settle)
	}
	add(t)
}
