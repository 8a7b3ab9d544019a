package insight

import "muster/internal/insight/smallcell"

// Hide says which counts of comparisons of one cohort are too small to be shown, and
// which further ones would tell them: outcomes add up to everybody, and changes to
// the difference between outcomes. A law that stands in several comparisons is
// hidden in the same way in all.
func Hide(list ...*Comparison) {
	l := &cells{at: map[string]int{}}
	for _, c := range list {
		before, after := l.outcomes(c.People, &c.Before), l.outcomes(c.People, &c.After)
		flows := map[string][]smallcell.Term{}
		for i := range c.Changes {
			ch := &c.Changes[i]
			at := l.add(ch.People, &ch.Cell)
			flows[ch.Before] = append(flows[ch.Before], smallcell.Term{Cell: at, Factor: -1})
			flows[ch.After] = append(flows[ch.After], smallcell.Term{Cell: at, Factor: 1})
		}
		for code, terms := range flows {
			l.equations = append(l.equations, append(terms, smallcell.Term{Cell: before(code), Factor: 1}, smallcell.Term{Cell: after(code), Factor: -1}))
		}
	}
	hidden := smallcell.Hide(l.counts, l.equations)
	for i, shown := range l.shown {
		for _, cell := range shown {
			*cell = smallcell.Cell{N: l.counts[i], Hidden: hidden[i]}
		}
	}
}

// cells are counts on their way to being hidden, each with where it is shown.
type cells struct {
	counts    []int64
	shown     [][]*smallcell.Cell
	equations [][]smallcell.Term
	at        map[string]int
}

func (l *cells) add(n int64, shown ...*smallcell.Cell) int {
	l.counts, l.shown = append(l.counts, n), append(l.shown, shown)
	return len(l.counts) - 1
}

// named is the place of a count that may stand in several comparisons.
func (l *cells) named(name string, n int64) int {
	at, known := l.at[name]
	if !known {
		at = l.add(n)
		l.at[name] = at
	}
	return at
}

// outcomes adds the counts of a law; what it returns finds the place of an outcome.
func (l *cells) outcomes(people int, o *Outcomes) func(code string) int {
	law := string(o.Day) + " " + o.Pack + " "
	_, known := l.at[law]
	total := l.named(law, int64(people))
	var parts []int
	for i := range o.Counts {
		c := &o.Counts[i]
		at := l.named(law+c.Code, c.People)
		l.shown[at], parts = append(l.shown[at], &c.Cell), append(parts, at)
	}
	if !known {
		l.equations = append(l.equations, smallcell.Sum(total, parts...))
	}
	return func(code string) int { return l.named(law+code, 0) }
}
