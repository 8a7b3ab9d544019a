package radar

import (
	"math/rand/v2"
	"strconv"
)

// County is what a simulated season of one county is like: its own station, and
// those beside it, which are honest and with which it is compared.
type County struct {
	Beside     int     // stations beside it
	Candidates int     // examined at each station
	Share      float64 // of the station's results that are false
	Disagree   float64 // how often two honest examinations of one person differ
	Fit        float64 // of the candidates who pass an honest examination, over all kinds
	Doctors    int     // on duty in the section that is watched
	Desks      int     // who admit
	Quota      float64 // of the candidates who are handed over
	Hasty      float64 // of honest examinations that are hasty
	Limit      float64 // share of hasty ones that a clean station may have
	Likeness   float64 // how often the receiving unit sees that somebody else stands there
	Mistaken   float64 // how often it doubts somebody who is the right one
	Careful    float64 // of the forgers who take as long as an examination takes
}

// Usual is the county for which the tables of the guide are made. The figures are
// assumptions, but for those that the policy pack sets; the guide says so.
func Usual(candidates int, share, disagree float64) County {
	return County{Beside: 9, Candidates: candidates, Share: share, Disagree: disagree, Fit: 0.7, Doctors: 4, Desks: 3, Quota: 0.25, Hasty: 0.005, Limit: 0.01,
		Likeness: 0.9, Mistaken: 0.002, Careful: 0.5}
}

// Detector is one way in which the radar finds a fraud.
type Detector string

// The detectors that need no second examination.
const (
	Stations Detector = "stations" // funnel of the stations
	Doctors  Detector = "doctors"  // funnel of the doctors of a section
	Pairs    Detector = "pairs"    // desk and doctor meet too often
	Identity Detector = "identity" // identity checked again at the hand-over
	Steps    Detector = "steps"    // hasty conclusions
)

// Detectors lists them in the order of the tables.
func Detectors() []Detector { return []Detector{Stations, Doctors, Pairs, Identity, Steps} }

// examined is one examination at the county's own station.
type examined struct {
	kind         string
	pass         bool
	doctor, desk int
	hasty        bool
	else0        bool // somebody else stood there
}

// mix are the kinds of case with how they pass, beside the share of the county.
var mix = []struct {
	kind  string
	share float64
	fit   float64
}{{"senior high", 0.35, -0.06}, {"college", 0.40, 0.01}, {"bachelor", 0.25, 0.068}}

// Watch plays one season of a county with a fraud and says which detectors alarm,
// each at a share alpha of clean seasons.
func Watch(c County, kind Fraud, alpha float64, random *rand.Rand) map[Detector]bool {
	list := c.play(kind, random)
	own := Source{Name: "own", Strata: strata(list, func(examined) bool { return true })}
	sources := []Source{own}
	for i := range c.Beside {
		honest := County{Candidates: c.Candidates, Fit: c.Fit, Doctors: 1, Desks: 1}
		sources = append(sources, Source{Name: strconv.Itoa(i), Strata: strata(honest.play(Honest, random), func(examined) bool { return true })})
	}
	out := map[Detector]bool{Identity: c.doubted(list, alpha, random), Steps: c.hurried(list, alpha)}
	for _, p := range Funnel(sources, alpha) {
		out[Stations] = out[Stations] || p.Alarm && p.Name == "own"
	}
	var doctors []Source
	for d := range c.Doctors {
		doctors = append(doctors, Source{Name: strconv.Itoa(d), Strata: strata(list, func(e examined) bool { return e.doctor == d })})
	}
	for _, p := range Funnel(doctors, alpha) {
		out[Doctors] = out[Doctors] || p.Alarm
	}
	out[Pairs] = c.paired(list, alpha)
	return out
}

// play is the season of the county's own station. Results are bought, made up or
// won by a stand-in for those who would fail; steered ones come to the first doctor
// by the first desk.
func (c County) play(kind Fraud, random *rand.Rand) []examined {
	list := make([]examined, c.Candidates)
	for i := range list {
		e, fit := &list[i], 0.0
		at := random.Float64()
		for _, m := range mix {
			e.kind, fit = m.kind, c.Fit+m.fit
			if at -= m.share; at < 0 {
				break
			}
		}
		e.pass, e.doctor, e.desk = random.Float64() < fit, random.IntN(c.Doctors), random.IntN(c.Desks)
		e.hasty = random.Float64() < c.Hasty
		if e.pass || kind == Honest || random.Float64() >= c.Share/(1-fit) {
			continue
		}
		e.pass = true
		switch kind {
		case Steered:
			e.doctor, e.desk = 0, 0
		case Swapped:
			e.else0 = true
		case Phantoms:
			e.hasty = random.Float64() >= c.Careful
		}
	}
	return list
}

func strata(list []examined, of func(examined) bool) (out []Stratum) {
	for _, m := range mix {
		t := Stratum{Kind: m.kind}
		for _, e := range list {
			if e.kind == m.kind && of(e) {
				t.N++
				if e.pass {
					t.X++
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// paired says whether a desk and a doctor met more often than the lot would have it.
func (c County) paired(list []examined, alpha float64) bool {
	for desk := range c.Desks {
		for doctor := range c.Doctors {
			m := Meeting{All: int64(len(list))}
			for _, e := range list {
				m.A, m.B, m.Both = m.A+count(e.desk == desk), m.B+count(e.doctor == doctor), m.Both+count(e.desk == desk && e.doctor == doctor)
			}
			if _, _, _, _, p := Together([]Meeting{m}); p < alpha/float64(c.Desks*c.Doctors) {
				return true
			}
		}
	}
	return false
}

// doubted says whether more of those handed over are doubted than clean ones would be.
func (c County) doubted(list []examined, alpha float64, random *rand.Rand) bool {
	n, k := int64(0), int64(0)
	wanted := int64(c.Quota * float64(len(list)))
	for _, i := range random.Perm(len(list)) {
		e := list[i]
		if n == wanted || !e.pass {
			continue
		}
		n++
		seen := c.Mistaken
		if e.else0 {
			seen = c.Likeness
		}
		k += count(random.Float64() < seen)
	}
	return AtLeast(k, n, c.Mistaken) < alpha
}

// hurried is the alarm of the radar's page on hasty conclusions.
func (c County) hurried(list []examined, alpha float64) bool {
	k := int64(0)
	for _, e := range list {
		k += count(e.hasty)
	}
	return AtLeast(k, int64(len(list)), c.Limit) < alpha
}

func count(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Rates is, for each detector, the share of seasons that it alarmed.
func Rates(c County, kind Fraud, alpha float64, seasons int, seed uint64) map[Detector]float64 {
	out := map[Detector]float64{}
	for i := range seasons {
		for d, alarm := range Watch(c, kind, alpha, rand.New(rand.NewPCG(seed^0x7261646172, uint64(i)))) {
			out[d] += float64(count(alarm)) / float64(seasons)
		}
	}
	return out
}
