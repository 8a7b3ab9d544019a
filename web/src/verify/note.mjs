// Signed notes and the tree of a log (C2SP signed-note and tlog-checkpoint,
// RFC 6962).
import { Refusal, hex, join, sameBytes, sha256, unbase64, unhex, utf8 } from "./bytes.mjs";

const PLAIN = 1, COSIGNATURE = 4;
const nameOfKey = (name) => name !== "" && !/[+\u0000-\u0020]/.test(name);

// parseKey reads a public key as it is printed: name+id+base64.
export async function parseKey(text) {
  const bad = new Refusal("receipt.key", "这不是一把公钥:应为“名称+编号+base64”一行。", "This is no public key: one line of name+id+base64 is expected.");
  const [name, id, ...tail] = text.split("+");
  const raw = id === undefined ? null : unbase64(tail.join("+"));
  const given = id === undefined ? null : unhex(id, 4);
  if (!raw || !given || raw.length !== 33 || !nameOfKey(name) || (raw[0] !== PLAIN && raw[0] !== COSIGNATURE)) throw bad;
  const want = (await sha256(join(utf8(name + "\n"), raw))).slice(0, 4);
  if (hex(want) !== id) throw bad;
  const publicKey = (await knowsSignatures()) ? await importKey(raw.slice(1)) : null; // null: cannot be used here
  return { text, name, id: given, kind: raw[0], raw: raw.slice(1), publicKey };
}

const importKey = (raw) => crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);

// knowsSignatures says whether this browser checks Ed25519 signatures, by one that is
// known to hold and by the same one changed (RFC 8032, 7.1, test 1).
let known;
export function knowsSignatures() {
  known ??= (async () => {
    try {
      const key = await importKey(unhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", 32));
      const good = unhex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b", 64);
      const bad = good.map((x, i) => (i === 40 ? x ^ 1 : x));
      const checks = (signature) => crypto.subtle.verify("Ed25519", key, signature, new Uint8Array());
      return (await checks(good)) && !(await checks(bad));
    } catch {
      return false;
    }
  })();
  return known;
}

// openNote takes a note apart, null for what is none.
export function openNote(note) {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n") || note.length <= cut + 2) return null;
  const signatures = [];
  for (const line of note.slice(cut + 2, -1).split("\n")) {
    if (!line.startsWith("— ")) return null;
    const space = line.indexOf(" ", 2);
    const name = line.slice(2, space), raw = unbase64(line.slice(space + 1));
    if (space < 0 || !raw || raw.length <= 4 || !nameOfKey(name)) return null;
    signatures.push({ name, raw });
  }
  return { text: note.slice(0, cut + 1), signatures };
}

// signedBy says whether a key signed the note: "good", "wrong" or "".
export async function signedBy(note, key) {
  let state = "";
  for (const { name, raw } of note.signatures) {
    if (name !== key.name || !sameBytes(raw.slice(0, 4), key.id)) continue;
    if (!(await holds(note.text, key, raw.slice(4)))) return "wrong";
    state = "good";
  }
  return state;
}

// signs says whether one of the signatures is the key's.
export async function signs(note, key) {
  for (const { name, raw } of note.signatures) {
    if (name === key.name && sameBytes(raw.slice(0, 4), key.id) && (await holds(note.text, key, raw.slice(4)))) return true;
  }
  return false;
}

async function holds(text, key, signature) {
  if (key.kind === PLAIN) {
    return signature.length === 64 && crypto.subtle.verify("Ed25519", key.publicKey, signature, utf8(text));
  }
  if (signature.length !== 72) return false;
  const at = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return crypto.subtle.verify("Ed25519", key.publicKey, signature.slice(8), utf8(`cosignature/v1\ntime ${at}\n${text}`));
}

// count reads a number in its one spelling, null for anything else.
export function count(text) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const n = BigInt(text);
  return n <= 1n << 53n ? n : null;
}

export function hash32(text) {
  const raw = unbase64(text);
  return raw && raw.length === 32 ? raw : null;
}

export function readCheckpoint(text) {
  const lines = text.split("\n");
  if (lines.length !== 5 || lines[4] !== "") return null;
  const size = count(lines[1]), root = hash32(lines[2]);
  return size && root ? { origin: lines[0], size, root, at: lines[3] } : null;
}

export const leafHash = (bytes) => sha256(join(Uint8Array.of(0), bytes));
const nodeHash = (left, right) => sha256(join(Uint8Array.of(1), left, right));

// rootFrom computes the root that a leaf and its proof lead to, null for a proof
// of the wrong length (RFC 9162, 2.1.3.2).
export async function rootFrom(leaf, index, size, proof) {
  if (index >= size) return null;
  let node = index, last = size - 1n;
  for (const p of proof) {
    if (last === 0n) return null;
    if (node % 2n === 1n || node === last) {
      leaf = await nodeHash(p, leaf);
      while (node % 2n === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else {
      leaf = await nodeHash(leaf, p);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n ? leaf : null;
}

// treeRoot is the root over all leaves.
export async function treeRoot(leaves) {
  if (leaves.length === 1) return leaves[0];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(await treeRoot(leaves.slice(0, split)), await treeRoot(leaves.slice(split)));
}

