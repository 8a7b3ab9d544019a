package choose

// best makes the flow one of greatest reward, close to the present one, and
// leaves in low and high the intervals of all such flows.
func (n *network) best() {
	if n.prove() {
		n.free()
		return
	}
	wanted := append([]int32(nil), n.flow...)
	n.solve()
	n.free()
	n.approach(wanted)
}

// proofRounds is how often prove looks at every arc before it gives up. The
// forests are shallow, so prices settle in two or three rounds where they settle;
// where they do not, solve finds a better flow, and every further round is lost.
const proofRounds = 8

// prove looks for prices at which no unit wants to move; they exist exactly if
// the present flow is one of greatest reward. False: none found.
func (n *network) prove() bool {
	clear(n.price)
	for range proofRounds {
		changed := false
		for arc := range n.tail {
			changed = n.relax(int32(arc)) || changed
		}
		for arc := len(n.tail) - 1; arc >= 0; arc-- {
			changed = n.relax(int32(arc)) || changed
		}
		if !changed {
			return true
		}
	}
	return false
}

// relax raises a price until the arc has nothing to gain in either direction.
func (n *network) relax(arc int32) (changed bool) {
	tail, head := n.tail[arc], n.head[arc]
	more, last, can, could := n.gains(arc)
	if p := n.price[tail] + more; can && p > n.price[head] {
		n.price[head], changed = p, true
	}
	if p := n.price[head] - last; could && p > n.price[tail] {
		n.price[tail], changed = p, true
	}
	return changed
}

// solve finds a flow of greatest reward from nothing, by the primal-dual method:
// as much as possible along the paths of greatest reward, then along those of
// the next reward, as long as it is above zero. The number of different rewards
// is at most the number of mins on a path.
func (n *network) solve() {
	clear(n.flow)
	clear(n.price)
	for arc := range n.back() { // in the order of the flow, so one round suffices
		more, _, _, _ := n.gains(arc)
		n.price[n.head[arc]] = max(n.price[n.head[arc]], n.price[n.tail[arc]]+more)
	}
	p := newPusher(n)
	for n.price[n.sink()] > n.price[source] {
		n.free()
		n.low[n.back()], n.high[n.back()] = n.flow[n.back()], n.flow[n.back()] // not this way
		sent := p.push(source, n.sink(), maxCandidates)
		n.flow[n.back()] += sent
		n.reprice()
	}
}

// reprice lowers the prices until a path of the next smaller reward is free, or
// until the reward of the next path would be zero.
func (n *network) reprice() {
	limit := n.price[n.sink()] - n.price[source]
	far := n.distances(limit)
	for node := range far {
		n.price[node] -= min(far[node], limit, far[n.sink()])
	}
}

// distances is Dijkstra's: how much reward is lost on the way from the source,
// up to limit.
func (n *network) distances(limit int64) []int64 {
	far := make([]int64, n.nodes)
	for node := range far {
		far[node] = limit
	}
	far[source] = 0
	q := frontier{{0, source}}
	for len(q) > 0 {
		here := q.pop()
		if here.far > far[here.node] {
			continue
		}
		for _, arc := range n.at(here.node) {
			if arc == n.back() {
				continue
			}
			to, loss, open := n.step(arc, here.node)
			if d := here.far + loss; open && d < far[to] {
				far[to] = d
				q.push(stop{d, to})
			}
		}
	}
	return far
}

// step is one unit along an arc away from a node: where to, what it loses
// against the prices (never below zero), and whether there is one.
func (n *network) step(arc, from int32) (to int32, loss int64, open bool) {
	more, last, can, could := n.gains(arc)
	if n.tail[arc] == from {
		to = n.head[arc]
		return to, n.price[to] - n.price[from] - more, can
	}
	to = n.tail[arc]
	return to, n.price[to] - n.price[from] + last, could
}

// approach moves the flow, within the free intervals, to the wanted one as far
// as possible: the wanted flow is cut to the intervals, and what then flows into
// a node without flowing out is sent to where it is missing. There is a flow
// within the intervals, so everything arrives.
func (n *network) approach(wanted []int32) {
	excess := make([]int32, n.nodes)
	for arc := range n.tail {
		f := min(max(wanted[arc], n.low[arc]), n.high[arc])
		n.flow[arc] = f
		excess[n.head[arc]] += f
		excess[n.tail[arc]] -= f
	}
	w := n.withBalance(excess)
	newPusher(w).push(int32(n.nodes), int32(n.nodes+1), maxCandidates)
	copy(n.flow, w.flow[:len(n.flow)])
}

// withBalance is the network with a node that gives each excess and one that
// takes each lack.
func (n *network) withBalance(excess []int32) *network {
	w := &network{nodes: n.nodes + 2}
	w.tail, w.head = append(w.tail, n.tail...), append(w.head, n.head...)
	w.flow, w.low, w.high = append(w.flow, n.flow...), append(w.low, n.low...), append(w.high, n.high...)
	for node, e := range excess {
		tail, head := int32(n.nodes), int32(node)
		if e < 0 {
			tail, head, e = int32(node), int32(n.nodes+1), -e
		}
		if e != 0 {
			w.tail, w.head = append(w.tail, tail), append(w.head, head)
			w.flow, w.low, w.high = append(w.flow, 0), append(w.low, 0), append(w.high, e)
		}
	}
	w.index()
	return w
}

// stop is a node at a distance; frontier is a heap of them, nearest first.
type stop struct {
	far  int64
	node int32
}

type frontier []stop

func (q *frontier) push(s stop) {
	h := append(*q, s)
	i := len(h) - 1
	for i > 0 && h[(i-1)/2].far > s.far {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i] = s
	*q = h
}

func (q *frontier) pop() stop {
	h := *q
	top, s := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	for i := 0; len(h) > 0; {
		child := 2*i + 1
		if child+1 < len(h) && h[child+1].far < h[child].far {
			child++
		}
		if child >= len(h) || h[child].far >= s.far {
			h[i] = s
			break
		}
		h[i] = h[child]
		i = child
	}
	*q = h
	return top
}
