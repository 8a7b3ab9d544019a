package assessment_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/lead/assessment"
)

func TestRate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ n, d, want int64 }{{0, 0, -1}, {5, 0, -1}, {0, 7, 0}, {7, 7, 10000}, {1, 3, 3333}, {2, 3, 6667}, {1, 20000, 1}, {1, 20001, 0}, {9, 4, 22500}} {
		if got := assessment.Rate(c.n, c.d); got != c.want {
			t.Errorf("Rate(%d, %d) = %d, want %d", c.n, c.d, got, c.want)
		}
	}
}

// TestRateIsTheNearest compares with rational arithmetic.
func TestRateIsTheNearest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, d := rapid.Int64Range(0, 1e12).Draw(t, "n"), rapid.Int64Range(1, 1e12).Draw(t, "d")
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(n), big.NewInt(10000)), big.NewInt(d))
		off := new(big.Rat).Sub(new(big.Rat).SetInt64(assessment.Rate(n, d)), exact)
		if off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
			t.Fatalf("Rate(%d, %d) is off by %s", n, d, off)
		}
	})
}
