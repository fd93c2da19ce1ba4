import { once } from "node:events";
import { spawn } from "node:child_process";
import { expect, test, vi } from "vitest";
import { isThere, signal } from "./child-process.ts";

/** Starts a program that would run for a day, in one of two ways, and returns its id. */
const program = (start: string) => `
  import { spawn } from "node:child_process";
  import { startChild } from ${JSON.stringify(import.meta.resolve("./child-process.ts"))};
  const child = ${start}("sleep", ["86400"], { stdio: "ignore" });
  console.log(child.pid);
  setTimeout(() => {}, 86_400_000);`;

async function killedAfterStarting(start: string): Promise<number> {
  const test = spawn(process.execPath, ["--input-type=module", "--eval", program(start)], { stdio: ["ignore", "pipe", "inherit"] });
  const [pid] = (await once(test.stdout, "data")) as [Buffer];
  test.kill("SIGKILL");
  await once(test, "exit");
  return Number(pid);
}

test("a started process ends with a parent that is killed", async () => {
  const pid = await killedAfterStarting("startChild");
  await vi.waitFor(() => expect(isThere(pid)).toBe(false), { timeout: 5_000, interval: 20 });
});

test("control: a process started by `spawn` alone keeps running", async () => {
  const pid = await killedAfterStarting("spawn");
  expect(isThere(pid)).toBe(true);
  signal(pid, "SIGKILL");
});
