// Tables: CSV after RFC 4180, with the names of the columns in the first line.
import { Refusal, decode } from "./bytes.mjs";
import { headers } from "./headers.mjs";

const refuse = (code, zh, en) => new Refusal("csv." + code, zh, en);

// readTable reads a file whose columns are known. Rows are lists of cells in the
// order of the columns; a column that may be absent is empty then.
export function readTable(name, bytes, required, optional = []) {
  const known = [...required, ...optional];
  const decoded = decode(bytes);
  if (decoded === null) throw refuse("encoding", `${name} 不是 UTF-8 编码。`, `${name} is not UTF-8.`);
  const records = readRecords(name, decoded.replace(/^\ufeff/, ""));
  const first = records[0];
  if (!first || first.line !== 1) throw refuse("header", `${name} 缺少表头。`, `${name} has no header.`);
  const header = translate(first.cells, name.replace(/\.csv$/, ""), known);
  const at = known.map((column) => header.indexOf(column));
  if (header.some((column, i) => !known.includes(column) || header.indexOf(column) !== i)) {
    throw refuse("columns", `${name} 有不认识或重复的列。`, `${name} has unknown or double columns.`);
  }
  if (required.some((_, i) => at[i] < 0)) throw refuse("missing", `${name} 缺少列。`, `${name} lacks columns.`);
  const rows = [];
  for (const { cells, line } of records.slice(1)) {
    if (cells.join("") === "") continue;
    if (cells.length !== header.length) {
      throw refuse("cells", `${name} 第 ${line} 行的列数与表头不同。`, `${name}, line ${line}: not as many cells as the header.`);
    }
    rows.push({ line, cells: at.map((i) => (i < 0 ? "" : cells[i])) });
  }
  return { name, columns: known, rows };
}

// translate puts the rule's own names into a header; kind is that of the table.
export function translate(header, kind, known) {
  const names = new Map(Object.entries(headers[kind] ?? {}));
  return header.map((name) => (!known.includes(name) && known.includes(names.get(name)) ? names.get(name) : name));
}

// readRecords cuts a text into records. Empty lines are passed over; both line
// ends count, and one inside quotes becomes a line feed.
export function readRecords(name, text) {
  const lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  const records = [];
  for (let n = 0; n < lines.length; n++) {
    const line = n + 1;
    let rest = withoutReturn(lines[n]);
    if (rest === "") continue;
    const cells = [];
    for (;;) {
      if (rest[0] !== '"') {
        const comma = rest.indexOf(",");
        const cell = comma < 0 ? rest : rest.slice(0, comma);
        if (cell.includes('"')) throw badQuote(name, line);
        cells.push(cell);
        if (comma < 0) break;
        rest = rest.slice(comma + 1);
        continue;
      }
      const read = quotedCell(rest.slice(1), () => (++n < lines.length ? withoutReturn(lines[n]) : null));
      if (!read) throw badQuote(name, line);
      cells.push(read.cell);
      if (read.rest === null) break;
      rest = read.rest;
    }
    records.push({ cells, line });
  }
  return records;
}

const withoutReturn = (line) => (line.endsWith("\r") ? line.slice(0, -1) : line);

const badQuote = (name, line) => refuse("quote", `${name} 第 ${line} 行的引号不配对。`, `${name}, line ${line}: the quotes are not in pairs.`);

// quotedCell reads up to the closing quote; rest is null at the end of the record.
function quotedCell(rest, nextLine) {
  let cell = "";
  for (;;) {
    const quote = rest.indexOf('"');
    if (quote < 0) {
      const next = nextLine();
      if (next === null) return null;
      cell += rest + "\n";
      rest = next;
      continue;
    }
    cell += rest.slice(0, quote);
    rest = rest.slice(quote + 1);
    if (rest === "") return { cell, rest: null };
    if (rest[0] === ",") return { cell, rest: rest.slice(1) };
    if (rest[0] !== '"') return null;
    cell += '"';
    rest = rest.slice(1);
  }
}

// writeRow writes cells as CSV: quotes only where needed, LF.
export function writeRow(cells) {
  return cells.map((c) => (/[,"\r\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(",") + "\n";
}

// wholeNumber reads a count of at least 0 that fits in 64 bits; null for empty.
export function wholeNumber(name, cell, line) {
  if (cell === "") return null;
  if (!/^[0-9]+$/.test(cell) || BigInt(cell) >= 1n << 63n) {
    throw refuse("count", `${name} 第 ${line} 行应为不小于 0 的整数。`, `${name}, line ${line}: a whole number of at least 0 is expected.`);
  }
  return BigInt(cell);
}
