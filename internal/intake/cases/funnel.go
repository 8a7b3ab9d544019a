package cases

import (
	"muster/internal/frame/field"
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

// FunnelOf reads the funnel of a unit from the counts, of one intake or, where
// it is empty, of all.
func FunnelOf(cube *tally.Cube, code unit.Code, intake string) Funnel {
	f := Funnel{Unit: code, Reach: map[Reach]int64{}, States: map[string]int64{}}
	last, cycle, reach, at := make([]int64, len(points)), places["cycle"], places["reach"], places["state"]
	cube.Each(Table.Name, code, func(_ int, values []string, n int64) {
		state := values[at]
		if intake != "" && values[cycle] != intake || state == record.Void {
			return
		}
		f.States[state] += n
		if point, ok := reaches[values[reach]]; ok {
			last[point] += n
		}
	})
	sum := int64(0)
	for i := len(points) - 1; i >= 0; i-- { // whoever came to a point came to all before it
		if sum += last[i]; sum > 0 {
			f.Reach[Reach(points[i].Value)] = sum
		}
	}
	return f
}

// The points of the funnel, their numbers, and where the counted fields stand in a
// cell.
var (
	points  = Reach("").Options()
	reaches = numbered(points, func(o field.Option) string { return o.Value })
	places  = numbered(Table.Tally(), func(f *field.Field) string { return f.Name })
)

func numbered[T any](list []T, name func(T) string) map[string]int {
	out := map[string]int{}
	for i, x := range list {
		out[name(x)] = i
	}
	return out
}
