package insight

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"muster/internal/insight/smallcell"
)

// Hide says which counts of comparisons of one cohort are too small to be shown, and
// which further ones would tell them: outcomes add up to everybody, and changes to
// the difference between outcomes. A law that stands in several comparisons is
// hidden in the same way in all.
func Hide(list ...*Comparison) { hideBelow(list) }

// beside is the comparisons of the units below one, and which of them is looked at.
type beside struct {
	units [][]*Comparison
	at    int
}

// hideBelow hides in the comparisons of the unit at the end of a way down from one,
// knowing what is shown of those above.
func hideBelow(top []*Comparison, way ...beside) {
	l := linesOf(top)
	var steps []smallcell.Step
	last := top
	for _, b := range way {
		step := smallcell.Step{To: b.at}
		for _, list := range b.units {
			step.Units = append(step.Units, l.counts(list))
		}
		steps, last = append(steps, step), b.units[b.at]
	}
	hidden := smallcell.Down(l.counts(top), l.equations, steps...)
	l.complete(last, top, hidden)
	l.each(last, func(line int, n int64, cell *smallcell.Cell) {
		*cell = smallcell.Cell{N: n, Hidden: hidden[line]}
	})
	for _, c := range last {
		slices.SortFunc(c.Changes, inOrder)
	}
}

// inOrder puts the largest change first, and those that are hidden last in an order that
// does not say which is larger.
func inOrder(a, b Change) int {
	shown := func(c smallcell.Cell) int64 {
		if c.Hidden {
			return -1
		}
		return c.N
	}
	return cmp.Or(cmp.Compare(shown(b.Cell), shown(a.Cell)), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Before+a.After, b.Before+b.After))
}

// complete adds what nobody of a unit is in where that must not be seen: a line that is
// missing says that it is nobody.
func (l *lines) complete(list, top []*Comparison, hidden []bool) {
	have := map[int]bool{}
	l.each(list, func(line int, _ int64, _ *smallcell.Cell) { have[line] = true })
	for i, c := range list {
		for _, pair := range [][2]*Outcomes{{&c.Before, &top[i].Before}, {&c.After, &top[i].After}} {
			for _, o := range pair[1].Counts {
				if at := l.at[pair[1].line(o.Code)]; hidden[at] && !have[at] {
					pair[0].Counts = append(pair[0].Counts, OutcomeCount{Code: o.Code, Label: o.Label})
				}
			}
			slices.SortFunc(pair[0].Counts, func(a, b OutcomeCount) int { return strings.Compare(a.Code, b.Code) })
		}
		for _, ch := range top[i].Changes {
			if at := l.at[ch.line(i)]; hidden[at] && !have[at] {
				ch.People = 0
				c.Changes = append(c.Changes, ch)
			}
		}
	}
}

// lines are the counts of comparisons in one list, with the sums that hold between them.
type lines struct {
	at        map[string]int
	equations [][]smallcell.Term
}

// linesOf lists what is counted of a unit; of those below it there is nothing else.
func linesOf(list []*Comparison) *lines {
	l := &lines{at: map[string]int{}}
	for i, c := range list {
		var before, after []int
		for _, o := range c.Before.Counts {
			before = append(before, l.line(c.Before.line(o.Code)))
		}
		for _, o := range c.After.Counts {
			after = append(after, l.line(c.After.line(o.Code)))
		}
		everybody := l.line("")
		l.equations = append(l.equations, smallcell.Sum(everybody, before...), smallcell.Sum(everybody, after...))
		flows, order := map[string][]smallcell.Term{}, []string{}
		flow := func(code string, term smallcell.Term) {
			if flows[code] == nil {
				order = append(order, code)
			}
			flows[code] = append(flows[code], term)
		}
		for _, ch := range c.Changes {
			at := l.line(ch.line(i))
			flow(ch.Before, smallcell.Term{Cell: at, Factor: -1})
			flow(ch.After, smallcell.Term{Cell: at, Factor: 1})
		}
		for _, code := range order {
			l.equations = append(l.equations, append(flows[code], smallcell.Term{Cell: l.line(c.Before.line(code)), Factor: 1}, smallcell.Term{Cell: l.line(c.After.line(code)), Factor: -1}))
		}
	}
	return l
}

func (l *lines) line(name string) int {
	at, known := l.at[name]
	if !known {
		at = len(l.at)
		l.at[name] = at
	}
	return at
}

// line names an outcome under a law.
func (o *Outcomes) line(code string) string { return string(o.Day) + " " + o.Pack + " " + code }

// line names a change in one of several comparisons.
func (c *Change) line(comparison int) string {
	return fmt.Sprint(comparison, " ", c.Before, " ", c.After, " ", c.Rule)
}

// counts are those of a unit, in the order of the lines.
func (l *lines) counts(list []*Comparison) smallcell.Counts {
	out := make(smallcell.Counts, len(l.at))
	l.each(list, func(line int, n int64, _ *smallcell.Cell) { out[line] = n })
	return out
}

// each visits the counts of comparisons with where they are shown.
func (l *lines) each(list []*Comparison, visit func(line int, n int64, cell *smallcell.Cell)) {
	for i, c := range list {
		visit(l.at[""], int64(c.People), &c.Cell)
		for _, o := range []*Outcomes{&c.Before, &c.After} {
			for j := range o.Counts {
				visit(l.at[o.line(o.Counts[j].Code)], o.Counts[j].People, &o.Counts[j].Cell)
			}
		}
		for j := range c.Changes {
			visit(l.at[c.Changes[j].line(i)], c.Changes[j].People, &c.Changes[j].Cell)
		}
	}
}
