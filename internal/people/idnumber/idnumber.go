// Package idnumber checks the numbers by which a state knows its citizens.
//
// A numbering scheme belongs to a country, so callers name one (the policy pack
// says which) and get a Checker; no rule of any country is known outside this
// package. The schemes are pure: no I/O, no clock.
//
// Faults never repeat a number, because faults are logged and a citizen number
// is personal data. Whoever can call this package learns only what is already
// in the number.
package idnumber

import (
	"sort"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
)

// Sex as it is written into a citizen number; the zero value is unknown.
type Sex string

// The sexes that numbering schemes know.
const (
	Male   Sex = "male"
	Female Sex = "female"
)

// Facts are what is known of a person from elsewhere; a zero part is unknown
// and not compared.
type Facts struct {
	Birth clock.Date
	Sex   Sex
}

// Parts are what a number says of its bearer.
type Parts struct {
	Number   string // in the scheme's canonical form, under which it is stored and compared
	Area     string // code of the place of first registration, which may no longer exist
	Birth    clock.Date
	Sex      Sex
	Sequence int
}

// Checker is one numbering scheme.
type Checker interface {
	// Canonical is what somebody typed, a whole number or a part of one, in the
	// characters in which numbers are stored and compared. Nothing is checked.
	Canonical(typed string) string
	// Read takes a number apart. What is wrong with it is one fault of kind
	// Invalid with a field "id_no" for each wrong part.
	Read(number string) (Parts, error)
	// Check reads a number and compares it with what is known of the person. A
	// disagreement is a field "birth_date" or "sex" of the same fault.
	Check(number string, known Facts) error
}

// schemes are all schemes by the name that a policy pack uses.
var schemes = map[string]Checker{"gb11643": GB11643{}}

// Scheme finds a scheme by name; an unknown name is a fault of kind Unknown
// that lists the known ones.
func Scheme(name string) (Checker, error) {
	if checker, ok := schemes[name]; ok {
		return checker, nil
	}
	return nil, fault.New(fault.Unknown, "idnumber.scheme_unknown",
		"没有名为“{name}”的证件号码规则;可用:{known}。", "No citizen number scheme {name}; known: {known}.",
		"name", name, "known", strings.Join(Names(), ", "))
}

// Names lists the known schemes in order.
func Names() []string {
	names := make([]string, 0, len(schemes))
	for name := range schemes {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
