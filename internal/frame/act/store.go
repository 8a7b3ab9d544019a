package act

import (
	"context"
	"slices"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
)

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
	if e := r.denial(q, t); e != nil {
		// The refusal stands whether or not its leaf could be written.
		_ = r.Store.Write(ctx, func(tx *db.Tx) error { ledger.Append(tx, r.Clock.Now(), e); return nil })
	}
}

// recordDenials leaves the leaves of a batch's refusals in one commit.
func (r *Road) recordDenials(ctx context.Context, denied []Request) {
	if len(denied) == 0 {
		return
	}
	_ = r.Store.WriteBatch(ctx, func(tx *db.Tx) error {
		for _, q := range denied {
			if e := r.denial(q, r.Book.Kind(q.Kind).Table); e != nil {
				ledger.Append(tx, r.Clock.Now(), e)
			}
		}
		return nil
	})
}

// denial is the leaf of a refused attempt; nil where no log keeps it.
func (r *Road) denial(q Request, t *record.Table) *ledger.Entry {
	log := r.Home(q.County)
	if log == "" {
		log = q.Actor.Home
	}
	if log == "" {
		return nil
	}
	subject := ""
	if q.Subject != "" {
		subject = Subject(t, q.Subject)
	}
	return &ledger.Entry{Log: log, Kind: q.Kind, Subject: subject, Actor: q.Actor.Account,
		Role: string(q.Actor.Role), Unit: q.Actor.Unit, Purpose: string(q.Purpose), Policy: r.Policy, Outcome: "denied"}
}
