package sim

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the real offices and the census
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
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
	upTo     int64 // residents of this area and the earlier ones
	villages []*unit.Unit
}

// areas spreads the province over its areas by the census.
func areas(tree *unit.Tree) ([]area, error) {
	people, err := census()
	if err != nil {
		return nil, err
	}
	var out []area
	total := int64(0)
	for _, code := range slices.Sorted(maps.Keys(people)) {
		a := area{}
		tree.Walk(code, func(u *unit.Unit) bool {
			if u.Kind == unit.Village {
				a.villages = append(a.villages, u)
			}
			return true
		})
		if len(a.villages) == 0 {
			continue // not in this tree
		}
		total += people[code]
		a.upTo = total
		out = append(out, a)
	}
	if len(out) == 0 {
		return nil, errors.New("no unit of the tree has a village and a figure of the census")
	}
	return out, nil
}

// home draws the village of somebody.
func home(list []area, random *rand.Rand) *unit.Unit {
	x := random.Int64N(list[len(list)-1].upTo)
	at := slices.IndexFunc(list, func(a area) bool { return x < a.upTo })
	return list[at].villages[random.IntN(len(list[at].villages))]
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
