package choose

// pusher sends as much as possible from one node to another within the free
// intervals, by blocking flows on shortest paths (Dinic's method).
type pusher struct {
	*network
	depth []int32
	next  []int32 // by node: the first arc not yet tried
	queue []int32
	path  []int32
}

func newPusher(n *network) *pusher {
	return &pusher{network: n, depth: make([]int32, n.nodes), next: make([]int32, n.nodes)}
}

// room is how much more can go along an arc away from a node, and where to.
func (p *pusher) room(arc, from int32) (to, room int32) {
	if p.tail[arc] == from {
		return p.head[arc], p.high[arc] - p.flow[arc]
	}
	return p.tail[arc], p.flow[arc] - p.low[arc]
}

// push gives how much was sent.
func (p *pusher) push(from, to, limit int32) int32 {
	sent := int32(0)
	for sent < limit && p.layer(from, to) {
		copy(p.next, p.outFrom)
		for {
			part := p.advance(from, to, limit-sent)
			if part == 0 {
				break
			}
			sent += part
		}
	}
	return sent
}

// layer numbers the nodes by their distance from the start; false if the goal
// is out of reach.
func (p *pusher) layer(from, to int32) bool {
	for node := range p.depth {
		p.depth[node] = -1
	}
	p.depth[from] = 0
	p.queue = append(p.queue[:0], from)
	for n := 0; n < len(p.queue); n++ {
		node := p.queue[n]
		for _, arc := range p.at(node) {
			if next, room := p.room(arc, node); room > 0 && p.depth[next] < 0 {
				p.depth[next] = p.depth[node] + 1
				p.queue = append(p.queue, next)
			}
		}
	}
	return p.depth[to] >= 0
}

// advance finds one path down the layers and sends what fits through it.
func (p *pusher) advance(from, to, limit int32) int32 {
	p.path = p.path[:0]
	for node := from; node != to; {
		arc, next := p.try(node)
		if arc >= 0 {
			p.path = append(p.path, arc)
			node = next
			continue
		}
		if node == from {
			return 0
		}
		arc = p.path[len(p.path)-1] // a dead end: back, and past this arc
		p.path = p.path[:len(p.path)-1]
		node = p.tail[arc] ^ p.head[arc] ^ node
		p.next[node]++
	}
	return p.send(from, limit)
}

// try gives the next arc that leads one layer down, -1 if there is none.
func (p *pusher) try(node int32) (arc, next int32) {
	for ; p.next[node] < p.outFrom[node+1]; p.next[node]++ {
		arc = p.arcsAt[p.next[node]]
		if to, room := p.room(arc, node); room > 0 && p.depth[to] == p.depth[node]+1 {
			return arc, to
		}
	}
	return -1, 0
}

// send moves along the path what its narrowest arc lets through.
func (p *pusher) send(from, limit int32) int32 {
	part := limit
	node := from
	for _, arc := range p.path {
		to, room := p.room(arc, node)
		part, node = min(part, room), to
	}
	node = from
	for _, arc := range p.path {
		if p.tail[arc] == node {
			p.flow[arc] += part
			node = p.head[arc]
		} else {
			p.flow[arc] -= part
			node = p.tail[arc]
		}
	}
	return part
}
