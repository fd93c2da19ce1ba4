import { once } from "node:events";
import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { isThere, signal } from "./child-process.ts";
import { until } from "./until.ts";

/** Starts a program that would run for a day, in one of two ways, and returns its id. */
const program = (start: string) => `
  import { spawn } from "node:child_process";
  import { startChild } from ${JSON.stringify(import.meta.resolve("./child-process.ts"))};
  const child = ${start}("sleep", ["86400"], { stdio: "ignore" });
  console.log(child.pid);
  setTimeout(() => {}, 86_400_000);`;

async function killedAfterStarting(script: string): Promise<number> {
  const test = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [pid] = (await once(test.stdout, "data")) as [Buffer];
  test.kill("SIGKILL");
  await once(test, "exit");
  return Number(pid);
}

test("a started process ends with a parent that is killed", async () => {
  const pid = await killedAfterStarting(program("startChild"));
  await until(() => expect(isThere(pid)).toBe(false), { interval: 20 });
});

test("the group of a process ends with a parent that is killed, those included that have left the process", async () => {
  const left = `
    import { endGroupAfterUs, startChild } from ${JSON.stringify(import.meta.resolve("./child-process.ts"))};
    const child = startChild("sh", ["-c", "sleep 86400 & echo $!; exec > /dev/null"]);
    child.stdout.once("data", (pid) => console.log(String(pid)));
    endGroupAfterUs(child.pid);
    setTimeout(() => {}, 86_400_000);`;
  const pid = await killedAfterStarting(left);
  await until(() => expect(isThere(pid)).toBe(false), { interval: 20 });
});

test("control: a process started by `spawn` alone keeps running", async () => {
  const pid = await killedAfterStarting(program("spawn"));
  expect(isThere(pid)).toBe(true);
  signal(pid, "SIGKILL");
});
