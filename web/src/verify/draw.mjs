// Draws: H, S, the order and the assignment, computed again from the three lists
// and what was revealed (rule muster/draw/v1).
import { Refusal, compareBytes, decode, hex, join, parseJSON, prefixed, quoted, sameBytes, sha256, unhex, utf8 } from "./bytes.mjs";
import { readTable, wholeNumber, writeRow } from "./table.mjs";

const RULE = "muster/draw/v1";
const refuse = (code, zh, en) => new Refusal("draw." + code, zh, en);

// checkDraw checks a draw. files are bytes by name: record.json, candidates.csv,
// examiners.csv, conflicts.csv, assigned.csv.
export async function checkDraw(files) {
  const record = parseRecord(decode(files["record.json"]));
  const lists = readLists(files);
  const secrets = record.secrets.map((s) => ({ ...s, value: unhex(s.secret, 32), salting: unhex(s.salt, 16) }));
  if (secrets.some((s) => !s.value || !s.salting)) throw refuse("secret", "公开的密值或盐写法有误。", "A revealed secret or its salt is not written as it should be.");
  const commitments = [];
  for (const s of secrets) commitments.push(hex(await sha256(join(s.value, s.salting))));
  if (commitments.join() !== record.commitments.join()) throw refuse("verify.commitments", "公开的密值与承诺不符。", "A revealed secret does not match its commitment.");
  const h = await sha256(join(...["candidates.csv", "examiners.csv", "conflicts.csv"].map((name) => prefixed(files[name]))));
  if (hex(h) !== record.h) throw refuse("verify.lists", "名单与记录中的 H 不符:名单被改过,或不是这次抽签的名单。", "The lists do not match H in the record: they were changed or belong to another draw.");
  const seed = await sha256(join(utf8(RULE + "\0"), prefixed(utf8(record.id)), h, ...secrets.map((s) => prefixed(s.value)), prefixed(utf8(record.public))));
  if (hex(seed) !== record.s) throw refuse("verify.seed", "种子 S 不能由记录的内容算出。", "S does not follow from what the record reveals.");
  if (hex(await sha256(files["assigned.csv"])) !== record.result) throw refuse("verify.result", "结果文件与记录中的哈希不符。", "The outcome does not match its hash in the record.");
  if (recordText({ ...record, secrets: secrets.map((s) => ({ secret: hex(s.value), salt: hex(s.salting), default: s.default })) }) !== recordText(record)) {
    throw refuse("verify.record", "记录中有与重算不同之处。", "The record differs from the one computed again.");
  }
  const assigned = await assign(seed, lists);
  const outcome = writeRow(["place", "candidate", "examiner"]) + assigned.map(([c, e], i) => writeRow([String(i + 1), c, e])).join("");
  if (!sameBytes(utf8(outcome), files["assigned.csv"])) throw refuse("verify.outcome", "按规则重算,结果与公布的不同。", "The outcome is not the one that the rule gives.");
  return { kind: "draw", id: record.id, assigned: assigned.filter(([, e]) => e !== "").length, left: assigned.filter(([, e]) => e === "").length, commitments: record.commitments, defaults: record.secrets.flatMap((s, i) => (s.default ? [i + 1] : [])), s: record.s };
}

// recordText is the one way in which a record is written, null where it cannot be.
function recordText(r) {
  const list = (items) => (items.length === 0 ? "[]" : `[\n    ${items.join(",\n    ")}\n  ]`);
  const secrets = r.secrets.map((s) => `{\n      "secret": ${quoted(s.secret)},\n      "salt": ${quoted(s.salt)},\n      "default": ${s.default}\n    }`);
  return `{\n  "rule": ${quoted(r.rule)},\n  "id": ${quoted(r.id)},\n  "public": ${quoted(r.public)},\n  "commitments": ${list(r.commitments.map(quoted))},\n` +
    `  "secrets": ${list(secrets)},\n  "h": ${quoted(r.h)},\n  "s": ${quoted(r.s)},\n  "result": ${quoted(r.result)}\n}\n`;
}

function parseRecord(text) {
  const r = text === null ? undefined : parseJSON(text);
  const strings = (...all) => all.every((s) => typeof s === "string" && quoted(s) !== null);
  const shaped = r && typeof r === "object" && strings(r.rule, r.id, r.public, r.h, r.s, r.result) && Array.isArray(r.commitments) && strings(...r.commitments) &&
    Array.isArray(r.secrets) && r.secrets.every((s) => s && strings(s.secret, s.salt) && typeof s.default === "boolean");
  if (!shaped || recordText(r) !== text) throw refuse("record.form", "这不是一份未经改动的抽签记录。", "This is not an unaltered record of a draw.");
  if (r.rule !== RULE) throw refuse("record.rule", `不认识的规则版本“${r.rule}”。`, `The rule ${r.rule} is not known.`);
  return r;
}

function readLists(files) {
  const unique = (seen, id, name, line) => {
    if (id === "") throw refuse("id", `${name} 第 ${line} 行的编号为空。`, `${name}, line ${line}: the id is empty.`);
    if (seen.has(id)) throw refuse("duplicate", `${name} 第 ${line} 行的编号出现两次。`, `${name}, line ${line}: the id stands here a second time.`);
    seen.add(id);
    return id;
  };
  const candidates = new Set(), known = new Set(), examiners = [], conflicts = new Set();
  for (const { cells, line } of readTable("candidates.csv", files["candidates.csv"], ["id"]).rows) unique(candidates, cells[0], "candidates.csv", line);
  for (const { cells, line } of readTable("examiners.csv", files["examiners.csv"], ["id", "capacity"]).rows) {
    const id = unique(known, cells[0], "examiners.csv", line), capacity = wholeNumber("examiners.csv", cells[1], line);
    if (capacity === null) throw refuse("capacity", `examiners.csv 第 ${line} 行的容量为空。`, `examiners.csv, line ${line}: the capacity is empty.`);
    examiners.push({ id, capacity });
  }
  for (const { cells, line } of readTable("conflicts.csv", files["conflicts.csv"], ["candidate", "examiner"]).rows) {
    const pair = JSON.stringify(cells);
    if (!candidates.has(cells[0]) || !known.has(cells[1]) || conflicts.has(pair)) {
      throw refuse("pair", `conflicts.csv 第 ${line} 行有误。`, `conflicts.csv, line ${line}: somebody is not in the lists, or the pair stands here a second time.`);
    }
    conflicts.add(pair);
  }
  return { candidates: [...candidates], examiners, conflicts };
}

// assign draws: everybody in order takes the preferred examiner who is free.
async function assign(seed, { candidates, examiners, conflicts }) {
  const key = await crypto.subtle.importKey("raw", seed, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = async (letter, ...parts) => new Uint8Array(await crypto.subtle.sign("HMAC", key, join(utf8(letter), ...parts.map((p) => prefixed(utf8(p))))));
  const order = await Promise.all(candidates.map(async (c) => ({ c, mac: await mac("c", c) })));
  order.sort((a, b) => compareBytes(a.mac, b.mac));
  const left = examiners.map((e) => ({ ...e }));
  const out = [];
  for (const { c } of order) {
    const open = left.filter((e) => e.capacity > 0n && !conflicts.has(JSON.stringify([c, e.id])));
    const macs = await Promise.all(open.map((e) => mac("a", c, e.id)));
    let best = -1;
    macs.forEach((m, i) => {
      if (best < 0 || compareBytes(m, macs[best]) < 0) best = i;
    });
    if (best >= 0) open[best].capacity--;
    out.push([c, best < 0 ? "" : open[best].id]);
  }
  return out;
}
