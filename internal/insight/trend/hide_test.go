package trend

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/insight/smallcell"
)

// person is a case of the made-up trees: the leaf of the tree it belongs to, its
// intake, education, sex and the furthest point it came to.
type person struct {
	leaf, intake   int
	education, sex string
	reach          int
}

// node is a unit of a made-up tree, with what lies below it.
type node struct {
	name   string
	leaf   int // its own cases; -1: none
	below  []*node
	counts *counts
	known  *decision
}

func (n *node) each(visit func(*node)) {
	visit(n)
	for _, b := range n.below {
		b.each(visit)
	}
}

func (n *node) holds(leaf int) bool {
	return n.leaf == leaf || slices.ContainsFunc(n.below, func(b *node) bool { return b.holds(leaf) })
}

// grow makes a tree of three levels; some of the upper units have cases of their own.
func grow(random *rand.Rand) (top *node, leaves int) {
	leaf := func(own bool) int {
		if !own {
			return -1
		}
		leaves++
		return leaves - 1
	}
	top = &node{name: "top", leaf: leaf(random.IntN(3) == 0)}
	for i := range 1 + random.IntN(3) {
		middle := &node{name: fmt.Sprint("middle ", i), leaf: leaf(random.IntN(3) == 0)}
		for j := range random.IntN(4) {
			middle.below = append(middle.below, &node{name: fmt.Sprint("low ", i, j), leaf: leaf(true)})
		}
		top.below = append(top.below, middle)
	}
	return top, leaves
}

var madeUp = []Dimension{
	byField("education", i18n.Text{}, options("education")[:4]),
	byField("sex", i18n.Text{}, options("sex")),
	{Code: "graduate", Parts: true, Groups: []Group{{Code: "yes", Field: "education", Values: []string{"bachelor", "master"}}, {Code: "no", Field: "education", Values: []string{"bachelor", "master"}, Others: true}}},
	{Code: "target", Groups: []Group{{Code: "some", Field: "education", Values: []string{"bachelor"}}}},
}

func populate(random *rand.Rand, leaves, people int) (out []person) {
	if leaves == 0 {
		return nil
	}
	reach := func() int {
		at := 0
		for at < points-1 && random.IntN(6) > 0 {
			at++
		}
		return at
	}
	for range people {
		out = append(out, person{random.IntN(leaves), random.IntN(2), educations[min(random.IntN(5), random.IntN(6))], []string{"male", "female"}[min(random.IntN(2), random.IntN(2))], reach()})
	}
	return out
}

func (n *node) count(people []person) {
	n.counts = &counts{of: map[ident.ID]*reached{}}
	for _, p := range people {
		if !n.holds(p.leaf) {
			continue
		}
		r := n.counts.intake(ident.ID(fmt.Sprint(p.intake)))
		for at := range p.reach + 1 {
			r.all[at]++
			r.row(value{"education", p.education})[at]++
			r.row(value{"sex", p.sex})[at]++
		}
	}
}

// decideAll decides from the top down, as Hidden does.
func decideAll(top *node) {
	q := questionsOf(madeUp, top.counts)
	top.known = q.decide(nil, []*counts{top.counts})[0]
	top.each(func(n *node) {
		var units []*counts
		for _, b := range n.below {
			units = append(units, b.counts)
		}
		for i, d := range q.under(n.known, units) {
			n.below[i].known = d
		}
	})
}

// sort is what of a person counts at a point: leaf, intake, education and sex.
type sort struct {
	leaf, intake   int
	education, sex string
}

var educations = []string{"", "junior_high", "senior_high", "bachelor", "master"}

func sorts(leaves int) (out []sort) {
	for leaf := range leaves {
		for intake := range 2 {
			for _, e := range educations {
				out = append(out, sort{leaf, intake, e, "male"}, sort{leaf, intake, e, "female"})
			}
		}
	}
	return out
}

