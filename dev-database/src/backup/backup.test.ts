import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import type pg from "pg";
import { WebSocket } from "ws";
import { scheduleBackups } from "../../../server/src/db/backup-schedule.ts";
import { contentOf, differences, withClient } from "../../../server/src/db/content.ts";
import { freePort } from "../../../server/src/free-port.ts";
import { exampleEventId } from "../../../server/src/seed/seed-example.ts";
import { endChild, startChild } from "../../../server/src/testing/child-process.ts";
import { until } from "../../../server/src/testing/until.ts";
import { startEmbeddedPostgres } from "../embedded-postgres.ts";
import { backUp, lastBackup, runningServer } from "./back-up.ts";
import { backupsIn, describe, describedBackup, fileNameOf, removeOld, type Backup } from "./kept-backups.ts";
import { restoreBackup } from "./restore-backup.ts";

const root = resolve(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "turnout-backup-"));
// Started by root, the server is another user, who has to come in here.
chmodSync(folder, 0o755);
const backups = join(folder, "backups");
const [home, otherHome] = [join(folder, "home"), join(folder, "elsewhere")];
for (const one of [home, otherHome]) mkdirSync(one);
const port = await freePort();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = (dataFolder: string) => ({
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  DATA_DIR: dataFolder,
  BACKUP_DIR: backups,
  PORT: String(port),
  LOG_LEVEL: "error",
  METRICS_PORT: "off",
  SEED: "yes",
});

/** The product on its built-in database. Returns how to stop it. */
async function startProduct(dataFolder: string): Promise<() => Promise<void>> {
  const server = startChild(process.execPath, ["server/src/main.ts"], { cwd: root, env: settings(dataFolder), stdio: "pipe" });
  const stop = () => endChild(server, "SIGTERM");
  onTestFinished(stop);
  let said = "";
  server.stdout!.on("data", (chunk: Buffer) => (said += String(chunk)));
  // Said when the example event is there, too.
  await until(() => expect(said).toMatch(/ready/i));
  expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200);
  return stop;
}

/** The built-in database alone, where the product has nothing to do: a start of the product takes seconds of processor time. */
async function startDatabase(dataFolder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const { url, stop } = await startEmbeddedPostgres({ home: dataFolder, durable: true });
  onTestFinished(stop);
  return { url, stop };
}

/** Runs one of the two commands to its end. */
function command(name: "backup" | "restore", dataFolder: string, ...args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [`dev-database/src/backup/${name}-main.ts`, ...args], { cwd: root, env: settings(dataFolder) });
    let said = "";
    for (const output of [child.stdout, child.stderr]) output.on("data", (chunk: Buffer) => (said += String(chunk)));
    child.once("close", (code) => done({ code, said }));
  });
}

const fileIn = (said: string) => said.split("\n")[0]!;

async function epochOf(url: string): Promise<string> {
  return withClient(url, async (client) => (await client.query<{ epoch: string }>("select epoch from life")).rows[0]!.epoch);
}

/** What a page that followed the event in this epoch hears first. */
async function resume(epoch: string, after: number): Promise<unknown> {
  const socket = new WebSocket(`ws://localhost:${port}/live`, { origin: `http://localhost:${port}` });
  onTestFinished(() => socket.terminate());
  await new Promise((open, fail) => socket.once("open", open).once("error", fail));
  const heard = new Promise((done) => socket.once("message", (frame) => done(JSON.parse(String(frame as Buffer)))));
  socket.send(JSON.stringify({ type: "follow", eventId: exampleEventId, epoch, after }));
  return heard;
}

