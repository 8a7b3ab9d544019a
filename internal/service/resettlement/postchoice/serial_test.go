package postchoice

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/fault"
)

func mustSerial(t *rapid.T, m *Market, order []int32) *Turns {
	turns, err := Serial(m, order)
	if err != nil {
		t.Fatal(err)
	}
	return turns
}

// TestRoomAndListsAgree: people who take in the room the first of their wishes
// that is left get what their lists get them, and so does who is told the same.
func TestRoomAndListsAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarket(t, 30, 8, 6)
		order := rapid.Permutation(numbers(m.People())).Draw(t, "order")
		lists := mustSerial(t, m, order)
		room, err := Open(m.places, order)
		if err != nil {
			t.Fatal(err)
		}
		for person, ok := room.Turn(); ok; person, ok = room.Turn() {
			if err := choose(room, m, person); err != nil {
				t.Fatal(err)
			}
		}
		closed, err := room.Close()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(closed.Post, lists.Post) || !slices.Equal(closed.Last, lists.Last) {
			t.Fatalf("the room gives %v, the lists %v", closed.Post, lists.Post)
		}
		for person := range int32(m.People()) {
			if a, b := closed.Why(m, person), lists.Why(m, person); !slices.Equal(a, b) {
				t.Fatalf("the room says %v, the lists %v", a, b)
			}
		}
	})
}

func choose(room *Session, m *Market, person int32) error {
	for _, w := range m.Wishes(person) {
		if room.Left(w.Post) > 0 {
			return room.Take(person, w.Post)
		}
	}
	return room.Pass(person)
}

// TestNobodyIsPassedOver: every better wish was gone to people with earlier turns,
// and the last of them is named.
func TestNobodyIsPassedOver(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := drawMarket(t, 40, 6, 6)
		order := rapid.Permutation(numbers(m.People())).Draw(t, "order")
		got := mustSerial(t, m, order)
		if !feasible(m, got.Post) {
			t.Fatalf("not feasible: %v", got.Post)
		}
		turn := make([]int, len(order))
		for n, person := range order {
			turn[person] = n
		}
		for person := range int32(m.People()) {
			why := got.Why(m, person)
			if len(why) != rank(m, person, got.Post[person]) {
				t.Fatalf("%d answers for %d better wishes", len(why), rank(m, person, got.Post[person]))
			}
			for _, r := range why {
				ahead := int32(0)
				for other, post := range got.Post {
					if post == r.Post && turn[other] < turn[person] {
						ahead++
					}
				}
				if ahead != m.Places(r.Post) || (r.Ahead != Nobody && turn[r.Ahead] > turn[person]) || r.Reason == Waived {
					t.Fatalf("%d of %d places were gone: %+v", ahead, m.Places(r.Post), r)
				}
			}
		}
	})
}

func TestSessionRefuses(t *testing.T) {
	t.Parallel()
	room, err := Open([]int32{1, 2}, []int32{1, 0, 2})
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name string
		do   func() error
		code string
	}{
		{"not the turn", func() error { return room.Take(0, 0) }, "postchoice.session.turn"},
		{"no such post", func() error { return room.Take(1, 2) }, "postchoice.session.post"},
		{"first", func() error { return room.Take(1, 0) }, ""},
		{"again", func() error { return room.Take(1, 1) }, "postchoice.session.turn"},
		{"full", func() error { return room.Take(0, 0) }, "postchoice.session.full"},
		{"too early", func() error { _, err := room.Close(); return err }, "postchoice.session.open"},
		{"pass", func() error { return room.Pass(0) }, ""},
		{"last", func() error { return room.Take(2, 1) }, ""},
		{"nobody left", func() error { return room.Pass(2) }, "postchoice.session.turn"},
	}
	for _, step := range steps {
		if err := step.do(); (err == nil) != (step.code == "") || err != nil && !fault.Coded(err, step.code) {
			t.Fatalf("%s: %v", step.name, err)
		}
	}
	m, _ := NewMarket([]int32{1, 2})
	for _, list := range [][]Wish{{{Post: 0}, {Post: 1}}, {{Post: 0}}, {{Post: 0}, {Post: 1}}} {
		if err := m.Add(list...); err != nil {
			t.Fatal(err)
		}
	}
	done, err := room.Close()
	if err != nil || !slices.Equal(done.Post, []int32{None, 0, 1}) || done.Left(1) != 1 {
		t.Fatal(done, err)
	}
	if why := done.Why(m, 0); !slices.Equal(why, []Refusal{{0, 0, TakenBefore, 1}, {1, 1, Waived, Nobody}}) {
		t.Fatalf("%+v", why)
	}
}

func TestMarketRefuses(t *testing.T) {
	t.Parallel()
	if _, err := NewMarket([]int32{1, -1}); !fault.Coded(err, "postchoice.places") {
		t.Fatal(err)
	}
	if _, err := Open([]int32{-1}, nil); !fault.Coded(err, "postchoice.places") {
		t.Fatal(err)
	}
	m, err := NewMarket([]int32{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Add(Wish{Post: 0}, Wish{Post: 0}); !fault.Coded(err, "postchoice.twice") {
		t.Fatal(err)
	}
	if err := m.Add(Wish{Post: 0}, Wish{Post: 2}); !fault.Coded(err, "postchoice.post") {
		t.Fatal(err)
	}
	if err := m.Add(Wish{Post: 0}, Wish{Post: 1}); err != nil || m.People() != 1 {
		t.Fatal("a list that was refused leaves no trace", err)
	}
	if _, err := Serial(m, nil); !fault.Coded(err, "postchoice.order.length") {
		t.Fatal(err)
	}
	if _, err := Open([]int32{1}, []int32{1, 1}); !fault.Coded(err, "postchoice.order") {
		t.Fatal(err)
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	got := Order([]Standing{{90, 2, "b"}, {95, 9, "z"}, {90, 1, "c"}, {90, 2, "a"}})
	if want := []int32{1, 2, 3, 0}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}
