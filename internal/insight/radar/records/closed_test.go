package records_test

import (
	"testing"

	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/unit"
	"muster/internal/insight/radar/records"
	"muster/internal/insight/smallcell"
	"muster/internal/office/role"
	"muster/internal/sim"
)

// TestACityLessItsStationsTellsNothing: what a leader may be told of a city and of each of
// its counties is together not enough to compute a count of fewer than five examinations.
func TestACityLessItsStationsTellsNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		a := season(t, store, 500, 3, sim.Fraud{})
		leader := inspector(a, city)
		leader.Account, leader.Role = "leader", role.Leader
		ask := func(at unit.Code) (*records.Figures, [3]int64) {
			f, err := read(t, a, leader, at)
			if err != nil {
				t.Fatal(err)
			}
			return f, [3]int64{f.Exams, f.Passed, f.Exams - f.Passed}
		}
		above, left := ask(city)
		closed := [3][]int64{}
		for _, county := range a.Road.Tree().Children(city) {
			f, n := ask(county.Code)
			for i, hidden := range [3]bool{f.Office.N, f.Office.Passed, f.Office.Failed} {
				switch {
				case hidden:
					closed[i] = append(closed[i], n[i])
				case n[i] > 0 && n[i] < smallcell.Smallest:
					t.Errorf("%d of %s are not closed", n[i], county.Name)
				}
				if !hidden {
					left[i] -= n[i]
				}
			}
			if seen, ok := above.Closed[county.Code]; ok && seen != f.Office {
				t.Errorf("%s is closed in another way on the page of the city: %+v, %+v", county.Name, seen, f.Office)
			}
		}
		if len(closed[1]) == 0 || len(closed[2]) == 0 {
			t.Errorf("nothing is closed: %v", closed)
		}
		for i, hidden := range [3]bool{above.Office.N, above.Office.Passed, above.Office.Failed} {
			if small := left[i] > 0 && left[i] < smallcell.Smallest; small && !hidden && len(closed[i]) > 0 {
				t.Errorf("count %d: the closed counties have %d together, %v", i, left[i], closed[i])
			}
		}
	})
}
