package postchoice

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkPostChoice is goal P6: the time as a multiple of one random read of
// eight bytes for each proposal (in serial choice: for each wish that was looked
// at), from a table as large as the lists. Deferred acceptance may take 4 of it,
// serial choice 2. A table of 1,000,000 x 20 wishes for 20,000 posts shows what
// is asked for; the smaller ones show the growth.
func BenchmarkPostChoice(b *testing.B) {
	for _, people := range []int{10_000, 100_000, 1_000_000} {
		for _, taste := range []struct {
			name  string
			alike bool
		}{{"uniform", false}, {"alike", true}} {
			m := benchMarket(b, people, people/50, 20, taste.alike)
			read := timeOfRead(len(m.wishes))
			b.Run(fmt.Sprintf("accept/%s/%d", taste.name, people), func(b *testing.B) {
				var proposals int64
				for b.Loop() {
					proposals = Accept(m).Proposals
				}
				report(b, proposals, read, 4)
			})
			order := numbers(people)
			rand.New(rand.NewPCG(5, 6)).Shuffle(people, func(i, j int) { order[i], order[j] = order[j], order[i] })
			b.Run(fmt.Sprintf("serial/%s/%d", taste.name, people), func(b *testing.B) {
				var turns *Turns
				for b.Loop() {
					turns, _ = Serial(m, order)
				}
				looked := int64(0)
				for person := range int32(people) {
					looked += int64(min(rank(m, person, turns.Post[person])+1, len(m.Wishes(person))))
				}
				report(b, looked, read, 2)
			})
		}
	}
}

func report(b *testing.B, proposals int64, read time.Duration, limit float64) {
	each := b.Elapsed() / time.Duration(b.N)
	bound := read * time.Duration(proposals) / reads
	b.ReportMetric(float64(each.Microseconds())/1000, "ms")
	b.ReportMetric(float64(bound.Microseconds())/1000, "bound-ms")
	b.ReportMetric(float64(proposals), "proposals")
	b.ReportMetric(float64(each)/float64(bound)/limit, "of-limit")
}

// benchMarket has places for nine of ten people. People who think alike wish for
// the same few posts first, which makes for long rows of refusals.
func benchMarket(b *testing.B, people, posts, wishes int, alike bool) *Market {
	r := rand.New(rand.NewPCG(1, 2))
	places := make([]int32, posts)
	for i := range places {
		places[i] = int32(people * 9 / 10 / posts)
	}
	m, err := NewMarket(places)
	if err != nil {
		b.Fatal(err)
	}
	m.Grow(people, people*wishes)
	list := make([]Wish, 0, wishes)
	on := make(map[int32]bool, wishes)
	for range people {
		list = list[:0]
		clear(on)
		for len(list) < wishes {
			post := r.IntN(posts)
			if alike {
				post = int(float64(posts) * r.Float64() * r.Float64() * r.Float64())
			}
			if !on[int32(post)] {
				on[int32(post)] = true
				list = append(list, Wish{int32(post), r.Uint32()})
			}
		}
		if err := m.Add(list...); err != nil {
			b.Fatal(err)
		}
	}
	return m
}

// reads is how many random reads are measured.
const reads = 8 << 20

var sum uint64 // keeps the reads from being left out

// timeOfRead measures reads independent random reads of eight bytes.
func timeOfRead(size int) time.Duration {
	table := make([]uint64, size)
	for i := range table {
		table[i] = uint64(i)
	}
	at := make([]uint32, reads)
	r := rand.New(rand.NewPCG(3, 4))
	for i := range at {
		at[i] = uint32(r.IntN(size))
	}
	best := time.Hour
	for range 3 {
		start := time.Now()
		for _, i := range at {
			sum += table[i]
		}
		best = min(best, time.Since(start))
	}
	return best
}
