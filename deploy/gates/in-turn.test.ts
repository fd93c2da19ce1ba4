import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";
import { inTurn } from "./in-turn.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-turn-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process that has the lock, and keeps it until it is killed. */
async function holder(lock: string) {
  const program = `import { inTurn } from ${JSON.stringify(join(import.meta.dirname, "in-turn.ts"))};
    await inTurn(${JSON.stringify(lock)}, () => new Promise(() => { console.log("has it"); setInterval(() => {}, 1000); }));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  await once(createInterface(child.stdout), "line");
  return child;
}

test("whoever comes later waits until the other process has ended, even if it was killed", async () => {
  const lock = join(folder, "held");
  const child = await holder(lock);
  let isOver = false;
  const later = inTurn(lock, async () => isOver);
  // As long as two looks of whoever waits.
  await new Promise((done) => setTimeout(done, 600));
  isOver = true;
  child.kill("SIGKILL");
  expect(await later).toBe(true);
});

test("several take turns, also where one fails", async () => {
  const lock = join(folder, "shared");
  let inside = 0;
  const work = async () => {
    inside++;
    await new Promise((done) => setTimeout(done, 20));
    const together = inside--;
    if (together > 1) throw new Error("not alone");
    return together;
  };
  const failing = inTurn(lock, () => Promise.reject(new Error("broken")));
  await expect(failing).rejects.toThrow("broken");
  expect(await Promise.all([1, 2, 3].map(() => inTurn(lock, work)))).toEqual([1, 1, 1]);
});
