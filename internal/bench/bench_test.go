package bench_test

import (
	"testing"

	"muster/internal/bench"
)

// BenchmarkGoals runs every goal once: go test -bench Goals -benchtime 1x.
func BenchmarkGoals(b *testing.B) {
	for _, name := range bench.Names() {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				results, err := bench.Run(b.Context(), name, b.TempDir())
				if err != nil {
					b.Fatal(err)
				}
				for _, r := range results {
					b.Log(r)
				}
				b.ReportMetric(results[0].Ratio, "ratio")
			}
		})
	}
}
