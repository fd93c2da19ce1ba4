import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "../../../server/src/db/content.ts";

/** A reason why there is no backup, or nothing is restored, that the operator can correct: one line. */
export class BackupFailed extends Error {}

/** What is known of one backup, in a file beside it. */
export interface Backup {
  format: 1;
  takenAt: string;
  /** The point of the log to which a restore brings the data. */
  restorePoint: string;
  /** PostgreSQL's release: one of the same major version reads the files. */
  postgres: string;
  /** The newest migration. */
  migration: string;
  bytes: number;
  sha256: string;
  /** What the tables hold at the restore point. */
  content: Content;
  /** When it was last restored somewhere, and was the same. Null: never, and so it counts for nothing. */
  checkedAt: string | null;
}

const FILE = /^turnout-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar\.zst$/;

export const fileNameOf = (takenAt: Date) => `turnout-${takenAt.toISOString().slice(0, 19).replaceAll(":", "-")}Z.tar.zst`;

const describedIn = (file: string) => file.replace(/\.tar\.zst$/, ".json");

/** The folder, made on first use: nobody else may read what is in it. */
export function openBackupFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) if (name.startsWith("unfinished-")) rmSync(join(folder, name), { recursive: true });
  } catch (error) {
    throw new BackupFailed(`BACKUP_DIR ${folder} cannot be used (${(error as Error).message.split(",")[0]})`);
  }
  return folder;
}

export function describe(file: string, backup: Backup): void {
  const whole = `${describedIn(file)}.unfinished`;
  writeFileSync(whole, `${JSON.stringify(backup, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(whole, describedIn(file));
}

/** What is known of the backup in this file. */
export function describedBackup(file: string): Backup {
  let backup: Backup;
  try {
    backup = JSON.parse(readFileSync(describedIn(file), "utf8")) as Backup;
  } catch {
    throw new BackupFailed(`${file} is no backup: ${describedIn(file)}, which describes it, is missing or no JSON`);
  }
  if (backup.format !== 1)
    throw new BackupFailed(`${file} has a format that this version does not know: restore it with the one that made it`);
  return backup;
}

/** Files of all backups, the oldest first; a process that was killed leaves some without a description. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => FILE.test(name))
    .toSorted()
    .map((name) => join(folder, name));

/** Those that are described. */
export const backupsIn = (folder: string): string[] => filesIn(folder).filter((file) => existsSync(describedIn(file)));

/** Null: it was never restored and compared, or its description is damaged. Then it counts for nothing, and keeps no other from counting. */
function checkedBackup(file: string): Backup | null {
  try {
    const backup = describedBackup(file);
    return backup.checkedAt === null ? null : backup;
  } catch (error) {
    if (error instanceof BackupFailed) return null;
    throw error;
  }
}

/** The newest backup that was restored and compared. */
export const newestChecked = (folder: string): Backup | undefined =>
  backupsIn(folder)
    .map(checkedBackup)
    .findLast((backup) => backup !== null) ?? undefined;

/** Removes what is older than the newest `keep` backups that passed their restore check. Where fewer did, nothing is removed. */
export function removeOld(folder: string, keep: number): string[] {
  const files = filesIn(folder);
  const checked = files.filter((file) => checkedBackup(file) !== null);
  const oldest = checked.at(-keep);
  const old = oldest === undefined || checked.length < keep ? [] : files.filter((file) => file < oldest);
  for (const file of old) for (const one of [describedIn(file), file]) rmSync(one, { force: true });
  return old;
}
