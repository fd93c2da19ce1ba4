import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { modulesRunBy } from "./code-in-hand.ts";

const root = resolve(import.meta.dirname, "../..");
const player = "torture/src/simulation/play-seeds.ts";
/** Says of each module of ours where it is. */
const telling = `import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
registerHooks({ load(url, context, next) { if (url.startsWith("file:") && !url.includes("/node_modules/")) console.log(fileURLToPath(url)); return next(url, context); } });`;

const folder = mkdtempSync(join(tmpdir(), "turnout-code-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const program = relative(root, join(folder, "program.ts"));
const helper = relative(root, join(folder, "helper.ts"));
writeFileSync(join(folder, "program.ts"), 'import { seats } from "./helper.ts";\nconsole.log(seats(2));\n');

function ofHelper(source: string) {
  writeFileSync(join(folder, "helper.ts"), source);
  return modulesRunBy(program);
}

const plain = await ofHelper("export function seats(free: number) { return free - 1; }\n");

test("a program's modules are among those that it loads", async () => {
  const said = execFileSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(telling)}`, join(root, player), "1", "0", "1", "1"],
    { encoding: "utf8" },
  );
  const loaded = said.split("\n").flatMap((line) => (line.endsWith(".ts") ? [relative(root, line)] : []));
  const run = [...(await modulesRunBy(player)).keys()];
  expect(run).toEqual(expect.arrayContaining(["server/src/log/settle-batch.ts", "contract/src/refusals.ts", player]));
  expect(run.filter((path) => !loaded.includes(path))).toEqual([]);
  // The others have nothing that runs: types alone, or what no one of them asks for.
  expect(run.length / loaded.length).toBeGreaterThan(0.9);
});

test.each([
  ["a comment", "/** Free seats. */\nexport function seats(free: number) { return free - 1; /* one is kept */ }\n"],
  ["a comment for other tools", "/*! kept elsewhere */\nexport function seats(free: number) { return free - 1; }\n"],
  ["a type", "interface Seats { free: number }\nexport function seats(free: Seats['free']): number { return free - 1; }\n"],
  ["what nobody calls", "export function seats(free: number) { return free - 1; }\nexport function tables() { return 4; }\n"],
])("%s is not code that runs", async (_, source) => {
  expect(await ofHelper(source)).toEqual(plain);
});

test.each([
  ["another number", "export function seats(free: number) { return free - 2; }\n"],
  ["an error's words", "export function seats(free: number) { if (free < 0) throw new Error('none'); return free - 1; }\n"],
  ["what happens on loading", "globalThis.name = 'x';\nexport function seats(free: number) { return free - 1; }\n"],
])("%s is", async (_, source) => {
  const changed = await ofHelper(source);
  expect([...changed.keys()].toSorted()).toEqual([program, helper].toSorted());
  expect(changed.get(helper)).not.toBe(plain.get(helper));
});
