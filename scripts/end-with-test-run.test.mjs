import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isThere, signal } from "../server/src/testing/child-process.ts";
import { until } from "../server/src/testing/until.ts";

const setUp = fileURLToPath(new URL("end-with-test-run.mjs", import.meta.url));
/** A test run and its worker, which would run for a day; prints the worker's id. */
const program = (execArgv) => `
  import { fork } from "node:child_process";
  const worker = fork("-", { execArgv: ${JSON.stringify([...execArgv, "--eval", "setInterval(() => {}, 86_400_000); process.send('works')"])} });
  worker.once("message", () => console.log(worker.pid));`;

async function workerOfKilledRun(...execArgv) {
  const run = spawn(process.execPath, ["--input-type=module", "--eval", program(execArgv)], { stdio: ["ignore", "pipe", "inherit"] });
  const [pid] = await once(run.stdout, "data");
  run.kill("SIGKILL");
  await once(run, "exit");
  return Number(pid);
}

test("a worker ends with a test run that is killed", async () => {
  const pid = await workerOfKilledRun("--import", setUp);
  await until(() => expect(isThere(pid)).toBe(false), { interval: 20 });
});

test("control: a worker without it keeps running", async () => {
  const pid = await workerOfKilledRun();
  expect(isThere(pid)).toBe(true);
  signal(pid, "SIGKILL");
});
