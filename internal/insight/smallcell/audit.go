package smallcell

import (
	"cmp"
	"slices"
)

// audit is what readers can tell of counts from those shown to them. Of every count it
// holds what nothing tells: a sum of unknowns, empty where the count is known.
type audit struct {
	rest   []sum
	users  [][]int // by unknown: the counts that name it; some no longer do
	sealed []bool  // by unknown: of a table decided before, of which no more may become known
}

// sum is unknowns with factors, in the order of the unknowns, without zeros.
type sum []part

type part struct {
	unknown int
	factor  int64 // modulo prime
}

// prime is the field in which equations are solved: factors are tiny, so that what
// holds in it holds for whole numbers but for a chance of one in two thousand million.
const prime = 1<<31 - 1

// unknown begins a new one.
func (a *audit) unknown() sum {
	a.users, a.sealed = append(a.users, nil), append(a.sealed, false)
	return sum{{len(a.users) - 1, 1}}
}

// add puts the next count.
func (a *audit) add(rest sum) {
	a.rest = append(a.rest, nil)
	a.put(len(a.rest)-1, rest)
}

func (a *audit) put(cell int, rest sum) {
	old := a.rest[cell]
	for _, p := range rest {
		for len(old) > 0 && old[0].unknown < p.unknown {
			old = old[1:]
		}
		if len(old) == 0 || old[0].unknown > p.unknown {
			a.users[p.unknown] = append(a.users[p.unknown], cell)
		}
	}
	a.rest[cell] = rest
}

// of is what nothing tells of a sum of counts.
func (a *audit) of(terms []Term) (out sum) {
	for _, t := range terms {
		out = out.plus((t.Factor%prime+prime)%prime, a.rest[t.Cell])
	}
	return out
}

// learn takes a sum for known: the unknown that fewest counts name is the others. One
// that is sealed is taken only where all are.
func (a *audit) learn(known sum) {
	if len(known) == 0 {
		return
	}
	p := slices.MinFunc(known, func(x, y part) int {
		if a.sealed[x.unknown] != a.sealed[y.unknown] {
			return map[bool]int{true: 1, false: -1}[a.sealed[x.unknown]]
		}
		return cmp.Compare(len(a.users[x.unknown]), len(a.users[y.unknown]))
	})
	whole := inverse(p.factor)
	users := a.users[p.unknown]
	a.users[p.unknown] = nil
	for _, cell := range users {
		if f := a.rest[cell].factor(p.unknown); f != 0 {
			a.put(cell, a.rest[cell].plus(prime-f*whole%prime, known))
		}
	}
}

// tells says whether a sum, once known, tells a count that must stay hidden: one of
// the guarded, or anything of a table decided before.
func (a *audit) tells(known sum, guarded []bool) bool {
	if len(known) == 0 {
		return false
	}
	if a.allSealed(known) {
		return true
	}
	rare := slices.MinFunc(known, func(x, y part) int { return cmp.Compare(len(a.users[x.unknown]), len(a.users[y.unknown])) })
	return slices.ContainsFunc(a.users[rare.unknown], func(cell int) bool { return guarded[cell] && a.rest[cell].like(known) })
}

func (a *audit) allSealed(s sum) bool {
	return !slices.ContainsFunc(s, func(p part) bool { return !a.sealed[p.unknown] })
}

func small(n int64) bool { return n > 0 && n < Smallest }

// factor is 0 for an unknown that the sum does not name.
func (s sum) factor(unknown int) int64 {
	low, high := 0, len(s)
	for low < high {
		if middle := (low + high) / 2; s[middle].unknown < unknown {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(s) || s[low].unknown != unknown {
		return 0
	}
	return s[low].factor
}

// plus adds a multiple of another sum.
func (s sum) plus(factor int64, other sum) sum {
	out := make(sum, 0, len(s)+len(other))
	for len(s) > 0 || len(other) > 0 {
		switch {
		case len(other) == 0 || len(s) > 0 && s[0].unknown < other[0].unknown:
			out, s = append(out, s[0]), s[1:]
		case len(s) == 0 || other[0].unknown < s[0].unknown:
			out, other = append(out, part{other[0].unknown, factor * other[0].factor % prime}), other[1:]
		default:
			if f := (s[0].factor + factor*other[0].factor) % prime; f != 0 {
				out = append(out, part{s[0].unknown, f})
			}
			s, other = s[1:], other[1:]
		}
	}
	return out
}

// like says whether one sum is a multiple of the other.
func (s sum) like(other sum) bool {
	if len(s) != len(other) {
		return false
	}
	for i := range s {
		if s[i].unknown != other[i].unknown || s[i].factor*other[0].factor%prime != other[i].factor*s[0].factor%prime {
			return false
		}
	}
	return true
}

// inverse is x^(prime-2).
func inverse(x int64) int64 {
	out := int64(1)
	for e := int64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			out = out * x % prime
		}
		x = x * x % prime
	}
	return out
}
