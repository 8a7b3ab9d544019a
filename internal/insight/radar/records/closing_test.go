package records

import (
	"testing"

	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
)

// TestACountyBesideASmallOneIsClosed: the city says that fifteen did not pass, so that
// the county where twelve did not would tell of the three in the other one.
func TestACountyBesideASmallOneIsClosed(t *testing.T) {
	t.Parallel()
	office := func(code, parent unit.Code, kind unit.Kind, place unit.Place) *unit.Unit {
		return &unit.Unit{Code: code, Parent: parent, Kind: kind, Place: place}
	}
	tree := unit.NewTree([]*unit.Unit{
		office("1", "", unit.City, "a"), office("11", "1", unit.County, "aa"), office("12", "1", unit.County, "ab"), office("13", "1", unit.County, "ac"),
		office("111", "11", unit.Township, "aaa"), office("121", "12", unit.Township, "aba"), office("131", "13", unit.Township, "aca")})
	c := closing{tree, []outcomes{{"aaa", 40, 28}, {"aba", 30, 27}}, map[unit.Code]smallcell.Counts{}}
	for at, want := range map[unit.Code]Closed{
		"1":   {},
		"11":  {Failed: true, Passed: true},
		"12":  {Failed: true, Passed: true},
		"111": {Failed: true, Passed: true},
		"13":  {},
	} {
		if got := c.of("1", at); got != want {
			t.Errorf("of %s %+v is closed, want %+v", at, got, want)
		}
	}
	if got := c.of("11", "11"); got != (Closed{}) {
		t.Errorf("who sees only the county is kept from %+v", got)
	}
	if got := c.of("12", "121"); !got.Failed {
		t.Errorf("three are shown: %+v", got)
	}
}
