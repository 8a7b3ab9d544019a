// Bytes, hashes and text for the checks. Nothing in these files uses the network,
// the clock or anything but what the reader hands in.

// Refusal is why something does not hold, in both languages.
export class Refusal extends Error {
  constructor(code, zh, en) {
    super(en);
    this.code = code;
    this.text = { zh, en };
  }
}

const encoder = new TextEncoder();
export const utf8 = (text) => encoder.encode(text);

// decode reads UTF-8 and nothing else; a byte order mark stays where it is.
export function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function join(...parts) {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

// unhex reads so many bytes of hex, null for anything else.
export function unhex(text, length) {
  if (typeof text !== "string" || text.length !== 2 * length || !/^[0-9a-fA-F]*$/.test(text)) return null;
  return Uint8Array.from({ length }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

// unbase64 reads padded base64 in its one spelling, null for anything else.
export function unbase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return base64(bytes) === text ? bytes : null;
}

// prefixed is lp(x) of the rule: the length as four bytes, big-endian, then x.
export function prefixed(bytes) {
  return join(bigEndian(BigInt(bytes.length), 4), bytes);
}

export function bigEndian(n, length) {
  const out = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i--, n >>= 8n) out[i] = Number(n & 255n);
  return out;
}

export function sameBytes(a, b) {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

export function compareBytes(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return a.length - b.length;
}

// compareText compares as the bytes of UTF-8 do. The units of a JavaScript string
// compare otherwise where a letter needs two of them.
export function compareText(a, b) {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    let x = a.charCodeAt(i), y = b.charCodeAt(i);
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
    }
    return x - y;
  }
  return a.length - b.length;
}

// quoted is a JSON string as the Go side writes it; null for half a letter.
export function quoted(text) {
  if (typeof text !== "string" || /[\ud800-\udfff]/u.test(text)) return null;
  return JSON.stringify(text).replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");
}

// parseJSON gives undefined for what is no JSON.
export function parseJSON(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
