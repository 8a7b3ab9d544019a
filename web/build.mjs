// Builds what the binary embeds: node build.mjs, after npm ci --ignore-scripts.
//
//   ../internal/web/assets/dist/NAME.HASH.EXT      content-hashed, each with a .gz twin
//   ../internal/web/assets/dist/manifest.json      {"app.css": "app.0123456789ab.css", …}
//   ../internal/web/assets/dist/licences.txt       of everything in there that is not ours
//   ../internal/web/assets/dist/verify.html        the page for checking files offline, in one piece
//   dist-test/axe.min.js                           for browser tests only, never embedded
//
// The same sources give the same bytes. Nothing is fetched.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "internal", "web", "assets", "dist");
const modules = join(here, "node_modules");
const read = (...path) => readFileSync(join(...path), "utf8");

// A style sheet in the middle of a file may neither name a character set nor
// leave one for the next.
const sheet = (...path) => read(...path).replace(/^@charset "[^"]*";\s*/i, "");

const packages = ["@digdir/designsystemet-css", "@digdir/designsystemet-theme"];
const version = (name) => JSON.parse(read(modules, name, "package.json")).version;
const banner = `@charset "UTF-8";\n/*! ${packages.map((name) => `${name} ${version(name)}`).join(", ")}: MIT licence, see licences.txt */\n`;

const files = {
  "app.css": banner + [
    sheet(modules, "@digdir/designsystemet-css/dist/src/index.css"),
    withoutComments(sheet(modules, "@digdir/designsystemet-theme/src/themes/designsystemet.css")),
    withoutComments(sheet(here, "src/app.css")),
  ].join("\n"),
  "app.js": read(here, "src/app.js"),
  "favicon.svg": read(here, "src/favicon.svg"),
};

function withoutComments(css) {
  return css.replace(/\/\*[^]*?\*\//g, "").replace(/\n\s*/g, "\n").trim() + "\n";
}

function refuseForeignAddresses(name, content) {
  const found = content.match(/(?:url\(\s*["']?|@import\s+(?:url\()?["']?)(?:https?:)?\/\/[^)"']*/i);
  if (found) throw new Error(`${name} would load ${found[0]}`);
}

mkdirSync(dist, { recursive: true });
for (const old of readdirSync(dist)) {
  if (old !== ".keep") rmSync(join(dist, old), { recursive: true });
}

const manifest = {};
for (const [name, content] of Object.entries(files)) {
  refuseForeignAddresses(name, content);
  const bytes = Buffer.from(content, "utf8");
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const dot = name.lastIndexOf(".");
  const hashed = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  manifest[name] = hashed;
  const packed = gzipSync(bytes, { level: 9 });
  writeFileSync(join(dist, hashed), bytes);
  writeFileSync(join(dist, `${hashed}.gz`), packed);
  console.error(`${hashed}  ${bytes.length} bytes, ${packed.length} packed`);
}
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
writeFileSync(join(dist, "licences.txt"),
  packages.map((name) => `${name} ${version(name)}\n\n${read(modules, name, "LICENSE").trim()}\n`).join("\n----\n\n"));

// The page for checking files is one file that works from a disk: its modules are
// put one after the other, and its policy lets nothing run but them.
const exported = /^export (?:async )?(?:function|class|const) (\w+)/gm;

// moduleScope keeps the names of a module to itself: what it exports becomes a
// member of its own object, and what it imports is taken from those before it.
function moduleScope(name) {
  const code = read(here, "src/verify", `${name}.mjs`);
  const names = [...code.matchAll(exported)].map((m) => m[1]);
  const inner = code.replace(/^import (\{[^}]*\}) from "\.\/(\w+)\.mjs";/gm, "const $1 = module_$2;").replace(/^export /gm, "");
  return `const module_${name} = (() => {\n${inner}return { ${names.join(", ")} };\n})();\n`;
}

function verifyPage() {
  const modules = ["bytes", "headers", "table", "note", "certificate", "receipt", "draw", "flow", "choiceinput", "choice", "words", "page"];
  const parts = { css: read(here, "src/verify/page.css"), js: `"use strict";\n${modules.map(moduleScope).join("")}` };
  const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const values = { ...parts, script: hashOf(parts.js), style: hashOf(parts.css) };
  return read(here, "src/verify/page.html").replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
}

writeFileSync(join(dist, "verify.html"), verifyPage());

mkdirSync(join(here, "dist-test"), { recursive: true });
copyFileSync(join(modules, "axe-core", "axe.min.js"), join(here, "dist-test", "axe.min.js"));
