// Runs the checks of the page on cases from stdin, one JSON object a line:
// {"kind", "files": {name: base64}, "keys": [log, witness…], "needed"}.
// Answers one line each: "0", "3", or "1 code".
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const load = (name) => import(pathToFileURL(`${process.argv[2]}/${name}.mjs`));
const [{ checkReceipt, checkNotice }, { checkDraw }, { checkChoice }, { parseKey }, { checkCertificate }] = await Promise.all(["receipt", "draw", "choice", "note", "certificate"].map(load));

async function check({ kind, files, keys, needed }) {
  const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new Uint8Array(Buffer.from(text, "base64"))]));
  if (kind === "draw") return checkDraw(bytes);
  if (kind === "choice") return checkChoice(bytes);
  const [log, ...witnesses] = await Promise.all(keys.map(parseKey));
  if (kind === "certificate") return checkCertificate(bytes.file, { log });
  return (kind === "receipt" ? checkReceipt : checkNotice)(bytes.file, { log, witnesses, needed });
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const proven = await check(JSON.parse(line));
    console.log(proven.witnessed === false ? "3" : "0");
  } catch (e) {
    console.log(`1 ${e.code ?? "?" + e.message}`);
  }
}
