// Package unit is the tree of offices: nation, province, city, county,
// township, village, and whatever hangs on them (a university, a medical
// station, a department).
//
// A unit keeps for life the Place it was given when it was founded. A place is
// its parent's place and two more characters, so that the subtree of a unit is
// one range of text, [Place, Place.End()), in Go and in SQL alike. A unit that
// is dissolved keeps its place and its history; whoever takes over its work
// gets its range as a second one (Tree.Scope).
package unit

import (
	"strings"

	"muster/internal/frame/clock"
)

// Code is the official code of a unit, such as "130102".
type Code string

// Kind is the kind of a unit. The frame knows only where a home county is;
// every other kind is a word of the policy pack.
type Kind string

// The kinds that the tree itself distinguishes.
const (
	Nation   Kind = "nation"
	Province Kind = "province"
	City     Kind = "city"
	County   Kind = "county"
	Township Kind = "township"
	Village  Kind = "village"
)

// Place is the position in the tree: two characters a level.
type Place string

const placeDigits = "0123456789abcdefghijklmnopqrstuvwxyz"

// MaxChildren is the number of children that one unit may have in its life.
const MaxChildren = len(placeDigits) * len(placeDigits)

// Child returns the place of the n-th child, counted from 0.
func (p Place) Child(n int) Place {
	return p + Place([]byte{placeDigits[n/len(placeDigits)], placeDigits[n%len(placeDigits)]})
}

// Ordinal is the inverse of Child: which child of its parent this place is.
func (p Place) Ordinal() int {
	if len(p) < 2 {
		return 0
	}
	hi, lo := p[len(p)-2], p[len(p)-1]
	return strings.IndexByte(placeDigits, hi)*len(placeDigits) + strings.IndexByte(placeDigits, lo)
}

// End is the first text after every place of the subtree.
func (p Place) End() Place { return p + "~" }

// Contains says whether other lies in the subtree of p, p itself included.
func (p Place) Contains(other Place) bool { return strings.HasPrefix(string(other), string(p)) }

// Unit is one node of the tree.
type Unit struct {
	Code      Code
	Parent    Code // empty at the root
	Kind      Kind
	Name      string
	Place     Place
	Home      Code // the county whose log keeps this unit's records; its own code above the counties
	ValidFrom clock.Date
	ValidTo   clock.Date // first day on which it no longer exists; zero: it exists
	Successor Code       // who took over, when it was dissolved
}

// On says whether the unit exists on a day.
func (u *Unit) On(day clock.Date) bool {
	return (u.ValidFrom.IsZero() || u.ValidFrom <= day) && (u.ValidTo.IsZero() || day < u.ValidTo)
}
