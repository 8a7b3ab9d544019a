package sim

import "muster/internal/frame/unit"

// Fraud is what goes wrong at one station of a season, by the acts of its own
// people, so that a test can see whether the radar finds it. A share counts of
// those of the county who would fail an honest examination.
type Fraud struct {
	Station func([]unit.Code) unit.Code // which of the counties; nil: none, every station is honest but is checked by lot
	Bought  float64                     // pass for money, or with somebody else in their place
	Ghosts  float64                     // get the papers of an examination that never was
}

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
		switch x := s.random.Float64(); {
		case x < f.Bought:
			p.bought = true
		case x < f.Bought+f.Ghosts:
			p.ghost = true
		}
	}
}
