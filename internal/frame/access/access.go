// Package access decides who may do or see what.
//
// A grant says: this role, within this relation to the record, for these
// purposes, in these states. The same grant gives the decision for one record
// (Allows) and the SQL predicate for many (Predicate); a test proves the two
// equal. Nothing is allowed that no grant allows. Rights are looked up at each
// request, never carried in a token.
package access

import (
	"fmt"
	"slices"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// Role is what somebody acts as.
type Role string

// System is the role of the product's own jobs. It may remind and tidy up; no
// adverse act is ever granted to it.
const System Role = "system"

// Purpose is why somebody acts or looks, from a closed list.
type Purpose string

// Relation is how the actor must stand to the record.
type Relation uint8

// The relations.
const (
	Subtree  Relation = iota // the record's unit lies in the subtree of the actor's unit
	Exact                    // the record's unit is the actor's unit
	Self                     // the record is about the actor: its Field holds the actor's person
	Assigned                 // the record's Field holds the actor's unit
	Anybody                  // no relation needed
	Named                    // the record's Field holds the actor's account: it was given to them in person
	Listed                   // the record's Field, a list, names the actor in the present office, see Name
)

// Grant is one line of the access table.
type Grant struct {
	Role     Role
	Relation Relation
	Field    string    // of Self, Assigned, Named and Listed; Self defaults to "person"
	Except   string    // a list of the record: the accounts whose holders the grant does not reach, whatever their relation
	Purposes []Purpose // empty: any purpose the role may name
	States   []string  // of the record; empty: any
	Strength int       // the least strength of the sign-in, see Actor
}

// Strengths of a sign-in.
const (
	Password = 1 // one factor
	Strong   = 2 // two factors
)

// Actor is who acts: an account in one of its posts.
type Actor struct {
	Account  ident.ID
	Person   ident.ID // of a citizen
	Role     Role
	Unit     unit.Code
	Home     unit.Code // the county whose log keeps what is not about a record
	Ranges   []unit.Range
	Strength int
	Others   []ident.ID // the other accounts of the same human; the road fills them in
}

// accounts are all accounts of the human who acts.
func (a Actor) accounts() []ident.ID {
	if a.Account == "" {
		return nil
	}
	return append([]ident.ID{a.Account}, a.Others...)
}

// Name is how a list of a record names an actor for Listed: the office and the
// account, so that whoever moves to another office is no longer named.
func (a Actor) Name() string {
	if a.Unit == "" || a.Account == "" {
		return ""
	}
	return string(a.Unit) + "/" + string(a.Account)
}

// Reaches says whether a place lies in the scope of the actor's office.
func (a Actor) Reaches(place unit.Place) bool {
	return place != "" && slices.ContainsFunc(a.Ranges, func(x unit.Range) bool { return x.Contains(place) })
}

// View is what a decision needs to know of a record.
type View interface {
	// Value is the text of a declared field; "" for one that is not declared.
	Value(field string) string
}

// Covers says whether the grant's relation holds between actor and record, and the
// record is not kept from the actor.
func (g Grant) Covers(a Actor, r View) bool {
	if g.Except != "" && kept(strings.Split(r.Value(g.Except), "|"), a.accounts()) {
		return false
	}
	switch g.Relation {
	case Anybody:
		return true
	case Subtree:
		place := unit.Place(r.Value("place"))
		return place != "" && slices.ContainsFunc(a.Ranges, func(x unit.Range) bool { return x.Contains(place) })
	case Exact:
		return a.Unit != "" && r.Value("unit") == string(a.Unit)
	case Self:
		return a.Person != "" && r.Value(g.SelfField()) == string(a.Person)
	case Assigned:
		return a.Unit != "" && r.Value(g.Field) == string(a.Unit)
	case Named:
		return a.Account != "" && r.Value(g.Field) == string(a.Account)
	case Listed:
		return a.Name() != "" && slices.Contains(strings.Split(r.Value(g.Field), "|"), a.Name())
	}
	return false
}

// kept says whether a list names one of somebody's accounts; it keeps a record from
// whoever has none.
func kept(list []string, accounts []ident.ID) bool {
	return len(accounts) == 0 || slices.ContainsFunc(accounts, func(id ident.ID) bool { return slices.Contains(list, string(id)) })
}

// SelfField is the field that names the person a record is about.
func (g Grant) SelfField() string {
	if g.Field == "" {
		return "person"
	}
	return g.Field
}

// ForRole says whether the grant serves this actor and purpose at all, before
// any record is looked at.
func (g Grant) ForRole(a Actor, purpose Purpose) bool {
	return g.Role == a.Role && a.Strength >= g.Strength && (len(g.Purposes) == 0 || slices.Contains(g.Purposes, purpose))
}

// Allows is the decision for one record.
func (g Grant) Allows(a Actor, purpose Purpose, r View) bool {
	return g.ForRole(a, purpose) && (len(g.States) == 0 || slices.Contains(g.States, r.Value("state"))) && g.Covers(a, r)
}

// Any says whether one of the grants allows it.
func Any(grants []Grant, a Actor, purpose Purpose, r View) bool {
	return slices.ContainsFunc(grants, func(g Grant) bool { return g.Allows(a, purpose, r) })
}

// AnyRole says whether one of the grants might allow it for some record.
func AnyRole(grants []Grant, a Actor, purpose Purpose) bool {
	return slices.ContainsFunc(grants, func(g Grant) bool { return g.ForRole(a, purpose) })
}

// Denied is the fault for what no grant allows.
func Denied() *fault.Fault {
	return fault.New(fault.Denied, "access.denied", "您无权办理此事:角色、范围、用途或状态不符。",
		"You may not do this: your role, its scope, the purpose or the state does not fit.")
}

// Args collects the arguments of an SQL text as it is written.
type Args struct{ Values []any }

// Add appends an argument and returns its placeholder.
func (a *Args) Add(value any) string {
	a.Values = append(a.Values, value)
	return fmt.Sprintf("$%d", len(a.Values))
}

// Predicate is the SQL condition that holds for exactly the records that the
// grants allow the actor to see: the same decision as Any, for a whole table.
func Predicate(grants []Grant, a Actor, purpose Purpose, args *Args) string {
	var any []string
	for _, g := range grants {
		if g.ForRole(a, purpose) {
			any = append(any, g.predicate(a, args))
		}
	}
	if len(any) == 0 {
		return "1 = 0"
	}
	return "(" + strings.Join(any, " OR ") + ")"
}

func (g Grant) predicate(a Actor, args *Args) string {
	condition := g.relation(a, args)
	if g.Except != "" {
		condition = "(" + condition + " AND " + keeps(g.Except, a.accounts(), args) + ")"
	}
	if len(g.States) > 0 {
		marks := make([]string, len(g.States))
		for i, s := range g.States {
			marks[i] = args.Add(s)
		}
		condition = fmt.Sprintf("(%s AND state IN (%s))", condition, strings.Join(marks, ", "))
	}
	return condition
}

func (g Grant) relation(a Actor, args *Args) string {
	switch g.Relation {
	case Anybody:
		return "1 = 1"
	case Subtree:
		return inRanges(a.Ranges, args)
	case Exact:
		return equals("unit", string(a.Unit), args)
	case Self:
		return equals(g.SelfField(), string(a.Person), args)
	case Assigned:
		return equals(g.Field, string(a.Unit), args)
	case Named:
		return equals(g.Field, string(a.Account), args)
	case Listed:
		return lists(g.Field, a.Name(), args)
	}
	return "1 = 0"
}

func equals(column, value string, args *Args) string {
	if value == "" {
		return "1 = 0"
	}
	return column + " = " + args.Add(value)
}

// lists holds where a list, texts joined by "|", contains the name. Neither unit
// codes nor ids have a character that LIKE would read as a pattern.
func lists(column, name string, args *Args) string {
	if name == "" || strings.ContainsAny(name, "%_") {
		return "1 = 0"
	}
	return "'|' || " + column + " || '|' LIKE " + args.Add("%|"+name+"|%")
}

// keeps holds where a list contains none of the accounts; for no account it never does.
func keeps(column string, accounts []ident.ID, args *Args) string {
	parts := make([]string, len(accounts))
	for i, account := range accounts {
		if strings.ContainsAny(string(account), "%_") {
			return "1 = 0"
		}
		parts[i] = "'|' || " + column + " || '|' NOT LIKE " + args.Add("%|"+string(account)+"|%")
	}
	if len(parts) == 0 {
		return "1 = 0"
	}
	return strings.Join(parts, " AND ")
}

func inRanges(ranges []unit.Range, args *Args) string {
	parts := make([]string, len(ranges))
	for i, r := range ranges {
		parts[i] = fmt.Sprintf("(place >= %s AND place < %s)", args.Add(string(r.From)), args.Add(string(r.To)))
	}
	if len(parts) == 0 {
		return "1 = 0"
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}
