package apportion

import (
	"math/big"
	"math/bits"
)

// number is a whole number ≥ 0. The siblings of one division are either all
// narrow, with a sum below narrowLimit, or all wide, so that no operation here
// can overflow.
type number struct {
	narrow uint64
	wide   *big.Int
}

const narrowLimit = 1 << 62

func (x number) zero() bool {
	if x.wide != nil {
		return x.wide.Sign() == 0
	}
	return x.narrow == 0
}

func (x number) plus(y number) number {
	switch {
	case x.wide == nil && y.wide == nil:
		return number{narrow: x.narrow + y.narrow}
	default:
		return number{wide: new(big.Int).Add(x.big(), y.big())}
	}
}

func (x number) big() *big.Int {
	if x.wide != nil {
		return x.wide
	}
	return new(big.Int).SetUint64(x.narrow)
}

// compareProducts compares x·a with y·b.
func compareProducts(x number, a uint64, y number, b uint64) int {
	if x.wide == nil && y.wide == nil {
		xHigh, xLow := bits.Mul64(x.narrow, a)
		yHigh, yLow := bits.Mul64(y.narrow, b)
		return order(xHigh, xLow, yHigh, yLow)
	}
	left := new(big.Int).SetUint64(a)
	right := new(big.Int).SetUint64(b)
	return left.Mul(left, x.big()).Cmp(right.Mul(right, y.big()))
}

// order compares two numbers of 128 bits.
func order(xHigh, xLow, yHigh, yLow uint64) int {
	switch {
	case xHigh < yHigh, xHigh == yHigh && xLow < yLow:
		return -1
	case xHigh == yHigh && xLow == yLow:
		return 0
	}
	return 1
}

// share divides x·seats by total, where x ≤ total: the quotient never exceeds
// seats and the remainder is below total.
func share(x number, seats uint64, total number) (floor uint64, rest number) {
	if x.wide == nil && total.wide == nil {
		high, low := bits.Mul64(x.narrow, seats)
		floor, remainder := bits.Div64(high, low, total.narrow)
		return floor, number{narrow: remainder}
	}
	product := new(big.Int).SetUint64(seats)
	product.Mul(product, x.big())
	quotient, remainder := product.QuoRem(product, total.big(), new(big.Int))
	return quotient.Uint64(), number{wide: remainder}
}
