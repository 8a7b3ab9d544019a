package act_test

import (
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
)

// most allows so many changes of one item; the next one leaves a lot as the
// record of the stop.
type most struct {
	n       int64
	lots    *record.Table
	stopped map[string]bool
}

func (m *most) Stopped(_ *act.Work, who access.Actor) error {
	if m.stopped[string(who.Account)] {
		return fault.New(fault.Conflict, "stopped", "已停", "Stopped")
	}
	return nil
}

func (m *most) Count(w *act.Work, s record.Record) error {
	if s.Head().Rev < m.n {
		return nil
	}
	l := &lot{Seats: s.Head().Rev}
	l.State = "open"
	u, _ := w.Tree.Get(s.Head().Unit)
	l.County, l.Unit, l.Place, l.ID = u.Home, u.Code, u.Place, w.NewID()
	return w.Halt("lot.stop", l, fault.New(fault.Conflict, "over", "超限", "Too many"))
}

func (m *most) Describe() i18n.Text { return i18n.T("限次", "so many") }

// limited declares an act with a limit and a guard of one account.
func limited(b *bench) *most {
	m := &most{n: 3, lots: b.lots, stopped: map[string]bool{}}
	b.Book.Halting("lot.stop", i18n.T("停办", "Stop"), b.lots)
	act.Declare(b.Book, act.Spec[item, *item, amountBody]{Name: "item.mark", Title: i18n.T("记", "Mark"), Table: b.items, From: []string{"open"},
		By: grants(clerk), Limits: []act.Limit{m}, Do: func(_ *act.Work, i *item, body *amountBody) error { i.Amount = body.Amount; return nil }})
	b.Book.Guard(func(_ *act.Work, s record.Record, who access.Actor) error {
		if i, ok := s.(*item); ok && i.Person == "kin" && who.Account == "cousin" {
			return fault.New(fault.Denied, "kin", "回避", "Recused")
		}
		return nil
	})
	return m
}

// TestLimitRefusesAndKeepsARecord: the act over the limit changes nothing, its
// stop stands in the log, alone and in a batch; a repeat with the same key is
// refused again and leaves no second answer.
func TestLimitRefusesAndKeepsARecord(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		m, a, ctx := limited(b), b.add(t, "one"), t.Context()
		mark := func(n int64) act.Request {
			q := b.on(a, "item.mark", b.by("marker", clerk), &amountBody{Amount: n})
			q.Key = "mark-" + string(rune('0'+n))
			return q
		}
		for n := int64(1); n <= 2; n++ {
			if _, err := b.Do(ctx, mark(n)); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Try(ctx, mark(3)); !fault.Coded(err, "over") {
			t.Errorf("a trial over the limit: %v", err)
		}
		if n := b.number(t, `SELECT COUNT(*) FROM lot`); n != 0 {
			t.Errorf("the trial left %d records", n)
		}
		_, err := b.Do(ctx, mark(3))
		wants(t, err, "over")
		results, err := b.Batch(ctx, []act.Request{mark(3), b.adding("two")})
		if err != nil || !fault.Coded(results[0].Err, "over") || results[1].Err != nil {
			t.Fatalf("in a batch: %+v, %v", results, err)
		}
		if i := b.load(t, a); i.Amount != 2 || i.Rev != 3 {
			t.Errorf("the refused act left %d in revision %d", i.Amount, i.Rev)
		}
		for query, want := range map[string]int64{`SELECT COUNT(*) FROM lot WHERE seats = 3`: 2,
			`SELECT COUNT(*) FROM ledger_leaf WHERE kind = 'lot.stop' AND actor = 'marker' AND outcome = ''`: 2,
			`SELECT COUNT(*) FROM ledger_leaf WHERE kind = 'item.mark'`:                                      2} {
			if n := b.number(t, query); n != want {
				t.Errorf("%s: %d, want %d", query, n, want)
			}
		}
		m.stopped["marker"] = true
		_, err = b.Do(ctx, mark(4))
		wants(t, err, "stopped")
		if title, ok := b.Book.Title("lot.stop"); !ok || title.EN != "Stop" {
			t.Errorf("the stop is called %v", title)
		}
		b.sound(t)
	})
}

// TestGuardHoldsForEveryAct: whoever is guarded against neither acts nor signs.
func TestGuardHoldsForEveryAct(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	limited(b)
	a, ctx := b.add(t, "one"), t.Context()
	if _, err := b.Do(ctx, b.on(a, "item.give", b.by("adder", clerk), &giveBody{Person: "kin", State: "open"})); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"item.change", "item.check", "item.mark"} {
		_, err := b.Do(ctx, b.on(a, kind, b.by("cousin", clerk), &amountBody{}))
		wants(t, err, "kin")
	}
	if n := b.number(t, `SELECT COUNT(*) FROM ledger_leaf WHERE outcome = 'denied' AND actor = 'cousin'`); n != 3 {
		t.Errorf("three refusals left %d leaves", n)
	}
	p, err := b.Do(ctx, b.on(a, "item.pay", b.by("payer", officer), &amountBody{Amount: 1}))
	if err != nil {
		t.Fatal(err)
	}
	var digest string
	if err := b.Store.Admin().QueryRow(`SELECT digest FROM proposal WHERE id = $1`, string(p.Subject)).Scan(&digest); err != nil {
		t.Fatal(err)
	}
	_, err = b.Do(ctx, b.on(p, "proposal.sign", b.by("cousin", chief), &act.Opinion{Digest: digest}))
	wants(t, err, "kin")
	b.sound(t)
}
