import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { chown } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress } from "node:zlib";
import { contentOf, differences, logGaps, withClient } from "../../../server/src/db/content.ts";
import { eraseAgain, erasedAt, type Erasure } from "../../../server/src/export/erasures.ts";
import { freePort } from "../../../server/src/free-port.ts";
import { startServerOn, stopServer } from "../embedded-postgres.ts";
import { placeOf, type PostgresData } from "../postgres-data.ts";
import { BackupFailed, describe, describedBackup, type Backup } from "./kept-backups.ts";
import { readTar } from "./tar-file.ts";

const UNFINISHED = "restoring-";

export interface RestoredBackup {
  backup: Backup;
  /** Where the data are that were there. Null: there were none. */
  before: string | null;
  askedBefore: boolean;
}

/** Unpacked and brought to its restore point, beside the place of the data. */
interface Restored {
  outer: string;
  data: PostgresData;
}

/**
 * Restores a backup beside the data, compares what its tables hold with what they held, and looks for gaps in the logs. Writes into the
 * backup's description that it passed, or throws `BackupFailed` with what is wrong.
 */
export async function checkBackup(home: string, file: string, now = new Date()): Promise<Backup> {
  const backup = describedBackup(file);
  const { outer } = await bringBack(home, file, backup, null);
  rmSync(outer, { recursive: true });
  const checked = { ...backup, checkedAt: now.toISOString() };
  describe(file, checked);
  return checked;
}

/**
 * Puts a backup in the place of the data, which is set aside. Nothing is changed unless the backup was read as a whole, brought to its
 * restore point, and holds what it held. What the data in place know as erased is erased again; where they cannot be asked,
 * `askedBefore` is false. A new epoch begins, so that open pages load anew. Nobody may use the folder meanwhile.
 */
export async function restoreBackup(home: string, file: string, now = new Date()): Promise<RestoredBackup> {
  const backup = describedBackup(file);
  mkdirSync(home, { recursive: true });
  const erased = await erasedInPlace(home);
  const { outer, data } = await bringBack(home, file, backup, erased ?? []);
  const { folder, passwordFile } = placeOf(home);
  const secret = join(home, "secret");
  const aside = `before-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
  const before = existsSync(folder) ? `${folder}-${aside}` : null;
  for (const one of [folder, passwordFile, secret]) if (existsSync(one)) renameSync(one, `${one}-${aside}`);
  writeFileSync(passwordFile, data.password, { mode: 0o600 });
  const backedUp = join(outer, "secret");
  if (existsSync(backedUp)) writeFileSync(secret, readFileSync(backedUp), { mode: 0o600 });
  else if (existsSync(`${secret}-${aside}`)) renameSync(`${secret}-${aside}`, secret);
  renameSync(data.folder, folder);
  rmSync(outer, { recursive: true });
  return { backup, before, askedBefore: erased !== null };
}

/** Null: the data in place cannot be asked. */
async function erasedInPlace(home: string): Promise<Erasure[] | null> {
  const { passwordFile, ...place } = placeOf(home);
  if (!existsSync(place.folder)) return null;
  try {
    const port = await freePort();
    const password = readFileSync(passwordFile, "utf8").trim();
    const server = await startServerOn({ ...place, password }, port, {});
    try {
      return (await erasedAt(`postgresql://turnout:${password}@127.0.0.1:${port}/turnout`)).erasures;
    } finally {
      await stopServer(server);
    }
  } catch {
    return null;
  }
}

/** `erased`: what is erased again. Null: it is only looked at. */
async function bringBack(home: string, file: string, backup: Backup, erased: Erasure[] | null): Promise<Restored> {
  const { folder, bin, account } = placeOf(home);
  mkdirSync(dirname(folder), { recursive: true });
  removeLeftovers(dirname(folder));
  const outer = mkdtempSync(join(dirname(folder), UNFINISHED));
  const own = async (path: string) => {
    if (account) await chown(path, account.uid, account.gid);
  };
  try {
    await own(outer);
    await unpack(file, backup, outer, own);
    const password = readFileSync(join(outer, "postgres-password"), "utf8");
    const data = { bin, account, folder: join(outer, "postgres"), password: password.trim() };
    await bringToPoint(data, backup, erased);
    return { outer, data };
  } catch (error) {
    rmSync(outer, { recursive: true, force: true });
    const { message } = error as Error;
    throw error instanceof BackupFailed ? error : new BackupFailed(`${basename(file)} cannot be restored: ${message}`, { cause: error });
  }
}

/** What a killed restore left, long ago. */
function removeLeftovers(folder: string) {
  for (const name of readdirSync(folder).filter((one) => one.startsWith(UNFINISHED))) {
    const path = join(folder, name);
    if (statSync(path).mtimeMs < Date.now() - 86_400_000) rmSync(path, { recursive: true });
  }
}

async function unpack(file: string, { sha256 }: Backup, outer: string, own: (path: string) => Promise<void>): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(
    createReadStream(file),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createZstdDecompress(),
    async (bytes) => readTar(bytes as never, outer, own),
  ).catch((error: Error) => {
    throw new BackupFailed(`${file} is damaged: ${error.message}`, { cause: error });
  });
  if (hash.digest("hex") !== sha256) throw new BackupFailed(`${file} is damaged: its bytes are not those that were written`);
}

/** Starts a server on the files until it has reached the restore point, and stops it again. */
async function bringToPoint(data: PostgresData, backup: Backup, erased: Erasure[] | null): Promise<void> {
  const port = await freePort();
  writeFileSync(join(data.folder, "recovery.signal"), "");
  const server = await startServerOn(data, port, {
    // All pieces of the log are here. Exit code 1 says that no other place has any.
    restore_command: "exit 1",
    recovery_target_name: backup.restorePoint,
    recovery_target_action: "promote",
    hot_standby: "off",
    ...(erased ? {} : { fsync: "off", full_page_writes: "off" }),
  });
  try {
    const url = `postgresql://turnout:${data.password}@127.0.0.1:${port}/turnout`;
    const wrong = [
      ...differences(backup.content, await contentOf(url)),
      ...(await logGaps(url)).map((id) => `the log of event ${id} has a gap`),
    ];
    if (wrong.length > 0) throw new BackupFailed(`the restored data are not those that were backed up:\n${wrong.join("\n")}`);
    if (!erased) return;
    await withClient(url, async (client) => {
      // Restored twice, both copies would be on the same timeline.
      await client.query("update instance set epoch = gen_random_uuid()");
      await eraseAgain(client, erased);
    });
  } finally {
    await stopServer(server);
  }
}
