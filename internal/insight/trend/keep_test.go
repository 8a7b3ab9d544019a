package trend

import (
	"math/rand/v2"
	"testing"

	"muster/internal/frame/unit"
)

// decideKept decides a made-up tree as Hidden does for one question after another.
func decideKept(h *Hidden, top *node, version uint64) (decided int) {
	top.known = h.keep("", version, nil, []unit.Code{"top"}, []*counts{top.counts}).decisions[0]
	top.each(func(n *node) {
		var units []unit.Code
		var below []*counts
		for _, b := range n.below {
			units, below = append(units, unit.Code(b.name)), append(below, b.counts)
		}
		old := h.families[unit.Code(n.name)]
		k := h.keep(unit.Code(n.name), version, n.known, units, below)
		if k != old {
			decided++
		}
		for i, b := range n.below {
			b.known = k.decisions[i]
		}
	})
	return decided
}

// TestKeptIsWhatWouldBeDecided: after each of many changes what is kept is what would be
// decided from the start, and most of it did not have to be decided again.
func TestKeptIsWhatWouldBeDecided(t *testing.T) {
	t.Parallel()
	decided, families := 0, 0
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 2))
		top, leaves := grow(random)
		people := populate(random, leaves, 400)
		top.each(func(n *node) { n.count(people) })
		h := &Hidden{asked: questionsOf(madeUp, top.counts), families: map[unit.Code]*kept{}}
		for version := range uint64(15) {
			if leaves > 0 && version > 0 {
				p := &people[random.IntN(len(people))]
				p.reach = min(p.reach+1, points-1)
			}
			top.each(func(n *node) { n.count(people) })
			n := decideKept(h, top, version)
			if version > 0 {
				decided += n
				top.each(func(*node) { families++ })
			}
			keptNow := map[string]*decision{}
			top.each(func(n *node) { keptNow[n.name] = n.known })
			decideAll(top)
			top.each(func(n *node) {
				if !n.known.same(keptNow[n.name]) {
					t.Errorf("seed %d, change %d: %s is not what would be decided", seed, version, n.name)
				}
			})
		}
	}
	t.Logf("%d of %d families were decided again", decided, families)
	if decided == 0 || decided > families*9/10 {
		t.Errorf("%d of %d families were decided again", decided, families)
	}
}
