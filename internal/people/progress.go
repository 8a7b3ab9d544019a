package people

import (
	"slices"
	"strconv"

	"muster/internal/frame/record"
	"muster/internal/frame/tally"
	"muster/internal/frame/unit"
)

// Progress is how far the registrations of a year came at a unit and below it, in
// people by the state of their registration. Cancelled and reversed ones count
// nowhere.
type Progress struct {
	Unit   unit.Code
	Name   string
	States map[string]int64
}

// registered is where the state and the year stand in a cell.
var registered = Registrations.Places("state", "year")

// ProgressOf reads the progress of a year from the counts; years are all that have
// registrations at the unit, the latest first.
func ProgressOf(cube *tally.Cube, code unit.Code, year int) (p Progress, years []int, err error) {
	p = Progress{Unit: code, States: map[string]int64{}}
	err = cube.Each(Registrations.Name, code, registered, func(values []string, n int64) {
		state := values[0]
		if state == Cancelled || state == record.Void {
			return
		}
		of, err := strconv.Atoi(values[1])
		if err == nil && !slices.Contains(years, of) {
			years = append(years, of)
		}
		if of == year {
			p.States[state] += n
		}
	})
	slices.Sort(years)
	slices.Reverse(years)
	return p, years, err
}

// Waiting are those who have not handed in their registration yet.
func (p Progress) Waiting() int64 { return p.States[Due] + p.States[Draft] }

// InHand are those whose registration waits for the office.
func (p Progress) InHand() int64 { return p.States[Submitted] + p.States[Confirmed] }

// Concluded are those whose registration has a conclusion.
func (p Progress) Concluded() int64 { return p.States[MustServe] + p.States[Exempt] + p.States[Barred] }

// All is everybody on the list of the year.
func (p Progress) All() int64 { return p.Waiting() + p.InHand() + p.Concluded() }
