package forecast

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// binomial draws how many of n pass at a rate.
func binomial(n int64, rate float64, random *rand.Rand) int64 {
	switch {
	case n == 0 || rate <= 0:
		return 0
	case rate >= 1:
		return n
	}
	return int64(distuv.Binomial{N: float64(n), P: rate, Src: random}.Rand())
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
