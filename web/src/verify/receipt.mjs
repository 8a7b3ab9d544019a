// Receipts and notices.
import { Refusal, base64, bigEndian, decode, hex, join, parseJSON, sameBytes, sha256, unbase64, utf8 } from "./bytes.mjs";
import { count, hash32, leafHash, openNote, readCheckpoint, rootFrom, signedBy, treeRoot } from "./note.mjs";

const HEAD = "muster/receipt/v1", NOTICE = "muster/notice/v1";

const form = () => new Refusal("receipt.form", "这不是一份未经改动的回执。", "This is not an unaltered receipt.");
const wrong = (code, zh, en) => new Refusal("receipt." + code, zh, en);

// Lines takes the lines of a file one after the other.
class Lines {
  constructor(rest) {
    this.rest = rest;
    this.bad = false;
  }
  next(word) {
    return !this.bad && this.rest.startsWith(word);
  }
  line(word) {
    const end = this.rest.indexOf("\n");
    if (end < 0 || !this.next(word)) {
      this.bad = true;
      return "";
    }
    const value = this.rest.slice(word.length, end);
    this.bad ||= end < word.length;
    this.rest = this.rest.slice(end + 1);
    return value;
  }
  keep(value) {
    this.bad ||= value === null;
    return value;
  }
  // only takes a line that has nothing after its word.
  only(word) {
    this.keep(this.line(word) === "" ? "" : null);
  }
  number(word) {
    return this.keep(count(this.line(word)));
  }
  proof() {
    const out = [];
    while (this.next("proof ")) out.push(this.keep(hash32(this.line("proof "))));
    return out;
  }
}

// parseReceipt reads a receipt, null for anything but its one spelling.
function parseReceipt(text) {
  if (text.includes("\r")) return null;
  const s = new Lines(text);
  s.only(HEAD);
  const r = { leaf: s.line("leaf "), index: s.number("index "), proof: s.proof(), fact: null };
  if (s.next("fact ")) r.fact = readFact(s);
  r.key = s.line("key ");
  s.only("");
  r.checkpoint = s.rest;
  return s.bad ? null : r;
}

function readFact(s) {
  const said = s.line("fact ");
  const space = said.indexOf(" "), slash = said.indexOf("/");
  const f = { table: said.slice(0, slash), id: said.slice(slash + 1, space), rev: s.keep(count(said.slice(space + 1))) };
  s.bad ||= slash < 0 || space < slash;
  f.salt = s.keep(unbase64(s.line("salt ")));
  s.bad ||= !f.salt || f.salt.length !== 32;
  f.body = s.line("body ");
  return f;
}

// checkReceipt checks a receipt. trust is {log, witnesses, needed}; what does not
// hold is a Refusal.
export async function checkReceipt(bytes, trust) {
  const text = decode(bytes);
  const r = text === null ? null : parseReceipt(text);
  if (!r) throw form();
  return prove(r, trust);
}

async function prove(r, trust) {
  if (r.key !== trust.log.text) {
    throw wrong("otherkey", "回执所附公钥不是您核对用的公钥。", "The key in the receipt is not the key you check with.");
  }
  const note = openNote(r.checkpoint);
  const point = note && readCheckpoint(note.text);
  if (!point) throw form();
  if (trust.log.publicKey && (await signedBy(note, trust.log)) !== "good") {
    throw wrong("signature", "日志的签名不成立:这份回执不是该机关签发的,或被改过。", "The log's signature does not hold: the receipt was not issued under this key, or was changed.");
  }
  const leaf = parseJSON(r.leaf);
  if (!leaf || typeof leaf !== "object" || leaf.v !== 1 || !Number.isSafeInteger(leaf.seq)) throw form();
  const root = await rootFrom(await leafHash(utf8(r.leaf)), r.index, point.size, r.proof);
  if (!root || !sameBytes(root, point.root)) {
    throw wrong("proof", "这条记录不在所签的日志之中:记录或证明被改过。", "The entry is not in the log that was signed: the entry or its proof was changed.");
  }
  if (BigInt(leaf.seq) !== r.index || point.origin !== `${trust.log.name}/${leaf.log}`) {
    throw wrong("place", "记录的日志或序号与签名不一致。", "The entry's log or number is not the one that was signed.");
  }
  if (r.fact && !(await commits(leaf, r.fact))) {
    throw wrong("fact", "所附内容不是这条记录所承诺的内容。", "The contents are not those that the entry committed to.");
  }
  const proven = { kind: "receipt", leaf, size: point.size, signed: point.at, fact: r.fact };
  // Without the signatures all that is known is that the parts fit each other.
  if (!trust.log.publicKey) return { ...proven, witnesses: 0, witnessed: false, unsigned: true };
  const witnesses = await countWitnesses(note, trust);
  return { ...proven, witnesses, witnessed: witnesses >= trust.needed };
}

async function countWitnesses(note, trust) {
  const counted = [trust.log.raw];
  for (const witness of trust.witnesses) {
    const state = await signedBy(note, witness);
    if (state === "wrong") throw wrong("witness", "一位见证人的签名不成立。", "The signature of a witness does not hold.");
    if (state === "good" && !counted.some((key) => sameBytes(key, witness.raw))) counted.push(witness.raw);
  }
  return counted.length - 1;
}

async function commits(leaf, f) {
  const sum = await sha256(join(utf8("muster/fact/v1\0"), f.salt, utf8(`${f.table}\0${f.id}\0${f.rev}\0`), utf8(f.body)));
  const want = base64(sum).replace(/=+$/, "");
  for (const w of leaf.writes ?? []) {
    if (w[0] === f.table && w[1] === f.id && String(w[2]) === String(f.rev)) return w[3] === want;
  }
  return false;
}

// checkNotice checks a published list, or one row of it.
export async function checkNotice(bytes, trust) {
  const text = decode(bytes);
  const bad = new Refusal("receipt.notice", "这不是一份未经改动的公示文件。", "This is not an unaltered notice.");
  if (text === null) throw bad;
  const s = new Lines(text);
  s.only(NOTICE);
  const list = { list: s.line("list "), all: s.number("rows "), index: null, proof: [] };
  if (s.next("row ")) {
    list.index = s.number("row ");
    list.proof = s.proof();
  }
  list.lines = [];
  while (s.next(": ")) list.lines.push(s.line(": "));
  list.rows = list.lines.map((line) => line.split("\t"));
  const shaped = list.rows.every((cells) => cells.length === 3 && count(cells[0]) !== null);
  const r = s.bad ? null : parseReceipt(s.rest);
  if (!r || !shaped || list.rows.length === 0 || !r.fact || list.list !== `${r.fact.table}/${r.fact.id}`) throw bad;
  const proven = await prove(r, trust);
  await compareRows(list, r.fact.body);
  return { ...proven, kind: "notice", list: list.list, all: list.all, rows: list.rows };
}

async function compareRows(list, body) {
  const leaves = await Promise.all(list.lines.map((line) => leafHash(utf8(line))));
  let root = null;
  if (list.index !== null) {
    root = leaves.length === 1 ? await rootFrom(leaves[0], list.index, list.all, list.proof) : null;
  } else if (BigInt(leaves.length) === list.all) {
    root = await treeRoot(leaves);
  }
  const want = root && hex(await sha256(join(utf8(NOTICE + "\0"), bigEndian(list.all, 8), root)));
  if (!want || parseJSON(body)?.notice_root !== want) {
    throw wrong("rows", "名单或这一行不是当时公示的:被改过、增删过或换过位置。", "The list or this row is not what was published: something was changed, added, removed or moved.");
  }
}
