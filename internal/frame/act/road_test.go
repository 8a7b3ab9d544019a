package act_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
)

func TestDutiesAreSeparated(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		a := b.add(t, "one")
		_, err := b.Do(t.Context(), b.on(a, "item.check", b.by("adder", clerk), &amountBody{}))
		wants(t, err, "access.duties")
		if n := b.number(t, `SELECT COUNT(*) FROM ledger_leaf WHERE outcome = 'denied' AND kind = 'item.check' AND actor = 'adder' AND subject = $1`, "item/"+string(a.Subject)); n != 1 {
			t.Fatalf("the refused attempt left %d leaves", n)
		}
		if _, err := b.Do(t.Context(), b.on(a, "item.check", b.by("other", clerk), &amountBody{})); err != nil {
			t.Fatal(err)
		}
		b.sound(t)
	})
}

func TestSecondSignature(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		ctx := t.Context()
		a := b.add(t, "one")
		proposer, signer := b.by("proposer", officer), b.by("signer", chief)
		propose := func(amount int64) (act.Answer, *act.Opinion) {
			p, err := b.Do(ctx, b.on(a, "item.pay", proposer, &amountBody{Amount: amount}))
			if err != nil || !p.Pending {
				t.Fatalf("the proposal gave %+v, %v", p, err)
			}
			var digest string
			if err := store.Admin().QueryRow(`SELECT digest FROM proposal WHERE id = $1`, string(p.Subject)).Scan(&digest); err != nil {
				t.Fatal(err)
			}
			return p, &act.Opinion{Digest: digest}
		}
		_, err := b.Do(ctx, b.on(a, "item.pay", proposer, &amountBody{Amount: -1}))
		wants(t, err, "pay.negative")
		p, opinion := propose(5)
		_, err = b.Do(ctx, b.on(p, "proposal.sign", signer, &act.Opinion{Digest: "other"}))
		wants(t, err, "proposal.changed")
		_, err = b.Do(ctx, b.on(p, "proposal.sign", proposer, opinion))
		wants(t, err, "access.second")
		_, err = b.Do(ctx, b.on(p, "proposal.sign", b.by("clerk", clerk), opinion))
		wants(t, err, "access.denied")
		if i := b.load(t, a); i.Amount != 0 {
			t.Fatalf("an unsigned act was carried out: %d", i.Amount)
		}
		if _, err := b.Do(ctx, b.on(p, "proposal.sign", signer, opinion)); err != nil {
			t.Fatal(err)
		}
		if i := b.load(t, a); i.Amount != 5 || i.Rev != 2 {
			t.Fatalf("the signed act left %d in revision %d", i.Amount, i.Rev)
		}
		_, err = b.Do(ctx, b.on(p, "proposal.sign", b.by("third", chief), opinion))
		wants(t, err, "act.state")
		stale, staleOpinion := propose(7)
		if _, err := b.Do(ctx, b.on(a, "item.change", b.by("adder", clerk), &amountBody{Amount: 1})); err != nil {
			t.Fatal(err)
		}
		_, err = b.Do(ctx, b.on(stale, "proposal.sign", signer, staleOpinion))
		wants(t, err, "record.stale")
		refused, words := propose(9)
		_, err = b.Do(ctx, b.on(refused, "proposal.refuse", signer, words))
		wants(t, err, "reason.required")
		words.Reason = "not due"
		if _, err := b.Do(ctx, b.on(refused, "proposal.refuse", signer, words)); err != nil {
			t.Fatal(err)
		}
		b.sound(t)
		for column, value := range map[string]any{"body": `{"amount":500}`, "proposer": "somebody", "purpose": "other", "act": "item.change", "seen_rev": 9, "office": "13"} {
			q, opinion := propose(3)
			if _, err := store.Admin().Exec("UPDATE proposal SET "+column+" = $1 WHERE id = $2", value, string(q.Subject)); err != nil {
				t.Fatal(err)
			}
			_, err = b.Do(ctx, b.on(q, "proposal.sign", signer, opinion))
			wants(t, err, "record.tampered")
		}
	})
}

