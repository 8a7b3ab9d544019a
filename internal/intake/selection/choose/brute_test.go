package choose

import (
	"cmp"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/fault"
)

// person is a candidate of a small random case.
type person struct {
	id, unit   string
	score, tie int
	tags       []string
}

// small is a random case of a few candidates.
type small struct {
	units  []Unit
	tags   []Tag
	quotas []Quota
	people []person
}

func randomSmall(r *rand.Rand) *small {
	s := &small{units: []Unit{{Code: "u0"}}}
	for i := range r.IntN(6) {
		s.units = append(s.units, Unit{Code: fmt.Sprintf("u%d", i+1), Parent: s.units[r.IntN(i+1)].Code})
	}
	for i := range r.IntN(5) {
		t := Tag{Tag: string(rune('a' + i))}
		if i > 0 && r.IntN(3) > 0 {
			t.Parent = s.tags[r.IntN(i)].Tag
		}
		s.tags = append(s.tags, t)
	}
	ids := r.Perm(99)
	for i := range 1 + r.IntN(11) {
		p := person{id: fmt.Sprint(ids[i]), unit: s.units[r.IntN(len(s.units))].Code, score: r.IntN(6), tie: r.IntN(3)}
		for _, t := range s.tags {
			if r.IntN(3) == 0 {
				p.tags = append(p.tags, t.Tag)
			}
		}
		s.people = append(s.people, p)
	}
	overlapping := r.IntN(10) == 0
	for i := range 1 + r.IntN(9) {
		s.quotas = append(s.quotas, s.randomQuota(r, i))
		if !overlapping && s.overlaps() != "" {
			s.quotas = s.quotas[:len(s.quotas)-1]
		}
	}
	return s
}

func (s *small) randomQuota(r *rand.Rand, i int) Quota {
	q := Quota{ID: fmt.Sprintf("q%d", (i*7)%10), Unit: s.units[r.IntN(len(s.units))].Code, Line: i + 2}
	if len(s.tags) > 0 && r.IntN(3) > 0 {
		q.Tag = s.tags[r.IntN(len(s.tags))].Tag
	}
	if r.IntN(2) == 0 {
		q.Min = int64(r.IntN(4))
	}
	if q.Tag == "" || r.IntN(3) == 0 {
		if r.IntN(6) > 0 {
			most := q.Min + int64(r.IntN(4))
			q.Max = &most
		}
	}
	return q
}

// covers is the set of people of a row, as bits, read off the definition.
func (s *small) covers(q *Quota) (set uint) {
	for i, p := range s.people {
		if s.within(p.unit, q.Unit) && (q.Tag == "" || slices.ContainsFunc(p.tags, func(t string) bool { return s.implies(t, q.Tag) })) {
			set |= 1 << i
		}
	}
	return set
}

func (s *small) within(unit, top string) bool {
	for unit != "" {
		if unit == top {
			return true
		}
		for _, u := range s.units {
			if u.Code == unit {
				unit = u.Parent
				break
			}
		}
	}
	return false
}

func (s *small) implies(tag, top string) bool {
	for tag != "" {
		if tag == top {
			return true
		}
		for _, t := range s.tags {
			if t.Tag == tag {
				tag = t.Parent
				break
			}
		}
	}
	return false
}

// overlaps names the smallest pair that overlaps, of family A if there is one
// there, else of B; or nothing.
func (s *small) overlaps() string {
	families := []func(q *Quota) bool{
		func(q *Quota) bool { return q.Max != nil || q.Tag == "" },
		func(q *Quota) bool { return q.Tag != "" && q.Min > 0 },
	}
	for _, member := range families {
		var pairs []string
		for _, p := range s.quotas {
			for _, q := range s.quotas {
				a, b := s.covers(&p), s.covers(&q)
				if member(&p) && member(&q) && p.ID < q.ID && a&b != 0 && a&^b != 0 && b&^a != 0 {
					pairs = append(pairs, p.ID+" "+q.ID)
				}
			}
		}
		if len(pairs) > 0 {
			return slices.Min(pairs)
		}
	}
	return ""
}

// sorted puts the people into merit order.
func (s *small) sorted() {
	slices.SortFunc(s.people, func(a, b person) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.tie, b.tie), cmp.Compare(a.id, b.id))
	})
}

