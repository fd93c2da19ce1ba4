import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, expect, test, vi } from "vitest";
import { testDatabase } from "./db/test-database.ts";
import { testSecret } from "./testing/test-app.ts";

const { db, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "turnout-roles-"));
const started: ChildProcess[] = [];
afterAll(async () => {
  await Promise.all(started.map(end));
  rmSync(folder, { recursive: true, force: true });
});

async function end(server: ChildProcess): Promise<number | null> {
  if (server.exitCode === null) {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
  return server.exitCode;
}

/** A real process of the server in some roles. Returns when it says that it is ready, with the origin it serves. */
async function start(roles: string) {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: url,
    DATA_DIR: join(folder, roles),
    SECRET: testSecret,
    ROLES: roles,
    PORT: "0",
    METRICS_PORT: "off",
    LOG_LEVEL: "warn",
    MAILBOX: "on",
  };
  const server = spawn(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url))], { env, stdio: ["ignore", "pipe", "pipe"] });
  started.push(server);
  let said = "";
  for (const output of [server.stdout, server.stderr]) output.on("data", (chunk: Buffer) => (said += String(chunk)));
  await vi.waitFor(() => expect(said).toContain("ready"), { timeout: 20_000, interval: 50 });
  return { server, origin: /ready: (\S+)/.exec(said)![1]! };
}

const mailsSent = async () => (await sql`select 1 from mailbox`.execute(db)).rows.length;

test("a process that answers and one that works, apart: a mail caused in one is sent by the other, and both stop in good order", async () => {
  const api = await start("api");
  const reply = await fetch(`${api.origin}/api/auth/sign-in-links`, {
    method: "POST",
    headers: { origin: api.origin, "content-type": "application/json" },
    body: JSON.stringify({ email: "grace@example.org", locale: "en" }),
  });
  expect(reply.status).toBe(200);
  await sleep(1_500);
  expect(await mailsSent()).toBe(0);

  const worker = await start("worker");
  await expect(fetch(`${worker.origin}/livez`)).rejects.toThrow("fetch failed");
  await vi.waitFor(async () => expect(await mailsSent()).toBe(1), { timeout: 15_000, interval: 100 });

  expect(await Promise.all([end(api.server), end(worker.server)])).toEqual([0, 0]);
});
