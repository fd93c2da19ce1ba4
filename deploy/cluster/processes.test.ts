import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "turnout-processes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const starter = `
  import { openProcesses } from ${JSON.stringify(join(import.meta.dirname, "processes.ts"))};
  const processes = openProcesses(${JSON.stringify(dirname(process.execPath))}, ${JSON.stringify(folder)});
  await processes.start("node", ["-e", "console.log(process.pid); setInterval(() => {}, 1000)"], async () => true);
  setInterval(() => {}, 1000);`;

test("an interruption ends the control plane's processes too", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", starter], { stdio: "inherit" });
  const pid = () => Number(readFileSync(join(folder, "node.log"), "utf8"));
  await expect.poll(pid).toBeGreaterThan(0);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([143, null]);
  await expect.poll(() => isRunning(pid())).toBe(false);
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
