import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { runOn, testDatabase } from "./db/test-database.ts";
import { endChild, startChild } from "./testing/child-process.ts";
import { testSecret } from "./testing/test-app.ts";
import { until } from "./testing/until.ts";

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

/** A server process in these roles, and its output so far. */
function launch(roles: string, settings: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    DATABASE_URL: url,
    DATA_DIR: join(folder, roles),
    SECRET: testSecret,
    ROLES: roles,
    PORT: "0",
    METRICS_PORT: "off",
    LOG_LEVEL: "warn",
    MAILBOX: "on",
    ...settings,
  };
  const server = startChild(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url))], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(server);
  let said = "";
  for (const output of [server.stdout, server.stderr]) output!.on("data", (chunk: Buffer) => (said += String(chunk)));
  return { server, said: () => said };
}

/** Returns when it says that it is ready, with the origin it serves. */
async function start(roles: string, settings?: Record<string, string>) {
  const { server, said } = launch(roles, settings);
  await until(() => expect(said()).toContain("ready"));
  return { server, origin: /ready: (\S+)/.exec(said())![1]! };
}

/** Returns when it has ended by itself, with its code and what it said. */
async function runToEnd(roles: string, settings: Record<string, string>) {
  const { server, said } = launch(roles, settings);
  await new Promise((done) => server.once("close", done));
  return { code: server.exitCode, said: said().trim() };
}

const mailsSent = async () => (await sql`select 1 from mailbox`.execute(db)).rows.length;

test("an api process and a worker process run separately: the worker sends the email that the api causes, and both stop gracefully", async () => {
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
  await until(async () => expect(await mailsSent()).toBe(1), { interval: 100 });
  // The job was queued before the worker started, and nobody else has run it.
  const jobs = await sql<{ added: Date; begun: Date }>`
    select created_on as added, started_on as begun from jobs.job where name in ('sendMail', 'sendUrgentMail')`.execute(db);
  expect(jobs.rows).toHaveLength(1);
  expect(jobs.rows[0]!.added.getTime()).toBeLessThanOrEqual(rows[0]!.at.getTime());
  expect(jobs.rows[0]!.begun.getTime()).toBeGreaterThan(rows[0]!.at.getTime());

  expect(await Promise.all([end(api.server), end(worker.server)])).toEqual([0, 0]);
});

test("after SIGTERM a server serves on, unready, for SHUTDOWN_NOTICE; at a terminal, and as a worker, it does not wait", async () => {
  const notice = { SHUTDOWN_NOTICE: "6" };
  const { server, origin } = await start("api", { ...notice, TRUSTED_HOPS: "1" });
  const began = performance.now();
  const ended = end(server);
  await until(async () => expect((await fetch(`${origin}/readyz`)).status).toBe(503));
  await sleep(1_000);
  expect((await fetch(`${origin}/api/auth/session`)).status).toBe(200);
  expect(await ended).toBe(0);
  expect(performance.now() - began).toBeGreaterThan(6_000);

  for (const [roles, signal] of [
    ["api", "SIGINT"],
    ["worker", "SIGTERM"],
  ] as const) {
    const hasty = await start(roles, { SHUTDOWN_NOTICE: "60" });
    await endChild(hasty.server, signal);
    expect([roles, hasty.server.exitCode]).toEqual([roles, 0]);
  }
});

test("a process that only migrates makes the database ready and ends; where that is required, others do not start before", async () => {
  await runOn(url, "create database empty template template0");
  const empty = new URL(url);
  empty.pathname = "/empty";
  const settings = { DATABASE_URL: String(empty), MIGRATIONS: "require" };
  const tooEarly = await runToEnd("api", settings);
  expect(tooEarly).toEqual({ code: 1, said: expect.stringMatching(/^Turnout cannot start: the database lacks migration 0001_\w+\.sql: /) });
  const migrates = () => runToEnd("migrate", { DATABASE_URL: String(empty) });
  expect(await migrates()).toEqual({ code: 0, said: "" });
  // The tables of the job queue are its work too, and newer ones are no reason to refuse: a version back has to start.
  await runOn(String(empty), "drop schema jobs cascade");
  const said = "Turnout cannot start: the database lacks the tables of the job queue: start a process with ROLES=migrate first";
  expect(await runToEnd("api", settings)).toEqual({ code: 1, said });
  expect(await migrates()).toEqual({ code: 0, said: "" });
  await runOn(String(empty), "update jobs.version set version = version - 1");
  expect(await runToEnd("worker", settings)).toEqual({ code: 1, said });
  await runOn(String(empty), "update jobs.version set version = version + 2");
  const { server, origin } = await start("api", settings);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  expect(await end(server)).toBe(0);
  await runOn(url, "drop database empty with (force)");
});
