// A flow of least cost through a small network, by shortest paths.

export class Network {
  constructor() {
    this.arcs = []; // arc i and its reverse i ^ 1
    this.from = []; // by node: numbers of arcs
  }
  node() {
    return this.from.push([]) - 1;
  }
  // arc adds an arc; room is what may still flow through it.
  arc(tail, head, room, cost) {
    const i = this.arcs.push({ tail, head, room, cost }, { tail: head, head: tail, room: 0, cost: -cost }) - 2;
    this.from[tail].push(i);
    this.from[head].push(i + 1);
    return i;
  }
  // shortest finds a cheapest path, null if there is none.
  shortest(start, end) {
    const cost = this.from.map(() => Infinity), by = this.from.map(() => -1), waiting = this.from.map(() => false);
    cost[start] = 0;
    const queue = [start];
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at];
      waiting[node] = false;
      for (const i of this.from[node]) {
        const a = this.arcs[i];
        if (a.room === 0 || cost[node] + a.cost >= cost[a.head]) continue;
        cost[a.head] = cost[node] + a.cost;
        by[a.head] = i;
        if (!waiting[a.head]) {
          waiting[a.head] = true;
          queue.push(a.head);
        }
      }
    }
    if (cost[end] === Infinity) return null;
    const path = [];
    for (let node = end; node !== start; node = this.arcs[by[node]].tail) path.push(by[node]);
    return { cost: cost[end], path };
  }
  // push sends as much as asked, or as fits, along a path.
  push(path, amount) {
    const n = path.reduce((least, i) => Math.min(least, this.arcs[i].room), amount);
    for (const i of path) {
      this.arcs[i].room -= n;
      this.arcs[i ^ 1].room += n;
    }
    return n;
  }
}