func TestRepeatsHaveOneEffect(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		const keys, repeats = 1000, 5
		answers := make([][repeats]act.Answer, keys)
		errs := make([]error, keys*repeats)
		crowd(32, keys*repeats, func(i int) {
			q := b.adding(fmt.Sprintf("item %d", i%keys))
			q.Key = fmt.Sprintf("key %d", i%keys)
			answers[i%keys][i/keys], errs[i] = b.Do(context.Background(), q)
		})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		for k := range answers {
			first := 0
			for _, a := range answers[k] {
				if !a.Again {
					first++
				}
				if a.Subject != answers[k][0].Subject || a.Seq != answers[k][0].Seq || a.Rev != 1 || a.State != "open" || a.At != answers[k][0].At {
					t.Fatalf("key %d was answered with %+v and %+v", k, a, answers[k][0])
				}
			}
			if first != 1 {
				t.Fatalf("key %d had %d first answers", k, first)
			}
		}
		if n := b.number(t, `SELECT COUNT(*) FROM item`); n != keys {
			t.Fatalf("%d records of %d keys", n, keys)
		}
		q := b.adding("another")
		q.Key = "key 1"
		_, err := b.Do(t.Context(), q)
		wants(t, err, "key.reused")
		b.sound(t)
	})
}

// crowd runs fn n times, width at once, all of one number as close together as
// can be.
func crowd(width, n int, fn func(i int)) {
	var all sync.WaitGroup
	var next atomic.Int64
	for range width {
		all.Go(func() {
			for j := int(next.Add(1)) - 1; j < n; j = int(next.Add(1)) - 1 {
				fn(j%5*(n/5) + j/5)
			}
		})
	}
	all.Wait()
}

func TestReversal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		ctx, judge := t.Context(), b.by("judge", officer)
		a := b.add(t, "one")
		change := func(amount int64) act.Answer {
			c, err := b.Do(ctx, b.on(a, "item.change", b.by("adder", clerk), &amountBody{Amount: amount}))
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		reverse := func(seq int64) error {
			_, err := b.Do(ctx, b.on(a, "item.reverse", judge, &act.Reversal{Seq: &seq, Reason: "wrong"}))
			return err
		}
		first, second := change(10), change(20)
		wants(t, reverse(first.Seq), "reverse.built_on")
		wants(t, reverse(999), "reverse.unknown")
		if err := reverse(second.Seq); err != nil {
			t.Fatal(err)
		}
		if i := b.load(t, a); i.Amount != 10 || i.Rev != 4 || i.State != "open" {
			t.Fatalf("the reversal left %+v", i)
		}
		third := b.number(t, `SELECT MAX(seq) FROM ledger_leaf WHERE kind = 'item.reverse'`)
		wants(t, reverse(third), "reverse.again")
		fresh := b.add(t, "two")
		a = fresh
		if err := reverse(fresh.Seq); err != nil {
			t.Fatal(err)
		}
		if i := b.load(t, fresh); i.State != act.Void {
			t.Fatalf("the reversed founding left the state %s", i.State)
		}
		b.add(t, "two") // the void record claims its name no more
		b.sound(t)
	})
}

func TestBatchLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		b.add(t, "taken")
		requests := []act.Request{b.adding("a"), b.adding("taken"), b.adding("b"), b.adding("b"), b.adding("c")}
		requests = append(requests, act.Request{Kind: "item.add", Actor: b.by("reader", officer), Purpose: work, Body: &itemBody{Unit: "130100", Name: "d"}},
			act.Request{Kind: "item.add", Actor: b.by("adder", clerk), Purpose: work, Body: &itemBody{Unit: "1399", Name: "e"}})
		results, err := b.Batch(t.Context(), requests)
		if err != nil {
			t.Fatal(err)
		}
		for i, code := range []string{"", "value.taken", "", "value.taken", "", "access.denied", "unit.unknown"} {
			if code == "" && results[i].Err != nil {
				t.Errorf("act %d failed: %v", i, results[i].Err)
			} else if code != "" {
				wants(t, results[i].Err, code)
			}
		}
		if n := b.number(t, `SELECT COUNT(*) FROM item`); n != 4 {
			t.Fatalf("%d records", n)
		}
		b.sound(t)
	})
}

