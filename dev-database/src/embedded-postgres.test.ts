import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, mkdtempSync, existsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, expect, test } from "vitest";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres.ts";

const home = mkdtempSync(join(tmpdir(), "turnout-test-"));
let server: EmbeddedPostgres | undefined;

afterEach(async () => {
  await server?.stop();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function query(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

async function until<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

test("committed transactions survive when the server is killed and restarts by itself", async () => {
  let restarts = 0;
  server = await startEmbeddedPostgres({ home, durable: true, onRestart: () => restarts++ });
  await query(server.url, "create table kept (word text)");
  await query(server.url, "insert into kept values ('still here')");
  const first = server.pid();

  process.kill(first, "SIGKILL");
  const { rows } = await until(() => query(server!.url, "select word from kept"));

  expect(rows).toEqual([{ word: "still here" }]);
  expect(restarts).toBe(1);
  expect(server.pid()).not.toBe(first);
});

/** Starts the server from another process, and kills that process with SIGKILL. */
async function leaveOrphan(): Promise<number> {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(import.meta.resolve("./embedded-postgres.ts"))});
    const server = await startEmbeddedPostgres({ home: ${JSON.stringify(home)}, durable: true });
    console.log(server.pid());`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(owner.stdout, "data")) as [Buffer];
  owner.kill("SIGKILL");
  await once(owner, "exit");
  return Number(String(line));
}

/** Zombies have no command line. */
function runs(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
}

test("a server whose owner is killed stops by itself", async () => {
  const orphan = await leaveOrphan();
  await until(async () => expect(runs(orphan)).toBe(false));
});

test("the next start ends what is left of the server and takes over its data", async () => {
  const orphan = await leaveOrphan();
  server = await startEmbeddedPostgres({ home, durable: true });
  expect(runs(orphan)).toBe(false);
  const { rows } = await query(server.url, "select word from kept");
  expect(rows).toEqual([{ word: "still here" }]);
});

test("when both were killed, the children of the dead server are ended before a new one starts", async () => {
  const orphan = await leaveOrphan();
  process.kill(orphan, "SIGKILL");
  server = await startEmbeddedPostgres({ home, durable: true });
  const { rows } = await query(server.url, "select word from kept");
  expect(rows).toEqual([{ word: "still here" }]);
});

test("connecting requires the password, which only its owner can read", async () => {
  server = await startEmbeddedPostgres({ home, durable: true });
  const stranger = new URL(server.url);
  stranger.password = "guess";
  await expect(query(String(stranger), "select 1")).rejects.toThrow("password authentication failed");
  const file = join(home, "postgres-password");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(server.url).toContain(readFileSync(file, "utf8"));
});

test("commits are flushed to disk, and data checksums are on", async () => {
  server = await startEmbeddedPostgres({ home, durable: true });
  const { rows } = await query(
    server.url,
    "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'data_checksums', 'listen_addresses') order by name",
  );
  expect(rows.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
    "data_checksums=on",
    "fsync=on",
    "listen_addresses=127.0.0.1",
    "synchronous_commit=on",
  ]);
});

test("a stopped server leaves no process file behind", async () => {
  server = await startEmbeddedPostgres({ home, durable: true });
  await server.stop();
  expect(existsSync(join(home, "postgres/postmaster.pid"))).toBe(false);
});
