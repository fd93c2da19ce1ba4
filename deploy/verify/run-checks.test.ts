import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { allChecks, type Check } from "./checks.ts";
import { runChecks } from "./run-checks.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-verify-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const grandchild = join(folder, "grandchild");
const program = join(folder, "program.mjs");
writeFileSync(
  program,
  `import { spawn } from "node:child_process";
   import { existsSync, rmSync, writeFileSync } from "node:fs";
   import { setTimeout as sleep } from "node:timers/promises";
   if (process.argv[2] === "meets") {
     const [patience, own, ...others] = process.argv.slice(3);
     writeFileSync(own, "");
     let isMet = false;
     for (const until = Date.now() + Number(patience); !isMet && Date.now() < until; await sleep(20)) isMet = others.every(existsSync);
     // Who has met the others leaves a trace, for one that looks late.
     if (!isMet) rmSync(own);
     process.exit(isMet ? 0 : 4);
   }
   if (process.argv[2] === "bad") process.exit(3);
   if (process.argv[2] === "toolless") {
     console.error("skipped: nobody has the scanner");
     process.exit(77);
   }
   if (process.argv[2] === "hangs") {
     const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
     writeFileSync(${JSON.stringify(grandchild)}, String(child.pid));
     setInterval(() => {}, 1000);
   }`,
);

/** Long enough for a hanging program to start its own child (minutes). */
const SOON = 8 / 60;

test("every check runs, whatever the one before did, and what a tool is missing for is skipped by name", async () => {
  const lines: string[] = [];
  const checks = [
    { command: "bad", minutes: 1 },
    { command: "good", needs: ["no-such-tool|node"], minutes: 1 },
    { command: "other", needs: ["node", "no-such-tool"], minutes: 1 },
    { command: "toolless", minutes: 1 },
  ];
  const counts = await runChecks(checks, { program, tell: (line) => void lines.push(line) });
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 2 });
  const told = lines.map((line) => line.replace(/ \(\d+ s\)/, "")).sort();
  expect(told).toEqual([
    "- other: skipped, without no-such-tool",
    "- toolless: skipped, nobody has the scanner",
    "✓ good",
    "✗ bad: failed with 3",
  ]);
});

/** How long checks that are to meet may take, and those that are not (ms). */
const [MEETS_WITHIN, MISSES_AFTER] = [30_000, 1_500];
let meetings = 0;

/** Checks that pass only where all of them run at the same time, and what each has or not. */
function meeting(each: Partial<Check>[], patience = MEETS_WITHIN): Check[] {
  const places = each.map((_, at) => join(folder, `${++meetings}-${at}`));
  return each.map((more, at) => {
    const others = places.filter((_place, index) => index !== at);
    return { command: "meets", args: [String(patience), places[at]!, ...others], minutes: 1, ...more };
  });
}
const passedOf = async (checks: Check[]) => (await runChecks(checks, { program, tell: () => {} })).passed;

test.each([
  ["two checks run at a time", { uses: ["images"] }, { uses: ["gates"] }],
  ["one that waits runs beside one that works", { waits: true }, {}],
])("%s", async (_what, first, second) => {
  expect(await passedOf(meeting([first, second]))).toBe(2);
});

const waits = { waits: true };

test("two that work and two that wait run at a time", async () => {
  expect(await passedOf(meeting([{}, {}, waits, waits]))).toBe(4);
});

test.each<[string, ...Partial<Check>[]]>([
  ["two that use the same", { uses: ["images", "signing"] }, { uses: ["signing"] }],
  ["two that use the same, of which one waits", { uses: ["images"], waits: true }, { uses: ["images"] }],
  ["two that work and a third one", {}, {}, {}],
  ["two that wait and a third one", waits, waits, waits],
  ["one that runs alone, first", { isAlone: true }, { waits: true }],
  ["one that runs alone, later", {}, { isAlone: true }],
])("never at a time: %s", async (_what, ...each) => {
  expect(await passedOf(meeting(each, MISSES_AFTER))).toBe(0);
});

test("a check that takes too long fails, and nothing that it started is left", async () => {
  const { failed } = await runChecks([{ command: "hangs", minutes: SOON }], { program, tell: () => {} });
  expect(failed).toBe(1);
  const pid = Number(readFileSync(grandchild, "utf8"));
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test("an interruption ends the check that runs, and starts no other", async () => {
  const interrupted = new AbortController();
  const lines: string[] = [];
  const checks = ["hangs", "good"].map((command) => ({ command, isAlone: true, minutes: 1 }));
  setTimeout(() => interrupted.abort(), 1_000);
  await runChecks(checks, { program, tell: (line) => void lines.push(line), signal: interrupted.signal });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("hangs: interrupted");
});

test("a command that nobody has listed is a check as well; one that makes something is none", () => {
  const commands = allChecks().map(({ command }) => command);
  expect(commands).toEqual(expect.arrayContaining(["images", "cluster", "wapiti"]));
  expect(commands).not.toContain("secrets");
  expect(commands).not.toContain("verify");
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended may still wait for somebody to read its code.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
