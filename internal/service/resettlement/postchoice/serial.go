package postchoice

import (
	"cmp"
	"slices"

	"muster/internal/frame/fault"
)

// Nobody and None stand where there is no person and no post.
const (
	Nobody = -1
	None   = -1
)

// Standing is what the order of a serial choice is made of.
type Standing struct {
	Score int64  // higher first, in whatever fixed unit the caller keeps
	Tie   int64  // lower first, usually from a draw
	ID    string // lower first, by bytes
}

// Order lists people by score descending, tie ascending, id ascending: the merit
// order of the house. Standings with equal ids keep their order.
func Order(standings []Standing) []int32 {
	order := make([]int32, len(standings))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(i, j int32) int {
		a, b := &standings[i], &standings[j]
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Tie, b.Tie), cmp.Compare(a.ID, b.ID))
	})
	return order
}

// Turns is the outcome of a serial choice.
type Turns struct {
	// Post is by person what they got, None for nothing.
	Post []int32
	// Last is by post the person who took the last place, Nobody where one is left.
	// A post without any place has none either.
	Last []int32

	turn []int32 // by person
	left []int32 // by post
}

func newTurns(places, order []int32) (*Turns, error) {
	t := &Turns{Post: make([]int32, len(order)), Last: make([]int32, len(places)), turn: make([]int32, len(order)), left: places}
	for i := range t.Post {
		t.Post[i], t.turn[i] = None, -1
	}
	for i := range t.Last {
		t.Last[i] = Nobody
	}
	for n, person := range order {
		if person < 0 || int(person) >= len(order) || t.turn[person] >= 0 {
			return nil, fault.New(fault.Invalid, "postchoice.order", "选岗次序第 {n} 位有误:每人须恰好出现一次。",
				"the order is wrong at turn {n}: everybody has exactly one turn", "n", n+1)
		}
		t.turn[person] = int32(n)
	}
	return t, nil
}

// take gives a post to a person; the caller has seen that a place is left.
func (t *Turns) take(person, post int32) {
	t.Post[person] = post
	if t.left[post]--; t.left[post] == 0 {
		t.Last[post] = person
	}
}

// Serial lets everybody in turn take the first wish that is still to be had.
// Order names each person of the market exactly once; otherwise it is a fault of
// kind Invalid.
func Serial(m *Market, order []int32) (*Turns, error) {
	if len(order) != m.People() {
		return nil, fault.New(fault.Invalid, "postchoice.order.length", "选岗次序有 {n} 人,志愿有 {people} 人。",
			"the order has {n} people, the wishes are of {people}", "n", len(order), "people", m.People())
	}
	t, err := newTurns(slices.Clone(m.places), order)
	if err != nil {
		return nil, err
	}
	for from := 0; from < len(order); from += batch {
		t.serve(m, order[from:min(from+batch, len(order))])
	}
	return t, nil
}

// serve lets people take their turns. Their lists are read before the first of
// them is followed, for the reason given at batch.
func (t *Turns) serve(m *Market, people []int32) {
	var lists [batch]span
	var first [batch]Wish
	for i, person := range people {
		lists[i] = span{m.from[person], m.from[person+1]}
	}
	for i := range people {
		if l := lists[i]; l.next < l.end {
			first[i] = m.wishes[l.next]
		}
	}
	for i, person := range people {
		l, w := lists[i], first[i]
		for l.next < l.end && t.left[w.Post] == 0 {
			if l.next++; l.next < l.end {
				w = m.wishes[l.next]
			}
		}
		if l.next < l.end {
			t.take(person, w.Post)
		}
	}
}

// Left is how many places of a post nobody took.
func (t *Turns) Left(post int32) int32 { return t.left[post] }

// Why says of each wish that stands before what the person got why it was not to
// be had: somebody with an earlier turn took the last place.
func (t *Turns) Why(m *Market, person int32) []Refusal {
	var out []Refusal
	for n, w := range m.Wishes(person) {
		if w.Post == t.Post[person] {
			break
		}
		if t.left[w.Post] > 0 || (t.Last[w.Post] != Nobody && t.turn[t.Last[w.Post]] > t.turn[person]) {
			out = append(out, Refusal{Wish: n, Post: w.Post, Reason: Waived, Ahead: Nobody}) // in a session people may take what they like
			continue
		}
		r := Refusal{Wish: n, Post: w.Post, Reason: TakenBefore, Ahead: t.Last[w.Post]}
		if r.Ahead == Nobody {
			r.Reason = NoPlace
		}
		out = append(out, r)
	}
	return out
}
