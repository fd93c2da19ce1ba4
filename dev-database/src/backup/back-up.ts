import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withClient } from "../../../server/src/db/content.ts";
import { placeOf } from "../postgres-data.ts";
import { newestChecked, removeOld, type Backup } from "./kept-backups.ts";
import { checkBackup } from "./restore-backup.ts";
import { takeBackup } from "./take-backup.ts";

export interface BackupPlan {
  /** The data folder. */
  home: string;
  /** The running server. */
  url: string;
  /** Where backups are kept. */
  folder: string;
  /** How many of those that passed their check are kept. */
  keep: number;
}

/** Makes a backup, restores it beside the data and compares it, and then removes what is too old. Throws where the check fails, and removes nothing then. */
export async function backUp({ home, url, folder, keep }: BackupPlan): Promise<{ file: string; backup: Backup; removed: string[] }> {
  const file = await takeBackup({ home, url, folder });
  const backup = await checkBackup(home, file);
  return { file, backup, removed: removeOld(folder, keep) };
}

/** When the newest backup was made that passed its check. Null: there is none. */
export function lastBackup(folder: string): Date | null {
  const newest = existsSync(folder) ? newestChecked(folder) : undefined;
  return newest ? new Date(newest.takenAt) : null;
}

/** Whether there is a database in this data folder. */
export const hasDatabase = (home: string): boolean => existsSync(join(placeOf(home).folder, "PG_VERSION"));

/** The URL of the server that runs on this data folder. Null: none does. */
export async function runningServer(home: string): Promise<string | null> {
  const { folder, passwordFile } = placeOf(home);
  const pidFile = join(folder, "postmaster.pid");
  if (!existsSync(pidFile) || !existsSync(passwordFile)) return null;
  const port = readFileSync(pidFile, "utf8").split("\n")[3];
  const url = `postgresql://turnout:${readFileSync(passwordFile, "utf8").trim()}@127.0.0.1:${port}/turnout`;
  return withClient(url, async () => url).catch(() => null);
}
