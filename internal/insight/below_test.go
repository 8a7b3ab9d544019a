package insight_test

import (
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/insight"
	"muster/internal/insight/smallcell"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/people/idnumber"
	"muster/internal/web/webtest"
)

// TestACityLessItsCountiesTellsNothing: a county with few people is told neither by what
// its city has beyond the other counties, nor by a line that is missing.
func TestACityLessItsCountiesTellsNothing(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	born := func(county unit.Code, village unit.Code, who string, year, n int) {
		registrar := b.Extra(who, who, role.CountyRegistrar, county)
		for i := range n {
			day := clock.NewDate(year, 1+i%12, 1+i/12)
			number, err := idnumber.GB11643{}.Make(string(county), day, 1+2*i)
			if err != nil {
				t.Fatal(err)
			}
			b.As(registrar, role.Registration, "person.record", act.Answer{}, &people.Recording{Unit: village, Particulars: people.Particulars{
				IDNo: number, Name: "虚构", BirthDate: day, Sex: people.Male, Phone: "13800000000", Education: "senior_high"}})
		}
	}
	born(webtest.County, webtest.Village, "one", 2006, 20)
	born(webtest.County, webtest.Village, "too old", 2000, 8)
	born(webtest.Other, "130104001", "another", 2006, 12)
	born(webtest.Other, "130104001", "and old", 2000, 3)
	day := clock.Date("2026-03-01")
	laws := []*policy.View{b.App.Pack.On("2025-03-01"), b.App.Pack.On(day)}
	tree := b.App.Road.Tree()
	city := tree.Ancestor(webtest.County, unit.City).Code
	ask := func(at unit.Code) map[string]smallcell.Cell {
		list, err := insight.CompareBelow(t.Context(), b.App.Store, tree, city, at, day, laws)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]smallcell.Cell{"": list[0].Cell}
		for _, o := range list[0].After.Counts {
			out[o.Code] = o.Cell
		}
		return out
	}
	above := ask(city)
	if c := above["eligible"]; c.Hidden || c.N < 32 {
		t.Errorf("of the city %v", above)
	}
	for line, whole := range above {
		hidden := int64(0)
		for _, county := range tree.Children(city) {
			if c := ask(county.Code)[line]; c.Hidden {
				hidden++
			} else if whole.N -= c.N; c.N > 0 && c.N < smallcell.Smallest {
				t.Errorf("%s of %s is shown: %d", line, county.Name, c.N)
			}
		}
		if !whole.Hidden && hidden == 1 && whole.N < smallcell.Smallest {
			t.Errorf("%s: the one hidden county has %d", line, whole.N)
		}
	}
	if c := ask(webtest.Other)["not_eligible"]; !c.Hidden {
		t.Errorf("three people are shown as %v", c)
	}
}
