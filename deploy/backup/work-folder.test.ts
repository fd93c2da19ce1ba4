import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { workFolder } from "./work-folder.ts";

const KIND = `test-${process.pid}`;
const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
const own = () => made[made.push(workFolder(KIND)) - 1]!;

/** A folder with something in it, as another process names it. */
function left(rest: string): string {
  const prefix = made[0]!.slice(0, made[0]!.indexOf(`${KIND}-`) + KIND.length + 1);
  const folder = prefix + rest;
  mkdirSync(folder);
  made.push(folder);
  writeFileSync(join(folder, "decrypted"), "rows");
  return folder;
}

test("what a killed process left goes at the next start; what belongs to one that runs, or is young and nobody's, stays", () => {
  const first = own();
  const gone = spawnSync(process.execPath, ["--version"]).pid;
  const [killed, running, young, old] = [left(`${gone}-abc`), left(`${process.ppid}-abc`), left("abc123"), left("def456")];
  utimesSync(old, 0, 0);
  const second = own();
  expect([first, killed, running, young, old, second].map((folder) => existsSync(folder))).toEqual([true, false, true, true, false, true]);
  expect(statSync(second).mode & 0o077).toBe(0);
  expect(dirname(first)).toBe(dirname(second));
});
