// What each page costs whoever opens it first, against what it may: scripts, styles and the document, after `npm run build -w web`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root } from "./surroundings.mjs";

/**
 * Bytes that a page may need before it works, gzipped and by Brotli, its words in the language that has more of them.
 * What is loaded when somebody asks for it, such as a dialog, is not counted. A number is raised only on purpose, with the reason in the commit.
 */
const BUDGETS = {
  home: { js: [99_800, 87_000], css: [9_000, 8_000] },
  "event-page": { js: [126_500, 111_400], css: [12_000, 10_300] },
  "my-events-page": { js: [125_800, 110_500], css: [9_300, 8_200] },
  "guest-list-page": { js: [142_600, 125_700], css: [9_600, 8_300] },
  "invite-page": { js: [129_800, 114_200], css: [9_000, 8_000] },
  "event-settings-page": { js: [125_600, 110_400], css: [8_200, 7_200] },
  "editor-page": { js: [144_000, 126_700], css: [11_500, 10_200] },
  "sign-in-page": { js: [101_800, 88_700], css: [8_500, 7_500] },
  "account-page": { js: [106_800, 92_500], css: [8_800, 7_800] },
};
/** What comes behind a page without anybody asking for it: by the names of its files, with the budget of all of it together. */
const BEHIND = { "event-page": { names: ["live", "chat-panel", "latest-answers"], js: [138_000, 120_000] } };
/** The document around every page, with the styles of its first paint. What the server writes into it is measured in a browser: `node scripts/phone-profile.mjs`. */
const DOCUMENT_BUDGET = [3_400, 2_750];
/** Modules that have no business in a browser: nobody's page may name them. */
const NEVER = { zod: /\bZodError\b|_zod\b/ };

/** Every way in which the built web app is over its budget, one line each, after a table of what everything costs. */
export function overBudget({ folder = join(root, "web/dist"), budgets = BUDGETS, behind = BEHIND, say = console.log } = {}) {
  const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
  const [gzipped, brotlied] = scales(folder);
  const over = [];
  say(row("", "files", "gzip", "allowed", "brotli", "allowed"));
  const judge = (name, files, allowed) => {
    const sizes = [total(files, gzipped), total(files, brotlied)];
    say(row(name, files.length, sizes[0], allowed[0], sizes[1], allowed[1]));
    for (const [at, kind] of ["gzip", "Brotli"].entries())
      if (sizes[at] > allowed[at])
        over.push(`${name}: ${sizes[at]} bytes by ${kind}, ${sizes[at] - allowed[at]} more than the ${allowed[at]} of its budget`);
  };
  judge("document", ["index.html"], DOCUMENT_BUDGET);
  for (const [page, { js, css }] of Object.entries(budgets)) {
    const files = filesOf(manifest, page, brotlied);
    judge(`${page} js`, files.js, js);
    judge(`${page} css`, files.css, css);
    if (!behind[page]) continue;
    const later = behind[page].names.map((name) => fileNamed(manifest, name));
    for (const file of later) if (files.js.includes(file)) over.push(`${page}: ${file} is to come behind it, and is needed first`);
    judge(`${page} js in all`, [...new Set([...files.js, ...later])], behind[page].js);
  }
  for (const file of new Set(Object.values(manifest).map((one) => one.file)).values())
    if (file.endsWith(".js"))
      for (const [name, trace] of Object.entries(NEVER))
        if (trace.test(readFileSync(join(folder, file), "utf8"))) over.push(`${file} has ${name} in it`);
  return over;
}

function filesOf(manifest, page, weigh) {
  const code = reached(manifest, [`src/pages/${page}.tsx`, "index.html"]);
  const inLanguage = (locale) => ["shell", page].map((part) => manifest[`src/locales/${locale}.po?part=${part}`].file);
  const words = ["en", "de"].map(inLanguage).toSorted((one, other) => total(other, weigh) - total(one, weigh))[0];
  return {
    js: [...new Set([...code.map((key) => manifest[key].file), ...words])],
    css: [...new Set(code.flatMap((key) => manifest[key].css ?? []))],
  };
}

function fileNamed(manifest, name) {
  const found = Object.values(manifest).find((one) => one.name === name && one.file.endsWith(".js"));
  if (!found) throw new Error(`${name} is not in the build: has it been renamed?`);
  return found.file;
}

function reached(manifest, keys, found = new Set()) {
  for (const key of keys) {
    if (!manifest[key]) throw new Error(`${key} is not in the build: has a page been renamed?`);
    if (found.has(key)) continue;
    found.add(key);
    reached(manifest, manifest[key].imports ?? [], found);
  }
  return [...found];
}

/** How many bytes a file is on the wire, gzipped and by Brotli; each file is weighed once. */
function scales(folder) {
  const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return [(bytes) => gzipSync(bytes, { level: 9 }), brotli].map((compress) => {
    const known = new Map();
    return (file) => {
      if (!known.has(file)) known.set(file, compress(readFileSync(join(folder, file))).length);
      return known.get(file);
    };
  });
}

const total = (files, size) => files.reduce((sum, file) => sum + size(file), 0);
const row = (name, ...cells) => [name.padEnd(24), ...cells.map((cell) => String(cell).padStart(9))].join("");

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const over = overBudget();
  for (const line of over) console.error(line);
  process.exit(over.length > 0 ? 1 : 0);
}
