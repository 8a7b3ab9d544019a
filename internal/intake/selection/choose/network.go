package choose

// network is the flow of seats: from the source down the forest of A, through
// the cells, up the forest of B to the sink, and back by one free arc.
//
// Arcs are numbered: the rows of A, the cells, the rows of B, the way back. The
// reward of an arc falls with its flow: a unit below the min of a row pays
// unmet, a unit in a cell pays one, everything else nothing.
type network struct {
	nodes      int
	tail, head []int32
	flow       []int32
	min, cap   []int32
	low, high  []int32 // where the flow is free at the present prices
	price      []int64 // by node
	cellFrom   int32   // the cells are the arcs from cellFrom up to cellTo
	cellTo     int32
	outFrom    []int32 // arcs at node n: arcsAt[outFrom[n]:outFrom[n+1]]
	arcsAt     []int32
}

// unmet outweighs every possible number of seats; a path meets at most a few
// thousand mins, so sums stay far within 64 bits.
const unmet = int64(1) << 32

const source = 0

func (n *network) sink() int32 { return int32(n.nodes - 1) }
func (n *network) back() int32 { return int32(len(n.tail) - 1) }

// build makes the network of a case, with no flow in it.
func build(c *cells, a, b *forest) *network {
	n := &network{nodes: len(a.rows) + len(b.rows) + 2}
	nodeA := func(p int32) int32 { return p + 1 }
	nodeB := func(p int32) int32 {
		if p < 0 {
			return n.sink()
		}
		return int32(1+len(a.rows)) + p
	}
	for p := int32(len(a.rows)) - 1; p >= 0; p-- { // parents first: the order of the flow
		n.arc(nodeA(max(a.parent[p], -1)), nodeA(p), a.min[p], a.max[p])
	}
	n.cellFrom = int32(len(n.tail))
	for cell, size := range c.size {
		n.arc(nodeA(c.a[cell]), nodeB(c.b[cell]), 0, size)
	}
	n.cellTo = int32(len(n.tail))
	for p := range b.rows {
		n.arc(nodeB(int32(p)), nodeB(b.parent[p]), b.min[p], b.max[p])
	}
	n.arc(n.sink(), source, 0, maxCandidates)
	n.flow = make([]int32, len(n.tail))
	n.low, n.high = make([]int32, len(n.tail)), make([]int32, len(n.tail))
	n.price = make([]int64, n.nodes)
	n.index()
	return n
}

func (n *network) arc(tail, head, least, most int32) {
	n.tail, n.head = append(n.tail, tail), append(n.head, head)
	n.min, n.cap = append(n.min, min(least, most)), append(n.cap, most)
}

// index lists the arcs at each node, by tail and by head.
func (n *network) index() {
	n.outFrom = make([]int32, n.nodes+1)
	for arc := range n.tail {
		n.outFrom[n.tail[arc]+1]++
		n.outFrom[n.head[arc]+1]++
	}
	for node := range n.nodes {
		n.outFrom[node+1] += n.outFrom[node]
	}
	n.arcsAt = make([]int32, n.outFrom[n.nodes])
	next := append([]int32(nil), n.outFrom...)
	for arc := range n.tail {
		for _, node := range [2]int32{n.tail[arc], n.head[arc]} {
			n.arcsAt[next[node]] = int32(arc)
			next[node]++
		}
	}
}

func (n *network) at(node int32) []int32 { return n.arcsAt[n.outFrom[node]:n.outFrom[node+1]] }

// gains are the reward of one more unit on an arc and that of the last one; can
// and could say whether there is room for one more and one to take back.
func (n *network) gains(arc int32) (more, last int64, can, could bool) {
	f := n.flow[arc]
	can, could = f < n.cap[arc], f > 0
	if arc >= n.cellFrom && arc < n.cellTo {
		return 1, 1, can, could
	}
	if f < n.min[arc] {
		more = unmet
	}
	if f > 0 && f <= n.min[arc] {
		last = unmet
	}
	return more, last, can, could
}

// carry sets the flow of the choice with these counts.
func (n *network) carry(counts []int32, a, b *forest, c *cells) {
	total := int32(0)
	for cell, k := range counts {
		n.flow[n.cellFrom+int32(cell)] = k
		total += k
	}
	for p, used := range a.sums(c.a, counts) {
		n.flow[len(a.rows)-1-p] = used
	}
	for p, used := range b.sums(c.b, counts) {
		n.flow[int(n.cellTo)+p] = used
	}
	n.flow[n.back()] = total
}

// free sets the interval within which each arc's flow is best at the present
// prices: a unit that pays more than the difference of prices is worth taking,
// one that pays less is not, one that pays exactly that may go either way.
func (n *network) free() {
	for arc := range n.tail {
		n.low[arc], n.high[arc] = n.interval(int32(arc), n.price[n.head[arc]]-n.price[n.tail[arc]])
	}
}

// interval is free for one arc whose ends differ by this cost.
func (n *network) interval(arc int32, cost int64) (low, high int32) {
	most, least := n.cap[arc], n.min[arc]
	if arc >= n.cellFrom && arc < n.cellTo {
		cost, least = cost-1, 0
	}
	switch {
	case cost < 0:
		return most, most
	case cost == 0:
		return least, most
	case least == 0 || cost > unmet:
		return 0, 0
	case cost == unmet:
		return 0, least
	default:
		return least, least
	}
}
