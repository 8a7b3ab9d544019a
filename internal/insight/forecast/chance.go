package forecast

import (
	"math"
	"math/rand/v2"
)

// beta draws from a beta distribution.
func beta(a, b float64, random *rand.Rand) float64 {
	x, y := gamma(a, random), gamma(b, random)
	if x+y == 0 {
		return a / (a + b)
	}
	return x / (x + y)
}

// gamma draws from a gamma distribution by Marsaglia and Tsang's method (2000).
func gamma(shape float64, random *rand.Rand) float64 {
	if shape < 1 {
		return gamma(shape+1, random) * math.Pow(random.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := random.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-random.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// binomial draws how many of n pass at a rate: by halves, through the middle one of
// n ordered random numbers, which is exact.
func binomial(n int64, rate float64, random *rand.Rand) (passed int64) {
	for n > sumOfBernoulli {
		a := 1 + n/2
		switch x := beta(float64(a), float64(n-a+1), random); {
		case x >= rate:
			n, rate = a-1, rate/x
		default:
			passed, n, rate = passed+a, n-a, (rate-x)/(1-x)
		}
	}
	for range n {
		if random.Float64() < rate {
			passed++
		}
	}
	return passed
}

// mostInvited bounds how many invitations are counted for one drawn year.
const mostInvited = 1 << 24

// invited draws how many have to be invited until so many of them come through.
func invited(wanted int64, rate float64, random *rand.Rand) (n int64) {
	if rate <= 0 {
		return mostInvited
	}
	for ; wanted > 0 && n < mostInvited; wanted-- {
		n++
		if rate < 1 {
			n += int64(min(math.Log(1-random.Float64())/math.Log1p(-rate), mostInvited))
		}
	}
	return min(n, mostInvited)
}
