import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PATIENCE } from "../server/src/testing/patience.ts";
import { root } from "./surroundings.mjs";

const LINE_BREAKS = /\n/g;
/** A wait, and its options if they stand in it as they are. */
const WAITS = /\bvi\.waitFor\(|\bexpect\s*\.poll\(|\.waitFor\(\{/g;
const NUMBER = /\btimeout: ([\d_]+)(?=\s*[,}])/;
const NAMED = /,\s*(\{[^{}]*\btimeout\b[^{}]*\}|[A-Z]\w*),?\s*$/;

/** Waits that are over before a busy machine gets there: Vitest's own second, or a number below the common patience. A name has its reason beside it. */
function hastyWaits(text) {
  return [...text.matchAll(WAITS)].flatMap(({ 0: begin, index }) => {
    const call = argumentsAt(text, index + begin.lastIndexOf("(") + 1);
    const isPlain = begin === "vi.waitFor(" && !NAMED.test(call);
    const [, given] = NUMBER.exec(call.slice(call.lastIndexOf("{"))) ?? [];
    const isHasty = isPlain || (given !== undefined && Number(given.replaceAll("_", "")) < PATIENCE);
    return isHasty ? [(text.slice(0, index).match(LINE_BREAKS) ?? []).length + 1] : [];
  });
}

/** The text from here to the bracket that ends it. */
function argumentsAt(text, from) {
  let depth = 1;
  let end = from;
  for (; depth > 0 && end < text.length; end++) depth += "([{".includes(text[end]) ? 1 : ")]}".includes(text[end]) ? -1 : 0;
  return text.slice(from, end - 1);
}

test("a test gives what should come true as long as a busy machine takes", () => {
  const files = globSync(
    "{contract,server,web,dev-database,deploy,e2e,torture,scripts,bench}/**/*{.test.ts,.test.tsx,.test.mjs,test-support.ts,test-support.tsx}",
    {
      cwd: root,
      exclude: (path) => path.includes("node_modules"),
    },
  );
  expect(files.length).toBeGreaterThan(500);
  const hasty = files
    .filter((path) => !path.endsWith("patience.test.mjs"))
    .flatMap((path) => hastyWaits(readFileSync(join(root, path), "utf8")).map((line) => `${path}:${line}`));
  expect(hasty).toEqual([]);
});

test.each([
  ["vi.waitFor(() => expect(done).toBe(true))", 1],
  ["vi.waitFor(() => expect(done).toEqual({ a: 1 }))", 1],
  ["vi.waitFor(() => expect(done).toBe(true), { timeout: 500, interval: 20 })", 1],
  ["expect.poll(() => done(), { timeout: 2_000 }).toBe(true)", 1],
  ["page.getByText('Hello').waitFor({ timeout: 3_000 })", 1],
  ["vi.waitFor(() => expect(done).toBe(true), SOON)", 0],
  ["vi.waitFor(() => expect(done).toBe(true), { timeout: IN_TIME, interval: 20 })", 0],
  ["vi.waitFor(() => expect(done).toBe(true), { timeout: 90_000 })", 0],
  ["expect.poll(() => done()).toBe(true)", 0],
  ["expect.poll(done, { interval: 5 }).toBe(true)", 0],
])("control: %s", (text, found) => {
  expect(hastyWaits(text)).toHaveLength(found);
});
