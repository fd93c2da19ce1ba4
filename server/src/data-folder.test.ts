import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { claimDataFolder, keptSecret, needsDataFolder, openDataFolder } from "./data-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process whose command line looks like a Turnout server's. */
async function aServer() {
  const server = spawn(process.execPath, ["-e", "console.log(1); setTimeout(() => {}, 60_000)", "main.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(server.stdout, "data");
  return server;
}

test("the secret is generated once, is long enough, and only its owner can read it", () => {
  const secret = keptSecret(folder);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(keptSecret(folder)).toBe(secret);
  expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
});

test("an empty secret file stops the start", () => {
  const other = mkdtempSync(join(folder, "emptied-"));
  writeFileSync(join(other, "secret"), "");
  expect(() => keptSecret(other)).toThrow("holds no secret");
});

test.each(["/dev/null/data", "/proc/turnout"])("%s cannot hold data, and is refused in one line", (path) => {
  expect(() => openDataFolder(path)).toThrow(/^DATA_DIR .* cannot be used .*: set it to a folder that may be written$/);
});

test("a server whose launcher is alive keeps the folder", async () => {
  const server = await aServer();
  writeFileSync(join(folder, "server.json"), JSON.stringify({ pid: server.pid, launchers: [process.pid] }));
  await expect(claimDataFolder(folder, [])).rejects.toThrow(`already running on ${folder} (process ${server.pid})`);
  expect(server.exitCode).toBe(null);
  server.kill("SIGKILL");
  await once(server, "exit");
});

test("a server whose launcher was killed is ended, and its folder is claimed", async () => {
  const launcher = await aServer();
  launcher.kill("SIGKILL");
  await once(launcher, "exit");
  const server = await aServer();
  const ended = once(server, "exit");
  writeFileSync(join(folder, "server.json"), JSON.stringify({ pid: server.pid, launchers: [launcher.pid] }));

  const leave = await claimDataFolder(folder, [1]);
  await ended;
  expect(JSON.parse(readFileSync(join(folder, "server.json"), "utf8"))).toEqual({ pid: process.pid, launchers: [1] });
  leave();
  expect(existsSync(join(folder, "server.json"))).toBe(false);
});

test("claims of a dead server and half-written claims are replaced", async () => {
  for (const left of [JSON.stringify({ pid: 999_999_999, launchers: [] }), '{"pid":']) {
    writeFileSync(join(folder, "server.json"), left);
    const release = await claimDataFolder(folder, []);
    expect(JSON.parse(readFileSync(join(folder, "server.json"), "utf8"))).toMatchObject({ pid: process.pid });
    release();
  }
});

test("with a database, a secret and no example event, no data folder is created", () => {
  const nothingKept = { databaseUrl: "postgres://db/turnout", secret: "s".repeat(32), seed: false };
  expect(needsDataFolder(nothingKept)).toBe(false);
  expect(needsDataFolder({ ...nothingKept, databaseUrl: null })).toBe(true);
  expect(needsDataFolder({ ...nothingKept, secret: null })).toBe(true);
  expect(needsDataFolder({ ...nothingKept, seed: true })).toBe(true);
});
