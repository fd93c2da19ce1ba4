import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { accountFor, type Account } from "../../dev-database/src/account.ts";
import { startServerOn, stopServer } from "../../dev-database/src/embedded-postgres.ts";
import { contentOf, differences, logGaps, withClient } from "../../server/src/db/content.ts";
import { eraseAgain, erasedAt, type Erasure } from "../../server/src/export/erasures.ts";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { backupsIn, chainOf, filesOf, manifestOf, noteOf, pieceOf, type Backup } from "./backups.ts";
import { erasedIn } from "./erasures.ts";
import type { Settings } from "./settings.ts";
import { workFolder } from "./work-folder.ts";

/** Pieces of the log that are read at a time: each is decrypted by a process. */
const AT_ONCE = 4;

/** Only a part of the socket's name: nothing listens on a network. */
const SOCKET_PORT = 5432;

/** Unpacked, with its log beside it, and not started yet. */
interface Unpacked {
  home: string;
  data: string;
  account: Account | null;
}

/**
 * Restores a backup aside, compares what its tables hold with what they held, and looks for gaps in the logs. Then it counts. Throws
 * `Failed` with what is wrong.
 */
export async function checkBackup(settings: Settings, backup: Backup, now = new Date()): Promise<Backup> {
  const unpacked = await unpack(settings, backup, backup.lastPiece);
  try {
    await brought(settings, unpacked, { recovery_target_name: backup.restorePoint }, async (url) => {
      const wrong = [
        ...differences(backup.content, await contentOf(url)),
        ...(await logGaps(url)).map((id) => `the log of event ${id} has a gap`),
      ];
      if (wrong.length > 0) throw new Failed(`backup ${backup.id} is not what was backed up:\n${wrong.join("\n")}`);
    });
  } finally {
    rmSync(unpacked.home, { recursive: true });
  }
  const checked = { ...backup, checkedAt: now.toISOString() };
  settings.repositories.note(noteOf(backup.id), `${JSON.stringify(checked, null, 2)}\n`);
  return checked;
}

export interface Restored {
  backup: Backup;
  /** What the newest commit is that came back; null: none is known. */
  lastCommit: string | null;
  /** How many accounts, drafts, messages and photos came back that had been erased since, and were erased again. */
  erasedAgain: number;
  /** Whether the database that was backed up could be asked what was erased last. */
  askedSource: boolean;
}

/**
 * Puts the data as they were at a moment into a new folder, ready for a server: recovered, without gaps in the logs, in an epoch of its own.
 * A moment after the last commit gives the state since then, which PostgreSQL itself refuses. Without a moment: all that the log has. What was
 * erased since then is erased again before anybody can read it, unless it is to come back too.
 */
export async function restore(settings: Settings, to: string, at: Date | null, { withErased = false } = {}): Promise<Restored> {
  if (existsSync(to) && readdirSync(to).length > 0) throw new Failed(`${to} is not empty: name a new folder`);
  const backups = backupsIn(settings.repositories);
  const backup = backups.findLast(({ takenAt }) => at === null || new Date(takenAt) <= at);
  if (!backup) throw new Failed(at ? `there is no backup from before ${at.toISOString()}` : "there is no backup");
  const unpacked = await unpack(settings, backup, null);
  try {
    // A list may lack the last minute, and a database that is there knows it.
    const source = await erasedAt(settings.url).catch(() => null);
    const erased = withErased ? [] : [...erasedIn(settings.repositories), ...(source?.erasures ?? [])];
    const recovered = await recover(settings, unpacked, at, erased);
    mkdirSync(dirname(to), { recursive: true });
    rmSync(to, { recursive: true, force: true });
    move(unpacked.data, to);
    return { backup, ...recovered, askedSource: source !== null };
  } finally {
    rmSync(unpacked.home, { recursive: true, force: true });
  }
}

type Recovered = Pick<Restored, "lastCommit" | "erasedAgain">;

async function recover(settings: Settings, unpacked: Unpacked, at: Date | null, erased: Erasure[]): Promise<Recovered> {
  const finish = async (url: string) => {
    const gaps = await logGaps(url);
    if (gaps.length > 0) throw new Failed(`the log of event ${gaps[0]} has a gap`);
    return withClient(url, async (client) => {
      const { rows } = await client.query<{ last: string | null }>("select max(at)::text as last from event_log");
      await client.query("update instance set epoch = gen_random_uuid()");
      return { lastCommit: rows[0]!.last, erasedAgain: await eraseAgain(client, erased) };
    });
  };
  if (at === null) return brought(settings, unpacked, {}, finish);
  try {
    return await brought(settings, unpacked, { recovery_target_time: moment(at) }, finish);
  } catch (error) {
    // Nobody has committed since that moment: the end of the log is what there was then.
    if (!(error as Error).message.includes("recovery ended before configured recovery target was reached")) throw error;
    return brought(settings, unpacked, {}, finish);
  }
}

