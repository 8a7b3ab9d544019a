package cases

import (
	"muster/internal/frame/record"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
)

// Funnel is how many cases of a unit and all below it reached each point.
type Funnel struct {
	Unit   unit.Code        `json:"unit"`
	Name   string           `json:"name"`
	Reach  map[Reach]int64  `json:"reach"`  // reached this point or a later one
	States map[string]int64 `json:"states"` // are in this state now
}

// counted is where a funnel's fields stand in a cell.
var counted = Table.Places("cycle", "state", "reach")

// FunnelOf reads the funnel of a unit from the counts, of one intake or, where
// it is empty, of all.
func FunnelOf(cube *tally.Cube, code unit.Code, intake string) (Funnel, error) {
	f := Funnel{Unit: code, Reach: map[Reach]int64{}, States: map[string]int64{}}
	points := Reach("").Options()
	last := make([]int64, len(points))
	err := cube.Each(Table.Name, code, counted, func(values []string, n int64) {
		cycle, state := values[0], values[1]
		if intake != "" && cycle != intake || state == record.Void {
			return
		}
		f.States[state] += n
		if point, ok := Reach(values[2]).Number(); ok {
			last[point] += n
		}
	})
	sum := int64(0)
	for i := len(points) - 1; i >= 0; i-- { // whoever came to a point came to all before it
		if sum += last[i]; sum > 0 {
			f.Reach[Reach(points[i].Value)] = sum
		}
	}
	return f, err
}
