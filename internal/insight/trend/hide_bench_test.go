package trend

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkHide decides what is shown of twenty units below one: offices of a county
// with a few people each, and counties with many.
func BenchmarkHide(b *testing.B) {
	for name, people := range map[string]int{"few": 600, "many": 200_000} {
		b.Run(name, func(b *testing.B) {
			top := &node{name: "top", leaf: -1}
			for i := range 20 {
				top.below = append(top.below, &node{leaf: i})
			}
			list := populate(rand.New(rand.NewPCG(1, 1)), 20, people)
			top.each(func(n *node) { n.count(list) })
			for b.Loop() {
				decideAll(top)
			}
		})
	}
}
