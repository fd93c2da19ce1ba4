import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { skipWithout } from "../../server/src/testing/child-server.test-support.ts";

/** How long it may take on a busy machine (ms): half a minute on a quiet one. */
const PATIENCE = 180_000;
const program = join(import.meta.dirname, "../ops.ts");
const drill = (...args: string[]) =>
  promisify(execFile)(process.execPath, [program, "drill", "rolling-restart", ...args], { timeout: PATIENCE }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );

const missing = process.platform === "win32" || skipWithout("haproxy") || skipWithout("redis-server");

describe.skipIf(missing)("three servers behind HAProxy", { timeout: PATIENCE }, () => {
  test("each is restarted another way, under sockets, reads and commands: nobody notices", async () => {
    expect(await drill("--short")).toContain("nobody noticed");
  });

  test("control: without retries, and a server that goes at once, requests or handshakes fail", async () => {
    expect(await drill("--control", "--readers", "40")).toContain("the control failed, as it has to");
  });
});