test("a backup of the running product, made while it writes, brings everything back where the data are gone, and open pages load anew", async () => {
  const stop = await startProduct(home);
  const url = (await runningServer(home))!;
  await withClient(url, (client) => client.query("update events set visibility = 'public' where id = $1", [exampleEventId]));
  let written = 0;
  let isWriting = true;
  const writing = withClient(url, async (client) => {
    while (isWriting) {
      // Small ones, and often: every later backup and restore of this file has them to copy and to compare.
      await client.query(
        "insert into images (id, width, height, webp) select gen_random_uuid(), 1, 1, convert_to(md5(random()::text), 'utf8') from generate_series(1, 20)",
      );
      written += 20;
    }
  });
  const { code, said } = await command("backup", home);
  isWriting = false;
  await writing;
  expect(code, said).toBe(0);
  expect(written).toBeGreaterThan(100);
  const backup = describedBackup(fileIn(said));
  expect(backup.checkedAt).not.toBe(null);
  expect(backup.content.events!.rows).toBe(1);
  expect(backup.content.images!.rows, "those written after its point are in no backup").toBeLessThanOrEqual(written);

  const { epoch, position } = await withClient(url, async (client) => {
    await client.query("delete from images");
    const kept = await client.query<{ log_seq: string }>("select log_seq from events");
    await client.query("delete from events");
    return { epoch: await epochOf(url), position: Number(kept.rows[0]!.log_seq) };
  });
  await stop();
  rmSync(join(home, "secret"));

  const restored = await command("restore", home, fileIn(said));
  expect(restored.code, restored.said).toBe(0);
  expect(restored.said).toContain("is kept in");
  const stopAgain = await startProduct(home);
  const now = await contentOf((await runningServer(home))!);
  // The epoch is new, and starting adds what starting adds.
  expect(differences({ ...backup.content, ...laterOnes(now) }, now)).toEqual([]);
  expect(await epochOf((await runningServer(home))!)).not.toBe(epoch);
  expect(await resume(epoch, position)).toEqual({ type: "reset", eventId: exampleEventId, reason: "epoch" });
  expect(existsSync(join(home, "secret"))).toBe(true);
  await stopAgain();
});

/** What a start changes by itself. */
const laterOnes = (now: Backup["content"]): Backup["content"] =>
  Object.fromEntries(
    Object.entries(now).filter(([table]) => ["instance", "mails", "mailbox", "processes", "verifications"].includes(table)),
  );

test("restored elsewhere, on a machine that had nothing, the product starts; restored twice, it is two epochs", async () => {
  const [file] = backupsIn(backups);
  const epochs: string[] = [];
  for (let times = 0; times < 2; times++) {
    const { code, said } = await command("restore", otherHome, file!);
    expect(code, said).toBe(0);
    const stop = await startProduct(otherHome);
    epochs.push(await epochOf((await runningServer(otherHome))!));
    await stop();
  }
  expect(new Set(epochs).size).toBe(2);
  expect(readFileSync(join(otherHome, "secret"), "utf8")).toBe(readFileSync(join(home, "secret"), "utf8"));
});

test("a database that nobody uses is backed up too, and the product is not kept from starting afterwards", async () => {
  const { code, said } = await command("backup", otherHome);
  expect(code, said).toBe(0);
  expect(said).toContain("1 events");
  expect(existsSync(join(otherHome, "server.json"))).toBe(false);
  expect(statSync(fileIn(said)).mode & 0o077).toBe(0);
});

test("where there is no database, none is made to back up", async () => {
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const { code, said } = await command("backup", empty);
  expect([code, said]).toEqual([1, expect.stringMatching(/^No backup: there is no database in /)]);
  expect(readdirSync(empty)).toEqual([]);
});

test("an account that was deleted since is not brought back over the data that know it; elsewhere it is, and that is said", async () => {
  const ada = "0198f2e0-0000-7000-8000-00000000ada0";
  const onIt = async <Result>(home: string, ask: (client: pg.Client) => Promise<Result>) => {
    const { url, stop } = await startDatabase(home);
    const found = await withClient(url, ask);
    await stop();
    return found;
  };
  const isThere = async (client: pg.Client) => (await client.query("select from users where id = $1", [ada])).rowCount === 1;
  await onIt(otherHome, (client) => client.query("insert into users (id, name, email) values ($1, 'Ada', 'erased@example.org')", [ada]));
  const file = fileIn((await command("backup", otherHome)).said);
  await onIt(otherHome, async (client) => {
    await client.query("delete from users where id = $1", [ada]);
    await client.query("insert into audit (actor_id, action) values ($1, 'account.deleted')", [ada]);
  });
  const [over, elsewhere] = [await command("restore", otherHome, file), await command("restore", join(folder, "third"), file)];
  const told = "What was erased since then is back";
  expect([over.code, over.said.includes(told), elsewhere.code, elsewhere.said.includes(told)]).toEqual([0, false, 0, true]);
  expect([await onIt(otherHome, isThere), await onIt(join(folder, "third"), isThere)]).toEqual([false, true]);
});

test("while the product runs, nothing is restored over its data", async () => {
  const stop = await startProduct(home);
  const { code, said } = await command("restore", home, backupsIn(backups)[0]!);
  expect([code, said]).toEqual([1, expect.stringMatching(/^Nothing was restored: it is already running on/)]);
  await stop();
});

/** A copy of the newest backup, to be spoiled. */
function copied(): { file: string; backup: Backup } {
  const spoiled = mkdtempSync(join(folder, "spoiled-"));
  const newest = backupsIn(backups).at(-1)!;
  for (const name of readdirSync(backups).filter((one) => one.startsWith(basename(newest, ".tar.zst"))))
    copyFileSync(join(backups, name), join(spoiled, name));
  const file = join(spoiled, basename(newest));
  return { file, backup: describedBackup(file) };
}

