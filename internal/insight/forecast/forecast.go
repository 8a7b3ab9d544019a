package forecast

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Interval is a range of counts that holds the true one with a given probability.
type Interval struct {
	Low  int64 `json:"low"`
	High int64 `json:"high"`
}

// Holds says whether a count lies in the interval.
func (i Interval) Holds(n int64) bool { return n >= i.Low && n <= i.High }

// Rate is the rate of a gate in a county, with the interval that holds it with a
// probability of 80 %.
type Rate struct {
	Mean float64 `json:"mean"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Forecast is what is to be expected of a county.
type Forecast struct {
	Seats    int64       `json:"seats"`
	Expected float64     `json:"expected"` // people who could be approved
	In80     Interval    `json:"in_80"`
	In90     Interval    `json:"in_90"`
	Met      float64     `json:"met"` // probability that there are at least as many as seats
	Rates    [Gates]Rate `json:"rates"`

	invite []int64 // by drawn year, ascending
}

// Invite is how many more people have to apply for the quota to be met with a
// confidence, at the rates of the county; enough is false where no number is known
// to do.
func (f *Forecast) Invite(confidence float64) (n int64, enough bool) {
	n = f.invite[min(int(math.Ceil(confidence*float64(len(f.invite))))-1, len(f.invite)-1)]
	return n, n < mostInvited
}

// For takes the people of a county through the gates that remain. The same model,
// tally and seats give the same forecast.
func (m *Model) For(t Tally, seats int64) *Forecast {
	random := rand.New(rand.NewPCG(defaultSeed, uint64(seats)))
	supply, rates := make([]int64, defaultDraws), [Gates][]float64{}
	f := &Forecast{Seats: seats, invite: make([]int64, defaultDraws)}
	for d := range defaultDraws {
		n, through := int64(0), 1.0
		for g := range Gates {
			p := m.rate(t, g, random)
			rates[g] = append(rates[g], p)
			through *= p
			n = binomial(n+t.Waiting[g], p, random)
		}
		supply[d] = n + t.Passed[Approval]
		f.Expected += float64(supply[d]) / defaultDraws
		if supply[d] >= seats {
			f.Met += 1.0 / defaultDraws
		}
		f.invite[d] = invited(seats-supply[d], through, random)
	}
	slices.Sort(f.invite)
	slices.Sort(supply)
	f.In80, f.In90 = around(supply, lowest80), around(supply, lowest90)
	for g := range Gates {
		slices.Sort(rates[g])
		f.Rates[g] = Rate{mean(rates[g]), rates[g][int(lowest80*defaultDraws)], rates[g][int((1-lowest80)*defaultDraws)]}
	}
	return f
}

// around is the interval that leaves a share of the drawn years on either side.
func around(sorted []int64, outside float64) Interval {
	n := float64(len(sorted))
	return Interval{sorted[int(outside*n)], sorted[int(math.Ceil((1-outside)*n))-1]}
}

func mean(list []float64) (sum float64) {
	for _, x := range list {
		sum += x
	}
	return sum / float64(len(list))
}
