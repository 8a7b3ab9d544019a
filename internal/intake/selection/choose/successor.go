package choose

import "muster/internal/frame/fault"

// Successor finds who takes the place of one of the chosen: the first of the
// reserve, in order, whose entry keeps every max and leaves the least shortfall
// that one entry can leave. The verdict is that of the successor; ok is false if
// there is none. The result itself stays as it is.
//
// An id that is not among the chosen is a fault of kind Conflict, one that is
// nobody's of kind Unknown.
func (r *Result) Successor(id string) (successor Verdict, ok bool, err error) {
	group, err := r.vacated(id)
	if err != nil {
		return Verdict{}, false, err
	}
	left := make([]int64, len(r.Standings))
	for row := range left {
		left[row] = r.Standings[row].Chosen
	}
	for _, row := range r.groups.covers[group] {
		left[row]--
	}
	successor, ok = r.first(left, func(string) bool { return true })
	return successor, ok, nil
}

// Next is Successor for a list on which much has happened since: holds says who has
// a seat now, waits which of the reserve may still be taken.
func (r *Result) Next(holds, waits func(id string) bool) (next Verdict, ok bool) {
	taken := make([]int64, len(r.Standings))
	for _, v := range r.Verdicts {
		if v.Outcome != NoSeat && holds(r.input.ids[v.Candidate]) {
			for _, row := range r.groups.covers[r.groups.of[v.Candidate]] {
				taken[row]++
			}
		}
	}
	return r.first(taken, waits)
}

// first is the first of the reserve whose entry is worth most to rows with so many
// chosen.
func (r *Result) first(chosen []int64, waits func(id string) bool) (first Verdict, ok bool) {
	worth := r.worth(chosen)
	best := int64(-1)
	for _, v := range r.Verdicts[r.Chosen():] {
		if v.Outcome != Reserve {
			break
		}
		if w := worth[r.groups.of[v.Candidate]]; w > best && waits(r.input.ids[v.Candidate]) {
			first, best = v, w
		}
	}
	return first, best >= 0
}

// vacated finds the group of the one who leaves.
func (r *Result) vacated(id string) (group int32, err error) {
	for _, v := range r.Verdicts {
		if r.input.ids[v.Candidate] != id {
			continue
		}
		if v.Outcome != Chosen {
			return 0, fault.New(fault.Conflict, "choose.vacate.reserve", "{id} 不在入选名单中,没有名额可空出。",
				"{id} was not chosen and leaves no place", "id", id)
		}
		return r.groups.of[v.Candidate], nil
	}
	return 0, fault.New(fault.Unknown, "choose.nobody", "没有编号为 {id} 的人。", "there is no candidate {id}", "id", id)
}

// worth says for each group how many mins one of it would help, -1 where a max
// forbids the entry or where there is no seat.
func (r *Result) worth(chosen []int64) []int64 {
	worth := make([]int64, len(r.groups.size))
	for group, rows := range r.groups.covers {
		for _, row := range rows {
			q := &r.input.rows[row]
			if q.Max != nil && chosen[row] >= *q.Max {
				worth[group] = -1
				break
			}
			if chosen[row] < q.Min {
				worth[group]++
			}
		}
	}
	return worth
}
