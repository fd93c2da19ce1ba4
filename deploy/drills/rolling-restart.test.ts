import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { skipWithout } from "../../server/src/testing/child-server.test-support.ts";
import { ofToday } from "../../server/src/testing/turns.test-support.ts";

/** How long it may take on a busy machine (ms): half a minute on a quiet one. */
const PATIENCE = 180_000;
const program = join(import.meta.dirname, "../ops.ts");
const drill = (...args: string[]) =>
  promisify(execFile)(process.execPath, [program, "drill", "rolling-restart", ...args], { timeout: PATIENCE }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );

const missing = process.platform === "win32" || skipWithout("haproxy") || skipWithout("redis-server");

/** Each starts three servers and loads them: one a day, each of them at least three times a week. */
const plays: [title: string, said: string, args: string[]][] = [
  ["each is restarted another way, under sockets, reads and commands: nobody notices", "nobody noticed", ["--short"]],
  [
    "control: without retries, and a server that goes at once, requests or handshakes fail",
    "the control failed, as it has to",
    ["--control", "--readers", "40"],
  ],
];

describe.skipIf(missing)("three servers behind HAProxy", { timeout: PATIENCE }, () => {
  test.each(ofToday(plays))("%s", async (_title, said, args) => {
    expect(await drill(...args)).toContain(said);
  });
});
