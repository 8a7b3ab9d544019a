// The case of a choice: units, tags, quota rows and candidates, checked, and who
// is covered by which rows.
import { Refusal, compareText, hex, sha256, utf8 } from "./bytes.mjs";
import { readTable, wholeNumber, writeRow } from "./table.mjs";

export const refuse = (code, zh, en) => new Refusal("choose." + code, zh, en);
const bad = (name, line) => refuse("input", `${name} 第 ${line} 行有误。`, `${name}, line ${line} is wrong.`);

// LARGEST is how many people this page computes; the command has no such limit.
export const LARGEST = 20000;

export function readCase(files) {
  const tables = {
    units: readTable("units.csv", files["units.csv"], ["code", "parent"], ["kind", "name", "valid_from", "valid_to"]),
    tags: files["tags.csv"] && readTable("tags.csv", files["tags.csv"], ["tag", "parent"]),
    quotas: readTable("quotas.csv", files["quotas.csv"], ["id", "unit", "tag", "min", "max"]),
    candidates: readTable("candidates.csv", files["candidates.csv"], ["id", "unit", "score", "tie", "tags"]),
  };
  if (tables.candidates.rows.length > LARGEST) {
    throw refuse("size", `名单超过 ${LARGEST} 人,本页算不了;请用命令 muster verify choice。`, `The list has more than ${LARGEST} people, too many for this page; use the command muster verify choice.`);
  }
  const units = readTree(tables.units, true);
  const tags = tables.tags ? readTree(tables.tags, false) : null;
  const rows = readQuotas(tables.quotas, units, tags);
  return { tables, rows, people: readCandidates(tables.candidates, units, tags) };
}

// readTree reads names with their parents and gives for each the chain up to the
// root. Units have one root; tags may have many, and no | in a name.
function readTree(table, oneRoot) {
  const parent = new Map();
  for (const { cells, line } of table.rows) {
    if (cells[0] === "" || parent.has(cells[0]) || (!oneRoot && cells[0].includes("|"))) throw bad(table.name, line);
    parent.set(cells[0], cells[1]);
  }
  const chains = new Map();
  let roots = 0;
  for (const { cells, line } of table.rows) {
    if (cells[1] === "") roots++;
    const chain = [];
    for (let at = cells[0]; at !== ""; at = parent.get(at)) {
      if (!parent.has(at) || chain.length > parent.size || (oneRoot && roots > 1)) throw bad(table.name, line);
      chain.push(at);
    }
    chains.set(cells[0], chain);
  }
  return chains;
}

function readQuotas(table, units, tags) {
  const seen = new Set();
  return table.rows.map(({ cells: [id, unit, tag, least, most], line }) => {
    const min = wholeNumber(table.name, least, line) ?? 0n, max = wholeNumber(table.name, most, line);
    if (id === "" || seen.has(id) || !units.has(unit) || (tag !== "" && tags && !tags.has(tag)) || (max !== null && min > max)) throw bad(table.name, line);
    seen.add(id);
    return { id, unit, tag, min, max };
  });
}

// decimal reads a score as whole number and number of places.
function decimal(text, pattern) {
  const m = pattern.exec(text);
  if (!m || m[2].length + (m[3] ?? "").length > 1000) return null;
  return { sign: m[1] === "-" ? -1n : 1n, digits: m[2] + (m[3] ?? ""), places: (m[3] ?? "").length };
}

function readCandidates(table, units, tags) {
  const seen = new Set();
  const people = table.rows.map(({ cells: [id, unit, score, tie, carried], line }) => {
    const own = new Set();
    for (const tag of carried === "" ? [] : carried.split("|")) {
      if (tag === "" || (tags && !tags.has(tag))) throw bad(table.name, line);
      for (const t of tags ? tags.get(tag) : [tag]) own.add(t);
    }
    const s = decimal(score, /^([+-]?)(\d+)(?:\.(\d+))?$/), t = decimal(tie, /^([+-]?)(\d+)$/);
    if (id === "" || seen.has(id) || !units.has(unit) || !s || !t) throw bad(table.name, line);
    seen.add(id);
    return { id, units: new Set(units.get(unit)), tags: own, s, t };
  });
  const places = people.reduce((n, p) => Math.max(n, p.s.places), 0);
  for (const p of people) {
    p.score = p.s.sign * BigInt(p.s.digits + "0".repeat(places - p.s.places));
    p.tie = p.t.sign * BigInt(p.t.digits);
  }
  return people.sort(byMerit);
}

// byMerit is the merit order: score descending, tie and id ascending.
function byMerit(a, b) {
  if (a.score !== b.score) return a.score > b.score ? -1 : 1;
  if (a.tie !== b.tie) return a.tie < b.tie ? -1 : 1;
  return compareText(a.id, b.id);
}

// cover notes on everybody the rows that cover them, by fewest candidates and then
// smallest id, and refuses two rows of one family that overlap.
export function cover({ rows, people }) {
  const byClass = new Map();
  for (const r of rows) r.people = 0;
  for (const p of people) {
    p.covers = rows.filter((r) => p.units.has(r.unit) && (r.tag === "" || p.tags.has(r.tag)));
    const key = p.covers.map((r) => r.id).join("\0");
    if (!byClass.has(key)) byClass.set(key, { covers: p.covers, size: 0 });
    byClass.get(key).size++;
    for (const r of p.covers) r.people++;
  }
  const order = [...rows].sort((a, b) => a.people - b.people || compareText(a.id, b.id));
  order.forEach((r, i) => {
    r.rank = i;
    r.inA = r.max !== null || r.tag === "";
    r.inB = r.tag !== "" && r.min > 0n;
  });
  for (const p of people) p.covers.sort((a, b) => a.rank - b.rank);
  for (const family of ["inA", "inB"]) refuseOverlaps([...byClass.values()], family);
}

function refuseOverlaps(classes, family) {
  const shared = new Map();
  for (const { covers, size } of classes) {
    const own = covers.filter((r) => r[family]);
    own.forEach((a, i) => own.slice(i + 1).forEach((b) => {
      const key = [a, b].map((r) => r.rank).sort((x, y) => x - y).join();
      const pair = shared.get(key) ?? { a, b, n: 0 };
      pair.n += size;
      shared.set(key, pair);
    }));
  }
  for (const { a, b, n } of shared.values()) {
    if (n !== a.people && n !== b.people) {
      throw refuse("overlap", `名额行 ${a.id} 与 ${b.id} 部分重叠。`, `The quota rows ${a.id} and ${b.id} overlap.`);
    }
  }
}

// digestOf is the hash over a table in the order of its first column, as the rule
// writes it.
export async function digestOf(table) {
  const rows = [...table.rows].sort((a, b) => compareText(a.cells[0], b.cells[0]));
  const text = writeRow(table.columns) + rows.map((r) => writeRow(r.cells)).join("");
  return { rows: rows.length, sha256: hex(await sha256(utf8(text))) };
}