/** As PostgreSQL takes it before it has read its names of zones, Z among them. */
const moment = (at: Date) => at.toISOString().replace("T", " ").replace("Z", "+00");

async function unpack({ repositories, programs }: Settings, backup: Backup, lastPiece: string | null): Promise<Unpacked> {
  const home = workFolder("restore");
  const account = accountFor(join(home, "none"));
  try {
    await fetchLog(repositories, join(home, "log"), backup.firstPiece, lastPiece);
    const parts: string[] = [];
    for (const { id } of chainOf(backupsIn(repositories), backup)) {
      const folder = join(home, id);
      const tar = join(home, "base.tar");
      await repositories.unseal(filesOf(id), tar);
      mkdirSync(folder, { mode: 0o700 });
      await must("tar", ["--extract", "--file", tar, "--directory", folder]);
      rmSync(tar);
      writeFileSync(join(folder, "backup_manifest"), repositories.notes(manifestOf(id)).get(manifestOf(id)) ?? "");
      await must(join(programs, "pg_verifybackup"), ["--no-parse-wal", "--quiet", folder]);
      parts.push(folder);
    }
    const data = join(home, "data");
    if (parts.length === 1) renameSync(parts[0]!, data);
    else {
      await must(join(programs, "pg_combinebackup"), ["--no-sync", "--output", data, ...parts]);
      for (const part of parts) rmSync(part, { recursive: true });
    }
    prepare(data);
    writeFileSync(join(home, "hba.conf"), "local all all trust\n");
    chmodSync(home, 0o700);
    if (account) execFileSync("chown", ["--recursive", `${account.uid}:${account.gid}`, home]);
    return { home, data, account };
  } catch (error) {
    rmSync(home, { recursive: true });
    throw error;
  }
}

/** Settings that lie elsewhere on the server that was backed up are not needed to recover. */
function prepare(data: string) {
  chmodSync(data, 0o700);
  mkdirSync(join(data, "pg_wal"), { recursive: true, mode: 0o700 });
  for (const file of ["postgresql.conf", "pg_ident.conf"]) if (!existsSync(join(data, file))) writeFileSync(join(data, file), "");
}

/** All pieces that may be needed, before recovery asks for them one by one. */
async function fetchLog(repositories: Settings["repositories"], folder: string, first: string, last: string | null) {
  const position = (piece: string) => piece.slice(-16);
  const names = repositories.names("log").map((name) => basename(name));
  const wanted = names.filter(
    (name) => name.endsWith(".history") || (position(name) >= position(first) && (last === null || position(name) <= position(last))),
  );
  if (!wanted.includes(first)) throw new Failed(`piece ${first} of the log is in no repository`);
  mkdirSync(folder, { mode: 0o700 });
  const queue = wanted.values();
  const readSome = async () => {
    for (const name of queue) await repositories.unseal(pieceOf(name), join(folder, name));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readSome));
}

/** Starts a server that nobody else can reach until it is through with its log, asks it, and stops it. */
async function brought<Answer>(
  { url, programs }: Settings,
  { home, data, account }: Unpacked,
  target: Record<string, string>,
  ask: (url: string) => Promise<Answer>,
): Promise<Answer> {
  writeFileSync(join(data, "recovery.signal"), "");
  const server = await startServerOn({ bin: programs, account, folder: data, password: "" }, SOCKET_PORT, {
    listen_addresses: "",
    unix_socket_directories: home,
    hba_file: join(home, "hba.conf"),
    restore_command: `cp "${join(home, "log")}/%f" "%p"`,
    ...target,
    recovery_target_action: "promote",
    hot_standby: "off",
    archive_mode: "off",
    logging_collector: "off",
    log_destination: "stderr",
    log_min_messages: "log",
    shared_preload_libraries: "",
    ssl: "off",
  });
  try {
    const there = new URL(url);
    const name = `${there.username}@/${there.pathname.slice(1)}`;
    return await ask(`postgresql://${name}?host=${encodeURIComponent(home)}&port=${SOCKET_PORT}`);
  } finally {
    await stopServer(server);
  }
}

async function must(program: string, args: string[]) {
  const { code, said } = await execute(program, args, { within: 24 * 3_600_000 });
  if (code !== 0) throw new Failed(`${basename(program)}: ${said.trim().split("\n").slice(-3).join(" ")}`);
}

/** Also to another disk. */
function move(from: string, to: string) {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    cpSync(from, to, { recursive: true, preserveTimestamps: true });
  }
}
