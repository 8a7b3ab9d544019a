package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"muster/internal/frame/policy"
	"muster/internal/intake/medical"
)

// Rates are how often things happen to people of a season; what is 0 is as in the
// demo. They differ between years, as real ones do.
type Rates struct {
	Healthy  float64 // pass the physical
	Spotless float64 // pass the vetting
	Checked  float64 // pass the preliminary health check
	Leaves   float64 // withdraw instead of coming to the physical
	Wishes   float64 // apply, of those of age; 0: more men than women, as in the demo
	Returns  int     // one in so many of those approved is sent back
}

func (r Rates) filled() Rates {
	for at, demo := range map[*float64]float64{&r.Healthy: 0.72, &r.Spotless: 0.96, &r.Checked: 0.9, &r.Leaves: 0.04} {
		if *at == 0 {
			*at = demo
		}
	}
	if r.Returns == 0 {
		r.Returns = 97
	}
	return r
}

// lot is a number that somebody draws for something: the same in every season with
// the seed, whoever else takes part and in whatever order.
func (s *Season) lot(p *someone, what string) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s\x00%s", s.options.Seed, p.particulars.IDNo, what))
	return binary.BigEndian.Uint64(sum[:8])
}

// chance is a lot between 0 and 1.
func (s *Season) chance(p *someone, what string) float64 {
	return float64(s.lot(p, what)>>11) / (1 << 53)
}

// fallsShort says whether the standard of the season's pack fails somebody by the
// values of a section. What sections find fits the pack of this build, so that only
// another pack has to be asked.
func (s *Season) fallsShort(p *someone, section string) bool {
	if s.options.Pack == nil {
		return false
	}
	if p.short == nil {
		p.short = map[string]bool{}
		view := s.app.Pack.On(s.opened)
		for _, name := range doctors {
			p.short[name] = shortIn(view, p, name, s.entry(p, name, medical.Pass).Values)
		}
	}
	return p.short[section]
}

func shortIn(view *policy.View, p *someone, section string, pairs []string) bool {
	values := medical.Pairs(pairs)
	proposal, err := medical.Propose(view, medical.Items(view, section), p.particulars.Sex, values)
	return err == nil && proposal.Fails
}

// short says whether the standard fails somebody in any section.
func (s *Season) short(p *someone) bool {
	for _, section := range doctors {
		if s.fallsShort(p, section) {
			return true
		}
	}
	return false
}
