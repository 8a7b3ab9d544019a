// The page itself: files in, one sentence out. Nothing leaves the device.
import { Refusal, utf8 } from "./bytes.mjs";
import { HEAD, checkCertificate } from "./certificate.mjs";
import { checkChoice } from "./choice.mjs";
import { checkDraw } from "./draw.mjs";
import { parseKey } from "./note.mjs";
import { checkNotice, checkReceipt } from "./receipt.mjs";
import { readRecords, translate } from "./table.mjs";
import { certificateLines } from "./words.mjs";

// kinds tell a published table by a column that only it has; the first counts.
const kinds = {
  choice: [["outcome", "chosen"], ["score", "candidates"], ["code", "units"], ["max", "quotas"], ["tag", "tags"]],
  draw: [["place", "assigned"], ["capacity", "examiners"], ["examiner", "conflicts"], ["id", "candidates"]],
};
const needed = {
  choice: ["bundle.json", "units.csv", "quotas.csv", "candidates.csv", "chosen.csv"],
  draw: ["record.json", "candidates.csv", "examiners.csv", "conflicts.csv", "assigned.csv"],
};

const lang = () => document.documentElement.lang.slice(0, 2);
const say = (zh, en) => ({ zh, en });

// Unable is that this browser computes no hashes here, so that nothing was checked.
class Unable extends Error {
  constructor() {
    super("no WebCrypto");
    this.text = globalThis.isSecureContext === false
      ? say("什么都没有核验:浏览器只在 https 页面或本机文件上提供计算。请把本页保存下来(网址后加 ?save)再打开,或改用 https。",
        "Nothing was checked: browsers compute hashes only on https pages and on files of the device. Save this page (add ?save to its address) and open the copy, or use https.")
      : say("什么都没有核验:这个浏览器不能计算哈希和签名。请换用新版浏览器,或用命令 muster verify。",
        "Nothing was checked: this browser computes neither hashes nor signatures. Use a newer one, or the command muster verify.");
  }
}

async function readAll(list) {
  return Promise.all([...list].map(async (f) => ({ name: f.name, bytes: new Uint8Array(await f.arrayBuffer()) })));
}

const startOf = ({ bytes }) => new TextDecoder().decode(bytes.slice(0, 1 << 16)).replace(/^\ufeff/, "");

// gather gives the files of a draw or of a choice their usual names.
function gather(files) {
  const head = files.find((f) => f.name.toLowerCase().endsWith(".json"));
  if (!head) return null;
  const kind = startOf(head).includes('"muster/draw/') ? "draw" : "choice";
  const found = { [needed[kind][0]]: head.bytes };
  for (const f of files) {
    if (f === head) continue;
    if (startOf(f).startsWith("PK\u0003\u0004")) {
      throw new Refusal("page.sheet", `${f.name} 是电子表格,本页读不了;请用命令 muster verify ${kind}。`, `${f.name} is a spreadsheet, which this page cannot read; use the command muster verify ${kind}.`);
    }
    const columns = readRecords(f.name, startOf(f).split("\n", 1)[0])[0]?.cells ?? [];
    const match = kinds[kind].find(([column, table]) => translate(columns, table, [column]).includes(column));
    const name = match && match[1] + ".csv";
    if (!match || found[name]) {
      throw new Refusal("page.file", `看不出 ${f.name} 是哪一种文件,或同一种文件给了两份。`, `${f.name} is none of the files of this kind, or one of them was given twice.`);
    }
    found[name] = f.bytes;
  }
  const missing = needed[kind].filter((name) => !found[name]);
  if (missing.length > 0) throw new Refusal("page.missing", `还缺:${missing.join("、")}。请一次选中全部文件。`, `Still missing: ${missing.join(", ")}. Choose all files at once.`);
  return { kind, found };
}

async function trust() {
  const lines = document.getElementById("keys").value.split("\n").map((l) => l.trim()).filter(Boolean);
  if (lines.length === 0) {
    throw new Refusal("page.key", "请先填入公钥:它印在通知书和公示栏上。", "Enter the public key first: it is printed on the notice and posted at the office.");
  }
  const [log, ...witnesses] = await Promise.all(lines.map(parseKey));
  return { log, witnesses, needed: 1 };
}

async function check(files) {
  if (!globalThis.crypto?.subtle) throw new Unable();
  if (files.length === 1 && startOf(files[0]).startsWith(HEAD)) return checkCertificate(files[0].bytes, await trust());
  if (files.length === 1 && startOf(files[0]).startsWith("muster/")) {
    return (startOf(files[0]).startsWith("muster/notice/") ? checkNotice : checkReceipt)(files[0].bytes, await trust());
  }
  const set = gather(files);
  if (!set) throw new Refusal("page.none", "没有认出回执、公示文件、抽签记录或遴选凭据。", "This is no receipt, notice, record of a draw or bundle of a choice.");
  return set.kind === "draw" ? checkDraw(set.found) : checkChoice(set.found);
}

