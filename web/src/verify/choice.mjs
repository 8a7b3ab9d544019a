// Choices: the one best set of candidates under quotas, computed again from its
// definition (rule muster/choice/v1). It is a plain exact method for some thousand
// people, written apart from the one that makes the choice.
import { Refusal, hex, decode, parseJSON, sha256, utf8 } from "./bytes.mjs";
import { cover, digestOf, readCase } from "./choiceinput.mjs";
import { Network } from "./flow.mjs";
import { writeRow } from "./table.mjs";

const RULE = "muster/choice/v1";
const differs = (code, zh, en) => new Refusal("choice.verify." + code, zh, en);

// checkChoice checks a choice. files are bytes by name: bundle.json, units.csv,
// quotas.csv, candidates.csv, chosen.csv and, where the bundle names it, tags.csv.
export async function checkChoice(files) {
  const text = decode(files["bundle.json"]);
  const said = text === null ? undefined : parseJSON(text);
  if (!said?.inputs || !said.result) throw new Refusal("choice.bundle", "这不是一份未经改动的遴选凭据。", "This is not an unaltered bundle of a choice.");
  const tagged = said.inputs.tags !== undefined;
  if (tagged && !files["tags.csv"]) throw differs("tags", "缺少 tags.csv。", "tags.csv is missing.");
  const made = readCase({ ...files, "tags.csv": tagged ? files["tags.csv"] : undefined });
  cover(made);
  const result = choose(made);
  const chosen = chosenText(result);
  const inputs = {};
  for (const name of ["units", "tags", "quotas", "candidates"]) {
    if (made.tables[name]) inputs[name] = await digestOf(made.tables[name]);
    if (inputs[name] && said.inputs[name]?.sha256 !== inputs[name].sha256) {
      throw differs("input", `${name}.csv 与凭据不符:它被改过,或属于另一次遴选。`, `${name}.csv does not match the bundle: it was changed or belongs to another choice.`);
    }
  }
  const sum = hex(await sha256(utf8(chosen)));
  if (bundleText(inputs, result, sum) !== text) {
    throw differs("result", "按规则重算,结果与凭据中的不同。", "Computed again by the rule, the result is not the one in the bundle.");
  }
  if (hex(await sha256(files["chosen.csv"])) !== sum) {
    throw differs("chosen", "这份名单与凭据不符:它被改过,或属于另一次遴选。", "This list does not match the bundle: it was changed or belongs to another choice.");
  }
  return { kind: "choice", all: made.people.length, chosen: result.chosen.length, reserve: result.reserve.length, result: sum };
}

function bundleText(inputs, result, sum) {
  const digest = (name) => `    "${name}": {\n      "rows": ${inputs[name].rows},\n      "sha256": "${inputs[name].sha256}"\n    }`;
  const all = ["units", "tags", "quotas", "candidates"].filter((name) => inputs[name]).map(digest).join(",\n");
  return `{\n  "rule": "${RULE}",\n  "inputs": {\n${all}\n  },\n  "result": {\n    "chosen": ${result.chosen.length},\n    "reserve": ${result.reserve.length},\n` +
    `    "no_seat": ${result.noSeat.length},\n    "shortfall": ${result.shortfall},\n    "sha256": "${sum}"\n  }\n}\n`;
}

function chosenText({ chosen, reserve, noSeat }) {
  const line = (outcome) => (p, i) => writeRow([p.id, outcome, outcome === "no_seat" ? "" : String(i + 1), p.quota?.id ?? "", p.reason]);
  return writeRow(["id", "outcome", "place", "quota", "reason"]) + chosen.map(line("chosen")).join("") + reserve.map(line("reserve")).join("") +
    noSeat.map(line("no_seat")).join("");
}

// choose finds the best choice. people are in merit order and covered.
export function choose({ rows, people }) {
  const cells = makeCells(people);
  const merit = byMeritAlone(people, cells);
  const taken = best(rows, people, cells);
  return explain(rows, people, cells, merit, taken);
}

// makeCells puts together those between whom only merit decides: the same smallest
// row of either family. Somebody without a row with a max has no seat to get.
function makeCells(people) {
  const cells = new Map();
  for (const p of people) {
    p.cell = null;
    if (!p.covers.some((r) => r.max !== null)) continue;
    const a = p.covers.filter((r) => r.inA), b = p.covers.filter((r) => r.inB);
    const key = `${a[0].rank},${b[0]?.rank ?? -1}`;
    if (!cells.has(key)) cells.set(key, { a, b, size: 0 });
    p.cell = cells.get(key);
    p.cell.size++;
  }
  return [...cells.values()];
}

