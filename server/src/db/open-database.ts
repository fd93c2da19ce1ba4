import type { Kysely } from "kysely";
import { connect } from "./connect.ts";
import type { Database } from "./database.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { migrate } from "./migrate.ts";
import { requireUsable, UnusableDatabase } from "./require-usable.ts";

export interface OpenDatabase {
  db: Kysely<Database>;
  /** For those who need a connection of their own, as a job queue does. */
  url: string;
  /** Whether the server is the one that came with the project. */
  embedded: boolean;
  close(): Promise<void>;
}

export interface Where {
  /** A PostgreSQL that somebody else runs. Null: our own, with its data in `dataFolder`. */
  databaseUrl: string | null;
  dataFolder: string;
}

export interface Trouble {
  /** A connection was lost, or the server died and is being started again. Work goes on. */
  onTrouble?: (what: string) => void;
  /** There is no database any more. */
  onLost?: (error: Error) => void;
}

function namingTheSetting(error: unknown): unknown {
  const { message, code } = error as { message: string; code?: string };
  if (error instanceof UnusableDatabase) return new Error(`the database at DATABASE_URL cannot be used: ${message}`, { cause: error });
  if (/unsupported startup parameter/.test(message))
    return new Error(
      `the database at DATABASE_URL cannot be used: a pooler is in front of it that refuses settings (${message}): connect directly`,
      {
        cause: error,
      },
    );
  return code === undefined ? error : new Error(`the database at DATABASE_URL does not let us in (${message})`, { cause: error });
}

/** The database, running and with the newest schema. */
export async function openDatabase({ databaseUrl, dataFolder }: Where, { onTrouble, onLost }: Trouble = {}): Promise<OpenDatabase> {
  const onRestart = () => onTrouble?.("the database server died and is started again");
  const server = databaseUrl ? null : await startEmbeddedPostgres({ home: dataFolder, durable: true, onRestart, onLost });
  const url = databaseUrl ?? server!.url;
  try {
    if (databaseUrl) await requireUsable(url);
    await migrate(url, { onWaiting: (what) => onTrouble?.(what) });
  } catch (error) {
    await server?.stop();
    throw databaseUrl ? namingTheSetting(error) : error;
  }
  let closing = false;
  // While we close, a connection that the server ends before it has read our goodbye is no trouble.
  const db = connect(url, (error) => !closing && onTrouble?.(`a database connection was lost: ${error.message}`));
  return {
    db,
    url,
    embedded: server !== null,
    async close() {
      closing = true;
      await db.destroy();
      await server?.stop();
    },
  };
}
