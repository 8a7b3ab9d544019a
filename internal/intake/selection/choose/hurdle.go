package choose

import (
	"slices"
	"sort"

	"muster/internal/frame/fault"
)

// Hurdle says what would have had to be different for somebody in the reserve:
// with everything else as it is, they would have been chosen if they had been
// ahead, in merit order, of the chosen one of this verdict, and would not have
// been if they had only been ahead of the next chosen one. Ok is false where no
// place in merit order would have been enough.
//
// The choice is made again about twenty times, so this is for one person's
// explanation and not for everybody's. Somebody who was chosen or has no seat is
// a fault of kind Conflict, an id that is nobody's of kind Unknown.
func (r *Result) Hurdle(id string) (last Verdict, ok bool, err error) {
	own, err := r.reserved(id)
	if err != nil {
		return Verdict{}, false, err
	}
	places := make([]int, len(r.order)) // by candidate: the position in merit order
	for n, i := range r.order {
		places[i] = n
	}
	chosen := r.Verdicts[:r.Chosen()]
	// Whoever is taken at some position is taken at every better one: there, fewer
	// are in already who could stand in the way.
	enough := sort.Search(len(chosen), func(n int) bool {
		return !r.takenAhead(places[own.Candidate], places[chosen[n].Candidate])
	})
	if enough == 0 {
		return Verdict{}, false, nil
	}
	return chosen[enough-1], true, nil
}

// reserved finds the verdict of somebody in the reserve.
func (r *Result) reserved(id string) (Verdict, error) {
	for _, v := range r.Verdicts {
		if r.input.ids[v.Candidate] != id {
			continue
		}
		if v.Outcome != Reserve {
			return v, fault.New(fault.Conflict, "choose.hurdle.reserve", "{id} 不在递补名单中。", "{id} is not in the reserve", "id", id)
		}
		return v, nil
	}
	return Verdict{}, fault.New(fault.Unknown, "choose.nobody", "没有编号为 {id} 的人。", "there is no candidate {id}", "id", id)
}

// takenAhead makes the choice again with the one at a position of the merit
// order moved to just ahead of another position.
func (r *Result) takenAhead(from, to int) bool {
	cell := r.passes.line[from]
	moved := slices.Insert(slices.Delete(slices.Clone(r.passes.line), from, from+1), to-behind(from, to), cell)
	p := *r.passes
	p.line = moved
	ahead := int32(0)
	for _, other := range moved[:to-behind(from, to)] {
		if other == cell {
			ahead++
		}
	}
	return ahead < p.best(p.byMerit())[cell]
}

// behind is 1 if taking somebody out at from moves the position to up by one.
func behind(from, to int) int {
	if from < to {
		return 1
	}
	return 0
}
