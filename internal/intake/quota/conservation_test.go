package quota_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/ledger"
	"muster/internal/frame/unit"
	"muster/internal/intake/quota"
	"muster/internal/office/role"
)

// TestConservation does thousands of random movements of seats, legal and not,
// and compares each answer with a model of a dozen lines; after every batch the
// quotas and the model are the same, and so is the quota ledger, which is added
// up from its first entry: after every batch up to 20,000 operations, and from
// there each time it has grown by a tenth, so that a million take a million's
// time. At the end every record is held against the log.
// MUSTER_QUOTA_OPERATIONS sets how many.
func TestConservation(t *testing.T) {
	t.Parallel()
	total := 20_000
	if n, err := strconv.Atoi(os.Getenv("MUSTER_QUOTA_OPERATIONS")); err == nil {
		total = n
	}
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		quota.DeclareUnsigned(b.Book)
		b.signed("quota.issue", act.Answer{}, &quota.Issue{Cycle: b.cycle, Seats: 300})
		m := newModel(b, uint64(total))
		refused, audits, next := 0, 0, 0
		for done := 0; done < total; {
			n := min(batchSize, total-done)
			refused += m.batch(t, b, n)
			done += n
			m.compare(t, b)
			if done >= next || done == total {
				b.sound()
				audits++
				if next = done; done > everyBatch {
					next += done / 10
				}
			}
			if t.Failed() {
				t.Fatalf("after %d operations", done)
			}
		}
		t.Logf("%d operations, %d of them refused, %d audits of the whole ledger", total, refused, audits)
		if refused < total/20 || refused > total*3/4 {
			t.Errorf("%d of %d operations were refused: the mixture proves little", refused, total)
		}
		unchanged(t, b)
	})
}

// batchSize is how many operations are sent at once; up to everyBatch of them the
// whole ledger is audited after each batch.
const (
	batchSize  = 500
	everyBatch = 20_000
)

// unchanged: the log agrees with every record.
func unchanged(t *testing.T, b *bench) {
	t.Helper()
	_, err := b.VerifyLog(t.Context(), func(f ledger.Finding) { t.Error(f.Text().EN) })
	b.must(err)
}

// held is one quota of the model.
type held struct{ seats, passed, used int64 }

func (h held) free() int64 { return h.seats - h.passed - h.used }

// model is what the quotas must be.
type model struct {
	random   *rand.Rand
	units    map[unit.Code]held
	ids      map[unit.Code]act.Answer
	parents  map[unit.Code]unit.Code
	below    map[unit.Code][]unit.Code
	branches []unit.Code
	all      []unit.Code
}

func newModel(b *bench, seed uint64) *model {
	m := &model{random: rand.New(rand.NewPCG(seed, 7)), units: map[unit.Code]held{province: {seats: 300}}, ids: map[unit.Code]act.Answer{},
		parents: map[unit.Code]unit.Code{}, below: map[unit.Code][]unit.Code{}}
	b.Road.Tree().Walk(province, func(u *unit.Unit) bool {
		m.all = append(m.all, u.Code)
		if u.Parent != "" {
			m.parents[u.Code] = u.Parent
			m.below[u.Parent] = append(m.below[u.Parent], u.Code)
		}
		return true
	})
	m.branches = slices.Sorted(maps.Keys(m.below))
	m.learn(b)
	return m
}

// learn notes the ids of the quotas founded since.
func (m *model) learn(b *bench) {
	for code, q := range b.quotas() {
		m.ids[code] = act.Answer{County: q.County, Subject: q.ID}
	}
}

// operation is one request with what the model says of it.
type operation struct {
	request act.Request
	legal   bool
	text    string
}

func (m *model) batch(t *testing.T, b *bench, n int) (refused int) {
	t.Helper()
	var list []operation
	var requests []act.Request
	for range n {
		o := m.draw(b)
		list, requests = append(list, o), append(requests, o.request)
	}
	results, err := b.Road.Batch(t.Context(), requests)
	b.must(err)
	for i, r := range results {
		if (r.Err == nil) != list[i].legal {
			t.Errorf("%s: legal %v, but the answer is %v", list[i].text, list[i].legal, r.Err)
		}
		if r.Err != nil {
			refused++
			if k := fault.As(r.Err).Kind; k != fault.Conflict && k != fault.Invalid {
				t.Errorf("%s: refused as %v: %v", list[i].text, k, r.Err)
			}
		}
	}
	m.learn(b)
	return refused
}

