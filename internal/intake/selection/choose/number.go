package choose

import (
	"math/big"
	"math/bits"
	"slices"
	"strings"

	"muster/internal/frame/fault"
)

// number is a decimal: mantissa / 10^scale, or, where the mantissa needs more
// than 18 digits, the text itself.
type number struct {
	mantissa int64
	scale    uint8
	wide     string
}

// narrowDigits always fit in an int64; maxDigits bounds the work of one cell.
const (
	narrowDigits = 18
	maxDigits    = 1000
)

// parseNumber reads an optional sign, digits and, for a decimal, optionally a
// point and more digits.
func parseNumber(text string, decimal bool) (number, error) {
	rest, negative := text, false
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		negative, rest = rest[0] == '-', rest[1:]
	}
	var n number
	point, digits := -1, 0
	for i := range len(rest) {
		switch c := rest[i]; {
		case c >= '0' && c <= '9':
			if digits++; digits <= narrowDigits {
				n.mantissa = n.mantissa*10 + int64(c-'0')
			}
		case c == '.' && decimal && point < 0 && i > 0:
			point = i
		default:
			return number{}, badNumber(text, decimal)
		}
	}
	if digits == 0 || point == len(rest)-1 {
		return number{}, badNumber(text, decimal)
	}
	if digits > maxDigits {
		return number{}, fault.New(fault.Invalid, "choose.digits", "这个数有 {n} 位,最多 {limit} 位。", "this number has {n} digits; at most {limit} are read", "n", digits, "limit", maxDigits)
	}
	if digits > narrowDigits {
		return number{wide: strings.TrimPrefix(text, "+")}, nil
	}
	if negative {
		n.mantissa = -n.mantissa
	}
	if point >= 0 {
		n.scale = uint8(len(rest) - 1 - point)
	}
	return n, nil
}

func badNumber(text string, decimal bool) error {
	if len(text) > 40 {
		text = strings.ToValidUTF8(text[:40], "") + "…"
	}
	if decimal {
		return fault.New(fault.Invalid, "choose.score", "分数“{value}”应为十进制数,如 87.5。",
			"the score {value} must be a decimal, such as 87.5", "value", quoteEmpty(text))
	}
	return fault.New(fault.Invalid, "choose.tie", "同分次序“{value}”应为整数。",
		"the tie {value} must be a whole number", "value", quoteEmpty(text))
}

// column holds the numbers of all candidates.
type column struct {
	mantissa []int64
	scale    []uint8
	wide     map[int32]string
}

func (c *column) grow(n int) {
	c.mantissa = append(make([]int64, 0, len(c.mantissa)+n), c.mantissa...)
	c.scale = append(make([]uint8, 0, len(c.scale)+n), c.scale...)
}

func (c *column) add(n number) {
	if n.wide != "" {
		if c.wide == nil {
			c.wide = map[int32]string{}
		}
		c.wide[int32(len(c.mantissa))] = n.wide
	}
	c.mantissa, c.scale = append(c.mantissa, n.mantissa), append(c.scale, n.scale)
}

// keys gives whole numbers from 0 that compare as the numbers do, and how many
// bits the largest one has.
func (c *column) keys() (keys []uint64, width int) {
	keys = make([]uint64, len(c.mantissa))
	if !c.narrowKeys(keys) {
		c.wideKeys(keys)
	}
	if len(keys) == 0 {
		return keys, 0
	}
	least, most := slices.Min(keys), slices.Max(keys)
	for i := range keys {
		keys[i] -= least
	}
	return keys, bits.Len64(most - least)
}

// narrowKeys brings the numbers to one scale; false where one does not fit.
func (c *column) narrowKeys(keys []uint64) bool {
	if c.wide != nil {
		return false
	}
	scale := uint8(0)
	for _, s := range c.scale {
		scale = max(scale, s)
	}
	var factors [narrowDigits + 1]int64
	for s, f := int(scale), int64(1); s >= 0; s, f = s-1, f*10 {
		factors[s] = f
	}
	for i, m := range c.mantissa {
		high, low := bits.Mul64(magnitude(m), uint64(factors[c.scale[i]]))
		if high != 0 || low >= 1<<62 {
			return false
		}
		keys[i] = uint64(m*factors[c.scale[i]]) + 1<<63
	}
	return true
}

// magnitude is |m|.
func magnitude(m int64) uint64 {
	if m < 0 {
		return uint64(-m)
	}
	return uint64(m)
}

// wideKeys ranks numbers of any length by comparing them exactly.
func (c *column) wideKeys(keys []uint64) {
	values, order := make([]*big.Rat, len(keys)), make([]int32, len(keys))
	for i := range values {
		order[i] = int32(i)
		if text, ok := c.wide[int32(i)]; ok {
			values[i], _ = new(big.Rat).SetString(text) // a checked decimal: cannot fail
			continue
		}
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.scale[i])), nil)
		values[i] = new(big.Rat).SetFrac(big.NewInt(c.mantissa[i]), scale)
	}
	slices.SortFunc(order, func(a, b int32) int { return values[a].Cmp(values[b]) })
	rank := uint64(0)
	for n, i := range order {
		if n > 0 && values[order[n-1]].Cmp(values[i]) < 0 {
			rank++
		}
		keys[i] = rank
	}
}
