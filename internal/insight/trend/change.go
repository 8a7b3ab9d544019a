package trend

import (
	"cmp"
	"math"
	"slices"
)

// Part is what one cause did to a count: the number of applicants, or the rate of
// one gate.
type Part struct {
	Gate   int `json:"gate"`   // 0: applicants; else the gate to this point
	People int `json:"people"` // more or fewer
}

// Decompose says how many of the people more or fewer at the last point between two
// intakes are due to the number of applicants and how many to the rate of each gate.
// before and after are the counts at each point, each at least that of the next one.
//
// The count at the last point is the number of applicants times the rates of the
// gates; the part of a factor is its Shapley value, the mean over all orders in which
// the factors could have changed one after the other (Shapley 1953; Sun 1998,
// Energy Policy 26, Shorrocks 2013, J. Econ. Inequality 11). The parts add up to
// the change exactly and do not depend on an order of the gates. They are rounded to
// whole people by largest remainders, so that they still do. A gate to which nobody
// came in one of the intakes counts as unchanged.
func Decompose(before, after []int64) []Part {
	old, now := factors(before, after), factors(after, before)
	exact := make([]float64, len(old))
	for i := range old {
		exact[i] = (now[i] - old[i]) * ordersWithout(old, now, i)
	}
	parts := make([]Part, len(exact))
	rounded := whole(exact, after[len(after)-1]-before[len(before)-1])
	for i := range parts {
		parts[i] = Part{Gate: i, People: rounded[i]}
	}
	return parts
}

// factors are the applicants and the rates of the gates; where nobody came to a gate
// its rate is that of the other intake.
func factors(counts, other []int64) []float64 {
	out := []float64{float64(counts[0])}
	for i := 1; i < len(counts); i++ {
		from, to := counts[i-1], counts[i]
		if from == 0 {
			from, to = other[i-1], other[i]
		}
		rate := 1.0
		if from > 0 {
			rate = float64(to) / float64(from)
		}
		out = append(out, rate)
	}
	return out
}

// ordersWithout is the mean, over all orders of the factors, of the product of the
// others when one of them changes: those before it have changed, the others not.
func ordersWithout(old, now []float64, one int) float64 {
	// products[s] is the sum over all sets of s changed factors.
	products := []float64{1}
	for i := range old {
		if i == one {
			continue
		}
		next := make([]float64, len(products)+1)
		for s, p := range products {
			next[s] += p * old[i]
			next[s+1] += p * now[i]
		}
		products = next
	}
	mean, orders, n := 0.0, 1.0, len(old)-1
	for s, p := range products { // each set of s stands first in s!(n-s)! of (n+1)! orders
		mean += p / orders / float64(n+1)
		orders = orders * float64(n-s) / float64(s+1)
	}
	return mean
}

// whole rounds parts to whole people that add up to a sum.
func whole(parts []float64, sum int64) []int {
	out, order, left := make([]int, len(parts)), make([]int, len(parts)), int(sum)
	for i, p := range parts {
		out[i], order[i] = int(math.Floor(p+1e-9)), i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(parts[b]-float64(out[b]), parts[a]-float64(out[a])) })
	for ; left != 0; left -= sign(left) { // less than one round, but for the noise of floating point
		i := order[0]
		order = append(order[1:], i)
		out[i] += sign(left)
	}
	return out
}

func sign(n int) int { return cmp.Compare(n, 0) }
