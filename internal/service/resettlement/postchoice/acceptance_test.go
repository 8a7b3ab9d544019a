package postchoice

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAcceptIsStableAndBestForEverybody(t *testing.T) {
	t.Parallel()
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarket(t, 5, 3, 2)
		got := Accept(m).Post
		if !feasible(m, got) {
			t.Fatalf("not feasible: %v", got)
		}
		eachMatching(m, func(other []int32) {
			if _, _, found := blocking(m, other); found {
				return
			}
			compared++
			for person := range int32(m.People()) {
				if rank(m, person, other[person]) < rank(m, person, got[person]) {
					t.Fatalf("%d gets %d, but %d in the stable outcome %v", person, got[person], other[person], other)
				}
			}
		})
		if person, post, found := blocking(m, got); found {
			t.Fatalf("%d and post %d would rather have each other in %v", person, post, got)
		}
	})
	if compared == 0 {
		t.Fatal("no stable outcome was compared")
	}
}

func TestAcceptIsStableOnLargerMarkets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarket(t, 60, 9, 12)
		got := Accept(m)
		if person, post, found := blocking(m, got.Post); found || !feasible(m, got.Post) {
			t.Fatalf("%d and post %d would rather have each other", person, post)
		}
		checkReasons(t, m, got)
	})
}

// checkReasons: of every better wish the last one ahead holds the post and is
// ranked higher there.
func checkReasons(t *rapid.T, m *Market, got *Match) {
	for person := range int32(m.People()) {
		why := got.Why(m, person)
		if len(why) != rank(m, person, got.Post[person]) {
			t.Fatalf("%d answers for %d better wishes", len(why), rank(m, person, got.Post[person]))
		}
		for _, r := range why {
			if (r.Ahead == Nobody) != (m.Places(r.Post) == 0) || (r.Reason == NoPlace) != (r.Ahead == Nobody) {
				t.Fatalf("%+v of a post with %d places", r, m.Places(r.Post))
			}
			if r.Ahead != Nobody && (got.Post[r.Ahead] != r.Post || place(m, r.Ahead, r.Post) > place(m, person, r.Post)) {
				t.Fatalf("%d was not ahead of %d at post %d", r.Ahead, person, r.Post)
			}
		}
	}
}

// TestTheTrueListIsTheBestList tries every other list for one person.
func TestTheTrueListIsTheBestList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarket(t, 5, 4, 2)
		if m.People() == 0 {
			return
		}
		person := int32(rapid.IntRange(0, m.People()-1).Draw(t, "person"))
		order := rapid.Permutation(numbers(m.People())).Draw(t, "order")
		accepted := rank(m, person, Accept(m).Post[person])
		serial := rank(m, person, mustSerial(t, m, order).Post[person])
		honest := slices.Clone(m.Wishes(person))
		eachList(honest, func(list []Wish) {
			other := m.with(t, person, list)
			if n := rank(m, person, Accept(other).Post[person]); n < accepted {
				t.Fatalf("the list %v gives wish %d instead of %d", list, n, accepted)
			}
			if n := rank(m, person, mustSerial(t, other, order).Post[person]); n < serial {
				t.Fatalf("in serial choice the list %v gives wish %d instead of %d", list, n, serial)
			}
		})
	})
}

// TestAcceptByHand is the textbook case in which the second wish of one person
// pushes another one out.
func TestAcceptByHand(t *testing.T) {
	t.Parallel()
	m, err := NewMarket([]int32{1, 1, 0})
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]Wish{
		{{Post: 2, Place: 1}, {Post: 0, Place: 2}, {Post: 1, Place: 1}},
		{{Post: 0, Place: 1}, {Post: 1, Place: 2}},
		{{Post: 0, Place: 3}},
	} {
		if err := m.Add(list...); err != nil {
			t.Fatal(err)
		}
	}
	got := Accept(m)
	if want := []int32{1, 0, None}; !slices.Equal(got.Post, want) {
		t.Fatalf("got %v, want %v", got.Post, want)
	}
	if want := []Refusal{{0, 2, NoPlace, Nobody}, {1, 0, RankedHigher, 1}}; !slices.Equal(got.Why(m, 0), want) {
		t.Fatalf("got %+v, want %+v", got.Why(m, 0), want)
	}
	if want := []Refusal{{0, 0, RankedHigher, 1}}; !slices.Equal(got.Why(m, 2), want) || got.Proposals != 5 {
		t.Fatalf("got %+v after %d proposals", got.Why(m, 2), got.Proposals)
	}
	text := got.Why(m, 2)[0].Text("A", "B")
	if text.EN != "wish 1, A: all places went to people whom the post ranks higher, of whom B is the last" || !text.Complete() {
		t.Fatal(text)
	}
}
