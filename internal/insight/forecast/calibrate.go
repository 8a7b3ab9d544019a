package forecast

import (
	"math"
	"math/rand/v2"
)

// Year is one season of one county as a forecast sees it on some day, with what came
// of it.
type Year struct {
	Earlier []Tally // other years
	Now     Tally
	Seats   int64
	Final   int64 // people who could be approved in the end
}

// The gates of the made-up county: their usual rates by logit, and by how much a
// year differs from the usual: real years do, for reasons that no gate sees.
var (
	usual   = [Gates]float64{1.7, 0.7, 3.0, 3.4, 2.9}
	differs = [Gates]float64{0.35, 0.30, 0.45, 0.45, 0.45}
)

const earlierYears = 6

// Play makes up a season of one county and stops it on a random day. The rates of
// its years are drawn from another family of distributions (normal logits) than the
// model believes in (beta).
func Play(seed uint64) Year {
	random := rand.New(rand.NewPCG(seed, 0x666f7265))
	var y Year
	for range earlierYears {
		_, t, _ := season(random, Gates, 1)
		y.Earlier = append(y.Earlier, t)
	}
	gate, share := random.IntN(Gates), random.Float64()
	var likely float64
	likely, y.Now, y.Final = season(random, gate, share)
	y.Seats = max(1, int64(math.Round(likely*(0.7+0.6*random.Float64()))))
	return y
}

// season plays a year up to a share of a gate, and then to its end.
func season(random *rand.Rand, gate int, share float64) (likely float64, now Tally, final int64) {
	people := 40 + random.Int64N(400)
	likely = float64(people)
	n, early := people, people
	for g := range Gates {
		p := 1 / (1 + math.Exp(-usual[g]-differs[g]*random.NormFloat64()))
		likely /= 1 + math.Exp(-usual[g])
		decided := int64(0)
		switch {
		case g < gate:
			decided = early
		case g == gate:
			decided = int64(share * float64(early))
		}
		passed := binomial(decided, p, random)
		now.Passed[g], now.Failed[g], now.Waiting[g] = passed, decided-passed, early-decided
		n = passed + binomial(n-decided, p, random)
		early = passed
	}
	return likely, now, n
}

// Conditions are the rates of the preliminary check, the physical and the vetting of
// a year, and its seats, for playing the year with all its acts.
func Conditions(seed uint64) (rates [3]float64, seats int64) {
	random := rand.New(rand.NewPCG(seed, 0x79656172))
	for g := range rates {
		rates[g] = 1 / (1 + math.Exp(-usual[g]-differs[g]*random.NormFloat64()))
	}
	return rates, 25 + random.Int64N(30)
}

// bins are how many classes of forecast probability the reliability table has.
const bins = 5

// Bin is the years whose forecast probability lies in one class.
type Bin struct {
	Years    int     `json:"years"`
	Forecast float64 `json:"forecast"` // mean probability that the quota is met
	Met      int     `json:"met"`      // how often it was

	variance float64
}

// Report is how forecasts did.
type Report struct {
	Years int       `json:"years"`
	In80  int       `json:"in_80"` // how often the interval held the truth
	In90  int       `json:"in_90"`
	Bins  [bins]Bin `json:"bins"` // by forecast probability, from 0 to 1
}

// Add compares the forecast of a year with what came of it.
func (r *Report) Add(y Year, fit func([]Tally) *Model) {
	f := fit(append([]Tally{y.Now}, y.Earlier...)).For(y.Now, y.Seats)
	r.Years++
	if f.In80.Holds(y.Final) {
		r.In80++
	}
	if f.In90.Holds(y.Final) {
		r.In90++
	}
	b := &r.Bins[min(int(f.Met*bins), bins-1)]
	b.Forecast = (b.Forecast*float64(b.Years) + f.Met) / float64(b.Years+1)
	b.Years++
	b.variance += f.Met * (1 - f.Met)
	if y.Final >= y.Seats {
		b.Met++
	}
}

// Calibrate plays years and compares.
func Calibrate(years int, seed uint64, fit func([]Tally) *Model) *Report {
	r := &Report{}
	for i := range years {
		r.Add(Play(seed*1_000_003+uint64(i)), fit)
	}
	return r
}

// The limits of Calibrated, in standard errors and as a value of chi-square with one
// degree a class: a calibrated forecast passes them 998 times in a thousand.
const (
	coverageErrors = 3.0
	reliability    = 20.5
)

// Calibrated says whether the intervals hold the truth as often as they say, and
// the quota is met as often as forecast, within what chance allows. Intervals of
// counts hold it somewhat more often than they say, which is allowed.
func (r *Report) Calibrated() bool {
	for share, held := range map[float64]int{0.8: r.In80, 0.9: r.In90} {
		n := float64(r.Years)
		if float64(held) < share*n-coverageErrors*math.Sqrt(share*(1-share)*n) {
			return false
		}
	}
	return r.Misfit() < reliability
}

// Misfit is the chi-square of the reliability table.
func (r *Report) Misfit() (sum float64) {
	for _, b := range r.Bins {
		if b.Years > 0 {
			d := float64(b.Met) - b.Forecast*float64(b.Years)
			sum += d * d / max(b.variance, 0.25)
		}
	}
	return sum
}
