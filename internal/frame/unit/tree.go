package unit

import (
	"slices"
	"sort"
)

// Tree is an immutable view of all units, dissolved ones included.
type Tree struct {
	byCode   map[Code]*Unit
	children map[Code][]*Unit // sorted by code
	byPlace  map[Place]*Unit
	inherits map[Code][]*Unit // dissolved units whose work the key took over
	root     *Unit
}

// NewTree indexes units whose places and homes are already set. The slice is
// not kept, its elements are.
func NewTree(units []*Unit) *Tree {
	t := &Tree{
		byCode:   make(map[Code]*Unit, len(units)),
		children: make(map[Code][]*Unit),
		byPlace:  make(map[Place]*Unit, len(units)),
		inherits: make(map[Code][]*Unit),
	}
	for _, u := range units {
		t.byCode[u.Code], t.byPlace[u.Place] = u, u
		if u.Parent == "" {
			t.root = u
		} else {
			t.children[u.Parent] = append(t.children[u.Parent], u)
		}
		if u.Successor != "" {
			t.inherits[u.Successor] = append(t.inherits[u.Successor], u)
		}
	}
	for _, list := range t.children {
		sort.Slice(list, func(i, j int) bool { return list[i].Code < list[j].Code })
	}
	return t
}

// Len is the number of units, dissolved ones included.
func (t *Tree) Len() int { return len(t.byCode) }

// Root is the root unit, nil in an empty tree.
func (t *Tree) Root() *Unit { return t.root }

// Get finds a unit by code; ok is false if there is none.
func (t *Tree) Get(code Code) (u *Unit, ok bool) { u, ok = t.byCode[code]; return u, ok }

// At finds the unit at a place; ok is false if there is none.
func (t *Tree) At(place Place) (u *Unit, ok bool) { u, ok = t.byPlace[place]; return u, ok }

// Children lists the children of a unit in the order of their codes.
func (t *Tree) Children(code Code) []*Unit { return t.children[code] }

// Name is the name of a unit, or its code where the unit is unknown.
func (t *Tree) Name(code Code) string {
	if u, ok := t.byCode[code]; ok {
		return u.Name
	}
	return string(code)
}

// Up lists the unit and its ancestors, the root last; nil for an unknown code.
func (t *Tree) Up(code Code) []*Unit {
	var path []*Unit
	for u, ok := t.byCode[code]; ok; u, ok = t.byCode[u.Parent] {
		path = append(path, u)
	}
	return path
}

// Way lists the units from one down to another at or below it; the other alone where it
// is not below.
func (t *Tree) Way(from, to Code) []Code {
	var way []Code
	for _, u := range t.Up(to) {
		way = append(way, u.Code)
		if u.Code == from {
			slices.Reverse(way)
			return way
		}
	}
	return []Code{to}
}

// Ancestor finds the nearest unit of a kind at or above code, nil if none.
func (t *Tree) Ancestor(code Code, kind Kind) *Unit {
	for _, u := range t.Up(code) {
		if u.Kind == kind {
			return u
		}
	}
	return nil
}

// Range is a half-open range of places, one subtree.
type Range struct{ From, To Place }

// Contains says whether the range holds a place.
func (r Range) Contains(p Place) bool { return r.From <= p && p < r.To }

// Scope is what a unit answers for: its own subtree and those of the units
// whose work it took over, each as one range of places, without duplicates.
func (t *Tree) Scope(code Code) []Range {
	u, ok := t.byCode[code]
	if !ok {
		return nil
	}
	ranges := []Range{{u.Place, u.Place.End()}}
	for heir := range t.inherits {
		if h := t.byCode[heir]; h == nil || !u.Place.Contains(h.Place) {
			continue
		}
		for _, gone := range t.inherits[heir] {
			if !u.Place.Contains(gone.Place) {
				ranges = append(ranges, Range{gone.Place, gone.Place.End()})
			}
		}
	}
	sort.Slice(ranges, func(i, j int) bool { return ranges[i].From < ranges[j].From })
	return ranges
}

// Walk visits the subtree of code, parents before children, in the order of
// codes, until visit returns false.
func (t *Tree) Walk(code Code, visit func(*Unit) bool) bool {
	u, ok := t.byCode[code]
	if !ok {
		return true
	}
	if !visit(u) {
		return false
	}
	for _, child := range t.children[code] {
		if !t.Walk(child.Code, visit) {
			return false
		}
	}
	return true
}
