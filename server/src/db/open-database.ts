import type { Kysely } from "kysely";
import type { Recording } from "../telemetry/trace-statements.ts";
import { changing } from "../changing.ts";
import { connect, type DatabaseUrl } from "./connect.ts";
import type { Database } from "./database.ts";
import { startDevDatabase } from "./dev-database.ts";
import { migrate, requireMigrated } from "./migrate.ts";
import { tlsFault } from "../tls/tls-fault.ts";
import { requireUsable, UnusableDatabase } from "./require-usable.ts";

export interface OpenDatabase {
  db: Kysely<Database>;
  /** For clients with their own connections, such as the job queue. */
  url: DatabaseUrl;
  /** Whether it is the embedded server. */
  embedded: boolean;
  close(): Promise<void>;
}

export interface Where {
  /** An external PostgreSQL. Null: the embedded server, with its data in `dataFolder`. */
  databaseUrl: DatabaseUrl | null;
  dataFolder: string;
  /** What to do with pending migrations. Absent: "apply". */
  migrations?: "apply" | "require";
}

export interface DatabaseWatch {
  /** A connection was lost, or the embedded server died and is restarted. The process continues. */
  onFailure?: (what: string) => void;
  /** The embedded server cannot be restarted. */
  onLost?: (error: Error) => void;
  /** Stands before each connection that reads. */
  recording?: Recording | undefined;
}

function namingTheSetting(error: unknown): unknown {
  const { message, code } = error as { message: string; code?: string };
  if (error instanceof UnusableDatabase) return new Error(`the database at DATABASE_URL cannot be used: ${message}`, { cause: error });
  const fault = tlsFault(error);
  if (fault) return new Error(`the database at DATABASE_URL cannot be used: ${fault}`, { cause: error });
  if (/unsupported startup parameter/.test(message))
    return new Error(
      `the database at DATABASE_URL cannot be used: a pooler is in front of it that refuses settings (${message}): connect directly`,
      {
        cause: error,
      },
    );
  return code === undefined ? error : new Error(`the database at DATABASE_URL refuses the connection (${message})`, { cause: error });
}

/** Connects to the database, started if it is the embedded one, with a schema that this program works with. */
export async function openDatabase(
  { databaseUrl, dataFolder, migrations = "apply" }: Where,
  { onFailure, onLost, recording }: DatabaseWatch = {},
): Promise<OpenDatabase> {
  const onRestart = () => onFailure?.("the database server died and is started again");
  const server = databaseUrl ? null : await startDevDatabase({ home: dataFolder, durable: true, onRestart, ...(onLost && { onLost }) });
  const url = changing(databaseUrl ?? server!.url);
  try {
    if (databaseUrl) await requireUsable(url.current);
    if (migrations === "apply") await migrate(url.current, { onWaiting: (what) => onFailure?.(what) });
    else await requireMigrated(url.current);
  } catch (error) {
    await server?.stop();
    throw databaseUrl ? namingTheSetting(error) : error;
  }
  let closing = false;
  // During shutdown the server may end connections before the pool does.
  const db = connect(url, (error) => !closing && onFailure?.(`a database connection was lost: ${error.message}`), recording);
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
