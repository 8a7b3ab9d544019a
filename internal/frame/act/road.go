package act

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync/atomic"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
)

// Deps is what a road is built from.
type Deps struct {
	Store  db.Store
	Book   *Book
	Clock  clock.Clock
	Random ident.Random
	Zone   *time.Location
	Cube   *tally.Cube
	Policy string // version of the policy pack, carried by every leaf
	// Sealed makes new encryption keys durable; it is called before each commit
	// that may hold values sealed under them. nil where nothing is sealed.
	Sealed func() error
	// ClaimKey keeps the digests of unique values from being guessed by whoever
	// reads the database.
	ClaimKey []byte
}

// Road takes acts from request to commit. It is safe for concurrent use.
type Road struct {
	Deps
	claims claims
	tree   atomic.Pointer[unit.Tree]
}

// NewRoad makes a road with an empty office tree.
func NewRoad(d Deps) *Road {
	road := &Road{Deps: d, claims: claims{d.ClaimKey}}
	road.tree.Store(unit.NewTree(nil))
	return road
}

// Tree is the office tree as last published.
func (r *Road) Tree() *unit.Tree { return r.tree.Load() }

// SetTree publishes a new office tree.
func (r *Road) SetTree(t *unit.Tree) {
	r.tree.Store(t)
	if r.Cube != nil {
		r.Cube.SetTree(t)
	}
}

// Home is the county itself if it is one whose log keeps records, otherwise "":
// a name that came from outside must not found a log.
func (r *Road) Home(county unit.Code) unit.Code {
	if u, ok := r.Tree().Get(county); ok && u.Home == county {
		return county
	}
	return ""
}

// Request is one act as a face builds it.
type Request struct {
	Kind    string
	County  unit.Code // home county of the subject; empty for a new one
	Subject ident.ID  // empty for a new one
	Rev     int64     // the revision the actor saw; 0 where it does not matter
	Body    any       // pointer to the kind's body struct
	Actor   access.Actor
	Purpose access.Purpose
	Basis   string // article or order; the kind's own where empty
	Key     string // idempotency key; empty for none
}

// Answer is what came of an act.
type Answer struct {
	County  unit.Code     `json:"county"`
	Subject ident.ID      `json:"subject"`
	Rev     int64         `json:"rev"`
	State   string        `json:"state"`
	Seq     int64         `json:"seq"` // place of the leaf in its log
	At      clock.Instant `json:"-"`
	Pending bool          `json:"pending,omitempty"` // it waits for a second signature: Subject is the proposal
	Again   bool          `json:"again,omitempty"`   // a repeat: the first answer
}

// Result is the outcome of one act of a batch.
type Result struct {
	Answer Answer
	Err    error
}

// options of one run of the road.
type options struct {
	dry    bool
	recall bool // only look for the first answer to the key
	signer access.Actor
}

// errNew ends a look for the first answer to a key that nobody used before.
var errNew = errors.New("no answer yet")

// errDry ends a dry run after the rule; nothing is stored.
var errDry = errors.New("dry run")

// Do takes one act down the road. On return without error it is durable.
func (r *Road) Do(ctx context.Context, q Request) (Answer, error) {
	var a Answer
	err := r.Store.Write(ctx, func(tx *db.Tx) (err error) {
		a = Answer{}
		return r.perform(tx, q, options{}, &a)
	})
	if err != nil && r.answered(ctx, q, &a) {
		return a, nil
	}
	if refused(err) {
		r.recordDenial(ctx, q, r.Book.Kind(q.Kind).Table)
	}
	return a, err
}

// Try runs an act up to its rule and stores nothing: the dry run.
func (r *Road) Try(ctx context.Context, q Request) error {
	err := r.Store.Read(ctx, func(tx *db.Tx) error { return r.perform(tx, q, options{dry: true}, &Answer{}) })
	if errors.Is(err, errDry) {
		return nil
	}
	return err
}

// errCareful asks for a batch to be run again with a savepoint around each act.
var errCareful = errors.New("an act of the batch failed after it had written")

// Batch takes many acts down the same road in one commit, each with its own
// result. They are done in order; one that fails leaves the others alone. The
// returned error means that none was stored.
func (r *Road) Batch(ctx context.Context, requests []Request) ([]Result, error) {
	results, err := r.batch(ctx, requests, false)
	if errors.Is(err, errCareful) {
		results, err = r.batch(ctx, requests, true)
	}
	for i := range results {
		if err == nil && results[i].Err != nil && r.answered(ctx, requests[i], &results[i].Answer) {
			results[i].Err = nil
		}
		if err == nil && refused(results[i].Err) {
			r.recordDenial(ctx, requests[i], r.Book.Kind(requests[i].Kind).Table)
		}
	}
	return results, err
}

func (r *Road) batch(ctx context.Context, requests []Request, careful bool) ([]Result, error) {
	results := make([]Result, len(requests))
	err := r.Store.WriteBatch(ctx, func(tx *db.Tx) error {
		clear(results)
		for i := range requests {
			if err := r.one(tx, requests[i], &results[i], careful); err != nil {
				return err
			}
		}
		return nil
	})
	return results, err
}

