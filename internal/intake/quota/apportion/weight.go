package apportion

import (
	"math/big"
	"strings"

	"muster/internal/frame/fault"
)

// Weight is a decimal ≥ 0 of any length, such as 1234 or 0.75. The zero value
// is the weight 0.
type Weight struct {
	digits number // the decimal without its point
	scale  int    // digits after the point
}

// narrowDigits is how many decimal digits always fit in 64 bits below narrowLimit.
const narrowDigits = 18

// maxDigits bounds the work that one hostile cell can cause.
const maxDigits = 1000

// Whole is a weight without decimals. A negative count is the weight 0.
func Whole(count int64) Weight {
	if count <= 0 {
		return Weight{}
	}
	if count < narrowLimit {
		return Weight{digits: number{narrow: uint64(count)}}
	}
	return Weight{digits: number{wide: big.NewInt(count)}}
}

// ParseWeight reads digits with at most one decimal point and digits on both
// its sides. A sign, an exponent or a separator is a fault of kind Invalid.
func ParseWeight(text string) (Weight, error) {
	whole, fraction, pointed := strings.Cut(text, ".")
	if len(whole)+len(fraction) > maxDigits && allDigits(whole+fraction) {
		return Weight{}, fault.New(fault.Invalid, "apportion.digits", "这个数有 {n} 位,最多 {limit} 位。", "this number has {n} digits; at most {limit} are read",
			"n", len(whole)+len(fraction), "limit", maxDigits)
	}
	if !allDigits(whole) || pointed && !allDigits(fraction) {
		return Weight{}, fault.New(fault.Invalid, "apportion.weight",
			"权重“{value}”应为不小于 0 的十进制数,如 1234 或 0.75。",
			"the weight {value} must be a decimal of at least 0, such as 1234 or 0.75", "value", shorten(text))
	}
	fraction = strings.TrimRight(fraction, "0")
	digits := strings.TrimLeft(whole+fraction, "0")
	if len(digits) <= narrowDigits {
		var n uint64
		for _, d := range []byte(digits) {
			n = n*10 + uint64(d-'0')
		}
		return Weight{digits: number{narrow: n}, scale: len(fraction)}, nil
	}
	wide, _ := new(big.Int).SetString(digits, 10) // only digits: cannot fail
	return Weight{digits: number{wide: wide}, scale: len(fraction)}, nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// shorten keeps a hostile cell from filling the message.
func shorten(text string) string {
	switch {
	case text == "":
		return `""`
	case len(text) > 40:
		return strings.ToValidUTF8(text[:40], "") + "…"
	}
	return text
}

// scaled brings weights to one scale and to one representation, narrow where
// their sum allows it. The proportions, which are all that counts, stay.
func scaled(weights []Weight) []number {
	scale := 0
	for _, w := range weights {
		scale = max(scale, w.scale)
	}
	if numbers, ok := scaledNarrow(weights, scale); ok {
		return numbers
	}
	numbers := make([]number, len(weights))
	for i, w := range weights {
		factor := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale-w.scale)), nil)
		numbers[i] = number{wide: factor.Mul(factor, w.digits.big())}
	}
	return numbers
}

// scaledNarrow gives up as soon as a number or the sum reaches narrowLimit.
func scaledNarrow(weights []Weight, scale int) (numbers []number, ok bool) {
	numbers = make([]number, len(weights))
	sum := uint64(0)
	for i, w := range weights {
		if w.digits.wide != nil {
			return nil, false
		}
		n := w.digits.narrow
		for s := w.scale; s < scale && n != 0; s++ {
			if n >= narrowLimit/10 {
				return nil, false
			}
			n *= 10
		}
		if sum += n; sum >= narrowLimit {
			return nil, false
		}
		numbers[i] = number{narrow: n}
	}
	return numbers, true
}
