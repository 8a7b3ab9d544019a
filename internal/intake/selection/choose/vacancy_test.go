package choose

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// nextInOrder is the reference of the successor's rule, written without the
// package's tables: of those who wait, in order, the first who keeps every max and
// helps the most mins.
func nextInOrder(people []Candidate, rows []Quota, within func(c Candidate, q Quota) bool, state map[string]rune, order []string) string {
	count := make([]int64, len(rows))
	for _, c := range people {
		for i, q := range rows {
			if state[c.ID] == 'p' && within(c, q) {
				count[i]++
			}
		}
	}
	best, who := -1, ""
	for _, id := range order {
		if state[id] != 'r' {
			continue
		}
		for _, c := range people {
			if c.ID != id {
				continue
			}
			worth, room := 0, true
			for i, q := range rows {
				if !within(c, q) {
					continue
				}
				room = room && (q.Max == nil || count[i] < *q.Max)
				if count[i] < q.Min {
					worth++
				}
			}
			if room && worth > best {
				best, who = worth, id
			}
		}
	}
	return who
}

// TestVacanciesInOrder plays 10,000 random sequences of vacancies over random lists
// and compares every successor with the reference.
func TestVacanciesInOrder(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(30, 5))
	filled := 0
	for range 10_000 {
		n, seats := 3+r.IntN(9), int64(1+r.IntN(5))
		rows := []Quota{{ID: "seats", Unit: "u", Max: &seats}}
		for _, tag := range []string{"x", "y"} {
			q := Quota{ID: tag, Unit: "u", Tag: tag, Min: int64(r.IntN(2))}
			if r.IntN(2) == 0 {
				most := q.Min + int64(r.IntN(3))
				q.Max = &most
			}
			rows = append(rows, q)
		}
		in, err := NewInput([]Unit{{Code: "u"}}, nil, rows)
		if err != nil {
			t.Fatal(err)
		}
		var people []Candidate
		for i := range n {
			c := Candidate{ID: strconv.Itoa(i), Unit: "u", Score: strconv.Itoa(r.IntN(6)), Tie: strconv.Itoa(i), Tags: []string{"", "x", "y"}[r.IntN(3)]}
			people = append(people, c)
			if err := in.Add(c); err != nil {
				t.Fatal(err)
			}
		}
		filled += vacate(t, r, in, people, rows)
	}
	if filled < 5_000 {
		t.Errorf("only %d vacancies were filled", filled)
	}
}

// vacate lets people leave one after the other and fills each vacancy both ways.
func vacate(t *testing.T, r *rand.Rand, in *Input, people []Candidate, rows []Quota) (filled int) {
	t.Helper()
	result, err := Choose(in)
	if err != nil {
		t.Fatal(err)
	}
	within := func(c Candidate, q Quota) bool {
		return q.Tag == "" || c.Tags == q.Tag
	}
	state, order := map[string]rune{}, []string{}
	for i, v := range result.Verdicts {
		id := in.ID(v.Candidate)
		order = append(order, id)
		state[id] = 'r'
		if i < result.Chosen() {
			state[id] = 'p'
		}
	}
	for range 2 + r.IntN(4) {
		state[order[r.IntN(len(order))]] = 'g' // somebody leaves, from a seat or the reserve
		want := nextInOrder(people, rows, within, state, order)
		got, ok := result.Next(func(id string) bool { return state[id] == 'p' }, func(id string) bool { return state[id] == 'r' })
		if ok != (want != "") || ok && in.ID(got.Candidate) != want {
			t.Fatalf("the successor is %v %v, the reference says %q (%v)", in.ID(got.Candidate), ok, want, state)
		}
		if ok {
			state[want] = 'p'
			filled++
		}
	}
	return filled
}
