package apportion

import "muster/internal/frame/fault"

// obstacle is a division that cannot be done; row is that of its parent.
type obstacle struct {
	row int
	err error
}

// note keeps the obstacle whose parent comes first in the input.
func (o *obstacle) note(found obstacle) {
	if found.err != nil && (o.err == nil || found.row < o.row) {
		*o = found
	}
}

// obstacle words the fault with the code and the line of the parent.
func (t *tree) obstacle(row int, code, zh, en string, pairs ...any) obstacle {
	u := &t.units[row]
	pairs = append(pairs, "unit", u.Code)
	return obstacle{row, fault.New(fault.Conflict, code, zh, en, pairs...).At("", u.Line, "")}
}

// rootObstacle says why the root cannot take the seats.
func (t *tree) rootObstacle(seats int64) obstacle {
	root := &t.units[t.root]
	switch {
	case root.Min > root.max():
		return t.obstacle(int(t.root), "apportion.crossed", "单位 {unit} 的下限 {min} 大于上限 {max}。",
			"the min {min} of unit {unit} is above its max {max}", "min", root.Min, "max", root.max())
	case seats < root.Min, seats > root.max():
		return t.obstacle(int(t.root), "apportion.root", "名额 {seats} 不在根单位 {unit} 的上下限之内;请改名额或改上下限。",
			"{seats} seats are outside the bounds of the root {unit}; change the seats or the bounds", "seats", seats)
	}
	return obstacle{}
}

// crossed finds the first child of the unit in this row whose min is above its
// max, or -1.
func (t *tree) crossed(row int) int {
	for _, child := range t.childrenOf(int32(row)) {
		if u := &t.units[child]; u.Min > u.max() {
			return int(child)
		}
	}
	return -1
}

func (t *tree) crossedObstacle(row, child int) obstacle {
	u := &t.units[child]
	return t.obstacle(row, "apportion.crossed", "单位 {unit} 的名额分不下去:下级 {child} 的下限 {min} 大于上限 {max}。",
		"the seats of {unit} cannot be divided: the min {min} of its child {child} is above its max {max}",
		"child", u.Code, "min", u.Min, "max", u.max())
}

// divisionObstacle says why the seats of a parent cannot be divided.
func (t *tree) divisionObstacle(parent int32, children []int32, seats int64) obstacle {
	var least, most, room int64 // Σmin, Σmax, and what can be taken by those with weight
	for _, child := range children {
		u := &t.units[child]
		if u.Min > u.max() {
			return t.crossedObstacle(int(parent), int(child))
		}
		least, most = sum(least, u.Min), sum(most, u.max())
		if u.Weight.digits.zero() {
			room = sum(room, u.Min)
		} else {
			room = sum(room, u.max())
		}
	}
	switch {
	case least > seats:
		return t.obstacle(int(parent), "apportion.min", "单位 {unit} 有名额 {seats},下级下限合计 {sum},分不下去;请增加名额或降低下限。",
			"unit {unit} has {seats} seats, but the mins of its children sum to {sum}; add seats or lower a min",
			"seats", seats, "sum", least)
	case most < seats:
		return t.obstacle(int(parent), "apportion.max", "单位 {unit} 有名额 {seats},下级上限合计只有 {sum},分不完;请减少名额或提高上限。",
			"unit {unit} has {seats} seats, but the maxes of its children sum to only {sum}; take away seats or raise a max",
			"seats", seats, "sum", most)
	case room < seats:
		return t.obstacle(int(parent), "apportion.weightless", "单位 {unit} 有名额 {seats},有权重的下级最多只能接 {sum};请给下级权重。",
			"unit {unit} has {seats} seats, but children with weight left can take only {sum}; give a child weight",
			"seats", seats, "sum", room)
	}
	return obstacle{}
}

// sum adds without overflow: above unbounded is unbounded.
func sum(a, b int64) int64 {
	if a > unbounded-b {
		return unbounded
	}
	return a + b
}
