package choose

// exchanger walks in merit order and finds, among all flows within the free
// intervals, the one that is first in merit order.
//
// Somebody is taken if the flow gives the cell one more than are taken, or if it
// can be made to: by sending one unit from the head of the cell's arc back to
// its tail without going below anybody taken. Where there is no such way, some
// set of nodes cannot be left, and as a circle that cannot leave cannot enter
// either, nothing between that set and the rest will ever move again: both
// become parts of their own. The search goes from both ends, arc by arc in turn,
// so that it costs at most as much as the smaller part; a node is therefore in
// the smaller part of a cut only logarithmically often.
type exchanger struct {
	*network
	part  []int32 // by node: which part it is in
	parts int32
	until []int32   // by node: where its arcs that can still move end
	ends  [2]search // from the head, to the tail
}

// search is one end of a search. Marks of earlier searches differ from round.
type search struct {
	mark  []int32
	via   []int32 // by node: the arc by which it was reached
	queue []int32
	done  int   // how many of the queue have been looked at in full
	next  int32 // the next arc of the one being looked at
	round int32
}

// newExchanger needs a network whose flow and intervals are those of best.
func newExchanger(n *network) *exchanger {
	x := &exchanger{network: n, part: make([]int32, n.nodes), until: append([]int32(nil), n.outFrom[1:]...)}
	for end := range x.ends {
		x.ends[end].mark, x.ends[end].via = make([]int32, n.nodes), make([]int32, n.nodes)
	}
	return x
}

// take gives how many of each cell are in the best choice. Line is the cells of
// the candidates in merit order, -1 for those without a seat.
func (x *exchanger) take(line []int32, cells int) []int32 {
	taken, closed := make([]int32, cells), make([]bool, cells)
	for _, cell := range line {
		if cell < 0 || closed[cell] {
			continue
		}
		arc := x.cellFrom + cell
		if taken[cell] == x.flow[arc] && !x.raise(arc) {
			closed[cell] = true
			x.high[arc] = x.flow[arc]
			continue
		}
		taken[cell]++
		x.low[arc] = max(x.low[arc], taken[cell])
	}
	return taken
}

// raise finds an exchange that gives a cell one more.
func (x *exchanger) raise(arc int32) bool {
	head, tail := x.head[arc], x.tail[arc]
	if x.flow[arc] >= x.high[arc] || x.part[head] != x.part[tail] {
		return false
	}
	for end, node := range [2]int32{head, tail} {
		x.ends[end].start(x.network, node)
	}
	for {
		for end := range x.ends {
			meeting, over := x.look(end, arc)
			if over {
				x.split(end)
				return false
			}
			if meeting >= 0 {
				x.exchange(meeting, head, tail)
				x.flow[arc]++
				return true
			}
		}
	}
}

// start begins a new search; the marks of the last one are void by its round.
func (s *search) start(n *network, node int32) {
	s.round++
	s.mark[node] = s.round
	s.queue, s.done, s.next = append(s.queue[:0], node), 0, n.outFrom[node]
}

// look looks at one arc from one end. It gives the node where both ends meet,
// or -1; over says that this end has nothing left to look at.
func (x *exchanger) look(end int, except int32) (meeting int32, over bool) {
	s, other := &x.ends[end], &x.ends[1-end]
	node := s.queue[s.done]
	for s.next == x.until[node] {
		if s.done++; s.done == len(s.queue) {
			return -1, true
		}
		node = s.queue[s.done]
		s.next = x.outFrom[node]
	}
	arc := x.arcsAt[s.next]
	to, open := x.open(end, arc, node)
	if x.low[arc] == x.high[arc] || x.part[to] != x.part[node] {
		x.until[node]-- // it will never move again: out of the list
		x.arcsAt[s.next] = x.arcsAt[x.until[node]]
		return -1, false
	}
	s.next++
	if !open || s.mark[to] == s.round || arc == except {
		return -1, false
	}
	s.mark[to], s.via[to] = s.round, arc
	s.queue = append(s.queue, to)
	if other.mark[to] == other.round {
		return to, false
	}
	return -1, false
}

// open says whether a unit can go along an arc from a node (end 0) or along it
// to a node (end 1), and which node is at the other side.
func (x *exchanger) open(end int, arc, node int32) (to int32, open bool) {
	forward := x.tail[arc] == node
	to = x.tail[arc] ^ x.head[arc] ^ node
	if forward == (end == 0) {
		return to, x.flow[arc] < x.high[arc]
	}
	return to, x.flow[arc] > x.low[arc]
}

// split makes what this end has reached a part of its own.
func (x *exchanger) split(end int) {
	x.parts++
	for _, node := range x.ends[end].queue {
		x.part[node] = x.parts
	}
}

// exchange sends one unit from the head over the meeting to the tail.
func (x *exchanger) exchange(meeting, head, tail int32) {
	for node := meeting; node != head; {
		arc := x.ends[0].via[node]
		if x.head[arc] == node {
			x.flow[arc]++
		} else {
			x.flow[arc]--
		}
		node = x.tail[arc] ^ x.head[arc] ^ node
	}
	for node := meeting; node != tail; {
		arc := x.ends[1].via[node]
		if x.tail[arc] == node {
			x.flow[arc]++
		} else {
			x.flow[arc]--
		}
		node = x.tail[arc] ^ x.head[arc] ^ node
	}
}