// best tries every set; people must be in merit order, best at bit 0.
func (s *small) best(withMins bool) uint {
	var seats uint
	masks := make([]uint, len(s.quotas))
	for i := range s.quotas {
		masks[i] = s.covers(&s.quotas[i])
		if s.quotas[i].Max != nil {
			seats |= masks[i]
		}
	}
	var best uint
	bestShort, bestSize := int64(1<<40), -1
	for set := range uint(1) << len(s.people) {
		short, fits := int64(0), set&^seats == 0
		for i := range s.quotas {
			n := int64(bits.OnesCount(set & masks[i]))
			fits = fits && (s.quotas[i].Max == nil || n <= *s.quotas[i].Max)
			if withMins {
				short += max(0, s.quotas[i].Min-n)
			}
		}
		size := bits.OnesCount(set)
		better := short < bestShort || short == bestShort && size > bestSize
		if short == bestShort && size == bestSize { // the best-placed difference is the lowest bit
			differ := set ^ best
			better = set&(differ&-differ) != 0
		}
		if fits && better {
			best, bestShort, bestSize = set, short, size
		}
	}
	return best
}

// row finds the row with the fewest candidates, then the smallest id, among
// those that cover a person and are as asked.
func (s *small) row(person int, asked func(q *Quota, set uint) bool) string {
	found, size := "", 0
	for i := range s.quotas {
		q := &s.quotas[i]
		set := s.covers(q)
		n := bits.OnesCount(set)
		if set>>person&1 == 1 && asked(q, set) && (found == "" || n < size || n == size && q.ID < found) {
			found, size = q.ID, n
		}
	}
	return found
}

// table is the whole result as the contract words it, a line a person.
func (s *small) table() []string {
	s.sorted()
	best, merit := s.best(true), s.best(false)
	full := func(q *Quota, set uint) bool {
		return q.Max != nil && int64(bits.OnesCount(set&best)) == *q.Max
	}
	exact := func(q *Quota, set uint) bool {
		return q.Min > 0 && int64(bits.OnesCount(set&best)) == q.Min
	}
	seat := func(q *Quota, _ uint) bool { return q.Max != nil }
	var lists [3][]string
	for i, p := range s.people {
		in, before := best>>i&1 == 1, merit>>i&1 == 1
		switch {
		case in && before:
			lists[0] = append(lists[0], fmt.Sprintf("%s chosen %d  by_merit", p.id, len(lists[0])+1))
		case in:
			lists[0] = append(lists[0], fmt.Sprintf("%s chosen %d %s by_minimum", p.id, len(lists[0])+1, s.row(i, exact)))
		case s.row(i, seat) == "":
			lists[2] = append(lists[2], fmt.Sprintf("%s no_seat 0  no_seat", p.id))
		default:
			why := "full"
			if before {
				why = "displaced_by_minimum"
			}
			lists[1] = append(lists[1], fmt.Sprintf("%s reserve %d %s %s", p.id, len(lists[1])+1, s.row(i, full), why))
		}
	}
	return slices.Concat(lists[0], lists[1], lists[2])
}

// input hands the case over in a random order of everything.
func (s *small) input(t testing.TB, r *rand.Rand) *Input {
	units, tags, quotas, people := slices.Clone(s.units), slices.Clone(s.tags), slices.Clone(s.quotas), slices.Clone(s.people)
	r.Shuffle(len(units), func(i, j int) { units[i], units[j] = units[j], units[i] })
	r.Shuffle(len(tags), func(i, j int) { tags[i], tags[j] = tags[j], tags[i] })
	r.Shuffle(len(quotas), func(i, j int) { quotas[i], quotas[j] = quotas[j], quotas[i] })
	r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	in, err := NewInput(units, append([]Tag{}, tags...), quotas)
	if err != nil {
		t.Fatalf("input: %v", err)
	}
	for _, p := range people {
		c := Candidate{ID: p.id, Unit: p.unit, Score: fmt.Sprintf("%d.%d", p.score/2, p.score%2), Tie: fmt.Sprint(p.tie), Tags: strings.Join(p.tags, "|")}
		if err := in.Add(c); err != nil {
			t.Fatalf("add: %v", err)
		}
	}
	return in
}

func lines(result *Result) []string {
	var out []string
	for _, v := range result.Verdicts {
		quota := ""
		if v.Quota != NoQuota {
			quota = result.input.Quota(v.Quota).ID
		}
		out = append(out, fmt.Sprintf("%s %s %d %s %s", result.input.ID(v.Candidate), v.Outcome, v.Place, quota, v.Reason))
	}
	return out
}

