package choose

import (
	"slices"
	"strings"

	"muster/internal/frame/fault"
)

// meritOrder lists the candidates by score descending, tie ascending and id
// ascending: a stable sort by score and tie over the order of ids.
func (in *Input) meritOrder() ([]int32, error) {
	order, err := in.ByID()
	if err != nil {
		return nil, err
	}
	scores, scoreWidth := in.scores.keys()
	ties, tieWidth := in.ties.keys()
	top := uint64(0)
	if len(scores) > 0 {
		top = slices.Max(scores)
	}
	if scoreWidth+tieWidth <= 64 {
		for i := range scores {
			scores[i] = (top-scores[i])<<tieWidth | ties[i]
		}
		return radixSort(order, scores, scoreWidth+tieWidth), nil
	}
	order = radixSort(order, ties, tieWidth)
	for i := range scores {
		scores[i] = top - scores[i]
	}
	return radixSort(order, scores, scoreWidth), nil
}

// ByID lists the candidates in the order of their ids. A double id is a fault of
// kind Invalid with the later of the two lines.
func (in *Input) ByID() ([]int32, error) {
	if in.ascending {
		return numbers(len(in.ids)), nil
	}
	order := sortIDs(in.ids)
	return order, in.checkDoubles(order)
}

// numbers are the numbers from 0 to n-1.
func numbers(n int) []int32 {
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	return order
}

// sortIDs lists ids in ascending order, by number; equal ones as they come.
func sortIDs(ids []string) []int32 {
	order := numbers(len(ids))
	if len(ids) == 0 {
		return order
	}
	keys, width := prefixKeys(ids)
	order = radixSort(order, keys, width)
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && keys[order[to]] == keys[order[from]] {
			to++
		}
		if to-from > 1 {
			slices.SortStableFunc(order[from:to], func(a, b int32) int { return strings.Compare(ids[a], ids[b]) })
		}
		from = to
	}
	return order
}

// checkDoubles looks for equal neighbours in the order of ids and names the one
// that comes first in the input, with the one before it.
func (in *Input) checkDoubles(order []int32) error {
	double, before := int32(-1), int32(-1)
	for n := 1; n < len(order); n++ {
		if in.ids[order[n]] == in.ids[order[n-1]] && (double < 0 || order[n] < double) {
			double, before = order[n], order[n-1]
		}
	}
	if double < 0 {
		return nil
	}
	return fault.New(fault.Invalid, "choose.duplicate", "编号 {id} 出现两次,先见于第 {first} 行。", "id {id} stands here a second time, after line {first}",
		"id", in.ids[double], "first", in.lines[before]).At("", int(in.lines[double]), "id")
}

// prefixKeys gives the eight bytes after the prefix that all ids share, as a
// number that compares as they do.
func prefixKeys(ids []string) (keys []uint64, width int) {
	shared := ids[0]
	for _, id := range ids {
		for !strings.HasPrefix(id, shared) {
			n := 0
			for n < len(shared) && n < len(id) && id[n] == shared[n] {
				n++
			}
			shared = shared[:n]
		}
	}
	keys = make([]uint64, len(ids))
	for i, id := range ids {
		rest := id[len(shared):]
		for b := range 8 {
			keys[i] <<= 8
			if b < len(rest) {
				keys[i] |= uint64(rest[b])
			}
		}
	}
	return keys, 64
}

const (
	digitBits = 11
	digits    = 1 << digitBits
)

// keyed is a candidate on its way through the sort.
type keyed struct {
	key  uint64
	item int32
}

// radixSort is a stable sort of order by keys[item] of width bits. Digits in
// which all keys agree cost no pass.
func radixSort(order []int32, keys []uint64, width int) []int32 {
	from, to := make([]keyed, len(order)), make([]keyed, len(order))
	either, every := uint64(0), ^uint64(0)
	for n, item := range order {
		key := keys[item]
		from[n] = keyed{key, item}
		either, every = either|key, every&key
	}
	for shift := 0; shift < width; shift += digitBits {
		if (either&^every)>>shift&(digits-1) == 0 {
			continue
		}
		var start [digits]int32
		for i := range from {
			start[from[i].key>>shift&(digits-1)]++
		}
		sum := int32(0)
		for d, n := range start {
			start[d], sum = sum, sum+n
		}
		for i := range from {
			d := from[i].key >> shift & (digits - 1)
			to[start[d]] = from[i]
			start[d]++
		}
		from, to = to, from
	}
	sorted := make([]int32, len(order))
	for n := range from {
		sorted[n] = from[n].item
	}
	return sorted
}
