package act

import (
	"errors"
	"fmt"

	"muster/internal/frame/access"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
)

// Limit bounds how often somebody does an act (SECURITY, T04). It is asked
// twice: before the rule, of whoever does or signs the act, and after it, when
// what the act came to is known.
type Limit interface {
	// Stopped returns a fault where who has been stopped and not released.
	Stopped(w *Work, who access.Actor) error
	// Count may ask w for a mark of the act to be kept. Where the act is one too
	// many it returns what Work.Halt gives.
	Count(w *Work, subject record.Record) error
	// Describe says what is bounded, for people.
	Describe() i18n.Text
}

// Guard is a condition that every act on a record obeys, whichever room declared
// it, such as that nobody acts on a case in which they have an interest. It is
// asked of whoever does the act and of whoever signs it.
type Guard func(w *Work, subject record.Record, who access.Actor) error

// Guard adds a guard of every act that is not the founding of a record.
func (b *Book) Guard(g Guard) { b.guards = append(b.guards, g) }

// Limit bounds an act that was declared in a room which does not know the limit.
// An undeclared act panics while the program starts.
func (b *Book) Limit(name string, l Limit) {
	k := b.kinds[name]
	if k == nil {
		panic("the undeclared act " + name + " is bounded")
	}
	k.Limits = append(k.Limits, l)
}

// Halting declares what is recorded when an act is refused by Work.Halt: not an
// act that anybody can ask for, but the title of its leaf.
func (b *Book) Halting(name string, title i18n.Text, table *record.Table) {
	b.halts[name] = &Kind{Name: name, Title: title, Table: table}
	b.AddTable(table)
}

// Title is what a kind of leaf is called; ok is false for an unknown one.
func (b *Book) Title(kind string) (i18n.Text, bool) {
	if k := b.kinds[kind]; k != nil {
		return k.Title, true
	}
	if k := b.halts[kind]; k != nil {
		return k.Title, true
	}
	return i18n.Text{}, false
}

// halted is a refusal that leaves a record.
type halted struct {
	kind  string
	rec   record.Record
	fault error
}

// Error implements error.
func (h *halted) Error() string { return h.fault.Error() }

// Unwrap is the fault that the caller is told.
func (h *halted) Unwrap() error { return h.fault }

// Halt refuses an act and keeps a record of it: nothing of what the rule asked
// for is stored, the record is, with a leaf of a kind that Book.Halting declared,
// in the same transaction; the caller gets the fault. A rule or a limit returns what Halt returns.
func (w *Work) Halt(kind string, rec record.Record, refusal *fault.Fault) error {
	return &halted{kind, rec, refusal}
}

// halt stores the record of a refusal in the place of the act.
func (r *Road) halt(w *Work, q Request, h *halted, a *Answer) error {
	w.changes, w.saved, w.notices, w.jobs, w.after, w.inner, w.instead = nil, nil, nil, nil, nil, nil, nil
	if w.Kind = r.Book.halts[h.kind]; w.Kind == nil {
		return fmt.Errorf("the refusal %s is not declared", h.kind)
	}
	q.Key, q.Body = "", nil
	w.Save(w.Kind.Table, h.rec)
	if err := w.check(); err != nil {
		return err
	}
	if err := r.store(w, q, h.rec, []byte("{}"), a); err != nil {
		return err
	}
	a.refused = h.fault
	return nil
}

// stopped asks the limits of the act whether somebody has been stopped.
func (w *Work) stopped(who access.Actor) error {
	for _, l := range w.Kind.Limits {
		if err := l.Stopped(w, who); err != nil {
			return err
		}
	}
	return nil
}

// guarded asks the guards of the book.
func (w *Work) guarded(s record.Record, who access.Actor) error {
	for _, g := range w.road.Book.guards {
		if err := g(w, s, who); err != nil {
			return err
		}
	}
	return nil
}

// asHalted finds the refusal that leaves a record; nil for any other error.
func asHalted(err error) *halted {
	var h *halted
	if errors.As(err, &h) {
		return h
	}
	return nil
}
