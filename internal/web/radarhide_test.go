package web

import (
	"testing"

	"muster/internal/insight/radar"
	"muster/internal/insight/radar/records"
)

// twoStations is a funnel in which three passed at one station, so that what is
// expected of the other is three of twelve.
func twoStations(more int64) *records.Figures {
	sources := []radar.Source{{Name: "few", Strata: []radar.Stratum{{Kind: "k", N: 12, X: 3}}}, {Name: "many", Strata: []radar.Stratum{{Kind: "k", N: 40 + more, X: 28 + more/2}}}}
	f := &records.Figures{Exams: 52 + more, Passed: 31 + more/2, Stations: radar.Funnel(sources, 0.01)}
	if more > 0 {
		sources = append(sources, radar.Source{Name: "third", Strata: []radar.Stratum{{Kind: "k", N: 300, X: 200}}})
		f.Exams, f.Passed, f.Stations = f.Exams+300, f.Passed+200, radar.Funnel(sources, 0.01)
	}
	return f
}

func at(points []radar.Point, name string) radar.Point {
	for _, p := range points {
		if p.Name == name {
			return p
		}
	}
	return radar.Point{}
}

// TestWhatIsHiddenOnTheRadarIsNotToldByTheOthers: a small count of one source is
// not to be computed from what the others are compared with, nor from the sums.
func TestWhatIsHiddenOnTheRadarIsNotToldByTheOthers(t *testing.T) {
	t.Parallel()
	f := twoStations(0)
	whole, leader := hideRadar(f, true), hideRadar(f, false)
	few, many := at(f.Stations, "few"), at(f.Stations, "many")
	if shown, _ := whole.compares("stations", f.Stations, many); !shown || whole.closed("stations", few) {
		t.Error("an inspector does not see everything")
	}
	if !leader.closed("stations", few) {
		t.Error("three who passed are shown to a leader")
	}
	if shown, _ := leader.compares("stations", f.Stations, many); shown {
		t.Errorf("the other station is expected to pass %.1f %%: that is the hidden count of twelve", many.Expected*100)
	}
	if !leader.cell("stations", "many", isX, many.X).Hidden && !leader.cell("all", "", isX, f.Passed).Hidden {
		t.Error("everybody who passed less those at the other station are the hidden ones")
	}
	chart := chartOf("stations", f.Stations, leader)
	if len(chart.Marks) != 0 {
		t.Errorf("%d marks of the plot tell it", len(chart.Marks))
	}
	f = twoStations(200)
	leader = hideRadar(f, false)
	if shown, rounded := leader.compares("stations", f.Stations, at(f.Stations, "third")); !shown || !rounded {
		t.Errorf("among many others: shown %v, rounded %v", shown, rounded)
	}
}