// counted says whether a count of a unit counts people of a kind who came to its point.
func (q *questions) counted(n *node, k count, p sort) bool {
	if !n.holds(p.leaf) || k.intake > 0 && q.intakes[k.intake] != ident.ID(fmt.Sprint(p.intake)) {
		return false
	}
	g := q.groups[k.group]
	return g == nil || g.has(map[string]string{"education": p.education, "sex": p.sex}[g.Field])
}

// row is a count over the sorts, without those of whom a reader knows that there is
// nobody.
func (q *questions) row(n *node, k count, all []sort, nobody map[int]bool) []int64 {
	out := make([]int64, len(all))
	for at, p := range all {
		if !nobody[at] && q.counted(n, k, p) {
			out[at] = 1
		}
	}
	return out
}

// count names a count of a unit.
type count struct{ intake, group, point int }

func (d *decision) size(k count) int64 {
	if d.kind[k.group] < 0 {
		return 0
	}
	return d.n[d.slot(k.intake, d.kind[k.group])][k.point]
}

func (d *decision) shows(k count) bool {
	return d.kind[k.group] < 0 || d.known[d.slot(k.intake, d.kind[k.group])][k.point]
}

func everyCount(q *questions, visit func(count)) {
	for i := range q.intakes {
		for g := range q.groups {
			for p := range points {
				visit(count{i, g, p})
			}
		}
	}
}

// modulus is another one than the program computes in.
const modulus = 1_000_000_007

// reduce brings rows into echelon form and returns what a row leaves.
func reduce(rows [][]int64) func([]int64) []int64 {
	var basis [][]int64
	var at []int
	left := func(row []int64) []int64 {
		row = slices.Clone(row)
		for b, pivot := range basis {
			if f := row[at[b]]; f != 0 {
				for i, x := range pivot {
					row[i] = (row[i] + (modulus-f)*x) % modulus
				}
			}
		}
		return row
	}
	for _, row := range rows {
		row = left(row)
		first := slices.IndexFunc(row, func(x int64) bool { return x != 0 })
		if first < 0 {
			continue
		}
		f := power(row[first], modulus-2)
		for i := range row {
			row[i] = row[i] * f % modulus
		}
		basis, at = append(basis, row), append(at, first)
	}
	return left
}

func power(x int64, e int) int64 {
	out := int64(1)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			out = out * x % modulus
		}
		x = x * x % modulus
	}
	return out
}

func nothing(row []int64) bool {
	return !slices.ContainsFunc(row, func(x int64) bool { return x != 0 })
}

// told lists the small counts and losses of any unit that follow from all that is shown
// of all units in answer to all questions. A reader who reasons knows besides that where
// nobody is shown there is nobody of any kind, nor at a later point. What is shown counts
// people at one point; so a loss follows where both of its counts do.
func told(top *node, leaves int, reasons bool, shown func(*node, count) bool) (out []string) {
	q, all, nobody := top.known.questions, sorts(leaves), map[int]bool{}
	follows := map[*node]map[count]bool{}
	for p := range points {
		var rows [][]int64
		var zeros [][]int64
		visit := func(see func(*node, count)) {
			top.each(func(n *node) {
				everyCount(q, func(k count) {
					if k.point == p {
						see(n, k)
					}
				})
			})
		}
		visit(func(n *node, k count) {
			if row := q.row(n, k, all, nobody); reasons && shown(n, k) && n.known.size(k) == 0 {
				zeros = append(zeros, row)
			}
		})
		for _, row := range zeros {
			for at, x := range row {
				nobody[at] = nobody[at] || x != 0
			}
		}
		visit(func(n *node, k count) {
			if shown(n, k) {
				rows = append(rows, q.row(n, k, all, nobody))
			}
		})
		left := reduce(rows)
		visit(func(n *node, k count) {
			if follows[n] == nil {
				follows[n] = map[count]bool{}
			}
			follows[n][k] = nothing(left(q.row(n, k, all, nobody)))
		})
	}
	top.each(func(n *node) {
		everyCount(q, func(k count) {
			if size := n.known.size(k); size > 0 && size < smallcell.Smallest && follows[n][k] {
				out = append(out, fmt.Sprintf("%s, %+v: %d", n.name, k, size))
			}
			for later := k; later.point < points-1; {
				later.point++
				if lost := n.known.size(k) - n.known.size(later); lost > 0 && lost < smallcell.Smallest && follows[n][k] && follows[n][later] {
					out = append(out, fmt.Sprintf("%s, %+v: %d lost before %d", n.name, k, lost, later.point))
				}
			}
		})
	})
	return out
}

