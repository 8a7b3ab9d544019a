package forecast

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// The gates on which people are lost, in their order.
const (
	Check     = iota // preliminary check and preselection
	Physical         // summons and physical
	Vetting          // vetting
	Education        // pre-service education and score
	Approval         // from the score to the approval
	Gates
)

// Tally is how far the people of one county in one intake came: decided at each
// gate, and waiting at it.
type Tally struct {
	Passed  [Gates]int64 `json:"passed"`
	Failed  [Gates]int64 `json:"failed"` // turned away or gone
	Waiting [Gates]int64 `json:"waiting"`
}

// People is everybody of the tally.
func (t Tally) People() int64 { return t.Passed[Check] + t.Failed[Check] + t.Waiting[Check] }

// Model is what all counties and years say of the gates.
type Model struct {
	gates   [Gates][]prior
	certain bool
}

// prior is one pair of mean and weight of the shared distribution, with how likely
// it is, summed up to here.
type prior struct {
	mean, weight float64
	upTo         float64
}

// The grid: means by their logit, weights (how many people the shared rate is worth
// against a county's own) by their logarithm.
const (
	means          = 61
	logitFrom      = -4.0
	logitTo        = 6.0
	weights        = 14
	weightFrom     = 2.0
	weightTo       = 4000.0
	leastLikely    = 1e-9 // of the most likely pair: nothing less is kept
	defaultDraws   = 2000
	defaultSeed    = 20260901
	lowest80       = 0.1
	lowest90       = 0.05
	sumOfBernoulli = 20 // up to so many people are drawn one by one
)

// Fit weighs the shared distribution of each gate by the tallies of all counties and
// years, the one to be forecast among them.
func Fit(all []Tally) *Model {
	m := &Model{}
	for g := range Gates {
		m.gates[g] = fitGate(all, g)
	}
	return m
}

// Certain is the same model without any doubt: every county passes each gate at the
// mean rate of all. It is there to be measured against, and is overconfident.
func Certain(all []Tally) *Model {
	m := &Model{certain: true}
	for g := range Gates {
		passed, failed := 1.0, 1.0
		for _, t := range all {
			passed, failed = passed+float64(t.Passed[g]), failed+float64(t.Failed[g])
		}
		m.gates[g] = []prior{{passed / (passed + failed), 1, 1}}
	}
	return m
}

func fitGate(all []Tally, g int) []prior {
	var grid []prior
	var logs []float64
	for i := range means {
		x := logitFrom + (logitTo-logitFrom)*float64(i)/(means-1)
		mean := 1 / (1 + math.Exp(-x))
		for k := range weights {
			weight := weightFrom * math.Pow(weightTo/weightFrom, float64(k)/(weights-1))
			grid = append(grid, prior{mean: mean, weight: weight})
			logs = append(logs, math.Log(mean*(1-mean))+likelihood(all, g, mean, weight)) // every mean is as likely as any other
		}
	}
	top, kept, sum := slices.Max(logs), grid[:0], 0.0
	for i, l := range logs {
		if share := math.Exp(l - top); share > leastLikely {
			sum += share
			kept = append(kept, prior{grid[i].mean, grid[i].weight, sum})
		}
	}
	for i := range kept {
		kept[i].upTo /= sum
	}
	return kept
}

// likelihood is the logarithm of how likely the decided people of all tallies are,
// each county and year with a rate of its own (beta-binomial).
func likelihood(all []Tally, g int, mean, weight float64) (sum float64) {
	a, b := mean*weight, (1-mean)*weight
	none := mathext.Lbeta(a, b)
	for _, t := range all {
		if t.Passed[g]+t.Failed[g] > 0 {
			sum += mathext.Lbeta(a+float64(t.Passed[g]), b+float64(t.Failed[g])) - none
		}
	}
	return sum
}

// rate draws the rate of a gate in the county of a tally.
func (m *Model) rate(t Tally, g int, random *rand.Rand) float64 {
	list, x := m.gates[g], random.Float64()
	at, _ := slices.BinarySearchFunc(list, x, func(p prior, x float64) int {
		if p.upTo < x {
			return -1
		}
		return 1
	})
	p := list[min(at, len(list)-1)]
	if m.certain {
		return p.mean
	}
	return distuv.Beta{Alpha: p.mean*p.weight + float64(t.Passed[g]), Beta: (1-p.mean)*p.weight + float64(t.Failed[g]), Src: random}.Rand()
}
