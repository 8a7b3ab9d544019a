package trend

import (
	"slices"
	"sync"

	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
)

// Hidden keeps what was decided to be hidden for as long as the counts that it was
// decided on stay the same. It is safe for concurrent use.
type Hidden struct {
	mu       sync.Mutex
	law      string
	tree     *unit.Tree
	asked    *questions
	families map[unit.Code]*kept // by the unit above
}

// kept is the units below one, with what was decided of them.
type kept struct {
	version   uint64 // of all counts, when these were last looked at
	above     *decision
	units     []unit.Code
	decisions []*decision
}

// mostFamilies bounds the memory of what is kept.
const mostFamilies = 400

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
	for i, code := range below.units {
		f.below[code] = below.decisions[i]
	}
	return nil
}

// Shown is how many cases of a unit in an intake came to each point, as those who may
// not open every record are shown it: what other pages show must tell no more.
func (s Source) Shown(code unit.Code, intake ident.ID) (out []smallcell.Cell, err error) {
	s.Hidden.mu.Lock()
	defer s.Hidden.mu.Unlock()
	if err := s.Hidden.begin(s); err != nil {
		return nil, err
	}
	d, err := s.Hidden.of(s, code)
	for p := 0; err == nil && p < points; p++ {
		out = append(out, d.cell(intake, "", nil, p))
	}
	return out, err
}

// begin looks at the topmost unit, and forgets what was decided under another law, of
// another tree or when other questions could be asked. A question may still hold the tree
// of before a change when the counts are already those of after it.
func (h *Hidden) begin(s Source) error {
	if h.tree != s.Tree {
		h.tree, h.families = s.Tree, map[unit.Code]*kept{}
	}
	version, law := s.Cube.Version(), s.Law.Pack().Version()+" "+string(s.Law.Day())
	if top := h.families[""]; top != nil && top.version == version && h.law == law {
		return nil
	}
	code, dimensions := s.Tree.Root().Code, Dimensions(s.Law)
	c, err := s.count(code, nil, fieldsOf(dimensions))
	if err != nil {
		return err
	}
	asked := questionsOf(dimensions, c)
	if h.asked == nil || h.law != law || !h.asked.same(asked) || len(h.families) > mostFamilies {
		h.law, h.asked, h.families = law, asked, map[unit.Code]*kept{}
	}
	h.keep("", version, nil, []unit.Code{code}, []*counts{c})
	return nil
}

// of is what is known of a unit.
func (h *Hidden) of(s Source, code unit.Code) (*decision, error) {
	list := h.families[""]
	for _, u := range slices.Backward(s.Tree.Up(code)) {
		d := list.decisions[slices.Index(list.units, u.Code)]
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
func (h *Hidden) under(s Source, code unit.Code, above *decision) (*kept, error) {
	version := s.Cube.Version()
	if k := h.families[code]; k != nil && k.version == version && k.above == above {
		return k, nil
	}
	var units []unit.Code
	var below []*counts
	for _, child := range s.Tree.Children(code) {
		c, err := s.count(child.Code, nil, h.asked.fields)
		if err != nil {
			return nil, err
		}
		units, below = append(units, child.Code), append(below, c)
	}
	return h.keep(code, version, above, units, below), nil
}

// keep decides again where anything has changed since. What comes out the same stays
// the same decision, so that what rests on it stays as well.
func (h *Hidden) keep(code unit.Code, version uint64, above *decision, units []unit.Code, below []*counts) *kept {
	old := h.families[code]
	if old != nil && old.above == above && slices.Equal(old.units, units) && h.asked.unchanged(old.decisions, below) {
		old.version = version
		return old
	}
	k := &kept{version, above, units, h.asked.under(above, below)}
	for i, d := range k.decisions {
		if old == nil {
			break
		}
		if at := slices.Index(old.units, units[i]); at >= 0 && d.same(old.decisions[at]) {
			k.decisions[i] = old.decisions[at]
		}
	}
	h.families[code] = k
	return k
}
