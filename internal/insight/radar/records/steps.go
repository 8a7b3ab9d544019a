package records

import (
	"maps"
	"slices"
	"time"

	"muster/internal/frame/unit"
	"muster/internal/insight/radar"
)

// Steps is how many conclusions of a station lack what must come before them.
type Steps struct {
	Station    unit.Code
	N          int64
	Unadmitted int64 // nobody was admitted at the desk
	Unsigned   int64 // a section has not signed
	Hasty      int64 // from admission to conclusion in less than the least time
	Alarm      bool
}

// Raised says whether this is an alarm.
func (s Steps) Raised() bool { return s.Alarm }

// steps counts the conclusions that lack a step. One without admission or without a
// section is an alarm by itself, for it cannot come about; hasty ones are where
// they are more than a clean station may have.
func steps(list []*exam, l limits) (out []Steps) {
	found := map[string]*Steps{}
	for _, e := range list {
		s := found[string(e.station)]
		if s == nil {
			s = &Steps{Station: e.station}
			found[string(e.station)] = s
		}
		s.N++
		if e.admitted == 0 {
			s.Unadmitted++
		} else if e.finished.Time().Sub(e.admitted.Time()) < time.Duration(l.minutes)*time.Minute {
			s.Hasty++
		}
		if len(e.sections) == 0 || slices.ContainsFunc(e.sections, func(h hand) bool { return !h.signed }) {
			s.Unsigned++
		}
	}
	for _, name := range sortedKeys(found) {
		s := *found[name]
		s.Alarm = s.Unadmitted > 0 || s.Unsigned > 0 || radar.AtLeast(s.Hasty, s.N, l.hasty) < l.alpha/float64(len(found))
		out = append(out, s)
	}
	return out
}

// sortedKeys are the keys of a map in their order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