const spoilers: [string, RegExp, (one: { file: string; backup: Backup }) => void][] = [
  ["one that is cut off", /is damaged/, ({ file, backup }) => truncateSync(file, Math.floor(backup.bytes / 2))],
  [
    "one with other bytes",
    /is damaged: its bytes are not those that were written/,
    ({ file, backup }) => describe(file, { ...backup, sha256: "0".repeat(64) }),
  ],
  ["one without a description", /is no backup: .*is missing/, ({ file }) => rmSync(file.replace(".tar.zst", ".json"))],
  ["a file that is none", /is damaged/, ({ file }) => writeFileSync(file, "hello")],
  [
    "one that lacks a guest (the control of the comparison)",
    /guests: 60 rows instead of 61 rows/,
    ({ file, backup }) =>
      describe(file, {
        ...backup,
        content: { ...backup.content, guests: { ...backup.content.guests!, rows: backup.content.guests!.rows + 1 } },
      }),
  ],
  [
    "one whose rows are other ones (the same)",
    /events: 1 rows as expected, but other ones/,
    ({ file, backup }) => describe(file, { ...backup, content: { ...backup.content, events: { rows: 1, hash: "1" } } }),
  ],
  [
    "one without the point of its log",
    /cannot be restored: .*recovery ended before configured recovery target was reached/,
    ({ file, backup }) => describe(file, { ...backup, restorePoint: "nowhere" }),
  ],
];

test.each(spoilers)("%s is refused, and the data stay", async (_, reason, spoil) => {
  const copy = copied();
  spoil(copy);
  const before = readdirSync(otherHome).toSorted();
  await expect(restoreBackup(otherHome, copy.file)).rejects.toThrow(reason);
  expect(readdirSync(otherHome).toSorted()).toEqual(before);
});

test("backups are made at intervals, counted from the last one that passed, and only so many are kept", async () => {
  const every = join(folder, "every");
  const { url, stop } = await startDatabase(home);
  const told: (Date | null)[] = [];
  const failed: unknown[] = [];
  const plan = { home, url, folder: every, keep: 2, every: 1, firstAfter: 0 };
  const end = await scheduleBackups({ ...plan, tell: (madeAt) => told.push(madeAt), onError: (error) => failed.push(error) });
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(3), { timeout: 400_000, interval: 100 });
  end();
  expect(told[0]).toBe(null);
  expect(failed).toEqual([]);
  const later: (Date | null)[] = [];
  const endLater = await scheduleBackups({ ...plan, every: 3_600_000, tell: (madeAt) => later.push(madeAt), onError: () => {} });
  expect(later).toEqual([told.at(-1)]);
  endLater();
  await stop();
});

test("a backup that does not pass its check is there and counts for nothing", async () => {
  const failed = join(folder, "failed");
  const { url, stop } = await startDatabase(home);
  await withClient(url, (client) => client.query("delete from event_log where event_id = $1 and seq = 3", [exampleEventId]));
  const made = backUp({ home, url, folder: failed, keep: 1 });
  await expect(made).rejects.toThrow(`the restored data are not those that were backed up:\nthe log of event ${exampleEventId} has a gap`);
  expect(backupsIn(failed)).toHaveLength(1);
  expect(lastBackup(failed)).toBe(null);
  await stop();
});

test("what is kept are the newest that passed; where too few did, nothing is removed; one whose description is damaged counts for nothing", () => {
  const kept = mkdtempSync(join(folder, "kept-"));
  const add = (day: number, checkedAt: string | null) => {
    const file = join(kept, fileNameOf(new Date(Date.UTC(2030, 0, day))));
    writeFileSync(file, "");
    describe(file, { ...copied().backup, checkedAt });
    return file;
  };
  const files = [add(1, "then"), add(2, null), add(3, "then"), add(4, null)];
  rmSync(files[1]!.replace(".tar.zst", ".json")); // a process that was killed leaves it so
  const damaged = add(5, "then");
  truncateSync(damaged.replace(".tar.zst", ".json"), 40);
  expect(lastBackup(kept)).toEqual(new Date(copied().backup.takenAt));
  expect(removeOld(kept, 3)).toEqual([]);
  expect(removeOld(kept, 2)).toEqual([]);
  expect(removeOld(kept, 1)).toEqual(files.slice(0, 2));
  expect(globSync("*", { cwd: kept })).toHaveLength(6);
});
