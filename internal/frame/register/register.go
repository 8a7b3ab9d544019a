// Package register turns one declared Go struct into a working register: its
// table, its form, its list with filter, sort, search and paging, its detail
// with history, its JSON API, its import and its export, under one set of
// grants. What changes in a register changes by acts (package act); Declare adds
// the three plain ones: add, change, end.
package register

import (
	"sort"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Register is a declared table with what its lists need.
type Register struct {
	Table *record.Table
	Read  []access.Grant // who may see its records
	// Import is the act that a row of an imported file becomes; "" for none.
	// Twice says that several rows of a file may have the same key: the act of import
	// compares them, so that no row is kept out for standing second.
	Twice  bool
	Import string
	// Columns are the fields that a list shows; all visible ones where empty.
	Columns []string
	// Veil takes out of a record, before it is shown, what a reader of the register may
	// not see of it; nil where everybody sees all.
	Veil func(access.Actor, record.Record)
	// Floor groups the register in the menu: "people", "office", "intake", …
	Floor string
}

// Fields lists the columns of a list.
func (r *Register) Fields() []*field.Field {
	if len(r.Columns) == 0 {
		return r.Table.Schema.Visible()
	}
	out := make([]*field.Field, 0, len(r.Columns))
	for _, name := range r.Columns {
		out = append(out, r.Table.Schema.Get(name))
	}
	return out
}

// Look builds the reading of the register for an actor.
func (r *Register) Look(a access.Actor, purpose access.Purpose, via string) act.Look {
	return act.Look{Table: r.Table, Grants: r.Read, Actor: a, Purpose: purpose, Via: via, Veil: r.Veil}
}

// Purpose is the first purpose for which the actor's role may read the register.
func (r *Register) Purpose(a access.Actor) access.Purpose { return FirstPurpose(r.Read, a) }

// FirstPurpose is the first purpose that a grant for the actor's role names.
func FirstPurpose(grants []access.Grant, a access.Actor) access.Purpose {
	for _, g := range grants {
		if g.Role == a.Role && len(g.Purposes) > 0 {
			return g.Purposes[0]
		}
	}
	return ""
}

// Shelf holds every register of the product.
type Shelf struct{ byName map[string]*Register }

// NewShelf makes an empty shelf.
func NewShelf() *Shelf { return &Shelf{byName: map[string]*Register{}} }

// Add puts a register on the shelf; a doubled or unreadable one panics while the
// program starts.
func (s *Shelf) Add(b *act.Book, r *Register) *Register {
	if s.byName[r.Table.Name] != nil || len(r.Read) == 0 {
		panic("register " + r.Table.Name + " is declared twice or readable by nobody")
	}
	for _, name := range r.Columns {
		if r.Table.Schema.Get(name) == nil {
			panic("register " + r.Table.Name + " lists the unknown column " + name)
		}
	}
	for _, f := range r.Table.Schema.Fields {
		if !f.Label.Complete() {
			panic("register " + r.Table.Name + ": field " + f.Name + " lacks a label in every language")
		}
	}
	for _, g := range r.Read {
		for _, field := range []string{related(g), g.Except} {
			if field != "" && field != "id" && r.Table.Schema.Get(field) == nil {
				panic("register " + r.Table.Name + ": a grant of " + string(g.Role) + " rests on the unknown field " + field)
			}
		}
	}
	s.byName[r.Table.Name] = r
	b.AddTable(r.Table)
	return r
}

// related is the field that a grant compares with the actor, "" if none.
func related(g access.Grant) string {
	switch g.Relation {
	case access.Self:
		return g.SelfField()
	case access.Assigned, access.Named, access.Listed:
		return g.Field
	}
	return ""
}

// Get finds a register by the name of its table, nil if there is none.
func (s *Shelf) Get(name string) *Register { return s.byName[name] }

// All lists the registers in the order of their names.
func (s *Shelf) All() []*Register {
	out := make([]*Register, 0, len(s.byName))
	for _, r := range s.byName {
		out = append(out, r)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Table.Name < out[j].Table.Name })
	return out
}

// The states of a plain register.
const (
	Active = "active"
	Ended  = "ended"
)

// PlainStates are the states of a plain register.
func PlainStates() []record.State {
	return []record.State{
		{Name: Active, Label: i18n.T("有效", "active")},
		{Name: Ended, Label: i18n.T("已终止", "ended"), End: true},
		act.VoidState,
	}
}

// Plain declares a register that people keep by hand. R embeds record.Base and
// the content struct F; only F can be filled in.
type Plain[R any, P record.Of[R], F any] struct {
	Table   *record.Table
	Floor   string
	Columns []string
	Read    []access.Grant
	Keep    []access.Grant // who adds, changes and ends
	Content func(P) *F
	// Unit names the unit of a new record; the actor's own where nil.
	Unit func(w *act.Work, f *F) (unit.Code, error)
	// Check is a rule across fields; nil where the tags say all.
	Check func(w *act.Work, r P) error
}

// Ending is the body of ending a record.
type Ending struct {
	Reason string `f:"reason,required,long" zh:"理由" en:"Reason"`
}

// Declare adds a plain register with its acts add, change, end and reverse.
func Declare[R any, P record.Of[R], F any](b *act.Book, s *Shelf, p Plain[R, P, F]) *Register {
	name := p.Table.Name
	check := func(w *act.Work, r P) error {
		if p.Check == nil {
			return nil
		}
		return p.Check(w, r)
	}
	act.Declare(b, act.Spec[R, P, F]{
		Name: name + ".add", Title: i18n.T("登记:", "Add: ").And(p.Table.Title), Table: p.Table, New: true, To: []string{Active},
		By: p.Keep, Unit: p.Unit,
		Do: func(w *act.Work, r P, body *F) error {
			*p.Content(r), r.Head().State = *body, Active
			return check(w, r)
		}})
	act.Declare(b, act.Spec[R, P, F]{
		Name: name + ".change", Title: i18n.T("更正:", "Correct: ").And(p.Table.Title), Table: p.Table, From: []string{Active}, By: p.Keep,
		Do: func(w *act.Work, r P, body *F) error {
			*p.Content(r) = *body
			return check(w, r)
		}})
	act.Declare(b, act.Spec[R, P, Ending]{
		Name: name + ".end", Title: i18n.T("终止:", "End: ").And(p.Table.Title), Table: p.Table, From: []string{Active}, To: []string{Ended}, By: p.Keep, Cause: true,
		Do: func(_ *act.Work, r P, _ *Ending) error { r.Head().State = Ended; return nil }})
	act.DeclareReversal[R, P](b, p.Table, p.Keep, nil)
	return s.Add(b, &Register{Table: p.Table, Read: p.Read, Import: name + ".add", Columns: p.Columns, Floor: p.Floor})
}
