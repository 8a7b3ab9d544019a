package choose

// Outcome is what became of a candidate.
type Outcome uint8

// The outcomes, in the order of the result.
const (
	Chosen Outcome = iota
	Reserve
	NoSeat
)

var outcomeCodes = [...]string{"chosen", "reserve", "no_seat"}

// String is the code of the outcome in files.
func (o Outcome) String() string { return outcomeCodes[o] }

// Reason is why.
type Reason uint8

// The reasons. ByMinimum: chosen, but not in the choice without any min;
// DisplacedByMinimum: the reverse; Full: neither.
const (
	ByMerit Reason = iota
	ByMinimum
	DisplacedByMinimum
	Full
	Seatless
)

var reasonCodes = [...]string{"by_merit", "by_minimum", "displaced_by_minimum", "full", "no_seat"}

// String is the code of the reason in files.
func (r Reason) String() string { return reasonCodes[r] }

// NoQuota is the Quota of a verdict that no row decided.
const NoQuota = -1

// Verdict is the outcome of one candidate.
type Verdict struct {
	Candidate int32 // number in the input, see Input.ID
	Place     int32 // from 1 within chosen and within reserve; 0 without a seat
	Quota     int32 // the row that decided, see Input.Quota, or NoQuota
	Outcome   Outcome
	Reason    Reason
}

// Standing is how full a quota row is.
type Standing struct {
	Candidates int64 // how many it covers
	Chosen     int64
	Shortfall  int64 // how many are missing for its min
	Last       int32 // number of the verdict of the last of its chosen, its cut-off; -1: nobody was chosen
}

// Result is the best choice: first the chosen, then the reserve, then those
// without a seat, each in merit order.
type Result struct {
	Verdicts  []Verdict
	Standings []Standing // by quota row, in the order of the input

	input  *Input
	groups *groups
	order  []int32 // candidates in merit order
	passes *passes
}

// Chosen is how many were chosen: the first so many verdicts.
func (r *Result) Chosen() int {
	n := 0
	for n < len(r.Verdicts) && r.Verdicts[n].Outcome == Chosen {
		n++
	}
	return n
}

// Choose makes the best choice. It refuses a double id (Invalid) and two rows
// of one family that overlap without being nested (Conflict).
func Choose(in *Input) (*Result, error) {
	order, err := in.meritOrder()
	if err != nil {
		return nil, err
	}
	g := in.gather()
	a, err := in.plant(g, (*row).inA, false)
	if err != nil {
		return nil, err
	}
	b, err := in.plant(g, (*row).inB, true)
	if err != nil {
		return nil, err
	}
	c := in.makeCells(g, a, b)
	groupLine, line := make([]int32, len(order)), make([]int32, len(order))
	for n, i := range order {
		groupLine[n] = g.of[i]
		line[n] = c.ofGroup[g.of[i]]
	}
	p := &passes{cells: c, a: a, b: b, line: line}
	merit := p.byMerit()
	taken := p.best(merit)
	e := &explainer{in: in, groups: g, cells: c, a: a, b: b, merit: merit, taken: taken}
	result := e.result(order, groupLine)
	result.order, result.passes = order, p
	return result, nil
}

// best gives how many of each cell are in the best choice. Without a min that
// is the choice by merit.
func (p *passes) best(merit []int32) []int32 {
	if !p.a.hasMin() && !p.b.hasMin() {
		return merit
	}
	n := build(p.cells, p.a, p.b)
	n.carry(p.start(), p.a, p.b, p.cells)
	n.best()
	return newExchanger(n).take(p.line, len(p.cells.size))
}

func (f *forest) hasMin() bool {
	for _, least := range f.min {
		if least > 0 {
			return true
		}
	}
	return false
}
