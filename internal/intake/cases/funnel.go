package cases

import (
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
	at := map[string]int{}
	for i, field := range Table.Tally() {
		at[field.Name] = i
	}
	points := Reach("").Options()
	cube.Each(Table.Name, code, func(parts []string, n int64) {
		if intake != "" && parts[at["cycle"]] != intake || parts[at["state"]] == "void" {
			return
		}
		f.States[parts[at["state"]]] += n
		for _, p := range points {
			if p.Value <= parts[at["reach"]] {
				f.Reach[Reach(p.Value)] += n
			}
		}
	})
	return f
}
