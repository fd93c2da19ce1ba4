import { spawnSync, type SpawnOptions } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { endChild, startChild } from "./child-process.ts";
import { afterFile } from "./after-file.ts";

/** How long a server may take to accept connections (ms). */
const START_TIMEOUT = 60_000;

/**
 * Whether tests that need this program are skipped: where it is not installed. With REQUIRE_SERVERS set, as in CI, they fail
 * instead, so that nothing is skipped unnoticed.
 */
export function skipWithout(program: string): boolean {
  return !process.env.REQUIRE_SERVERS && spawnSync(program, ["--version"]).error !== undefined;
}

/** Runs a server until this test file is done. Resolves when it accepts connections on `port`. */
export async function childServer(program: string, args: string[], port: number, options: SpawnOptions = {}): Promise<void> {
  const server = startChild(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let said = "";
  for (const output of [server.stdout, server.stderr]) output?.on("data", (chunk: Buffer) => (said += String(chunk)));
  const failures: Error[] = [];
  server.once("error", () => failures.push(new Error(`${program} cannot be run: install it (Debian has a package of this name)`)));
  server.once("exit", (code) => failures.push(new Error(`${program} ended with ${code}: ${said}`)));
  afterFile(() => endChild(server, "SIGKILL"));
  for (const deadline = Date.now() + START_TIMEOUT; !(await accepts(port)); await sleep(30)) {
    if (failures[0]) throw failures[0];
    if (Date.now() > deadline) throw new Error(`${program} does not accept connections: ${said}`);
  }
}

export function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => done(true));
    socket.once("connect", () => socket.destroy());
    socket.once("error", () => done(false));
  });
}