// draw makes a random operation and carries it out on the model where it is legal.
func (m *model) draw(b *bench) operation {
	at := pick(m.random, m.branches)
	known := slices.Sorted(maps.Keys(m.ids))
	if m.ids[at].Subject == "" || m.random.IntN(3) == 0 {
		at = pick(m.random, known)
	}
	seats := 1 + m.random.Int64N(30)
	one, two := m.child(at), m.child(at)
	kind, body, legal := "", any(nil), false
	switch m.random.IntN(9) {
	case 0:
		kind, body, legal = "trial.supplement", &quota.Supplement{Seats: seats, Reason: "r"}, m.supplement(at, seats)
	case 1:
		kind, body, legal = "trial.supplement", &quota.Supplement{Seats: -seats, Reason: "r"}, m.supplement(at, -seats)
	case 2, 3:
		kind, body, legal = "trial.raise", &quota.Change{Unit: one, Seats: seats, Reason: "r"}, m.shift(at, one, seats, at, one)
	case 4:
		kind, body, legal = "trial.cut", &quota.Change{Unit: one, Seats: seats, Reason: "r"}, m.shift(one, at, seats, at, one)
	case 5:
		kind, body, legal = "trial.transfer", &quota.Shift{From: one, To: two, Seats: seats, Reason: "r"}, m.transfer(at, one, two, seats)
	case 6:
		kind, body, legal = "trial.give_up", &quota.Surrender{Seats: seats, Reason: "r"}, m.shift(at, m.parents[at], seats, m.parents[at], at)
	case 7:
		kind, body, legal = "trial.use", &quota.None{}, m.use(at, 1)
	default:
		kind, body, legal = "trial.give_back", &quota.None{}, m.use(at, -1)
	}
	return operation{act.Request{Kind: kind, County: m.ids[at].County, Subject: m.ids[at].Subject, Body: body, Actor: b.officer, Purpose: role.Intake},
		legal, fmt.Sprintf("%s at %s: %+v", kind, at, body)}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// child is usually a unit directly below one, sometimes any unit.
func (m *model) child(of unit.Code) unit.Code {
	if list := m.below[of]; len(list) > 0 && m.random.IntN(12) > 0 {
		return pick(m.random, list)
	}
	return pick(m.random, m.all)
}

func (m *model) supplement(at unit.Code, seats int64) bool {
	h := m.units[at]
	if at != province || h.free()+seats < 0 {
		return false
	}
	h.seats += seats
	m.units[at] = h
	return true
}

// shift moves seats between a unit and one directly below it.
func (m *model) shift(from, to unit.Code, seats int64, parent, child unit.Code) bool {
	if parent == "" || m.parents[child] != parent || m.units[from].free() < seats {
		return false
	}
	p, c := m.units[parent], m.units[child]
	if to == child {
		p.passed, c.seats = p.passed+seats, c.seats+seats
	} else {
		p.passed, c.seats = p.passed-seats, c.seats-seats
	}
	m.units[parent], m.units[child] = p, c
	return true
}

func (m *model) transfer(at, from, to unit.Code, seats int64) bool {
	if from == to || m.parents[from] != at || m.parents[to] != at || m.units[from].free() < seats {
		return false
	}
	f, t := m.units[from], m.units[to]
	f.seats, t.seats = f.seats-seats, t.seats+seats
	m.units[from], m.units[to] = f, t
	return true
}

func (m *model) use(at unit.Code, n int64) bool {
	h := m.units[at]
	if h.used+n < 0 || n > h.free() {
		return false
	}
	h.used += n
	m.units[at] = h
	return true
}

// compare holds the quotas and the model against each other.
func (m *model) compare(t *testing.T, b *bench) {
	t.Helper()
	got := map[unit.Code]held{}
	for code, q := range b.quotas() {
		got[code] = held{q.Seats, q.PassedOn, q.Used}
	}
	want := maps.Clone(m.units)
	maps.DeleteFunc(want, func(code unit.Code, h held) bool { return h == held{} && got[code] == held{} })
	maps.DeleteFunc(got, func(code unit.Code, h held) bool { return h == held{} })
	if !maps.Equal(got, want) {
		t.Errorf("the quotas are %v, not %v", got, want)
	}
	top := m.units[province]
	if sum := m.sum(func(h held) int64 { return h.free() + h.used }); sum != top.seats {
		t.Errorf("of %d seats %d are free or used somewhere", top.seats, sum)
	}
}

func (m *model) sum(of func(held) int64) (n int64) {
	for _, h := range m.units {
		n += of(h)
	}
	return n
}
