package choose

// explainer turns the counts of the cells into verdicts.
type explainer struct {
	in           *Input
	groups       *groups
	cells        *cells
	a, b         *forest
	merit, taken []int32 // by cell: the counts without mins, and the best ones
	fullRow      []int32 // by cell: the row that keeps the rest of it out
	exactRow     []int32 // by cell: the row whose min brought somebody in
}

// result walks in merit order once more. The first so many of each cell are the
// chosen, so a count for each cell is all that has to be remembered.
func (e *explainer) result(order, groupLine []int32) *Result {
	e.decide()
	chosen, seated := 0, 0
	for cell, n := range e.taken {
		chosen += int(n)
		seated += int(e.cells.size[cell])
	}
	verdicts := make([]Verdict, len(order))
	next := [3]int{0, chosen, seated} // where the next of each outcome goes
	seen := make([]int32, len(e.taken))
	byGroup := make([]tally, len(e.groups.size))
	for n, i := range order {
		v := Verdict{Candidate: i, Quota: NoQuota, Outcome: NoSeat, Reason: Seatless}
		if cell := e.cells.ofGroup[groupLine[n]]; cell >= 0 {
			e.judge(&v, cell, seen[cell])
			seen[cell]++
		}
		at := next[v.Outcome]
		next[v.Outcome]++
		switch v.Outcome {
		case Chosen:
			v.Place = int32(at + 1)
			byGroup[groupLine[n]] = tally{byGroup[groupLine[n]].chosen + 1, v.Place}
		case Reserve:
			v.Place = int32(at - chosen + 1)
		}
		verdicts[at] = v
	}
	return &Result{Verdicts: verdicts, Standings: e.standings(byGroup), input: e.in, groups: e.groups}
}

// judge sets the verdict on the one with so many of the cell ahead.
func (e *explainer) judge(v *Verdict, cell, ahead int32) {
	inMerit := ahead < e.merit[cell]
	switch {
	case ahead < e.taken[cell] && inMerit:
		v.Outcome, v.Reason = Chosen, ByMerit
	case ahead < e.taken[cell]:
		v.Outcome, v.Reason, v.Quota = Chosen, ByMinimum, e.exactRow[cell]
	case inMerit:
		v.Outcome, v.Reason, v.Quota = Reserve, DisplacedByMinimum, e.fullRow[cell]
	default:
		v.Outcome, v.Reason, v.Quota = Reserve, Full, e.fullRow[cell]
	}
}

// decide finds the deciding rows of each cell. Some row is full for everybody in
// the reserve: if none were, taking that person too would break no max, cost no
// min and make the choice larger. Nobody need be covered by a row that stands
// exactly at its min, though: where the min cannot be reached, the row is short
// of it, and then no row is named.
func (e *explainer) decide() {
	usedA, usedB := e.a.sums(e.cells.a, e.taken), e.b.sums(e.cells.b, e.taken)
	full := e.a.nearest(func(p int32) bool {
		q := &e.in.rows[e.a.rows[p]]
		return q.Max != nil && int64(usedA[p]) == *q.Max
	})
	exactA := e.a.nearest(func(p int32) bool { return e.exact(e.a, p, usedA) })
	exactB := e.b.nearest(func(p int32) bool { return e.exact(e.b, p, usedB) })
	e.fullRow, e.exactRow = make([]int32, len(e.taken)), make([]int32, len(e.taken))
	for cell := range e.taken {
		e.fullRow[cell], e.exactRow[cell] = full[e.cells.a[cell]], exactA[e.cells.a[cell]]
		if b := e.cells.b[cell]; b >= 0 && exactB[b] >= 0 {
			if old := e.exactRow[cell]; old < 0 || e.groups.rank[exactB[b]] < e.groups.rank[old] {
				e.exactRow[cell] = exactB[b]
			}
		}
	}
}

// exact says whether a row stands at its min. A row without a min decides nothing.
func (e *explainer) exact(f *forest, p int32, used []int32) bool {
	q := &e.in.rows[f.rows[p]]
	return q.Min > 0 && int64(used[p]) == q.Min
}

// nearest gives for each position the first row at or above it that is as asked;
// that is the one with the fewest candidates and then the smallest id.
func (f *forest) nearest(asked func(p int32) bool) []int32 {
	rows := make([]int32, len(f.rows))
	for p := int32(len(rows)) - 1; p >= 0; p-- { // parents first
		rows[p] = NoQuota
		if asked(p) {
			rows[p] = f.rows[p]
		} else if f.parent[p] >= 0 {
			rows[p] = rows[f.parent[p]]
		}
	}
	return rows
}

// tally is how many of a group were chosen, and the place of the last of them.
type tally struct {
	chosen int64
	last   int32
}

// standings adds the groups up to the rows, those outside both families too.
func (e *explainer) standings(byGroup []tally) []Standing {
	standings := make([]Standing, len(e.in.rows))
	for r := range standings {
		standings[r] = Standing{Candidates: e.groups.people[r], Last: -1}
	}
	for group, t := range byGroup {
		for _, r := range e.groups.covers[group] {
			standings[r].Chosen += t.chosen
			standings[r].Last = max(standings[r].Last, t.last-1)
		}
	}
	for r := range standings {
		standings[r].Shortfall = max(0, e.in.rows[r].Min-standings[r].Chosen)
	}
	return standings
}