// checkStandings compares how full each row is, and who is its last.
func (s *small) checkStandings(t *testing.T, result *Result, best uint) {
	for r, got := range result.Standings {
		q := result.input.Quota(int32(r))
		set := s.covers(q)
		want := Standing{Candidates: int64(bits.OnesCount(set)), Chosen: int64(bits.OnesCount(set & best)), Last: -1}
		want.Shortfall = max(0, q.Min-want.Chosen)
		for n, v := range result.Verdicts {
			i := slices.IndexFunc(s.people, func(p person) bool { return p.id == result.input.ID(v.Candidate) })
			if v.Outcome == Chosen && set>>i&1 == 1 {
				want.Last = int32(n)
			}
		}
		if got != want {
			t.Fatalf("row %s: got %+v, want %+v", q.ID, got, want)
		}
	}
}

// successor is the rule read off the contract.
func (s *small) successor(best uint, leaves int) string {
	rest := best &^ (1 << leaves)
	found, least := "", int64(1<<40)
	for i := range s.people {
		covered, fits, short := false, true, int64(0)
		for k := range s.quotas {
			q := &s.quotas[k]
			set := s.covers(q)
			n := int64(bits.OnesCount(set & (rest | 1<<i)))
			covered = covered || q.Max != nil && set>>i&1 == 1
			fits = fits && (q.Max == nil || n <= *q.Max)
			short += max(0, q.Min-n)
		}
		if best>>i&1 == 0 && covered && fits && short < least {
			found, least = s.people[i].id, short
		}
	}
	return found
}

func checkSmall(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	s := randomSmall(r)
	in := s.input(t, r)
	result, err := Choose(in)
	if pair := s.overlaps(); pair != "" {
		a, b, _ := strings.Cut(pair, " ")
		if !fault.Coded(err, "choose.overlap") || !strings.Contains(err.Error(), "rows "+a+" (") || !strings.Contains(err.Error(), "and "+b+" (") {
			t.Fatalf("seed %d: rows %s overlap, got %v", seed, pair, err)
		}
		return
	}
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if got, want := lines(result), s.table(); !slices.Equal(got, want) {
		t.Fatalf("seed %d: %+v\ngot\n%s\nwant\n%s", seed, s, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	best := s.best(true)
	s.checkStandings(t, result, best)
	for i := range s.people {
		if best>>i&1 == 0 {
			continue
		}
		v, ok, err := result.Successor(s.people[i].id)
		got := ""
		if ok {
			got = in.ID(v.Candidate)
		}
		if want := s.successor(best, i); err != nil || got != want {
			t.Fatalf("seed %d: %s leaves: got %q %v, want %q", seed, s.people[i].id, got, err, want)
		}
	}
}

// hurdle moves somebody ahead of one chosen after the other, from the last, and
// tries every set each time.
func (s *small) hurdle(best uint, who int) string {
	for n := len(s.people) - 1; n >= 0; n-- {
		if best>>n&1 == 0 {
			continue
		}
		moved := *s
		moved.people = slices.Delete(slices.Clone(s.people), who, who+1)
		at := n
		if who < n {
			at--
		}
		moved.people = slices.Insert(moved.people, at, s.people[who])
		if moved.best(true)>>at&1 == 1 {
			return s.people[n].id
		}
	}
	return ""
}

// TestHurdleEqualsEveryPlaceTried compares with the definition.
func TestHurdleEqualsEveryPlaceTried(t *testing.T) {
	t.Parallel()
	found := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := randomSmall(r)
		if s.overlaps() != "" {
			continue
		}
		result, err := Choose(s.input(t, r))
		if err != nil {
			t.Fatal(err)
		}
		s.sorted()
		best := s.best(true)
		for i, p := range s.people {
			v, ok, err := result.Hurdle(p.id)
			if best>>i&1 == 1 || s.row(i, func(q *Quota, _ uint) bool { return q.Max != nil }) == "" {
				if !fault.Coded(err, "choose.hurdle.reserve") {
					t.Fatalf("seed %d: %s is not in the reserve: %v", seed, p.id, err)
				}
				continue
			}
			got := ""
			if ok {
				got = result.input.ID(v.Candidate)
				found++
			}
			if want := s.hurdle(best, i); err != nil || got != want {
				t.Fatalf("seed %d: %s: got %q %v, want %q", seed, p.id, got, err, want)
			}
		}
	}
	if found == 0 {
		t.Error("no case had a hurdle")
	}
}

// TestChooseEqualsEverySetTried compares with the definition, in a random order
// of the input each time.
func TestChooseEqualsEverySetTried(t *testing.T) {
	t.Parallel()
	const cases = 20_000
	for seed := range uint64(cases) {
		checkSmall(t, seed)
	}
}
