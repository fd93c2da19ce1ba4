import { createHash } from "node:crypto";
import { createWriteStream, existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import type { Client } from "pg";
import { markMoment, withClient } from "../../../server/src/db/content.ts";
import { placeOf } from "../postgres-data.ts";
import { BackupFailed, describe, fileNameOf, openBackupFolder, type Backup } from "./kept-backups.ts";
import { writeTar, type TarEntry } from "./tar-file.ts";

/** What a copy does not need: what belongs to the running server, and the log, of which the needed files come last. */
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|backup_label|tablespace_map|(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/.*|(.*\/)?(pgsql_tmp.*|pg_internal\.init.*))$/;

/** Where the embedded server's data is, and where it runs. */
interface Source {
  /** The data folder. */
  home: string;
  /** The running server's URL, with all rights. */
  url: string;
  /** The product's secret, where it is not in the data folder: it is not in the backup then, and is the operator's to keep. */
  folder: string;
}

/**
 * Backs up the running embedded server without stopping it: its files as it writes them, and the log that makes them whole, by PostgreSQL's
 * own functions for it (pg_backup_start), since its package has no pg_basebackup. In the folder when this resolves: a file with
 * the database, its password and the secret, and what is known of it, not checked yet.
 */
export async function takeBackup({ home, url, folder }: Source, now = new Date()): Promise<string> {
  openBackupFolder(folder);
  const name = fileNameOf(now);
  const unfinished = join(folder, `unfinished-${name}`);
  const file = join(folder, name);
  const restorePoint = `turnout-${now.getTime()}`;
  const backup = await withClient(url, async (client) => {
    // A session's own slot keeps the log from being recycled until it is copied, and ends with the session.
    await client.query("select pg_create_physical_replication_slot($1, true, true)", [`turnout_backup_${now.getTime()}`]);
    let content: Backup["content"] = {};
    const { data, passwordFile, kept } = await sourcesIn(home);
    async function* entries(): AsyncGenerator<TarEntry> {
      const start = await ask(client, "select pg_walfile_name(pg_backup_start($1, fast => true)) as value", [restorePoint]);
      yield* filesIn(data);
      const { rows } = await client.query<{ label: string; stop: string }>(
        "select labelfile as label, lsn::text as stop from pg_backup_stop(wait_for_archive => false)",
      );
      yield { name: "postgres/backup_label", content: Buffer.from(rows[0]!.label) };
      content = await markMoment(url, restorePoint);
      const last = await ask(client, "select pg_walfile_name(pg_switch_wal()) as value");
      for (const piece of await piecesBetween(join(data, "pg_wal"), start, last)) yield await fileAt(data, `pg_wal/${piece}`);
      yield { name: "postgres-password", content: readFileSync(passwordFile) };
      for (const [path, from] of kept) yield { name: path, content: readFileSync(from) };
    }
    const { bytes, sha256 } = await store(unfinished, entries());
    return {
      format: 1,
      takenAt: now.toISOString(),
      restorePoint,
      postgres: await ask(client, "select current_setting('server_version') as value"),
      migration: await ask(client, "select max(name) as value from migrations"),
      bytes,
      sha256,
      content,
      checkedAt: null,
    } satisfies Backup;
  });
  renameSync(unfinished, file);
  describe(file, backup);
  return file;
}

async function ask(client: Client, statement: string, values: unknown[] = []): Promise<string> {
  const { rows } = await client.query<{ value: string }>(statement, values);
  return rows[0]!.value;
}

async function sourcesIn(home: string) {
  const { folder, passwordFile } = placeOf(home);
  if (!existsSync(join(folder, "PG_VERSION"))) throw new BackupFailed(`there is no database in ${home}`);
  const secret = join(home, "secret");
  return { data: folder, passwordFile, kept: existsSync(secret) ? [["secret", secret] as const] : [] };
}

async function* filesIn(data: string): AsyncGenerator<TarEntry> {
  yield { name: "postgres" };
  const found = await readdir(data, { recursive: true, withFileTypes: true });
  const paths = found.map((one) => ({
    one,
    path: join(one.parentPath, one.name)
      .slice(data.length + 1)
      .replaceAll("\\", "/"),
  }));
  for (const { one, path } of paths.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (LEFT_OUT.test(path)) continue;
    if (one.isDirectory()) yield { name: `postgres/${path}` };
    else {
      // A table that is dropped meanwhile takes its files along.
      const entry = await fileAt(data, path).catch(ignoreMissing);
      if (entry) yield entry;
    }
  }
}

async function fileAt(data: string, path: string): Promise<TarEntry> {
  const full = join(data, path);
  return { name: `postgres/${path}`, content: { path: full, size: (await stat(full)).size } };
}

function ignoreMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  return null;
}

/** The pieces of the log from one to another; all are there, as the slot holds them. */
async function piecesBetween(folder: string, first: string, last: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /^[\dA-F]{24}$/.test(name) && name >= first && name <= last);
  if (!names.includes(first) || !names.includes(last)) throw new BackupFailed("the log was recycled while it was copied");
  return names.toSorted();
}

async function store(path: string, entries: AsyncIterable<TarEntry>): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  const summed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.from(writeTar(entries)), createZstdCompress(), summed, createWriteStream(path, { mode: 0o600, flags: "wx" }));
  const file = await open(path, "r+");
  await file.sync();
  await file.close();
  return { bytes: statSync(path).size, sha256: hash.digest("hex") };
}
