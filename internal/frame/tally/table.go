package tally

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"muster/internal/frame/unit"
)

// table is the counts of one kind of record. Its cells are numbered as they appear.
type table struct {
	numbers  map[string]int32
	cells    [][]string           // the values of each cell, taken apart once
	own, all map[unit.Code]*sums  // without and with what lies below
	mu       sync.Mutex           // guards what follows; the cube's lock guards the rest
	divided  map[string]*division // by places
}

func tableOf(tables map[string]*table, kind string) *table {
	t := tables[kind]
	if t == nil {
		t = &table{numbers: map[string]int32{}, own: map[unit.Code]*sums{}, all: map[unit.Code]*sums{}, divided: map[string]*division{}}
		tables[kind] = t
	}
	return t
}

// change adds to the counts of the unit itself and returns the number of the cell.
func (t *table) change(key Key, by int64) int32 {
	cell, known := t.numbers[key.Cell]
	if !known {
		cell = int32(len(t.cells))
		t.numbers[key.Cell] = cell
		t.cells = append(t.cells, strings.Split(key.Cell, "|"))
	}
	of(t.own, key.Unit).add(cell, by)
	return cell
}

// sums are how many records are in each cell, in the order of the cells' numbers.
// Emptied cells stay: they are few, and often filled again.
type sums []sum

type sum struct {
	cell int32
	n    int64
}

func of(units map[unit.Code]*sums, code unit.Code) *sums {
	s := units[code]
	if s == nil {
		s = &sums{}
		units[code] = s
	}
	return s
}

func (s *sums) add(cell int32, by int64) {
	at, found := len(*s), false
	if at > 0 && (*s)[at-1].cell >= cell {
		at, found = slices.BinarySearchFunc(*s, cell, func(x sum, cell int32) int { return cmp.Compare(x.cell, cell) })
	}
	if !found {
		*s = slices.Insert(*s, at, sum{cell: cell})
	}
	(*s)[at].n += by
}

// division is the groups that cells fall into by the values at some places.
type division struct {
	of      []int32 // the group of each cell
	groups  [][]string
	numbers map[string]int32
}

// divide finds the group of each cell and the values of each group. Both only grow, so
// that what is returned stays true for the cells there are.
func (t *table) divide(places []int) (of []int32, groups [][]string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	name := fmt.Sprint(places)
	d := t.divided[name]
	if d == nil {
		d = &division{numbers: map[string]int32{}}
		t.divided[name] = d
	}
	for _, cell := range t.cells[len(d.of):] {
		values := make([]string, len(places))
		for i, p := range places {
			values[i] = cell[p]
		}
		text := strings.Join(values, "|")
		group, known := d.numbers[text]
		if !known {
			group = int32(len(d.groups))
			d.numbers[text], d.groups = group, append(d.groups, values)
		}
		d.of = append(d.of, group)
	}
	return d.of, d.groups
}
