package smallcell

// Counts is how many people of one unit are in each of some rows.
type Counts []int64

// Step is one step down: the units that make up the one above, and which of them is
// gone down to. What they leave of it, is decided with them.
type Step struct {
	Units []Counts
	To    int
}

// Down says which counts are hidden of the unit at the end of a way down from another
// one. All units have the same rows, between which the same equations hold, and the
// counts of units add up to those of the one above.
//
// It decides of the topmost unit alone, then of those below it knowing what is shown
// above: so whoever asks the same of a unit, of those beside it and of the ones above
// can compute no small count from all answers together.
func Down(top Counts, equations [][]Term, way ...Step) []bool {
	t := &Table{}
	places := t.unit(top, equations)
	t.Decide()
	for _, step := range way {
		told := t.Relations(places)
		t = &Table{}
		above := t.unit(top, nil)
		t.Seal(told)
		top = step.Units[step.To]
		rest := make([][]Term, len(above))
		for row, place := range above {
			rest[row] = All(place)
		}
		for u, counts := range step.Units {
			below := t.unit(counts, equations)
			for row, place := range below {
				rest[row] = append(rest[row], Term{place, -1})
			}
			if u == step.To {
				places = below
			}
		}
		t.left(rest)
		t.Decide()
	}
	hidden := make([]bool, len(places))
	for row, place := range places {
		hidden[row] = !t.Known(place)
	}
	return hidden
}

// left puts what units leave of the one above. That they leave nobody is no secret:
// the people of an office are those of the offices below it.
func (t *Table) left(rest [][]Term) {
	somebody := false
	for _, terms := range rest {
		somebody = somebody || t.sum(terms) != 0
	}
	for _, terms := range rest {
		if somebody {
			t.Keep(t.Made(terms))
		} else {
			t.Equal(terms)
		}
	}
}

// unit puts the counts of a unit.
func (t *Table) unit(counts Counts, equations [][]Term) (places []int) {
	for _, n := range counts {
		places = append(places, t.Count(n))
	}
	for _, equation := range equations {
		var terms []Term
		for _, term := range equation {
			terms = append(terms, Term{places[term.Cell], term.Factor})
		}
		t.Equal(terms)
	}
	return places
}
