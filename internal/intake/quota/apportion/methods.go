package apportion

import (
	"container/heap"
	"sort"
)

// largestRemainder divides seats by the floor of the shares and the largest
// fractions. A share at a bound is whole and has no fraction, and a share
// within its bounds is below its max if it has one, so the seats left always
// find as many fractions.
func (g *siblings) largestRemainder(seats int64) []int64 {
	lv := g.level(seats)
	left := int64(lv.seats)
	rests := make([]number, len(g.weights))
	for _, i := range lv.free {
		floor, rest := share(g.weights[i], lv.seats, lv.total)
		lv.given[i], rests[i] = int64(floor), rest
		left -= int64(floor)
	}
	sort.Slice(lv.free, func(a, b int) bool {
		i, j := lv.free[a], lv.free[b]
		if c := compareProducts(rests[i], 1, rests[j], 1); c != 0 {
			return c > 0
		}
		return g.ahead(i, j)
	})
	for _, i := range lv.free[:left] {
		lv.given[i]++
	}
	return lv.given
}

// webster divides seats one by one in effect. The seats that come before the
// quotient 1/λ are exactly the shares at λ rounded to the nearest; that differs
// from the whole by at most half a seat a child, and the difference is then
// given or taken in the order of the method.
func (g *siblings) webster(seats int64) []int64 {
	lv := g.level(seats)
	given := lv.given
	left := int64(lv.seats)
	for _, i := range lv.free {
		floor, rest := share(g.weights[i], lv.seats, lv.total)
		if compareProducts(rest, 2, lv.total, 1) >= 0 {
			floor++
		}
		given[i] = min(max(int64(floor), g.min[i]), g.max[i])
		left -= given[i]
	}
	if left != 0 {
		g.even(given, left)
	}
	return given
}

// even hands out left seats, or takes them back where left is negative.
func (g *siblings) even(given []int64, left int64) {
	q := &queue{siblings: g, given: given, taking: left < 0}
	for i, w := range g.weights {
		if !w.zero() && q.open(i) {
			q.items = append(q.items, i)
		}
	}
	heap.Init(q)
	step := int64(1)
	if q.taking {
		step, left = -1, -left
	}
	for ; left > 0; left-- {
		i := q.items[0]
		given[i] += step
		if q.open(i) {
			heap.Fix(q, 0)
		} else {
			heap.Pop(q)
		}
	}
}

// queue orders children by who is next to get a seat, or by whose last seat is
// the first to be taken back.
type queue struct {
	*siblings
	given  []int64
	items  []int
	taking bool
}

// open says whether the bounds of a child allow one more step.
func (q *queue) open(i int) bool {
	if q.taking {
		return q.given[i] > q.min[i]
	}
	return q.given[i] < q.max[i]
}

// Len, Less, Swap, Push and Pop are heap.Interface.
func (q *queue) Len() int { return len(q.items) }

// Less puts at the top whoever is next.
func (q *queue) Less(a, b int) bool {
	i, j := q.items[a], q.items[b]
	if q.taking {
		return !q.first(i, q.given[i]-1, j, q.given[j]-1)
	}
	return q.first(i, q.given[i], j, q.given[j])
}

// first says whether the seat after si seats of i comes before that after sj of j.
func (q *queue) first(i int, si int64, j int, sj int64) bool {
	c := compareProducts(q.weights[i], uint64(2*sj+1), q.weights[j], uint64(2*si+1))
	if c != 0 {
		return c > 0
	}
	return q.ahead(i, j)
}

// Swap exchanges two items.
func (q *queue) Swap(a, b int) { q.items[a], q.items[b] = q.items[b], q.items[a] }

// Push is never used: nobody enters a division that has begun.
func (q *queue) Push(any) {}

// Pop drops the last item.
func (q *queue) Pop() any {
	q.items = q.items[:len(q.items)-1]
	return nil
}
