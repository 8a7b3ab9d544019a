package apportion

// siblings is one division: the children of one parent, by index.
type siblings struct {
	weights []number
	codes   []string
	min     []int64
	max     []int64 // never above the seats
}

// ahead is the order of every tie: the larger weight, then the smaller code.
func (g *siblings) ahead(i, j int) bool {
	if c := compareProducts(g.weights[i], 1, g.weights[j], 1); c != 0 {
		return c > 0
	}
	return g.codes[i] < g.codes[j]
}

// level is the factor λ = seats/total of a division, and the children whose
// share λ·weight lies within their bounds; the share of every other child is
// already decided in given.
type level struct {
	given []int64
	free  []int
	seats uint64
	total number
}

// level finds the λ at which the clamped shares sum to the seats. It needs a
// division that can be done (see obstacle).
//
// Each round tries the λ at which the children still free would share what is
// left without bounds. If the clamped shares then sum to more than there is,
// the true λ is smaller, and whoever is already below its min stays at its min;
// if to less, the same holds for the max. So every round decides somebody for
// good, and the last one has nobody outside the bounds.
func (g *siblings) level(seats int64) level {
	lv := level{given: make([]int64, len(g.weights)), seats: uint64(seats)}
	for i, w := range g.weights {
		if w.zero() {
			lv.given[i] = g.min[i]
			lv.seats -= uint64(g.min[i])
		} else {
			lv.free = append(lv.free, i)
			lv.total = lv.total.plus(w)
		}
	}
	for len(lv.free) > 0 && g.settle(&lv) {
	}
	return lv
}

// settle does one round of level; false when nobody was outside the bounds.
func (g *siblings) settle(lv *level) bool {
	var outside number // weights of those outside their bounds
	var bounded uint64 // and the bounds they would be put at
	below, above := 0, 0
	for _, i := range lv.free {
		switch g.outside(i, lv) {
		case -1:
			below++
			outside, bounded = outside.plus(g.weights[i]), bounded+uint64(g.min[i])
		case 1:
			above++
			outside, bounded = outside.plus(g.weights[i]), bounded+uint64(g.max[i])
		}
	}
	if below+above == 0 {
		return false
	}
	// The clamped shares sum to seats + bounded − λ·outside.
	sign := compareProducts(lv.total, bounded, outside, lv.seats)
	decided := *lv
	decided.free, decided.total = lv.free[:0], number{}
	for _, i := range lv.free {
		side := g.outside(i, lv)
		switch {
		case side < 0 && sign >= 0:
			decided.given[i] = g.min[i]
			decided.seats -= uint64(g.min[i])
		case side > 0 && sign <= 0:
			decided.given[i] = g.max[i]
			decided.seats -= uint64(g.max[i])
		default:
			decided.free = append(decided.free, i)
			decided.total = decided.total.plus(g.weights[i])
		}
	}
	*lv = decided
	return true
}

// outside says whether λ·weight lies below the min (-1), above the max (1) or
// within the bounds (0).
func (g *siblings) outside(i int, lv *level) int {
	if compareProducts(g.weights[i], lv.seats, lv.total, uint64(g.min[i])) < 0 {
		return -1
	}
	if compareProducts(g.weights[i], lv.seats, lv.total, uint64(g.max[i])) > 0 {
		return 1
	}
	return 0
}
