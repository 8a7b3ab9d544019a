package radar

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"muster/internal/intake/medical/sample"
)

// Fraud is what goes on at a station.
type Fraud string

// The frauds that a season may hold.
const (
	Honest   Fraud = "honest"   // two honest doctors disagree now and then
	Bought   Fraud = "bought"   // results that were paid for
	Steered  Fraud = "steered"  // one bribed examiner, to whom those who paid are sent
	Swapped  Fraud = "swapped"  // somebody else was examined
	Phantoms Fraud = "phantoms" // certificates of examinations that never were
)

// Season is one station in one season.
type Season struct {
	Candidates int
	Share      float64 // of results that are false
	Kind       Fraud
	Disagree   float64 // how often two honest examinations of one person differ
}

// Setting is a size of sample with an alarm rule.
type Setting struct {
	Minimum int64   // people drawn at least
	Percent float64 // of those examined
	Limit   float64 // disagreement above it, in percent, is an alarm
	Tail    float64 // a station at the limit is alarmed less often, in percent
}

// Power is what a setting does.
type Power struct {
	Setting
	Seasons int
	Alarmed int
}

// Rate is the share of seasons that were alarmed.
func (p Power) Rate() float64 { return float64(p.Alarmed) / float64(p.Seasons) }

// Try plays seasons of a kind under a setting, with the very draw and the very
// alarm of the physical gate, and counts the alarms. The same seed gives the same.
func Try(season Season, setting Setting, seasons int, seed uint64) Power {
	out := Power{Setting: setting, Seasons: seasons}
	for i := range seasons {
		if alarmed(season, setting, rand.New(rand.NewPCG(seed, uint64(i)))) {
			out.Alarmed++
		}
	}
	return out
}

func alarmed(season Season, setting Setting, random *rand.Rand) bool {
	list := make([]sample.One, season.Candidates)
	false0 := map[string]bool{}
	for i := range list {
		list[i].Number = fmt.Sprintf("T%07d", i)
		false0[list[i].Number] = random.Float64() < season.Share && season.Kind != Honest
	}
	size := sample.Size(int64(len(list)), setting.Minimum, setting.Percent)
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], random.Uint64())
	drawn := sample.Draw(sha256.Sum256(raw[:]), list, size, 0, 0)
	disagree := int64(0)
	for _, number := range drawn {
		if differs(season, false0[number], random) {
			disagree++
		}
	}
	return sample.Alarm(disagree, int64(len(drawn)), setting.Limit, setting.Tail)
}

// differs says whether a blind re-examination comes to another result. A bought
// or swapped result and a phantom are wrong about the person: examined again, the
// person shows it, unless the second doctor errs the same way.
func differs(season Season, wrong bool, random *rand.Rand) bool {
	errs := random.Float64() < season.Disagree
	return wrong != errs
}