// one performs an act of a batch. An act that fails before it has written
// anything needs no savepoint; only where one fails later is the batch repeated
// carefully.
func (r *Road) one(tx *db.Tx, q Request, result *Result, careful bool) error {
	perform := func() error { return r.perform(tx, q, options{}, &result.Answer) }
	if careful {
		result.Err = tx.Savepoint(perform)
		return nil
	}
	before := tx.Writes()
	if result.Err = perform(); result.Err != nil && tx.Writes() != before {
		return errCareful
	}
	return nil
}

// perform is the road itself, steps 1 to 6; the store does the seventh.
func (r *Road) perform(tx *db.Tx, q Request, o options, a *Answer) error {
	k := r.Book.Kind(q.Kind)
	if k == nil {
		return fault.New(fault.Unknown, "act.unknown", "没有“{kind}”这种事项。", "There is no act {kind}.", "kind", q.Kind)
	}
	if q.Body == nil {
		q.Body = k.newBody()
	}
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
	if len(k.Sign) > 0 && o.signer.Account == "" {
		return r.propose(w, q, subject, payload, o, a)
	}
	if err := w.rule(subject, q.Body); err != nil {
		return err
	}
	if o.dry {
		return errDry
	}
	return r.store(w, q, subject, payload, a)
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
	return w, nil
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
	if w.Kind.New && !access.Any(w.Kind.By, w.Actor, w.Purpose, ViewOf(w.Kind.Table, s)) {
		return access.Denied()
	}
	if !w.Kind.New {
		w.Save(w.Kind.Table, s)
	}
	return w.check()
}

// store is steps 4 to 6. An act that a signature has set free is stored before
// the signature itself, each with a leaf of its own; the leaves come last, when
// nothing can fail any more.
func (r *Road) store(w *Work, q Request, s record.Record, payload []byte, a *Answer) error {
	if r.Sealed != nil {
		w.tx.Shared(sealedKey{}, func() any { w.tx.Before(func(*db.Tx) error { return r.Sealed() }); return nil })
	}
	legs := []inner{{w, q, s, payload}}
	if w.inner != nil {
		legs = []inner{*w.inner, legs[0]}
	}
	done := make([]effects, len(legs))
	for i, leg := range legs {
		var err error
		if done[i], err = leg.work.apply(); err != nil {
			return err
		}
	}
	for i, leg := range legs {
		if leg.work.instead != nil {
			leg.subject = leg.work.instead
		}
		r.append(leg, done[i], a)
	}
	return nil
}

// append writes the leaf of an act into the log of its subject, and a companion
// leaf into the log of every other county whose records it changed.
func (r *Road) append(leg inner, done effects, a *Answer) {
	w, h := leg.work, leg.subject.Head()
	*a = Answer{County: h.County, Subject: h.ID, Rev: h.Rev, State: h.State}
	if leg.request.Key != "" {
		firsts(w.tx)[keyed{h.County, w.Actor.Account, leg.request.Key}] = a
	}
	counties := []unit.Code{h.County}
	for county := range done.facts {
		if county != h.County {
			counties = append(counties, county)
		}
	}
	slices.Sort(counties[1:])
	for _, county := range counties {
		e := w.entry(leg.request, Subject(w.Kind.Table, h.ID), county, leg.payload)
		e.Facts = done.facts[county]
		if county == h.County {
			e.Stored = func(seq int64, at clock.Instant) { a.Seq, a.At = seq, at }
		} else {
			e.Key = "" // the key belongs to the act's own log
		}
		ledger.Append(w.tx, w.Now.Time(), e)
		tally.Add(w.tx, r.Cube, county, e, done.deltas[county])
	}
	for _, fn := range w.after {
		w.tx.After(fn)
	}
}

type sealedKey struct{}

func (w *Work) entry(q Request, subject string, log unit.Code, payload []byte) *ledger.Entry {
	return &ledger.Entry{Log: log, Kind: w.Kind.Name, Subject: subject, Actor: w.Actor.Account, Signer: w.Signer.Account,
		Role: string(w.Actor.Role), Unit: w.Actor.Unit, Purpose: string(w.Purpose), Basis: w.Basis, Policy: w.road.Policy,
		Key: q.Key, Payload: payload}
}

// refused says whether an attempt was denied, also where the caller is told no
// more than that there is no such record.
func refused(err error) bool {
	f := fault.As(err)
	return f.Kind == fault.Denied || f.Kind == fault.Unknown && fault.Is(f.Cause, fault.Denied)
}

// recordDenial leaves a leaf for an attempt on a record of a table that was
// refused.
func (r *Road) recordDenial(ctx context.Context, q Request, t *record.Table) {
	log := r.Home(q.County)
	if log == "" {
		log = q.Actor.Home
	}
	if log == "" {
		return
	}
	subject := ""
	if q.Subject != "" {
		subject = Subject(t, q.Subject)
	}
	// The refusal stands whether or not its leaf could be written.
	_ = r.Store.Write(ctx, func(tx *db.Tx) error {
		ledger.Append(tx, r.Clock.Now(), &ledger.Entry{Log: log, Kind: q.Kind, Subject: subject, Actor: q.Actor.Account,
			Role: string(q.Actor.Role), Unit: q.Actor.Unit, Purpose: string(q.Purpose), Policy: r.Policy, Outcome: "denied"})
		return nil
	})
}