func TestStaleAndTaken(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		a := b.add(t, "one")
		q := b.on(a, "item.change", b.by("adder", clerk), &amountBody{Amount: 3})
		q.Rev = 1
		if _, err := b.Do(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		_, err := b.Do(t.Context(), q)
		if !fault.Is(err, fault.Stale) {
			t.Fatalf("an old revision gave %v", err)
		}
		var stored, taken atomic.Int64
		crowd(16, 40, func(int) {
			_, err := b.Do(context.Background(), b.adding("same"))
			switch {
			case err == nil:
				stored.Add(1)
			case fault.Coded(err, "value.taken"):
				taken.Add(1)
			default:
				t.Error(err)
			}
		})
		if stored.Load() != 1 || taken.Load() != 39 {
			t.Fatalf("one name was given to %d, refused to %d", stored.Load(), taken.Load())
		}
		b.sound(t)
	})
}

// TestSeatsAreExact: 64 acceptors at once fill a lot to the last seat and never
// beyond.
func TestSeatsAreExact(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		for round, seats := range []int64{50, 64, 100} {
			made, err := b.Do(t.Context(), act.Request{Kind: "lot.add", Actor: b.by("adder", clerk), Purpose: work, Body: &lotBody{Seats: seats}})
			if err != nil {
				t.Fatal(err)
			}
			waiting := make([]act.Answer, 64)
			for i := range waiting {
				waiting[i] = b.add(t, fmt.Sprintf("round %d item %d", round, i))
			}
			var accepted, full atomic.Int64
			var all sync.WaitGroup
			for _, a := range waiting {
				all.Go(func() {
					_, err := b.Do(context.Background(), b.on(a, "item.accept", b.by("acceptor", officer), &acceptBody{Lot: made.Subject}))
					switch {
					case err == nil:
						accepted.Add(1)
					case fault.Coded(err, "lot.full"):
						full.Add(1)
					default:
						t.Error(err)
					}
				})
			}
			all.Wait()
			want := min(seats, 64)
			used := b.number(t, `SELECT used FROM lot WHERE id = $1`, string(made.Subject))
			if accepted.Load() != want || used != want || full.Load() != 64-want {
				t.Fatalf("%d seats, 64 acceptors: %d accepted, %d full, %d used", seats, accepted.Load(), full.Load(), used)
			}
		}
		b.sound(t)
	})
}

// unwritable is a store that can be read only.
type unwritable struct{ db.Store }

// Write implements db.Store.
func (unwritable) Write(context.Context, func(*db.Tx) error) error { return errors.New("disk full") }

func TestReadingLeavesALeafFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		a := b.add(t, "one")
		r, err := b.One(t.Context(), b.look, a.County, a.Subject)
		if err != nil || r.Head().ID != a.Subject {
			t.Fatalf("read %+v, %v", r, err)
		}
		if n := b.number(t, `SELECT COUNT(*) FROM ledger_seen WHERE subject = $1`, "item/"+string(a.Subject)); n != 1 {
			t.Fatalf("the reading left %d leaves", n)
		}
		stranger := b.look
		stranger.Actor = actor("stranger", officer, "1302", b.Tree())
		_, err = b.One(t.Context(), stranger, a.County, a.Subject)
		wants(t, err, "record.unknown")
		_, err = b.One(t.Context(), stranger, a.County, "00000000000000000000000000")
		wants(t, err, "record.unknown")
		if n := b.number(t, `SELECT COUNT(*) FROM ledger_leaf WHERE kind = 'read.item' AND outcome = 'denied'`); n != 1 {
			t.Fatalf("the refused reading left %d leaves", n)
		}
		b.sound(t)
		b.Road.Store = unwritable{store}
		r, err = b.One(t.Context(), b.look, a.County, a.Subject)
		wants(t, err, "ledger.unavailable")
		if r != nil && err == nil {
			t.Fatal("a reading was shown without its leaf")
		}
	})
}
