import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { overBudget } from "./size-budget.mjs";

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "turnout-size-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A build with one page: its script, a shared one and the German texts have these sizes and cannot be compressed. */
function built({ page = 1_000, shared = 1_000, german = 100, trace = "", needs = [] }) {
  mkdirSync(join(folder, ".vite"));
  mkdirSync(join(folder, "assets"));
  const put = (name, bytes) => writeFileSync(join(folder, "assets", name), bytes);
  put("index.js", randomBytes(500));
  put("shared.js", randomBytes(shared));
  put("page.js", Buffer.concat([randomBytes(page), Buffer.from(trace)]));
  put("page.css", randomBytes(300));
  put("live.js", randomBytes(400));
  const manifest = {
    "index.html": { file: "assets/index.js", imports: ["_shared.js"] },
    "_shared.js": { file: "assets/shared.js" },
    "_live.js": { file: "assets/live.js", name: "live" },
    "src/pages/page.tsx": { file: "assets/page.js", imports: ["_shared.js", "index.html", ...needs], css: ["assets/page.css"] },
  };
  for (const locale of ["en", "de"])
    for (const part of ["shell", "page"]) {
      put(`${locale}-${part}.js`, randomBytes(locale === "de" ? german : 50));
      manifest[`src/locales/${locale}.po?part=${part}`] = { file: `assets/${locale}-${part}.js` };
    }
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, ".vite/manifest.json"), JSON.stringify(manifest));
}

const judge = (js, behind = {}) => overBudget({ folder, budgets: { page: { js: [js, js], css: [400, 400] } }, behind, say: () => {} });
const live = (js) => ({ page: { names: ["live"], js: [js, js] } });

test("a page within its budget passes; shared files count once, texts in the longer language", () => {
  built({});
  expect(judge(2_850)).toEqual([]);
});

test("a page over its budget fails with the difference", () => {
  built({ page: 2_000 });
  expect(judge(2_850)).toEqual([
    expect.stringMatching(/^page js: \d+ bytes by gzip, \d+ more than the 2850 of its budget$/),
    expect.stringMatching(/^page js: \d+ bytes by Brotli/),
  ]);
});

test("files loaded after a page count with it against a separate budget", () => {
  built({});
  expect(judge(2_850, live(3_300))).toEqual([]);
  expect(judge(2_850, live(2_900))).toEqual([
    expect.stringMatching(/^page js in all: \d+ bytes by gzip, \d+ more than the 2900 of its budget$/),
    expect.stringMatching(/^page js in all: \d+ bytes by Brotli/),
  ]);
});

test("a file that is loaded after a page must not be needed before it works", () => {
  built({ needs: ["_live.js"] });
  expect(judge(3_300, live(3_300))).toEqual(["page: assets/live.js is to come behind it, and is needed first"]);
});

test("longer texts in any language count", () => {
  built({ german: 900 });
  expect(judge(2_850)).toHaveLength(2);
});

test("a forbidden module is found", () => {
  built({ trace: "class ZodError{}" });
  expect(judge(3_000)).toEqual(["assets/page.js has zod in it"]);
});

test("a page that was renamed is reported", () => {
  built({});
  expect(() => overBudget({ folder, budgets: { gone: { js: [1, 1], css: [1, 1] } }, say: () => {} })).toThrow(/renamed/);
});
