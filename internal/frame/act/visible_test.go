package act_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// TestDecisionIsThePredicate: over random records, grants and actors the decision
// for one record, the list, the search, the count and the export say the same.
func TestDecisionIsThePredicate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := setup(t, store)
		random := rand.New(rand.NewPCG(5, 6))
		all := b.scatter(t, random)
		for range 150 {
			look := b.randomLook(random)
			var want []string
			for _, r := range all {
				if access.Any(look.Grants, look.Actor, look.Purpose, act.ViewOf(b.items, r)) {
					want = append(want, string(r.ID))
				}
			}
			slices.Sort(want)
			b.compare(t, look, want)
		}
		b.sound(t)
	})
}

// scatter stores items of all kinds past the road's own relations: each is made
// by an act and then given to somebody.
func (b *bench) scatter(t *testing.T, random *rand.Rand) (all []*item) {
	t.Helper()
	units := []unit.Code{"13", "1301", "1302", "130100", "130101", "130200", "130201"}
	requests := make([]act.Request, 120)
	for i := range requests {
		requests[i] = act.Request{Kind: "item.add", Actor: actor("adder", clerk, "13", b.Tree()), Purpose: work, Body: &itemBody{
			Unit: units[random.IntN(len(units))], Name: fmt.Sprintf("item %d", i)}}
	}
	results, err := b.Batch(t.Context(), requests)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
		kind, body := "item.give", &giveBody{Person: ident.ID(fmt.Sprintf("p%d", random.IntN(4))), Station: units[random.IntN(len(units))], State: []string{"open", "checked"}[i%2],
			Readers: []string{string(units[random.IntN(len(units))]) + "/reader", "1302/other", string(units[random.IntN(len(units))]) + "/reader2"}[:random.IntN(4)]}
		if _, err := b.Do(t.Context(), b.on(r.Answer, kind, actor("adder", clerk, "13", b.Tree()), body)); err != nil {
			t.Fatal(err)
		}
		all = append(all, b.load(t, r.Answer))
	}
	return all
}

func (b *bench) randomLook(random *rand.Rand) act.Look {
	units := []unit.Code{"13", "1301", "1302", "130100", "130201"}
	roles := []access.Role{clerk, officer}
	a := actor("reader", roles[random.IntN(2)], units[random.IntN(len(units))], b.Tree())
	a.Person, a.Strength = ident.ID(fmt.Sprintf("p%d", random.IntN(4))), random.IntN(3)
	if random.IntN(2) == 0 {
		a.Account = ident.ID(units[random.IntN(len(units))]) // so that records name the account
	}
	if random.IntN(5) == 0 {
		a.Person, a.Unit, a.Ranges = "", "", nil
	}
	look := act.Look{Table: b.items, Actor: a, Purpose: []access.Purpose{work, "other"}[random.IntN(2)], Via: "list"}
	for range random.IntN(4) {
		g := access.Grant{Role: roles[random.IntN(2)], Relation: []access.Relation{access.Subtree, access.Exact, access.Self, access.Assigned, access.Anybody, access.Named, access.Listed}[random.IntN(7)],
			Strength: random.IntN(3)}
		switch g.Relation {
		case access.Assigned, access.Named:
			g.Field = "station"
		case access.Listed:
			g.Field = "readers"
		}
		if random.IntN(4) == 0 {
			g.Except = "station" // a list of one, which sometimes is the account
		}
		if random.IntN(2) == 0 {
			g.Purposes = []access.Purpose{work}
		}
		if random.IntN(2) == 0 {
			g.States = []string{"open"}
		}
		look.Grants = append(look.Grants, g)
	}
	return look
}

func (b *bench) compare(t *testing.T, look act.Look, want []string) {
	t.Helper()
	for channel, q := range map[string]record.Query{"list": {Limit: 7}, "search": {Limit: 7, Search: "item"}, "sorted": {Limit: 7, Sort: "name", Down: true}} {
		var got []string
		for page := 0; page < 100; page++ {
			p, err := b.Page(t.Context(), look, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range p.Records {
				got = append(got, string(r.Head().ID))
			}
			if q.After = p.Next; p.Next == "" {
				break
			}
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Fatalf("%s shows %d records, the decision allows %d: %+v", channel, len(got), len(want), look)
		}
	}
	n, err := b.Count(t.Context(), look, record.Query{})
	if err != nil || n != int64(len(want)) {
		t.Fatalf("the count is %d, the decision allows %d, %v", n, len(want), err)
	}
	var exported []string
	err = b.Export(t.Context(), look, record.Query{}, func(r record.Record) error {
		exported = append(exported, string(r.Head().ID))
		return nil
	})
	if slices.Sort(exported); err != nil || !slices.Equal(exported, want) {
		t.Fatalf("the export has %d records, the decision allows %d, %v", len(exported), len(want), err)
	}
}
