package postchoice

// Match is the outcome of deferred acceptance.
type Match struct {
	// Post is by person what they got, None for nothing.
	Post []int32
	// Proposals is how many proposals were made.
	Proposals int64

	worst []proposal // by post: the last of those whom it keeps; free while a place is left
}

// proposal orders people at a post: place, then number.
type proposal uint64

func propose(w Wish, person int32) proposal { return proposal(w.Place)<<32 | proposal(uint32(person)) }

func (p proposal) person() int32 { return int32(uint32(p)) }

// free is worse than every proposal: a post with a place left turns nobody down.
const free = ^proposal(0)

// acceptance is a run of deferred acceptance. Each post keeps its proposals in a
// heap with the worst on top, cut from one piece of memory (see heap.go).
type acceptance struct {
	*Market
	worst []proposal
	heaps []proposal
	from  []int32 // by post: where its heap begins
	size  []int32 // by post: how many it keeps
	lists []span  // by person: what is left of the list
	seen  uint32  // keeps the reading ahead from being left out
}

// span is a part of all wishes.
type span struct{ next, end uint32 }

// batch is how many people are looked at together. What one person wishes stands
// far in memory from what the next one does: reading the lists of many before any
// of them is followed lets the reads overlap.
const batch = 256

// ahead is how far down a list is read together with its next wish: to the next
// line of memory, where most who are turned down will soon be.
const ahead = 7

// chunk is how many proposals are sorted by post before the posts see them, so that
// the heap of a post is in the cache for all of its proposals.
const chunk = 1 << 17

// asking is a proposal on its way.
type asking struct {
	wish   Wish
	person int32
}

// round is the proposals of a chunk.
type round struct {
	asked, sorted []asking
	at            []uint32 // by post: where its next proposal goes
}

// Accept matches people and posts. The outcome is the one stable outcome that is
// best for everybody who proposes, and does not depend on who proposes first.
func Accept(m *Market) *Match {
	a := newAcceptance(m)
	queue := make([]int32, m.People())
	for i := range queue {
		queue[i] = int32(i)
	}
	r := &round{asked: make([]asking, 0, chunk), sorted: make([]asking, chunk), at: make([]uint32, len(m.places)+1)}
	for len(queue) > 0 {
		// People who are let go take the places of those who proposed before them.
		released := queue[:0]
		for from := 0; from < len(queue); from += chunk {
			r.asked = r.asked[:0]
			people := queue[from:min(from+chunk, len(queue))]
			for at := 0; at < len(people); at += batch {
				r.asked = a.ask(people[at:min(at+batch, len(people))], r.asked)
			}
			released = a.keepAll(r.byPost(), released)
		}
		queue = released
	}
	return a.match()
}

// byPost sorts the proposals by post where there are enough of them to gain by it.
func (r *round) byPost() []asking {
	if len(r.asked) < len(r.at)/4 {
		return r.asked
	}
	clear(r.at)
	for i := range r.asked {
		r.at[r.asked[i].wish.Post+1]++
	}
	for post := 1; post < len(r.at); post++ {
		r.at[post] += r.at[post-1]
	}
	for i := range r.asked {
		at := &r.at[r.asked[i].wish.Post]
		r.sorted[*at] = r.asked[i]
		*at++
	}
	return r.sorted[:len(r.asked)]
}

// ask lets people propose down their lists, each to the first post that does not
// turn them down at once, and adds the proposals of those who found one.
func (a *acceptance) ask(people []int32, asked []asking) []asking {
	var lists [batch]span
	var first [batch]Wish
	for i, person := range people {
		lists[i] = a.lists[person]
	}
	for i := range people {
		if l := lists[i]; l.next < l.end {
			first[i] = a.wishes[l.next]
			a.seen ^= a.wishes[min(l.next+ahead, l.end-1)].Place
		}
	}
	for i, person := range people {
		l, w := lists[i], first[i]
		for l.next < l.end && propose(w, person) >= a.worst[w.Post] {
			if l.next++; l.next < l.end {
				w = a.wishes[l.next]
			}
		}
		if l.next == l.end {
			a.lists[person] = l
			continue
		}
		a.lists[person] = span{l.next + 1, l.end}
		asked = append(asked, asking{w, person})
	}
	return asked
}

// keepAll gives the proposals to their posts and adds those who go on: people whom
// posts let go, and people turned down because somebody asked with them who comes
// first. There are never more of these than people.
func (a *acceptance) keepAll(asked []asking, released []int32) []int32 {
	for _, k := range asked {
		out := k.person
		if propose(k.wish, k.person) < a.worst[k.wish.Post] {
			out = a.keep(k.wish, k.person)
		}
		if out != Nobody {
			released = append(released, out)
		}
	}
	return released
}

func newAcceptance(m *Market) *acceptance {
	a := &acceptance{Market: m, worst: make([]proposal, len(m.places)), from: make([]int32, len(m.places)+1), size: make([]int32, len(m.places)),
		lists: make([]span, m.People())}
	for post, n := range m.places {
		a.from[post+1] = a.from[post] + room(min(n, m.asked[post])) // nobody keeps more than ask
		if a.worst[post] = free; n == 0 {
			a.worst[post] = 0
		}
	}
	a.heaps = make([]proposal, a.from[len(m.places)])
	for person := range a.lists {
		a.lists[person] = span{m.from[person], m.from[person+1]}
	}
	return a
}

// match reads the outcome from the heaps.
func (a *acceptance) match() *Match {
	m := &Match{Post: make([]int32, a.People()), worst: a.worst, Proposals: int64(len(a.wishes))}
	for person, l := range a.lists {
		m.Post[person] = None
		m.Proposals -= int64(l.end - l.next)
	}
	for post, n := range a.size {
		for _, p := range a.heaps[a.from[post]:][top : top+n] {
			m.Post[p.person()] = int32(post)
		}
	}
	return m
}

// keep takes a proposal and gives the person whom the post lets go for it.
func (a *acceptance) keep(w Wish, person int32) (released int32) {
	h := heap(a.heaps[a.from[w.Post]:a.from[w.Post+1]])
	p := propose(w, person)
	if n := a.size[w.Post]; n < a.places[w.Post] {
		a.size[w.Post]++
		h[top+n] = p
		if n+1 == a.places[w.Post] {
			h.order(int(n + 1))
			a.worst[w.Post] = h[top]
		}
		return Nobody
	}
	released = h[top].person()
	h.sink(0, p)
	a.worst[w.Post] = h[top]
	return released
}

// Last is the last of those whom a post keeps, Nobody where a place is left or
// there is none.
func (m *Match) Last(market *Market, post int32) int32 {
	if m.worst[post] == free || market.places[post] == 0 {
		return Nobody
	}
	return m.worst[post].person()
}

// Why says of each wish that stands before what the person got why it was not to
// be had: all places went to people whom the post ranks higher, of whom Ahead is
// the last.
func (m *Match) Why(market *Market, person int32) []Refusal {
	var out []Refusal
	for n, w := range market.Wishes(person) {
		if w.Post == m.Post[person] {
			break
		}
		r := Refusal{Wish: n, Post: w.Post, Reason: RankedHigher, Ahead: m.Last(market, w.Post)}
		if r.Ahead == Nobody {
			r.Reason = NoPlace
		}
		out = append(out, r)
	}
	return out
}
