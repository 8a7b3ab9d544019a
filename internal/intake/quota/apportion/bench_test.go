package apportion

import (
	"fmt"
	"math/big"
	"testing"
	"time"
)

// country is a tree of the size of the real one: 31 provinces, 340 cities,
// 2,800 counties and townships up to the given number of units.
func country(size int) []Unit {
	units := make([]Unit, 0, size)
	units = append(units, Unit{Code: "0"})
	parents := []int{0}
	for i := 1; i < size; i++ {
		parent := 0
		switch {
		case i > 3171:
			parent = 372 + i%2800
		case i > 371:
			parent = 32 + i%340
		case i > 31:
			parent = 1 + i%31
		}
		units = append(units, Unit{Code: fmt.Sprintf("u%06d", i), Parent: units[parent].Code,
			Min: int64(i % 2)})
		parents = append(parents, parent)
	}
	weights := make([]int64, size) // a parent weighs what its children weigh
	for i := size - 1; i > 0; i-- {
		weights[i] += int64(1 + i*2654435761%1003)
		weights[parents[i]] += weights[i]
		units[i].Weight = Whole(weights[i])
	}
	return units
}

// BenchmarkCountry is goal P5: the time of a division as a multiple of one pass
// of exact divisions over the same units, which may be 10, and below 50 ms.
func BenchmarkCountry(b *testing.B) {
	for _, size := range []int{10_000, 44_704, 100_000, 1_000_000} {
		units := country(size)
		seats := int64(size) * 9
		start := time.Now()
		total, part := big.NewInt(seats), new(big.Int)
		for i := range units {
			part.Mul(total, units[i].Weight.digits.big())
			part.QuoRem(part, big.NewInt(1_000_003), new(big.Int))
		}
		pass := time.Since(start)
		for name, method := range map[string]Method{"webster": Webster, "remainder": LargestRemainder} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				for b.Loop() {
					if _, err := Divide(units, seats, method); err != nil {
						b.Fatal(err)
					}
				}
				each := b.Elapsed() / time.Duration(b.N)
				b.ReportMetric(float64(each.Microseconds())/1000, "ms")
				b.ReportMetric(float64(each)/float64(pass)/10, "of-limit")
			})
		}
	}
}
