package choose

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkChoose is goal P4: the part in memory as a multiple of a radix sort of
// as many 64-bit keys, which may be 10, on an easy and on a hard nation.
func BenchmarkChoose(b *testing.B) {
	for _, people := range []int{10_000, 100_000, 1_000_000, 4_000_000} {
		sort := timeOfSort(people)
		b.Run(fmt.Sprintf("easy/%d", people), func(b *testing.B) { benchmark(b, easyNation(b, people), sort) })
		b.Run(fmt.Sprintf("hard/%d", people), func(b *testing.B) { benchmark(b, hardNation(b, people), sort) })
	}
}

func timeOfSort(people int) time.Duration {
	order, keys := make([]int32, people), make([]uint64, people)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range keys {
		order[i], keys[i] = int32(i), r.Uint64()
	}
	start := time.Now()
	for range 3 {
		radixSort(order, keys, 64)
	}
	return time.Since(start) / 3
}

func benchmark(b *testing.B, in *Input, sort time.Duration) {
	for b.Loop() {
		if _, err := Choose(in); err != nil {
			b.Fatal(err)
		}
	}
	each := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(each.Microseconds())/1000, "ms")
	b.ReportMetric(float64(sort.Microseconds())/1000, "sort-ms")
	b.ReportMetric(float64(each)/float64(sort)/10, "of-limit")
}