// byMeritAlone is how many of each cell are chosen where no row has a min.
function byMeritAlone(people, cells) {
  const used = new Map(), taken = new Map(cells.map((c) => [c, 0]));
  for (const { cell } of people) {
    if (!cell || cell.a.some((r) => r.max !== null && BigInt(used.get(r) ?? 0) >= r.max)) continue;
    for (const r of cell.a) used.set(r, (used.get(r) ?? 0) + 1);
    taken.set(cell, taken.get(cell) + 1);
  }
  return taken;
}

// build makes the network: from the source down family A, through the cells, up
// family B to the sink. A seat pays one, a seat for a min more than all seats.
function build(rows, people, cells) {
  const net = new Network(), source = net.node(), sink = net.node(), whole = people.length + 1;
  net.arc(sink, source, whole, 0);
  const cut = (n, r) => (n > BigInt(r.people) ? r.people : Number(n));
  const made = { inA: new Map(), inB: new Map() };
  const place = (chain, family, end) => {
    let above = end;
    for (const r of [...chain].reverse()) {
      if (!made[family].has(r)) {
        const node = net.node(), isA = family === "inA";
        const max = isA && r.max !== null ? cut(r.max, r) : r.people, min = isA === (r.tag === "") ? cut(r.min, r) : 0;
        const [tail, head] = isA ? [above, node] : [node, above];
        if (min > 0) net.arc(tail, head, min, -whole);
        net.arc(tail, head, max - min, 0);
        made[family].set(r, node);
      }
      above = made[family].get(r);
    }
    return above;
  };
  const arcs = new Map(cells.map((c) => [c, net.arc(place(c.a, "inA", source), place(c.b, "inB", sink), c.size, -1)]));
  return { net, source, sink, arcs };
}

// best is how many of each cell are in the best choice: a flow of least cost gives
// the first three criteria, and a walk in merit order the fourth. Somebody is taken
// where the flow takes that many of the cell already, or where a circle that costs
// nothing and takes nobody back makes it so; otherwise the cell is closed.
function best(rows, people, cells) {
  const { net, source, sink, arcs } = build(rows, people, cells);
  const back = net.arcs[0];
  back.room = 0; // paths to the sink first, circles afterwards
  for (let found = net.shortest(source, sink); found && found.cost < 0; found = net.shortest(source, sink)) {
    net.arcs[1].room += net.push(found.path, Infinity);
  }
  back.room = Infinity;
  // The return arc carries the whole flow; its reverse was counted while pushing.
  const taken = new Map(cells.map((c) => [c, 0])), closed = new Set();
  for (const { cell } of people) {
    if (!cell || closed.has(cell)) continue;
    const arc = arcs.get(cell);
    if (net.arcs[arc ^ 1].room === 0 && !exchange(net, arc)) {
      net.arcs[arc].room = 0;
      closed.add(cell);
      continue;
    }
    net.arcs[arc ^ 1].room--; // for good: no circle takes it back
    taken.set(cell, taken.get(cell) + 1);
  }
  return taken;
}

// exchange raises the flow of an arc by one without a loss.
function exchange(net, arc) {
  const { tail, head, room, cost } = net.arcs[arc];
  if (room === 0) return false;
  net.arcs[arc].room = 0;
  const found = net.shortest(head, tail);
  net.arcs[arc].room = room;
  if (!found || found.cost + cost > 0) return false;
  net.push([...found.path, arc], 1);
  return true;
}

// explain says of everybody what became of them and which row decided.
function explain(rows, people, cells, merit, taken) {
  const used = new Map();
  for (const c of cells) for (const r of new Set([...c.a, ...c.b])) used.set(r, (used.get(r) ?? 0) + taken.get(c));
  const exact = (r) => r.min > 0n && BigInt(used.get(r)) === r.min;
  for (const c of cells) {
    c.full = c.a.find((r) => r.max !== null && BigInt(used.get(r)) === r.max);
    c.exact = [c.a.find(exact), c.b.find(exact)].filter(Boolean).sort((x, y) => x.rank - y.rank)[0];
    c.seen = 0;
  }
  const out = { chosen: [], reserve: [], noSeat: [], shortfall: 0n }, inRow = new Map();
  for (const p of people) {
    const c = p.cell, ahead = c ? c.seen++ : 0, inMerit = c && ahead < merit.get(c);
    if (!c) {
      out.noSeat.push({ id: p.id, reason: "no_seat" });
    } else if (ahead < taken.get(c)) {
      out.chosen.push({ id: p.id, quota: inMerit ? undefined : c.exact, reason: inMerit ? "by_merit" : "by_minimum" });
      for (const r of p.covers) inRow.set(r, (inRow.get(r) ?? 0n) + 1n);
    } else {
      out.reserve.push({ id: p.id, quota: c.full, reason: inMerit ? "displaced_by_minimum" : "full" });
    }
  }
  for (const r of rows) {
    const short = r.min - (inRow.get(r) ?? 0n);
    if (short > 0n) out.shortfall += short;
  }
  return out;
}