func play(seed uint64, people int) (top *node, leaves int) {
	random := rand.New(rand.NewPCG(seed, 1))
	top, leaves = grow(random)
	list := populate(random, leaves, people)
	top.each(func(n *node) { n.count(list) })
	decideAll(top)
	return top, leaves
}

// TestNoAnswersTellASmallCount: whoever asks everything of every unit of a tree (every
// dimension, gate and intake) cannot compute a count of fewer than five people, nor of
// those lost between two points.
func TestNoAnswersTellASmallCount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tellsNothing(t, rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 150).Draw(t, "people"))
	})
}

// TestNobodyHiddenAboveIsHiddenBelow: that there is nobody in a group of a unit may have to be
// hidden. A tree in which those below would tell it, were they taken to be empty too.
func TestNobodyHiddenAboveIsHiddenBelow(t *testing.T) {
	t.Parallel()
	tellsNothing(t, 0x320aeaf, 64)
}

// tellsNothing plays a tree and asks everything of everybody in it.
func tellsNothing(t interface{ Fatalf(string, ...any) }, seed uint64, people int) {
	top, leaves := play(seed, people)
	shown := func(n *node, k count) bool { return n.known.shows(k) }
	if list := told(top, leaves, false, shown); len(list) > 0 {
		t.Fatalf("%d are told: %s", len(list), list[:min(len(list), 5)])
	}
	top.each(func(n *node) {
		everyCount(top.known.questions, func(k count) {
			if c := n.known.size(k); c > 0 && c < smallcell.Smallest && shown(n, k) {
				t.Fatalf("%d of %s is shown: %+v", c, n.name, k)
			}
		})
	})
}

// TestReasoningTellsNextToNothing: knowing where there is nobody at all helps a reader
// to fewer than one in a thousand of the small counts and losses of made-up trees of few
// people: what is hidden of a unit is decided without looking at those below it.
func TestReasoningTellsNextToNothing(t *testing.T) {
	t.Parallel()
	found, small := 0, 0
	for seed := range uint64(60) {
		top, leaves := play(seed, 20+int(seed)%80)
		found += len(told(top, leaves, true, func(n *node, k count) bool { return n.known.shows(k) }))
		small += len(told(top, leaves, true, func(*node, count) bool { return true }))
	}
	t.Logf("%d of %d", found, small)
	if found*1000 > small {
		t.Errorf("%d of %d small counts are told", found, small)
	}
}

// TestHidingUnitByUnitTells is the control: units decided each by itself tell small
// counts of one another.
func TestHidingUnitByUnitTells(t *testing.T) {
	t.Parallel()
	found := 0
	for seed := range uint64(20) {
		top, leaves := play(seed, 120)
		q := top.known.questions
		top.each(func(n *node) { n.known = q.decide(nil, []*counts{n.counts})[0] })
		found += len(told(top, leaves, false, func(n *node, k count) bool { return n.known.shows(k) }))
	}
	if found == 0 {
		t.Error("nothing is told: the check finds nothing")
	}
}

// TestMuchIsShown: hiding does not empty the tables.
func TestMuchIsShown(t *testing.T) {
	t.Parallel()
	shown, large := 0, 0
	for seed := range uint64(10) {
		top, _ := play(seed, 600)
		top.each(func(n *node) {
			everyCount(top.known.questions, func(k count) {
				if n.known.size(k) >= smallcell.Smallest {
					large++
					if n.known.shows(k) {
						shown++
					}
				}
			})
		})
	}
	t.Logf("%d of %d", shown, large)
	if shown*2 < large {
		t.Errorf("of %d counts that are not small %d are shown", large, shown)
	}
}
