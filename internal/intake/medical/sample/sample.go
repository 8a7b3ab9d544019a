// Package sample is the arithmetic of blind re-examination: who is drawn, how many,
// and when what was found is too much to be chance (SECURITY, 3.7).
//
// It is pure: the same list, seed and numbers give the same sample to anybody who
// computes it again.
package sample

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Rule is the version of the rule and the first part of the seed.
const Rule = "muster/sample/v2"

// One is one examination that may be drawn, by its number.
type One struct {
	Number string
	Risk   bool     // a value near a limit
	By     []string // who examined and who concluded
}

// Size is how many of n are drawn: the share, at least the minimum, at most all.
func Size(n, minimum int64, percent float64) int64 {
	share := int64(math.Ceil(float64(n) * percent / 100))
	return min(n, max(minimum, share))
}

// Seed is taken over the name of the sample, its frozen list and a value that became
// public only after the list was fixed.
func Seed(name string, list []One, public string) [sha256.Size]byte {
	h := sha256.New()
	h.Write([]byte(Rule))
	h.Write([]byte{0})
	prefixed(h, name)
	for _, one := range sorted(list) {
		prefixed(h, one.Number)
		h.Write([]byte{flag(one.Risk)})
		for _, who := range one.By {
			prefixed(h, who)
		}
	}
	prefixed(h, public)
	return [sha256.Size]byte(h.Sum(nil))
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func prefixed(w interface{ Write([]byte) (int, error) }, x string) {
	var length [4]byte
	binary.BigEndian.PutUint32(length[:], uint32(len(x)))
	_, _ = w.Write(length[:]) // a hash never fails
	_, _ = w.Write([]byte(x))
}

func sorted(list []One) []One {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b One) int { return bytes.Compare([]byte(a.Number), []byte(b.Number)) })
	return out
}

// Draw gives the numbers drawn: size of the whole list in the order of
// HMAC-SHA256(seed, number), then up to risk more of those with a value near a
// limit, then whoever is needed so that of everybody who examined at least each
// are drawn, in the same order. Numbers of a list are different from each other.
func Draw(seed [sha256.Size]byte, list []One, size, risk, each int64) (drawn []string) {
	keys := map[string][]byte{}
	for _, one := range list {
		mac := hmac.New(sha256.New, seed[:])
		mac.Write([]byte(one.Number))
		keys[one.Number] = mac.Sum(nil)
	}
	order := slices.Clone(list)
	slices.SortFunc(order, func(a, b One) int { return bytes.Compare(keys[a.Number], keys[b.Number]) })
	of, rest := map[string]int64{}, []One(nil)
	take := func(one One) {
		drawn = append(drawn, one.Number)
		for _, who := range one.By {
			of[who]++
		}
	}
	for i, one := range order {
		switch {
		case int64(i) < size:
			take(one)
		case one.Risk && risk > 0:
			risk--
			take(one)
		default:
			rest = append(rest, one)
		}
	}
	for _, one := range rest {
		if slices.ContainsFunc(one.By, func(who string) bool { return of[who] < each }) {
			take(one)
		}
	}
	return drawn
}

// AtLeast is the probability that of n trials with probability p at least k
// succeed, exactly: the regularised incomplete beta function of k and n-k+1 at p.
func AtLeast(k, n int64, p float64) float64 {
	switch {
	case k <= 0:
		return 1
	case k > n || p <= 0:
		return 0
	case p >= 1:
		return 1
	}
	return mathext.RegIncBeta(float64(k), float64(n-k+1), p)
}

// Lower is the exact lower bound of the share that k of n show (Clopper and Pearson):
// the share at which so many or more are as improbable as tail, in percent; 0 where
// nothing was found.
func Lower(k, n int64, tail float64) float64 {
	if k <= 0 || n <= 0 {
		return 0
	}
	return mathext.InvRegIncBeta(float64(k), float64(n-k+1), tail/100)
}

// Alarm says whether disagreement is beyond its limit, in percent: whether a station
// whose examinations differ just as often as the limit would show so much or more
// with a probability below tail, in percent. However few are compared, a station that
// differs no more often than the limit is therefore alarmed less often than tail.
func Alarm(disagree, compared int64, limit, tail float64) bool {
	return AtLeast(disagree, compared, limit/100)*100 < tail
}

// Many says whether so many failed that all are to be examined again: their share of
// the quota has reached the limit, in percent. Without a quota it cannot be said.
func Many(failed, quota int64, limit float64) bool {
	return failed > 0 && quota > 0 && float64(failed)*100 >= limit*float64(quota)
}

// rounding is more than what is lost by computing with binary fractions, and less
// than any device can measure.
const rounding = 1e-9

// Near says whether a value lies within a share, in percent, of a limit.
func Near(value float64, limits []float64, percent float64) bool {
	return slices.ContainsFunc(limits, func(l float64) bool { return math.Abs(value-l) <= math.Abs(l)*percent/100+rounding })
}
