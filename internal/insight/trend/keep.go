package trend

import (
	"slices"
	"sync"

	"muster/internal/frame/fault"
	"muster/internal/frame/unit"
)

// Hidden keeps what was decided to be hidden until a count changes. It is safe for
// concurrent use.
type Hidden struct {
	mu       sync.Mutex
	version  uint64 // of the counts
	law      string
	asked    *questions
	families map[unit.Code][]kept
}

// kept is a unit below one asked about.
type kept struct {
	unit     unit.Code
	decision *decision
}

// mostFamilies bounds the memory of what is kept.
const mostFamilies = 200

// hidden answers those who may not open every record: it decides from the topmost unit
// down what they are shown of the unit and of those below it.
func (s Source) hidden(f *Figures) error {
	h := s.Hidden
	if h == nil {
		h = &Hidden{}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.begin(s); err != nil {
		return err
	}
	own, err := h.of(s, f.Unit)
	if err != nil {
		return err
	}
	below, err := h.under(s, f.Unit, own)
	if err != nil {
		return err
	}
	f.counts, f.see, f.below = own.counts, own, map[unit.Code]shown{}
	for _, k := range below {
		if k.unit != "" {
			f.below[k.unit] = k.decision
		}
	}
	return nil
}

// begin forgets what was decided on other counts or under another law.
func (h *Hidden) begin(s Source) error {
	version, law := s.Cube.Version(), s.Law.Pack().Version()+" "+string(s.Law.Day())
	if h.asked != nil && h.version == version && h.law == law && len(h.families) < mostFamilies {
		return nil
	}
	top, dimensions := s.Tree.Root().Code, Dimensions(s.Law)
	c, err := s.count(top, nil, fieldsOf(dimensions))
	if err != nil {
		return err
	}
	h.version, h.law, h.asked = version, law, questionsOf(dimensions, c)
	h.families = map[unit.Code][]kept{"": {{top, h.asked.decide(nil, []*counts{c})[0]}}}
	return nil
}

// of is what is known of a unit.
func (h *Hidden) of(s Source, code unit.Code) (*decision, error) {
	list := h.families[""]
	for _, u := range slices.Backward(s.Tree.Up(code)) {
		d := list[slices.IndexFunc(list, func(k kept) bool { return k.unit == u.Code })].decision
		if u.Code == code {
			return d, nil
		}
		below, err := h.under(s, u.Code, d)
		if err != nil {
			return nil, err
		}
		list = below
	}
	return nil, fault.New(fault.Unknown, "unit.scope", "没有这个单位,或不在您的范围内。", "There is no such unit, or it is outside your scope.")
}

// under are the units below one.
func (h *Hidden) under(s Source, code unit.Code, above *decision) (list []kept, err error) {
	if list, known := h.families[code]; known {
		return list, nil
	}
	var units []*counts
	for _, child := range s.Tree.Children(code) {
		c, err := s.count(child.Code, nil, h.asked.fields)
		if err != nil {
			return nil, err
		}
		units, list = append(units, c), append(list, kept{unit: child.Code})
	}
	for i, d := range h.asked.under(above, units) {
		list[i].decision = d
	}
	h.families[code] = list
	return list, nil
}
