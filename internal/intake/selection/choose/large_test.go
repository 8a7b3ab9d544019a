package choose

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLargeChoice checks on a nation what can be checked without trying every
// set: every max holds; nobody can be added; and nobody in the reserve is behind
// somebody whom they could replace unless that would cost a min.
func TestLargeChoice(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]*Input{"easy": easyNation(t, 60_000), "hard": hardNation(t, 60_000)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := Choose(in)
			if err != nil {
				t.Fatal(err)
			}
			for r, s := range result.Standings {
				if q := in.Quota(int32(r)); q.Max != nil && s.Chosen > *q.Max {
					t.Errorf("row %s: %d chosen, max %d", q.ID, s.Chosen, *q.Max)
				}
			}
			checkMaximal(t, in, result)
			checkNobodyPassedOver(t, in, result)
		})
	}
}

func checkMaximal(t *testing.T, in *Input, result *Result) {
	reserve, byMinimum := 0, 0
	for _, v := range result.Verdicts {
		if v.Reason == ByMinimum {
			byMinimum++
		}
		if v.Outcome != Reserve {
			continue
		}
		reserve++
		if v.Quota == NoQuota || result.Standings[v.Quota].Chosen != *in.Quota(v.Quota).Max {
			t.Errorf("%s is in the reserve, but row %d is not full", in.ID(v.Candidate), v.Quota)
		}
	}
	if reserve == 0 || byMinimum == 0 {
		t.Errorf("the case shows nothing: %d in the reserve, %d chosen by a min", reserve, byMinimum)
	}
}

func checkNobodyPassedOver(t *testing.T, in *Input, result *Result) {
	order, err := in.meritOrder()
	if err != nil {
		t.Fatal(err)
	}
	place := make([]int, len(order))
	for n, i := range order {
		place[i] = n
	}
	r := rand.New(rand.NewPCG(3, 3))
	chosen, rest := result.Verdicts[:result.Chosen()], result.Verdicts[result.Chosen():]
	covers := func(v Verdict) []int32 { return result.groups.covers[result.groups.of[v.Candidate]] }
	swaps := 0
	for range 2_000_000 {
		in1, out := rest[r.IntN(len(rest))], chosen[r.IntN(len(chosen))]
		if in1.Outcome != Reserve || place[in1.Candidate] > place[out.Candidate] {
			continue
		}
		fits, change := true, 0
		for _, row := range covers(in1) {
			if q, s := in.Quota(row), result.Standings[row]; !slices.Contains(covers(out), row) {
				fits = fits && (q.Max == nil || s.Chosen < *q.Max)
				if s.Chosen < q.Min {
					change--
				}
			}
		}
		for _, row := range covers(out) {
			if q, s := in.Quota(row), result.Standings[row]; !slices.Contains(covers(in1), row) && s.Chosen <= q.Min {
				change++
			}
		}
		if fits {
			swaps++
		}
		if fits && change <= 0 {
			t.Fatalf("%s is passed over by %s behind", in.ID(in1.Candidate), in.ID(out.Candidate))
		}
	}
	if swaps == 0 {
		t.Log("no exchange of two was possible in the sample")
	}
}

// TestEveryStartLeadsToTheSameChoice proves the roads through the optimum equal:
// from the usual start, from the choice by merit, and from nothing.
func TestEveryStartLeadsToTheSameChoice(t *testing.T) {
	t.Parallel()
	cases := []*Input{hardNation(t, 30_000)}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 9))
		if s := randomSmall(r); s.overlaps() == "" {
			cases = append(cases, s.input(t, r))
		}
	}
	for n, in := range cases {
		p, merit := prepare(t, in)
		var results []string
		for _, start := range [][]int32{p.start(), merit, make([]int32, len(merit))} {
			net := build(p.cells, p.a, p.b)
			net.carry(start, p.a, p.b, p.cells)
			net.best()
			results = append(results, fmt.Sprint(newExchanger(net).take(p.line, len(merit))))
		}
		if results[0] != results[1] || results[0] != results[2] {
			t.Fatalf("case %d: three starts lead to different choices", n)
		}
	}
}

func prepare(t *testing.T, in *Input) (p *passes, merit []int32) {
	order, err := in.meritOrder()
	if err != nil {
		t.Fatal(err)
	}
	g := in.gather()
	a, errA := in.plant(g, (*row).inA, false)
	b, errB := in.plant(g, (*row).inB, true)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	p = &passes{cells: in.makeCells(g, a, b), a: a, b: b}
	for _, i := range order {
		p.line = append(p.line, p.cells.ofGroup[g.of[i]])
	}
	return p, p.byMerit()
}

// TestOrderOfPeopleDoesNotMatter hands a nation over backwards.
func TestOrderOfPeopleDoesNotMatter(t *testing.T) {
	t.Parallel()
	in := hardNation(t, 30_000)
	back := &Input{unitAt: in.unitAt, parents: in.parents, tagAt: in.tagAt, tagUp: in.tagUp, rows: in.rows}
	back.ascending, back.setAt = true, map[string]int32{}
	codes := make([]string, len(in.parents))
	for code, unit := range in.unitAt {
		codes[unit] = code
	}
	for i := in.Len() - 1; i >= 0; i-- {
		c := Candidate{ID: in.ids[i], Score: decimal(in.scores, i), Tie: decimal(in.ties, i)}
		c.Unit = codes[in.units[i]]
		for field, set := range in.setAt {
			if set == in.sets[i] {
				c.Tags = field
			}
		}
		if err := back.Add(c); err != nil {
			t.Fatal(err)
		}
	}
	want, err := Choose(in)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Choose(back)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(lines(want), lines(got)) {
		t.Error("the order of the people changed the choice")
	}
}

func decimal(c column, i int) string {
	if c.scale[i] == 2 {
		return fmt.Sprintf("%d.%02d", c.mantissa[i]/100, c.mantissa[i]%100)
	}
	return fmt.Sprint(c.mantissa[i])
}

// TestPush compares with the smallest of all cuts, tried one by one.
func TestPush(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 4))
		n := &network{nodes: 2 + r.IntN(6)}
		for range r.IntN(14) {
			n.tail, n.head = append(n.tail, int32(r.IntN(n.nodes))), append(n.head, int32(r.IntN(n.nodes)))
			n.flow, n.low, n.high = append(n.flow, 0), append(n.low, 0), append(n.high, int32(r.IntN(5)))
		}
		n.index()
		from, to := int32(0), n.sink()
		least := int32(maxCandidates)
		for side := range 1 << n.nodes {
			cut := int32(0)
			for arc := range n.tail {
				if side>>n.tail[arc]&1 == 1 && side>>n.head[arc]&1 == 0 {
					cut += n.high[arc]
				}
			}
			if side>>from&1 == 1 && side>>to&1 == 0 {
				least = min(least, cut)
			}
		}
		sent := newPusher(n).push(from, to, maxCandidates)
		balance := make([]int32, n.nodes)
		for arc := range n.tail {
			balance[n.tail[arc]] -= n.flow[arc]
			balance[n.head[arc]] += n.flow[arc]
			if n.flow[arc] < 0 || n.flow[arc] > n.high[arc] {
				t.Fatalf("seed %d: arc %d carries %d of %d", seed, arc, n.flow[arc], n.high[arc])
			}
		}
		balance[from] += sent
		balance[to] -= sent
		if sent != least || slices.ContainsFunc(balance, func(b int32) bool { return b != 0 }) {
			t.Fatalf("seed %d: sent %d, the smallest cut is %d; left over %v", seed, sent, least, balance)
		}
	}
}