const answers = {
  receipt: (p) => [say(`属实:日志 ${p.leaf.log} 第 ${p.leaf.seq} 号记录,${p.leaf.at},${p.leaf.kind}。`, `Genuine: entry ${p.leaf.seq} of the log ${p.leaf.log}, ${p.leaf.at}, ${p.leaf.kind}.`),
    ...(p.fact ? [say(`所附内容属实:${p.fact.body}`, `Its contents are genuine: ${p.fact.body}`)] : [])],
  certificate: certificateLines,
  notice: (p) => [BigInt(p.rows.length) === p.all
    ? say(`属实:名单共 ${p.all} 行,与 ${p.leaf.at} 公示的一致。`, `Genuine: the list with its ${p.all} rows is the one published ${p.leaf.at}.`)
    : say(`属实:${p.leaf.at} 公示的名单(共 ${p.all} 行)中有这一行:第 ${p.rows[0].join(",")}。`, `Genuine: the list of ${p.all} rows, published ${p.leaf.at}, has this row: rank ${p.rows[0].join(", ")}.`)],
  draw: (p) => [say(`属实:抽签“${p.id}”重算后与公布的一致,${p.assigned} 人已抽定,${p.left} 人未抽到。`, `Verified: the draw ${p.id}, computed again, is as published; ${p.assigned} assigned, ${p.left} left.`),
    say(`请与事先公布的承诺核对:${p.commitments.join(" ")}`, `Compare with the commitments published before the draw: ${p.commitments.join(" ")}`),
    ...p.defaults.map((n) => say(`第 ${n} 份密值是替代值:该出值人没有公开;请核对事先确定的替代值。`, `Secret ${n} stands in for a contributor who did not reveal; compare with the value fixed in advance.`))],
  choice: (p) => [say(`属实:${p.all} 人重算,${p.chosen} 人入选,${p.reserve} 人递补,与公布的一致。`, `Verified: computed again, ${p.chosen} of ${p.all} are chosen and ${p.reserve} wait, as published.`)],
};

function show(state, title, lines) {
  const box = document.getElementById("answer");
  box.className = state;
  box.replaceChildren();
  const write = (tag, text) => {
    for (const l of ["zh", "en"]) {
      const e = document.createElement(tag);
      e.lang = l;
      e.textContent = text[l];
      box.append(e);
    }
  };
  write("h2", title);
  for (const text of lines) write("p", text);
}

async function run() {
  const chosen = document.getElementById("files").files, pasted = document.getElementById("text").value.trim();
  if (chosen.length === 0 && pasted === "") return;
  show("busy", say("正在核验……", "Checking…"), []);
  try {
    const p = await check(pasted === "" ? await readAll(chosen) : [{ name: "text", bytes: utf8(pasted + "\n") }]);
    const waiting = p.witnessed === false;
    if (p.unsigned) {
      show("waiting", say("未能核验签名", "The signatures could not be checked"), [
        say("这个浏览器不认识 Ed25519 签名,所以没有核对机关和见证人的签名。只核对了记录、证明和内容彼此相符;这还什么都不能证明。",
          "This browser does not know Ed25519 signatures, so those of the office and of witnesses were not checked. Only that the entry, its proof and its contents fit each other was; that proves nothing yet."),
        say("请换用新版浏览器(Chrome 137、Firefox 130、Safari 17 或更新),或用命令 muster verify。", "Use a newer browser (Chrome 137, Firefox 130, Safari 17 or later), or the command muster verify.")]);
      return;
    }
    show(waiting ? "waiting" : "good", waiting ? say("真实,但尚未见证", "Genuine, not yet witnessed") : say("核验通过", "It holds"), [...answers[p.kind](p),
      ...(waiting ? [say("目前只有签发机关自己担保这份记录。", "So far only the office that issued it vouches for it.")] : [])]);
  } catch (e) {
    if (e instanceof Unable) {
      show("waiting", say("未能核验", "Could not be checked"), [e.text]);
      return;
    }
    const text = e instanceof Refusal ? e.text : say("文件读不懂:它被改过,或不是这一类文件。", "The file cannot be read: it was changed, or is of another kind.");
    show("bad", say("核验不通过", "It does not hold"), [text]);
  }
}

function speak(l) {
  document.documentElement.lang = l === "zh" ? "zh-CN" : "en";
  for (const b of document.querySelectorAll("[data-lang]")) b.setAttribute("aria-pressed", String(b.dataset.lang === l));
}

function start() {
  for (const b of document.querySelectorAll("[data-lang]")) b.addEventListener("click", () => speak(b.dataset.lang));
  document.getElementById("files").addEventListener("change", run);
  document.getElementById("text").addEventListener("input", run);
  document.getElementById("keys").addEventListener("change", run);
  speak(lang());
  if (!(navigator.language ?? "zh").startsWith("zh")) speak("en");
}

if (typeof document !== "undefined") start();
