import { CannotStart } from "../cannot-start.ts";
import { readConfig, type Config } from "../config.ts";
import { claimDataFolder, openDataFolder } from "../data-folder.ts";
import { openDatabase, type OpenDatabase } from "../db/open-database.ts";
import { NotPossible } from "./files.ts";

interface Opened {
  config: Config;
  database: OpenDatabase;
}

interface Need {
  /** Whether a product that runs on the built-in database meanwhile is in no way. */
  besideProduct: boolean;
  what: string;
}

/** Runs something on the configured database and ends: with 1, and one line, where it is not possible. */
export async function onDatabase({ besideProduct, what }: Need, work: (opened: Opened) => Promise<void>): Promise<void> {
  const ends: (() => Promise<void> | void)[] = [];
  try {
    const config = readConfig(process.env);
    const running = config.databaseUrl || !besideProduct ? null : await builtInThatRuns(config);
    if (!config.databaseUrl && !running) ends.push(await claimDataFolder(openDataFolder(config.dataFolder), []));
    const database = await openDatabase({ ...config, databaseUrl: config.databaseUrl ?? running });
    ends.push(() => database.close());
    await work({ config, database });
  } catch (error) {
    // Only what is expected is worded for an operator; anything else is a bug and prints its stack.
    const isExpected = error instanceof NotPossible || error instanceof CannotStart;
    console.error(isExpected ? `${what}: ${error.message}` : error);
    process.exitCode = 1;
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

/** A production installation comes without it. */
async function builtInThatRuns({ dataFolder }: Config): Promise<string | null> {
  const { runningServer } = await import("../../../dev-database/src/backup/back-up.ts");
  return runningServer(openDataFolder(dataFolder));
}
