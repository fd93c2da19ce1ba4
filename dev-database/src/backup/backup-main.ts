// npm run backup: backs up the built-in database, whether the product runs or not. Its name ends in main.ts, by which
// a start of the product recognizes who has the data folder.
import { claimDataFolder, openDataFolder } from "../../../server/src/data-folder.ts";
import { startEmbeddedPostgres } from "../embedded-postgres.ts";
import { backUp, hasDatabase, runningServer } from "./back-up.ts";
import { builtIn, tellFailure } from "./command.ts";
import { BackupFailed } from "./kept-backups.ts";

const { home, folder, keep } = builtIn();

async function main() {
  openDataFolder(home);
  // Starting one would make an empty one.
  if (!hasDatabase(home)) throw new BackupFailed(`there is no database in ${home}: DATA_DIR names the folder`);
  const running = await runningServer(home);
  const release = running ? () => {} : await claimDataFolder(home, []);
  const server = running ? null : await startEmbeddedPostgres({ home, durable: true });
  try {
    const { file, backup, removed } = await backUp({ home, url: running ?? server!.url, folder, keep });
    const { events, guests, event_log: log } = backup.content;
    const held = `${events?.rows} events, ${guests?.rows} guests, ${log?.rows} entries`;
    console.log(`${file}\n${(backup.bytes / 1e6).toFixed(1)} MB; restored and compared: ${held}`);
    if (removed.length > 0) console.log(`${removed.length} older ones removed`);
  } finally {
    await server?.stop();
    release();
  }
}

await main().catch((error: unknown) => tellFailure("No backup", error));
