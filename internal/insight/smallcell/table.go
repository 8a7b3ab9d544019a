package smallcell

import (
	"cmp"
	"slices"
)

// Table is counts by place, with what holds between them. The zero value is empty. It
// is not safe for concurrent use.
type Table struct {
	audit     audit
	counts    []int64
	guarded   []bool // must not become known
	avoided   []bool // and of those, what is known rather than that nobody is somewhere be hidden
	kept      []bool // is not shown itself
	equations [][]Term
}

// Count puts a count and returns its place.
func (t *Table) Count(n int64) int { return t.put(n, t.audit.unknown()) }

// Made puts a count that is made up of some put before, with their factors.
func (t *Table) Made(terms []Term) int {
	return t.put(t.sum(terms), t.audit.of(terms))
}

func (t *Table) sum(terms []Term) (n int64) {
	for _, term := range terms {
		n += term.Factor * t.counts[term.Cell]
	}
	return n
}

func (t *Table) put(n int64, rest sum) int {
	t.counts, t.guarded, t.avoided, t.kept = append(t.counts, n), append(t.guarded, small(n)), append(t.avoided, false), append(t.kept, false)
	t.audit.add(rest)
	return len(t.counts) - 1
}

// Keep says that a count stands nowhere itself.
func (t *Table) Keep(place int) { t.kept[place] = true }

// Guard says that a count must not become known though many people are in it: a
// reader would compute a small one from it.
func (t *Table) Guard(place int) { t.guarded[place], t.avoided[place] = true, false }

// Avoid guards a count as long as it does not follow from that there is nobody
// somewhere.
func (t *Table) Avoid(place int) {
	if !t.guarded[place] {
		t.guarded[place], t.avoided[place] = true, true
	}
}

// Equal says that terms add up to zero.
func (t *Table) Equal(terms []Term) { t.equations = append(t.equations, terms) }

// Seal says that all counts put so far are those of tables decided before, of which
// some sums are known to be what they are; nothing more may become known of them.
func (t *Table) Seal(known [][]Term) {
	for place := range t.counts {
		t.kept[place], t.guarded[place] = true, false
	}
	for unknown := range t.audit.sealed {
		t.audit.sealed[unknown] = true
	}
	for _, terms := range known {
		t.audit.learn(t.audit.of(terms))
	}
}

// Relations are all that is known of some counts, also of sums of counts of which each
// is hidden: what is known of others follows from them. Their places are those in the
// list, their factors modulo a prime. A negative place stands for nothing.
func (t *Table) Relations(places []int) (out [][]Term) {
	type row struct{ rest, from sum }
	rows := map[int]row{} // by the first unknown
	for i, place := range places {
		if place < 0 {
			continue
		}
		r := row{t.audit.rest[place], sum{{i, 1}}}
		for len(r.rest) > 0 {
			first := r.rest[0]
			other, known := rows[first.unknown]
			if !known {
				rows[first.unknown] = r
				break
			}
			factor := prime - first.factor*inverse(other.rest[0].factor)%prime
			r = row{r.rest.plus(factor, other.rest), r.from.plus(factor, other.from)}
		}
		if len(r.rest) == 0 {
			var terms []Term
			for _, p := range r.from {
				terms = append(terms, Term{p.unknown, p.factor})
			}
			out = append(out, terms)
		}
	}
	return out
}

// Decide decides what is shown: that there is nobody somewhere comes first, for it often
// follows from other counts of nobody. It returns the counts to be avoided that are
// known nevertheless, because nobody else is where sealed ones are known.
func (t *Table) Decide() (told []int) {
	for _, e := range t.equations {
		t.audit.learn(t.audit.of(e))
	}
	strictly := make([]bool, len(t.guarded))
	for place, guarded := range t.guarded {
		strictly[place] = guarded && !t.avoided[place]
	}
	for _, place := range t.order() {
		rest := t.audit.rest[place]
		hide := t.audit.tells(rest, strictly)
		if t.counts[place] > 0 {
			hide = t.audit.tells(rest, t.guarded)
		}
		if !hide {
			t.audit.learn(rest)
		}
	}
	for place, avoided := range t.avoided {
		if avoided && t.Known(place) {
			told = append(told, place)
		}
	}
	return told
}

// order is the counts that can be known: those of nobody, then the largest of those
// that can be shown.
func (t *Table) order() (out []int) {
	for place := range t.counts {
		if !t.guarded[place] && (!t.kept[place] || t.counts[place] == 0) {
			out = append(out, place)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int {
		x, y := t.counts[a], t.counts[b]
		if (x == 0) != (y == 0) {
			return map[bool]int{true: -1, false: 1}[x == 0]
		}
		return cmp.Compare(y, x)
	})
	return out
}

// Known says whether readers are shown a count, or can compute it.
func (t *Table) Known(place int) bool { return len(t.audit.rest[place]) == 0 }
