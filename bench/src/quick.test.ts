import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { scenarios } from "./scenarios/all.ts";

/** In so many days each benchmark has its turn; a night runs all of them. */
const DAYS = 7;
const day = Number(process.env.TEST_DAY ?? Math.floor(Date.now() / 86_400_000));
const isTonight = process.env.TEST_NIGHT === "yes";
const chosen = (today: number) => Object.keys(scenarios).filter((_, at) => isTonight || at % DAYS === today % DAYS);

/** How long one benchmark may take on a machine that is busy with other tests (ms). */
const PATIENCE = 100_000;
const timeout = chosen(day).length * PATIENCE;

test("every benchmark of today runs, and nothing is lost, out of order or sold twice in any", { timeout }, async () => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...chosen(day), "--quick", "--peers", "off"]);
  expect(stdout).toContain("Report:");
  expect(stdout).not.toContain("BROKEN");
});

test("in a week, each benchmark has its turn", () => {
  const week = Array.from({ length: 7 }, (_, at) => chosen(day + at)).flat();
  expect(new Set(week)).toEqual(new Set(Object.keys(scenarios)));
});
