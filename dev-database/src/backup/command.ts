import { readConfig } from "../../../server/src/config.ts";
import { CannotStart } from "../../../server/src/cannot-start.ts";
import { resolve } from "node:path";
import { BackupFailed } from "./kept-backups.ts";

/** The settings that concern backups. Ends the process where the database is another one. */
export function builtIn(): { home: string; folder: string; keep: number } {
  try {
    const { databaseUrl, dataFolder, backupFolder, backupsKept } = readConfig(process.env);
    if (databaseUrl)
      throw new CannotStart("DATABASE_URL is set, and this is for the built-in database: docs/operating.md says how others are backed up");
    return { home: resolve(dataFolder), folder: resolve(backupFolder), keep: backupsKept };
  } catch (error) {
    tellFailure("Nothing was done", error);
    process.exit(1);
  }
}

/** Expected failures print their reason; any other is a bug and prints its stack. */
export function tellFailure(what: string, error: unknown): void {
  const isExpected = error instanceof CannotStart || error instanceof BackupFailed;
  console.error(isExpected ? `${what}: ${error.message}` : error);
  process.exitCode = 1;
}
