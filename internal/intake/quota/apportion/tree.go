package apportion

import "muster/internal/frame/fault"

// tree is the units with their children as ranges of one list, each in the
// order of the input.
type tree struct {
	units    []Unit
	root     int32
	first    []int32 // children of row r: children[first[r]:first[r+1]]
	children []int32
}

func (t *tree) childrenOf(row int32) []int32 { return t.children[t.first[row]:t.first[row+1]] }

func refuse(u *Unit, column, code, zh, en string, pairs ...any) error {
	pairs = append(pairs, "unit", u.Code)
	return fault.New(fault.Invalid, code, zh, en, pairs...).At("", u.Line, column)
}

// grow checks that the units form one tree.
func grow(units []Unit) (*tree, error) {
	rows := make(map[string]int32, len(units))
	t := &tree{units: units, root: -1, first: make([]int32, len(units)+1)}
	for i := range units {
		if err := t.checkUnit(&units[i], rows); err != nil {
			return nil, err
		}
		rows[units[i].Code] = int32(i)
	}
	parents := make([]int32, len(units))
	for i := range units {
		parent, err := t.parent(int32(i), rows)
		if err != nil {
			return nil, err
		}
		if parents[i] = parent; parent >= 0 {
			t.first[parent+1]++
		}
	}
	if t.root < 0 {
		return nil, fault.New(fault.Invalid, "apportion.rootless", "没有根单位:须恰有一行的 parent 为空。",
			"there is no root: exactly one row must have an empty parent")
	}
	t.hang(parents)
	return t, t.checkReached()
}

// checkUnit checks a row by itself and against the rows before it.
func (t *tree) checkUnit(u *Unit, rows map[string]int32) error {
	if u.Code == "" {
		return refuse(u, "unit", "apportion.code", "单位代码为空。", "the unit code is empty")
	}
	if first, twice := rows[u.Code]; twice {
		return refuse(u, "unit", "apportion.duplicate", "单位 {unit} 出现两次,先见于第 {first} 行。", "unit {unit} stands here a second time, after line {first}", "first", t.units[first].Line)
	}
	if u.Min < 0 || u.Min > Limit || u.Max != nil && (*u.Max < 0 || *u.Max > Limit) {
		return refuse(u, "", "apportion.bound", "单位 {unit} 的上下限应在 0 与 {limit} 之间。",
			"the bounds of unit {unit} must lie between 0 and {limit}", "limit", int64(Limit))
	}
	return nil
}

// parent finds the row of a unit's parent, -1 at the root.
func (t *tree) parent(row int32, rows map[string]int32) (int32, error) {
	u := &t.units[row]
	if u.Parent == "" {
		if t.root >= 0 {
			return 0, refuse(u, "parent", "apportion.roots", "单位 {unit} 与第 {first} 行的 {other} 都是根;只能有一个根。",
				"unit {unit} is a second root beside {other} in line {first}; there can be only one", "other", t.units[t.root].Code, "first", t.units[t.root].Line)
		}
		t.root = row
		return -1, nil
	}
	parent, ok := rows[u.Parent]
	if !ok {
		return 0, refuse(u, "parent", "apportion.parent", "单位 {unit} 的上级 {parent} 不在表中。",
			"the parent {parent} of unit {unit} is not in the table", "parent", u.Parent)
	}
	return parent, nil
}

// hang sorts the rows under their parents by counting, which keeps their order.
func (t *tree) hang(parents []int32) {
	for i := range t.units {
		t.first[i+1] += t.first[i]
	}
	t.children = make([]int32, len(t.units)-1)
	next := append([]int32(nil), t.first...)
	for i, parent := range parents {
		if parent >= 0 {
			t.children[next[parent]] = int32(i)
			next[parent]++
		}
	}
}

// checkReached refuses units that hang on a cycle and not on the root.
func (t *tree) checkReached() error {
	reached := make([]bool, len(t.units))
	reached[t.root] = true
	for queue := []int32{t.root}; len(queue) > 0; {
		row := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, child := range t.childrenOf(row) {
			reached[child] = true
			queue = append(queue, child)
		}
	}
	for i := range reached {
		if !reached[i] {
			return refuse(&t.units[i], "parent", "apportion.cycle", "单位 {unit} 的上级链成环,到不了根。",
				"the parents of unit {unit} run in a circle and never reach the root")
		}
	}
	return nil
}
