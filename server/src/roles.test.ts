import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, expect, test, vi } from "vitest";
import { testDatabase } from "./db/test-database.ts";
import { endChild, startChild } from "./testing/child-process.ts";
import { testSecret } from "./testing/test-app.ts";

const { db, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "turnout-roles-"));
const started: ChildProcess[] = [];
afterAll(async () => {
  await Promise.all(started.map(end));
  rmSync(folder, { recursive: true, force: true });
});

async function end(server: ChildProcess): Promise<number | null> {
  await endChild(server, "SIGTERM");
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
  const server = startChild(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url))], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(server);
  let said = "";
  for (const output of [server.stdout, server.stderr]) output!.on("data", (chunk: Buffer) => (said += String(chunk)));
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
  const { rows } = await sql<{ at: Date }>`select now() as at`.execute(db);

  const worker = await start("worker");
  await expect(fetch(`${worker.origin}/livez`)).rejects.toThrow("fetch failed");
  await vi.waitFor(async () => expect(await mailsSent()).toBe(1), { timeout: 15_000, interval: 100 });
  // Nobody has taken the work up before there was a worker, though it was there to be taken.
  const jobs = await sql<{ added: Date; begun: Date }>`
    select created_on as added, started_on as begun from jobs.job where name in ('sendMail', 'sendUrgentMail')`.execute(db);
  expect(jobs.rows).toHaveLength(1);
  expect(jobs.rows[0]!.added.getTime()).toBeLessThanOrEqual(rows[0]!.at.getTime());
  expect(jobs.rows[0]!.begun.getTime()).toBeGreaterThan(rows[0]!.at.getTime());

  expect(await Promise.all([end(api.server), end(worker.server)])).toEqual([0, 0]);
});
