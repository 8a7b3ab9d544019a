package choose

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func bound(n int64) *int64 { return &n }

// offices is a nation of 31 provinces, 330 cities and 3,000 counties.
func offices() []Unit {
	units := []Unit{{Code: "n"}}
	for i := range 31 {
		units = append(units, Unit{Code: fmt.Sprintf("p%02d", i), Parent: "n"})
	}
	for i := range 330 {
		units = append(units, Unit{Code: fmt.Sprintf("c%03d", i), Parent: fmt.Sprintf("p%02d", i%31)})
	}
	for i := range 3000 {
		units = append(units, Unit{Code: fmt.Sprintf("d%04d", i), Parent: fmt.Sprintf("c%03d", i%330)})
	}
	return units
}

// easyNation has maxes on four levels for a tenth of the people, and twelve
// nested tags with mins at the cities and counties that can be met.
func easyNation(tb testing.TB, people int) *Input {
	tags := []Tag{{Tag: "t0"}}
	for i := 1; i < 12; i++ { // chains of three under the first
		parent := "t0"
		if i%3 != 1 {
			parent = fmt.Sprintf("t%d", i-1)
		}
		tags = append(tags, Tag{Tag: fmt.Sprintf("t%d", i), Parent: parent})
	}
	seats := int64(people / 10)
	quotas := []Quota{{ID: "n", Unit: "n", Max: bound(seats)}}
	for i := range 31 {
		unit := fmt.Sprintf("p%02d", i)
		quotas = append(quotas, Quota{ID: unit, Unit: unit, Min: seats / 60, Max: bound(seats * 11 / 310)})
	}
	for i := range 330 {
		unit := fmt.Sprintf("c%03d", i)
		quotas = append(quotas, Quota{ID: unit, Unit: unit, Min: seats / 700, Max: bound(seats * 12 / 3300)},
			Quota{ID: unit + "-t0", Unit: unit, Tag: "t0", Min: seats / 1000})
	}
	for i := range 3000 {
		unit := fmt.Sprintf("d%04d", i)
		quotas = append(quotas, Quota{ID: unit, Unit: unit, Min: seats / 6000, Max: bound(seats * 13 / 30000)})
		for t := 1; t < 12; t++ {
			quotas = append(quotas, Quota{ID: fmt.Sprintf("%s-t%d", unit, t), Unit: unit, Tag: fmt.Sprintf("t%d", t), Min: seats / 120_000})
		}
	}
	return populate(tb, tags, quotas, people, 0)
}

// hardNation has one chain of twelve tags, carried by people with lower scores,
// with mins on all four levels, uneven counties, and mins that cannot all be met.
func hardNation(tb testing.TB, people int) *Input {
	r := rand.New(rand.NewPCG(5, 7))
	tags := []Tag{{Tag: "t0"}}
	for i := 1; i < 12; i++ {
		tags = append(tags, Tag{Tag: fmt.Sprintf("t%d", i), Parent: fmt.Sprintf("t%d", i-1)})
	}
	seats := int64(people / 10)
	quotas := []Quota{{ID: "n", Unit: "n", Max: bound(seats)}, {ID: "n-t0", Unit: "n", Tag: "t0", Min: seats * 6 / 10}}
	for i := range 31 {
		unit := fmt.Sprintf("p%02d", i)
		quotas = append(quotas, Quota{ID: unit, Unit: unit, Min: seats / 40, Max: bound(seats * 11 / 310)},
			Quota{ID: unit + "-t2", Unit: unit, Tag: "t2", Min: seats / 31 * 4 / 10})
	}
	for i := range 330 {
		unit := fmt.Sprintf("c%03d", i)
		quotas = append(quotas, Quota{ID: unit, Unit: unit, Min: seats / 400, Max: bound(seats * 12 / 3300)},
			Quota{ID: unit + "-t5", Unit: unit, Tag: "t5", Min: seats / 330 * 9 / 20})
	}
	for i := range 3000 {
		unit := fmt.Sprintf("d%04d", i)
		most := r.Int64N(seats*26/30000 + 1)
		quotas = append(quotas, Quota{ID: unit, Unit: unit, Min: most / 3, Max: bound(most)})
		for t := 8; t < 12; t++ {
			quotas = append(quotas, Quota{ID: fmt.Sprintf("%s-t%d", unit, t), Unit: unit, Tag: fmt.Sprintf("t%d", t), Min: most * int64(13-t) / 20})
		}
	}
	return populate(tb, tags, quotas, people, 300)
}

// populate adds people, a third of whom carry a tag, the others with a bonus.
func populate(tb testing.TB, tags []Tag, quotas []Quota, people, bonus int) *Input {
	in, err := NewInput(offices(), tags, quotas)
	if err != nil {
		tb.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 7))
	in.Grow(people)
	for i := range people {
		c := Candidate{ID: fmt.Sprintf("P%08d", i), Unit: fmt.Sprintf("d%04d", r.IntN(3000)), Tie: fmt.Sprint(r.IntN(people))}
		more := bonus
		if r.IntN(3) == 0 {
			c.Tags, more = fmt.Sprintf("t%d", r.IntN(12)), 0
		}
		c.Score = fmt.Sprintf("%d.%02d", r.IntN(700)+more, r.IntN(100))
		if err := in.Add(c); err != nil {
			tb.Fatal(err)
		}
	}
	return in
}
