package postchoice

import (
	"pgregory.net/rapid"
)

// drawMarket is a small market whose people rank some of the posts and whose
// posts rank all people, with ties.
func drawMarket(t *rapid.T, people, posts, places int) *Market {
	inventory := make([]int32, rapid.IntRange(1, posts).Draw(t, "posts"))
	for i := range inventory {
		inventory[i] = int32(rapid.IntRange(0, places).Draw(t, "places"))
	}
	m, err := NewMarket(inventory)
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(0, people).Draw(t, "people") {
		list := rapid.Permutation(numbers(len(inventory))).Draw(t, "list")
		wishes := make([]Wish, rapid.IntRange(0, len(list)).Draw(t, "length"))
		for i := range wishes {
			wishes[i] = Wish{Post: list[i], Place: uint32(rapid.IntRange(0, people).Draw(t, "place"))}
		}
		if err := m.Add(wishes...); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func numbers(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

// rank is where a post stands on a list; nothing stands last.
func rank(m *Market, person, post int32) int {
	list := m.Wishes(person)
	for n, w := range list {
		if w.Post == post {
			return n
		}
	}
	return len(list)
}

// place is what a post thinks of somebody who listed it.
func place(m *Market, person, post int32) proposal {
	return propose(m.Wishes(person)[rank(m, person, post)], person)
}

// blocking finds a person and a post who would rather have each other.
func blocking(m *Market, post []int32) (person, at int32, found bool) {
	for i := range post {
		person := int32(i)
		for _, w := range m.Wishes(person)[:rank(m, person, post[i])] {
			kept := int32(0)
			for other, got := range post {
				if got == w.Post && place(m, int32(other), w.Post) < propose(w, person) {
					kept++
				}
			}
			if kept < m.Places(w.Post) {
				return person, w.Post, true
			}
		}
	}
	return Nobody, None, false
}

// feasible says that nobody got a post that was not listed and no post has more
// than its places.
func feasible(m *Market, post []int32) bool {
	taken := make([]int32, len(m.places))
	for i, got := range post {
		if got == None {
			continue
		}
		if taken[got]++; rank(m, int32(i), got) == len(m.Wishes(int32(i))) || taken[got] > m.places[got] {
			return false
		}
	}
	return true
}

// eachMatching visits every outcome within the lists and the places.
func eachMatching(m *Market, visit func(post []int32)) {
	post := make([]int32, m.People())
	var from func(person int)
	from = func(person int) {
		if person == len(post) {
			if feasible(m, post) {
				visit(post)
			}
			return
		}
		post[person] = None
		from(person + 1)
		for _, w := range m.Wishes(int32(person)) {
			post[person] = w.Post
			from(person + 1)
		}
	}
	from(0)
}

// eachList visits every list, complete or not, over the posts of a list.
func eachList(wishes []Wish, visit func([]Wish)) {
	var from func(list, rest []Wish)
	from = func(list, rest []Wish) {
		visit(list)
		for i, w := range rest {
			others := append(append([]Wish(nil), rest[:i]...), rest[i+1:]...)
			from(append(append([]Wish(nil), list...), w), others)
		}
	}
	from(nil, wishes)
}

// with is the market in which one person hands in another list.
func (m *Market) with(t *rapid.T, person int32, list []Wish) *Market {
	other, err := NewMarket(m.places)
	if err != nil {
		t.Fatal(err)
	}
	for i := range int32(m.People()) {
		wishes := m.Wishes(i)
		if i == person {
			wishes = list
		}
		if err := other.Add(wishes...); err != nil {
			t.Fatal(err)
		}
	}
	return other
}
