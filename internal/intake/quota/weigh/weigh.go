// Package weigh turns what is on record about sibling units into the weights by
// which seats are divided among them.
//
// For unit i among its siblings, with a + b + c = 1:
//
//	weight_i = (a·registered_i/Σ + b·population_i/Σ + c·graduates_i/Σ) · factor_i · clamp(rate_i / mean, floor, ceiling)
//
// rate_i is the share of those examined in the earlier intakes who passed, mean
// that of all siblings together; where a unit has no earlier examination, or
// nobody passed anywhere, the correction is 1. A series that is 0 for every
// sibling drops out for all of them alike. All of it is computed in fractions;
// only the weight that is published is rounded, to Places decimals, halves away
// from zero. Whoever has the inputs and the coefficients can compute it again.
package weigh

import (
	"math/big"
	"strings"

	"muster/internal/frame/fault"
)

// Places is the number of decimals of a published weight.
const Places = 12

// Figures are the inputs of one unit: counts of people, and the factor by which
// its weight is lowered after a disaster (nil: 1).
type Figures struct {
	Registered, Population, Graduates int64
	Examined, Passed                  int64 // in the earlier intakes that count
	Factor                            *big.Rat
}

// Plus adds the counts of another unit.
func (f Figures) Plus(g Figures) Figures {
	f.Registered, f.Population, f.Graduates = f.Registered+g.Registered, f.Population+g.Population, f.Graduates+g.Graduates
	f.Examined, f.Passed = f.Examined+g.Examined, f.Passed+g.Passed
	return f
}

// Coefficients are the published numbers of the formula.
type Coefficients struct {
	Registered, Population, Graduates *big.Rat // a, b, c
	Floor, Ceiling                    *big.Rat // of the correction by pass rate
}

// Decimal reads a decimal such as 0.85 exactly; a fraction or an exponent is
// refused.
func Decimal(text string) (*big.Rat, error) {
	r, ok := new(big.Rat).SetString(text)
	if !ok || strings.ContainsAny(text, "/eEpPxX_+-") || len(text) > 40 {
		return nil, fault.New(fault.Invalid, "weigh.decimal", "“{value}”应为不小于 0 的十进制数,如 0.85。", "{value} must be a decimal of at least 0, such as 0.85.", "value", text)
	}
	return r, nil
}

// Check refuses coefficients that do not sum to 1 or whose bounds are crossed.
func (c Coefficients) Check() error {
	sum := new(big.Rat).Add(c.Registered, c.Population)
	if sum.Add(sum, c.Graduates).Cmp(one) != 0 {
		return fault.New(fault.Conflict, "weigh.sum", "三项权重系数之和应为 1,现为 {sum}。", "The three coefficients must sum to 1; they sum to {sum}.", "sum", Text(sum))
	}
	if c.Floor.Cmp(c.Ceiling) > 0 {
		return fault.New(fault.Conflict, "weigh.clamp", "合格率修正的下限大于上限。", "The lowest correction by pass rate is above the highest.")
	}
	return nil
}

var one = big.NewRat(1, 1)

// Weigh computes the weights of siblings, in their order, as published decimals.
func Weigh(siblings []Figures, c Coefficients) []string {
	var all Figures
	for _, f := range siblings {
		all = all.Plus(f)
	}
	weights := make([]string, len(siblings))
	for i, f := range siblings {
		w := new(big.Rat)
		w.Add(w, portion(c.Registered, f.Registered, all.Registered))
		w.Add(w, portion(c.Population, f.Population, all.Population))
		w.Add(w, portion(c.Graduates, f.Graduates, all.Graduates))
		if f.Factor != nil {
			w.Mul(w, f.Factor)
		}
		weights[i] = Text(w.Mul(w, correction(f, all, c)))
	}
	return weights
}

// portion is a coefficient times a share of the whole.
func portion(coefficient *big.Rat, part, whole int64) *big.Rat {
	if whole == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).Mul(coefficient, big.NewRat(part, whole))
}

// correction is the pass rate over the mean, within its bounds.
func correction(f, all Figures, c Coefficients) *big.Rat {
	if f.Examined == 0 || all.Passed == 0 {
		return one
	}
	r := new(big.Rat).Quo(big.NewRat(f.Passed, f.Examined), big.NewRat(all.Passed, all.Examined))
	switch {
	case r.Cmp(c.Floor) < 0:
		return c.Floor
	case r.Cmp(c.Ceiling) > 0:
		return c.Ceiling
	}
	return r
}

// Text writes a fraction as a decimal of at most Places decimals.
func Text(r *big.Rat) string {
	text := r.FloatString(Places)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
