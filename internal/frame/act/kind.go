// Package act is the one road by which anything changes.
//
// An act is a declared change that somebody does for a reason. A page, the API,
// the command line, an import and the simulation all build the same Request;
// Road.Do takes it through access, loading, the rule, storing, the ledger and
// the outbox in one transaction. Nothing is stored any other way.
package act

import (
	"fmt"
	"slices"
	"sort"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Spec declares a kind of act on records of type R with a body of type B. From
// it come the form, the API endpoint and its OpenAPI entry, the command, the
// line in the worklist, the ledger leaf and the cases of the permission test.
type Spec[R any, P record.Of[R], B any] struct {
	Name  string    // "case.approve": the table and the verb
	Title i18n.Text // what the button says
	Table *record.Table

	New  bool     // the act makes its subject
	From []string // states in which it may be done; empty: any that is not an end
	To   []string // states to which it may lead; empty: the state stays

	By     []access.Grant // who may do it
	Sign   []access.Grant // who must sign second; empty: nobody
	NotBy  []string       // who did one of these acts on the subject may not do this one
	Needs  []Need         // further conditions on the actor, such as a certificate
	Limits []Limit        // how often somebody may do it
	Basis  string         // the article it rests on

	// Adverse marks an act that takes something from somebody: a person must do
	// it, and the system role is refused even if a grant should name it.
	Adverse bool

	// Cause marks an act that is not a step of the work but done when there is
	// cause: no worklist counts it as waiting.
	Cause bool

	// Form is the title of the act's form on paper where whoever it is for has no account,
	// and an office takes in what they wrote: whoever enters the form does the act by their
	// own rights, and its fields received_on and receipt are those of the form. Zero: none.
	// What a citizen does has a form without it (Kind.OnPaper).
	Form i18n.Text

	// Offered says whether pages offer the act on a record of whose state it may
	// start, on a day; nil: always. It spares a button that the rule would refuse.
	Offered func(rec P, today clock.Date) bool

	// Unit names the office that answers for a new record; the actor's own where
	// it is nil.
	Unit func(w *Work, body *B) (unit.Code, error)

	// Do is the rule: it changes the loaded subject and says what else is to be
	// stored, through w, and nothing else. It returns a fault where the law or
	// the state forbids it. It may run more than once.
	Do func(w *Work, subject P, body *B) error
}

// Need is a condition on whoever acts, beyond the grant.
type Need interface {
	// Check returns a fault where the actor of w lacks what is needed.
	Check(w *Work) error
	// Describe says what is needed, for people.
	Describe() i18n.Text
}

// Kind is a declared kind of act without its type parameters.
type Kind struct {
	Name    string
	Title   i18n.Text
	Table   *record.Table
	Body    *field.Schema
	New     bool
	From    []string
	To      []string
	By      []access.Grant
	Sign    []access.Grant
	NotBy   []string
	Needs   []Need
	Limits  []Limit
	Basis   string
	Adverse bool
	Cause   bool
	Form    i18n.Text

	offered func(rec record.Record, today clock.Date) bool
	newBody func() any
	unitOf  func(w *Work, body any) (unit.Code, error)
	do      func(w *Work, subject record.Record, body any) error
	follow  []func(w *Work, subject record.Record) error
}

// NewBody makes an empty body of the kind, a pointer to its struct.
func (k *Kind) NewBody() any { return k.newBody() }

// Offers says whether a page offers the act on a record on a day.
func (k *Kind) Offers(rec record.Record, today clock.Date) bool {
	return k.MayStart(rec.Head().State) && (k.offered == nil || k.offered(rec, today))
}

// MayStart says whether the act may be done to a record in this state.
func (k *Kind) MayStart(state string) bool {
	if len(k.From) == 0 {
		for _, s := range k.Table.States {
			if s.Name == state {
				return !s.End
			}
		}
		return true
	}
	for _, s := range k.From {
		if s == state {
			return true
		}
	}
	return false
}

// Book holds every declared table and kind of act of the product. The rooms
// declare into it while the program is put together; it is not changed later.
type Book struct {
	kinds  map[string]*Kind
	tables map[string]*record.Table
	opener *Kind // the act of proposing
	guards []Guard
	halts  map[string]*Kind
	traces []Trace
}

// NewBook makes an empty book with the acts of the frame itself.
func NewBook() *Book {
	b := &Book{kinds: map[string]*Kind{}, tables: map[string]*record.Table{}, halts: map[string]*Kind{}}
	declareProposals(b)
	return b
}

// Declare adds a kind of act. A mistake in a declaration panics while the
// program starts.
func Declare[R any, P record.Of[R], B any](b *Book, s Spec[R, P, B]) *Kind {
	k := &Kind{Name: s.Name, Title: s.Title, Table: s.Table, Body: field.Of[B](), New: s.New, From: s.From, To: s.To,
		By: s.By, Sign: s.Sign, NotBy: s.NotBy, Needs: s.Needs, Limits: s.Limits, Basis: s.Basis, Adverse: s.Adverse, Cause: s.Cause, Form: s.Form,
		newBody: func() any { return new(B) },
		unitOf: func(w *Work, body any) (unit.Code, error) {
			if s.Unit == nil {
				return w.Actor.Unit, nil
			}
			return s.Unit(w, body.(*B))
		},
		do: func(w *Work, subject record.Record, body any) error { return s.Do(w, subject.(P), body.(*B)) },
	}
	if s.Offered != nil {
		k.offered = func(rec record.Record, today clock.Date) bool { return s.Offered(rec.(P), today) }
	}
	k.check()
	if b.kinds[k.Name] != nil {
		panic("act " + k.Name + " declared twice")
	}
	b.kinds[k.Name] = k
	b.AddTable(k.Table)
	if len(k.Sign) > 0 {
		b.signable(k)
	}
	return k
}

func (k *Kind) check() {
	switch {
	case k.Name == "" || !k.Title.Complete() || k.Table == nil:
		panic(fmt.Sprintf("act %q lacks a name, a title in every language, or a table", k.Name))
	case len(k.By) == 0:
		panic("act " + k.Name + " is granted to nobody")
	case k.Adverse && slices.ContainsFunc(append(k.Sign[:len(k.Sign):len(k.Sign)], k.By...), func(g access.Grant) bool { return g.Role == access.System }):
		panic("act " + k.Name + " is adverse and granted to the program")
	}
	for _, s := range append(append([]string(nil), k.From...), k.To...) {
		if k.Table.StateLabel(s) == i18n.Same(s) {
			panic(fmt.Sprintf("act %s names the undeclared state %q", k.Name, s))
		}
	}
	for _, f := range k.Body.Fields {
		if !f.Label.Complete() {
			panic(fmt.Sprintf("act %s: field %s lacks a label in every language", k.Name, f.Name))
		}
	}
}

// Follow adds what a room that the declaring one does not know does within the
// same act, after its rule: a withdrawal frees the place at the station. An
// undeclared act panics while the program starts.
func (b *Book) Follow(name string, then func(w *Work, subject record.Record) error) {
	k := b.kinds[name]
	if k == nil {
		panic("the undeclared act " + name + " is followed")
	}
	k.follow = append(k.follow, then)
}

// Trace finds records that belong to a record of another table and do not say so: a
// room that keeps them under a secret number joins them for the program itself, to
// ask who worked on them. Nobody is told what it finds.
type Trace func(w *Work, home unit.Code, to ident.ID) (*record.Table, []record.Base, error)

// Trace adds how a room's secret records are found.
func (b *Book) Trace(t Trace) { b.traces = append(b.traces, t) }

// Traces lists how secret records are found.
func (b *Book) Traces() []Trace { return b.traces }

// AddTable makes a table known to the ledger's verification.
func (b *Book) AddTable(t *record.Table) {
	if known := b.tables[t.Name]; known != nil && known != t {
		panic("table " + t.Name + " declared twice")
	}
	b.tables[t.Name] = t
}

// Kind finds a kind by name, nil if there is none.
func (b *Book) Kind(name string) *Kind { return b.kinds[name] }

// Kinds lists all kinds in the order of their names.
func (b *Book) Kinds() []*Kind {
	out := make([]*Kind, 0, len(b.kinds))
	for _, k := range b.kinds {
		out = append(out, k)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// On lists the kinds of act on a table.
func (b *Book) On(table *record.Table) []*Kind {
	var out []*Kind
	for _, k := range b.Kinds() {
		if k.Table == table {
			out = append(out, k)
		}
	}
	return out
}

// Tables lists all tables in the order of their names.
func (b *Book) Tables() []*record.Table { return record.Sorted(b.tables) }

// Table finds a table by name, nil if there is none.
func (b *Book) Table(name string) *record.Table { return b.tables[name] }
