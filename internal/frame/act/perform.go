package act

import (
	"reflect"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/record"
)

// perform is the road itself, steps 1 to 6; the store does the seventh.
func (r *Road) perform(tx *db.Tx, q Request, o options, a *Answer) error {
	k := r.Book.Kind(q.Kind)
	if k == nil {
		return fault.New(fault.Unknown, "act.unknown", "没有“{kind}”这种事项。", "There is no act {kind}.", "kind", q.Kind)
	}
	if q.Body == nil {
		q.Body = k.newBody()
	}
	q.Actor = r.whole(q.Actor)
	w, err := r.admit(tx, k, q, o)
	if err != nil {
		return err
	}
	payload := k.Body.AppendCanonical(make([]byte, 0, 128), reflect.ValueOf(q.Body).Elem())
	if done, err := r.repeated(tx, w, q, payload, a); done || err != nil {
		return err
	}
	if o.recall {
		return errNew
	}
	subject, err := w.subject(q)
	if err != nil {
		return err
	}
	err = r.carry(w, q, subject, payload, o, a)
	if h := asHalted(err); h != nil && !o.dry {
		return r.halt(w, q, h, a)
	}
	return err
}

// carry is steps 3 to 6 of an act whose subject is loaded.
func (r *Road) carry(w *Work, q Request, s record.Record, payload []byte, o options, a *Answer) error {
	if len(w.Kind.Sign) > 0 && o.signer.Account == "" {
		return r.propose(w, q, s, payload, o, a)
	}
	if err := w.rule(s, q.Body); err != nil {
		return err
	}
	if o.dry {
		return errDry
	}
	return r.store(w, q, s, payload, a)
}

// admit is step 1 as far as it needs no record: role, purpose, body, needs.
func (r *Road) admit(tx *db.Tx, k *Kind, q Request, o options) (*Work, error) {
	if !access.AnyRole(k.By, q.Actor, q.Purpose) || (k.Adverse && q.Actor.Role == access.System) {
		return nil, access.Denied()
	}
	if err := k.Body.Validate(q.Body); err != nil {
		return nil, err
	}
	basis := q.Basis
	if basis == "" {
		basis = k.Basis
	}
	w := &Work{Actor: q.Actor, Signer: o.signer, Now: clock.InstantOf(r.Clock.Now()), Tree: r.Tree(), Kind: k,
		Purpose: q.Purpose, Basis: basis, road: r, tx: tx, dry: o.dry}
	for _, need := range k.Needs {
		if err := need.Check(w); err != nil {
			return nil, err
		}
	}
	return w, w.stopped(w.Actor)
}

// subject is step 2: the record is loaded, or made, and the grant's relation and
// the separation of duties are checked against it.
func (w *Work) subject(q Request) (record.Record, error) {
	k := w.Kind
	if k.New {
		return w.founded(q)
	}
	s := k.Table.New()
	if err := w.load(k.Table, q.County, q.Subject, s); err != nil {
		return nil, err
	}
	if view := ViewOf(k.Table, s); !access.Any(k.By, w.Actor, w.Purpose, view) {
		return nil, w.outside(view)
	}
	if q.Rev != 0 && q.Rev != s.Head().Rev {
		return nil, record.Stale()
	}
	if !k.MayStart(s.Head().State) {
		return nil, refuse("act.state", stateText.With("state", k.Table.StateLabel(s.Head().State), "act", k.Title))
	}
	if err := w.guarded(s, w.Actor); err != nil {
		return nil, err
	}
	return s, w.separate(s, w.Actor)
}

// outside is the fault for a record on which the act is not the actor's to do.
// Where no grant relates the two, it reads like a record that is not there, so
// that ids cannot be probed by acting on them.
func (w *Work) outside(view access.View) error {
	for _, g := range w.Kind.By {
		if g.ForRole(w.Actor, w.Purpose) && g.Covers(w.Actor, view) {
			return access.Denied()
		}
	}
	return fault.As(record.Missing(w.Kind.Table.Title)).Because(access.Denied())
}

// founded makes the new subject at the unit that answers for it.
func (w *Work) founded(q Request) (record.Record, error) {
	s := w.Kind.Table.New()
	at, err := w.Kind.unitOf(w, q.Body)
	if err != nil {
		return nil, err
	}
	h := s.Head()
	h.ID = w.NewID()
	if at == "" {
		return s, nil // the rule says where
	}
	u, ok := w.Tree.Get(at)
	if !ok {
		return nil, UnknownUnit(at)
	}
	h.County, h.Unit, h.Place = u.Home, u.Code, u.Place
	return s, nil
}

// separate is the separation of duties: nobody does an act on a subject on
// which they did one of those that exclude it.
func (w *Work) separate(s record.Record, who access.Actor) error {
	if len(w.Kind.NotBy) == 0 {
		return nil
	}
	did, err := w.DidOn(w.Kind.Table, s.Head().County, s.Head().ID, who.Account, w.Kind.NotBy...)
	if err != nil {
		return err
	}
	if did {
		return fault.New(fault.Denied, "access.duties", "职责须分离:您已办理过此件的前一环节,应由他人办理本环节。",
			"Duties are separated: you did an earlier step of this case, so somebody else must do this one.")
	}
	return nil
}

// rule is step 3. A new record's grant is checked after the rule has filled it.
func (w *Work) rule(s record.Record, body any) error {
	if body == nil {
		body = w.Kind.newBody()
	}
	if w.Kind.New {
		w.Save(w.Kind.Table, s)
	}
	if err := w.Kind.do(w, s, body); err != nil {
		return err
	}
	for _, then := range w.Kind.follow {
		if err := then(w, s); err != nil {
			return err
		}
	}
	if w.Kind.New && !access.Any(w.Kind.By, w.Actor, w.Purpose, ViewOf(w.Kind.Table, s)) {
		return access.Denied()
	}
	if !w.Kind.New {
		w.Save(w.Kind.Table, s)
	}
	for _, l := range w.Kind.Limits {
		if err := l.Count(w, s); err != nil {
			return err
		}
	}
	return w.check()
}
