package sim

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the real offices and the census
	"encoding/csv"
	"io"
	"math/rand/v2"
	"sort"
	"strconv"

	"muster/internal/frame/unit"
)

//go:embed data/hebei_units.csv.gz
var hebeiUnits []byte

//go:embed data/hebei_population_2020.csv
var hebeiPopulation []byte

// Units opens the file of Hebei's real offices.
func Units() (io.Reader, error) { return gzip.NewReader(bytes.NewReader(hebeiUnits)) }

// census reads the residents of each city-level area.
func census() (map[unit.Code]int64, error) {
	rows, err := csv.NewReader(bytes.NewReader(hebeiPopulation)).ReadAll()
	if err != nil {
		return nil, err
	}
	out := map[unit.Code]int64{}
	for _, row := range rows[1:] {
		n, err := strconv.ParseInt(row[1], 10, 64)
		if err != nil {
			return nil, err
		}
		out[unit.Code(row[0])] = n
	}
	return out, nil
}

// area is one city-level area with its villages, to draw homes from.
type area struct {
	upTo     float64 // share of the province that lives in this area or an earlier one
	villages []*unit.Unit
}

// areas spreads the province over its areas by the census.
func areas(tree *unit.Tree) ([]area, error) {
	people, err := census()
	if err != nil {
		return nil, err
	}
	var codes []unit.Code
	total := int64(0)
	for code, n := range people {
		codes = append(codes, code)
		total += n
	}
	sort.Slice(codes, func(i, j int) bool { return codes[i] < codes[j] })
	var out []area
	upTo := 0.0
	for _, code := range codes {
		upTo += float64(people[code]) / float64(total)
		a := area{upTo: upTo}
		tree.Walk(code, func(u *unit.Unit) bool {
			if u.Kind == unit.Village {
				a.villages = append(a.villages, u)
			}
			return true
		})
		out = append(out, a)
	}
	return out, nil
}

// home draws the village of somebody.
func home(list []area, random *rand.Rand) *unit.Unit {
	x := random.Float64()
	for _, a := range list {
		if x < a.upTo && len(a.villages) > 0 {
			return a.villages[random.IntN(len(a.villages))]
		}
	}
	last := list[len(list)-1]
	return last.villages[random.IntN(len(last.villages))]
}

// seeded is the random source of record ids: a reproducible stream.
type seeded struct{ source *rand.ChaCha8 }

func newSeeded(seed uint64) *seeded {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &seeded{rand.NewChaCha8(key)}
}

// Read implements io.Reader.
func (s *seeded) Read(p []byte) (int, error) { return s.source.Read(p) }
