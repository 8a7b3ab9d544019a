// Certificates: a short statement under the signature of the log's key, as it
// stands in the code on the paper.
import { Refusal, decode } from "./bytes.mjs";
import { openNote, signs } from "./note.mjs";

export const HEAD = "muster/certificate/v1";

const malformed = () => new Refusal("certificate.malformed", "这不是一份证明文本。", "This is not the text of a certificate.");

// parse reads what a certificate says, null for what is none.
function parse(text) {
  const [head, ...lines] = text.slice(0, -1).split("\n");
  const says = lines.map((l) => [l.slice(0, Math.max(0, l.indexOf(" "))), l.slice(l.indexOf(" ") + 1)]);
  if (head !== HEAD || says.length < 2 || says.some(([name]) => name === "")) return null;
  if (says[0][0] !== "kind" || says[1][0] !== "number") return null;
  return { type: says[0][1], number: says[1][1], says: says.slice(2) };
}

// checkCertificate checks a certificate against the log's key.
export async function checkCertificate(bytes, trust) {
  let text = decode(bytes);
  if (text === null) throw malformed();
  // Programs that read codes save them with a mark in front and with two bytes for the
  // end of a line; neither can stand in what was signed.
  text = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  if (!text.endsWith("\n")) text += "\n"; // a code on paper ends without a line end
  const note = openNote(text);
  const said = note && parse(note.text);
  if (!said) throw malformed();
  const proven = { kind: "certificate", ...said };
  if (!trust.log.publicKey) return { ...proven, unsigned: true };
  if (await signs(note, trust.log)) return proven;
  throw new Refusal("certificate.signature", "证明上的签名与公钥不符:内容被改动,或不是由该机构签发。",
    "The signature does not fit the key: it was changed, or somebody else issued it.");
}
