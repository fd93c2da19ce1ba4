// npm run restore -- <file>: puts a backup in the place of the built-in database. Its name ends in main.ts, by which
// a start of the product recognizes who has the data folder.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { claimDataFolder, openDataFolder } from "../../../server/src/data-folder.ts";
import { runningServer } from "./back-up.ts";
import { builtIn, tellFailure } from "./command.ts";
import { backupsIn, BackupFailed } from "./kept-backups.ts";
import { checkBackup, restoreBackup } from "./restore-backup.ts";

const { home, folder } = builtIn();

async function main([given, ...rest]: string[]) {
  const onlyCheck = rest.includes("--check");
  if (!given)
    throw new BackupFailed(
      `npm run restore -- <file> [--check], which is one of:\n${(existsSync(folder) ? backupsIn(folder) : []).join("\n")}`,
    );
  const file = resolve(process.env.INIT_CWD ?? ".", given);
  if (!existsSync(file)) throw new BackupFailed(`${file} is not there`);
  openDataFolder(home);
  if (onlyCheck) {
    await checkBackup(home, file);
    return console.log(`${file} can be restored, and holds what it should.`);
  }
  const release = await claimDataFolder(home, []);
  try {
    if (await runningServer(home)) throw new BackupFailed(`a server still runs on ${home}: stop it first`);
    const { backup, before, askedBefore } = await restoreBackup(home, file);
    console.log(`Restored as it was at ${backup.takenAt}. npm start runs on it; pages that are open load anew.`);
    if (!askedBefore) console.log("What was erased since then is back: there were no data that could be asked what it was.");
    if (before) console.log(`What was there before is kept in ${before}: remove it when all is well.`);
  } finally {
    release();
  }
}

await main(process.argv.slice(2)).catch((error: unknown) => tellFailure("Nothing was restored", error));
