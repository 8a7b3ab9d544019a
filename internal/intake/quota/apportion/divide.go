package apportion

import (
	"math"

	"muster/internal/frame/fault"
)

// Method is a way to divide seats among siblings.
type Method uint8

// The methods; the zero value is the default.
const (
	Webster Method = iota
	LargestRemainder
)

// ParseMethod reads "webster" or "largest-remainder"; empty is the default.
func ParseMethod(name string) (Method, error) {
	switch name {
	case "", "webster":
		return Webster, nil
	case "largest-remainder":
		return LargestRemainder, nil
	}
	return Webster, fault.New(fault.Usage, "apportion.method", "没有“{name}”这种分配方法;可用 webster 或 largest-remainder。",
		"there is no method {name}; use webster or largest-remainder", "name", name)
}

// Unit is one unit of the tree that seats are divided over.
type Unit struct {
	Code   string
	Parent string // empty at the root
	Weight Weight
	Min    int64  // at least 0
	Max    *int64 // nil: none
	Line   int    // where it stands in its file, for messages; 0: unknown
}

// Limit is the largest number of seats, and of a bound, that is accepted.
const Limit = 1_000_000_000_000

// Divide gives the seats to the root and divides those of each unit among its
// children. The answer is in the order of units. Order changes nothing but the
// order of the answer.
//
// No units at all are given nothing.
//
// It refuses, as a fault of kind Invalid with the line of the unit: seats or
// bounds that are negative or above Limit, a duplicate code, a missing parent,
// a cycle, no root or two; and as a fault of kind Conflict whatever cannot be
// done, naming the first parent in the order of units where it cannot.
func Divide(units []Unit, seats int64, method Method) ([]int64, error) {
	if seats < 0 || seats > Limit {
		return nil, fault.New(fault.Invalid, "apportion.seats", "名额数 {seats} 应在 0 与 {limit} 之间。",
			"the seats, {seats}, must lie between 0 and {limit}", "seats", seats, "limit", int64(Limit))
	}
	if len(units) == 0 {
		return []int64{}, nil
	}
	t, err := grow(units)
	if err != nil {
		return nil, err
	}
	given := make([]int64, len(units))
	failed := &obstacle{}
	failed.note(t.rootObstacle(seats))
	rootStands := failed.err == nil
	for row := range units {
		if child := t.crossed(row); child >= 0 {
			failed.note(t.crossedObstacle(row, child))
			break
		}
	}
	if rootStands {
		given[t.root] = seats
		t.descend(t.root, given, method, failed)
	}
	if failed.err != nil {
		return nil, failed.err
	}
	return given, nil
}

// descend divides the seats of a unit and then those of its children. Where a
// division cannot be done it is noted, and nothing below it is known.
func (t *tree) descend(top int32, given []int64, method Method, failed *obstacle) {
	stack := []int32{top}
	for len(stack) > 0 {
		parent := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		children := t.childrenOf(parent)
		if len(children) == 0 {
			continue
		}
		if found := t.divisionObstacle(parent, children, given[parent]); found.err != nil {
			failed.note(found)
			continue
		}
		g := t.siblings(children, given[parent])
		var parts []int64
		if method == LargestRemainder {
			parts = g.largestRemainder(given[parent])
		} else {
			parts = g.webster(given[parent])
		}
		for i, child := range children {
			given[child] = parts[i]
		}
		stack = append(stack, children...)
	}
}

// siblings gathers one division. A max above the seats binds nobody; lowered to
// the seats, no sum of bounds can overflow.
func (t *tree) siblings(children []int32, seats int64) *siblings {
	n := len(children)
	g := &siblings{codes: make([]string, n), min: make([]int64, n), max: make([]int64, n)}
	weights := make([]Weight, n)
	for i, child := range children {
		u := &t.units[child]
		weights[i], g.codes[i], g.min[i], g.max[i] = u.Weight, u.Code, u.Min, min(u.max(), seats)
	}
	g.weights = scaled(weights)
	return g
}

// unbounded is the max of a unit that has none.
const unbounded = math.MaxInt64

// max is the upper bound as a number.
func (u *Unit) max() int64 {
	if u.Max == nil {
		return unbounded
	}
	return *u.Max
}
