// Compares what a first visit to each page loads with its budget: scripts, styles and the document, after `npm run build -w web`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root } from "./surroundings.mjs";

/**
 * Bytes that a page may need before it works, by gzip and Brotli, with the texts of the longer language. What is loaded on
 * demand, such as a dialog, is not counted. Raising a number needs a reason in the commit.
 */
const BUDGETS = {
  home: { js: [98_050, 85_400], css: [9_050, 8_000] },
  "event-page": { js: [123_400, 108_500], css: [12_200, 10_650] },
  "my-events-page": { js: [123_250, 108_450], css: [9_350, 8_250] },
  "guest-list-page": { js: [145_150, 128_250], css: [9_850, 8_550] },
  "door-page": { js: [135_300, 119_400], css: [9_400, 8_150] },
  "invite-page": { js: [132_300, 116_350], css: [9_000, 8_000] },
  "event-settings-page": { js: [127_000, 111_800], css: [8_200, 7_200] },
  "editor-page": { js: [142_350, 124_850], css: [11_500, 10_200] },
  "sign-in-page": { js: [103_200, 90_000], css: [8_550, 7_500] },
  "account-page": { js: [109_150, 95_350], css: [8_800, 7_800] },
};
/** Files that a page loads after it works, and the budget of the page and them together: 120 kB by Brotli, of 1,000 bytes. */
const BEHIND = { "event-page": { names: ["live", "chat-panel", "latest-answers"], js: [136_150, 120_000] } };
/** The document without its content, with the styles of the first paint. `node scripts/phone-profile.mjs` measures it with content. */
const DOCUMENT_BUDGET = [3_400, 2_750];
/** Modules that no page may contain. */
const NEVER = { zod: /\bZodError\b|_zod\b/ };

/** Prints a table of all sizes, and returns one line for each budget that is exceeded. */
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

/** A file's size by gzip and Brotli (bytes), computed once. */
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
