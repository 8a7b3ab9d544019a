package radar

import "math"

// Deal is a draw without replacement: Drawn of All, of whom Good are of the sort
// that is counted.
type Deal struct{ All, Good, Drawn int64 }

// largest is the most cases for which the distribution is summed exactly; beyond
// it a normal one of the same mean and variance takes its place.
const largest = 3000

// spread is the distribution of the sum of the good ones over some deals.
type spread struct {
	first    int64     // of p[0]
	p        []float64 // nil: normal
	mean, sd float64
}

// dealt is the distribution of the sum of independent deals.
func dealt(deals []Deal) spread {
	out := spread{p: []float64{1}}
	drawn, variance := int64(0), 0.0
	for _, d := range deals {
		n, k, all := float64(d.Drawn), float64(d.Good), float64(d.All)
		out.mean += n * k / all
		if d.All > 1 {
			variance += n * k / all * (all - k) / all * (all - n) / (all - 1)
		}
		drawn += d.Drawn
	}
	out.sd = math.Sqrt(variance)
	if drawn > largest {
		out.p = nil
		return out
	}
	for _, d := range deals {
		first, p := d.each()
		out.first += first
		out.p = convolve(out.p, p)
	}
	return out
}

// each is the hypergeometric distribution, from its first possible value.
func (d Deal) each() (first int64, p []float64) {
	first = max(0, d.Drawn+d.Good-d.All)
	last := min(d.Drawn, d.Good)
	p = make([]float64, last-first+1)
	for i := range p {
		x := first + int64(i)
		p[i] = math.Exp(choose(d.Good, x) + choose(d.All-d.Good, d.Drawn-x) - choose(d.All, d.Drawn))
	}
	return first, p
}

// choose is the logarithm of the binomial coefficient.
func choose(n, k int64) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

func convolve(a, b []float64) []float64 {
	out := make([]float64, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			out[i+j] += x * y
		}
	}
	return out
}

// atLeast is the probability of x or more.
func (s spread) atLeast(x int64) (sum float64) {
	if s.p == nil {
		return s.normal(float64(x) - 0.5 - s.mean)
	}
	for i := len(s.p) - 1; i >= 0 && s.first+int64(i) >= x; i-- {
		sum += s.p[i]
	}
	return min(1, sum)
}

// atMost is the probability of x or fewer.
func (s spread) atMost(x int64) (sum float64) {
	if s.p == nil {
		return s.normal(s.mean - float64(x) - 0.5)
	}
	for i := 0; i < len(s.p) && s.first+int64(i) <= x; i++ {
		sum += s.p[i]
	}
	return min(1, sum)
}

// normal is the upper tail beyond a distance from the mean.
func (s spread) normal(distance float64) float64 {
	if s.sd == 0 {
		return map[bool]float64{true: 1, false: 0}[distance <= 0]
	}
	return math.Erfc(distance/s.sd/math.Sqrt2) / 2
}

// limits are the lowest and the highest sum whose tail is not below a level.
func (s spread) limits(level float64) (low, high int64) {
	low, high = s.first, s.first+int64(len(s.p))-1
	if s.p == nil {
		low, high = int64(s.mean-12*s.sd), int64(s.mean+12*s.sd)+1
	}
	for low < high && s.atMost(low) < level {
		low++
	}
	for high > low && s.atLeast(high) < level {
		high--
	}
	return low, high
}

// Meeting is how often two people met in groups within which chance alone should
// say who meets whom: of All in a group A were the first one's and B the
// second one's, Both were both's.
type Meeting struct{ All, A, B, Both int64 }

// Together is the probability that chance brings two people together as often as
// they met, or more: within each group the second one's are dealt out without
// regard to whose the first part was.
func Together(groups []Meeting) (met, fewest, most int64, expected, probability float64) {
	var deals []Deal
	for _, g := range groups {
		deals = append(deals, Deal{All: g.All, Good: g.A, Drawn: g.B})
		met += g.Both
		fewest += max(0, g.A+g.B-g.All)
		most += min(g.A, g.B)
	}
	d := dealt(deals)
	return met, fewest, most, d.mean, d.atLeast(met)
}
