import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../dev-database/src/embedded-postgres.ts";
import { withClient } from "../../server/src/db/content.ts";
import { migrate } from "../../server/src/db/migrate.ts";
import { followLog } from "../backup/follow-log.ts";
import { makeKey, readSettings, type Settings } from "../backup/settings.ts";

/** What a role for backups may do, and no more; as in docs/operating.md. */
export const BACKUP_ROLE = [
  "create role turnout_backup login replication password 'backup'",
  "grant turnout to turnout_backup",
  "grant execute on function pg_create_restore_point(text), pg_switch_wal() to turnout_backup",
];

export interface BackedUp {
  home: string;
  /** With all rights. */
  url: string;
  settings: Settings;
  /** Pairs of keys of age: the private one as a file. */
  newKey(): Promise<{ identity: string; recipient: string }>;
  /** Receives the log until the returned function is called; it throws what went wrong. */
  follow(): () => Promise<void>;
  /** Ends the database at once and removes its data: that disk is gone. */
  destroy(): Promise<void>;
  close(): Promise<void>;
}

/** A migrated PostgreSQL whose log can be followed, with two repositories on the same disk. */
export async function startBackedUp(kept = 3): Promise<BackedUp> {
  const home = mkdtempSync(join(tmpdir(), "turnout-backed-up-"));
  // Started by root, the server is another user: it would have its data elsewhere, and they would outlive the disk that is gone.
  chmodSync(home, 0o755);
  const database = join(home, "database");
  const server = await startEmbeddedPostgres({ home: database, durable: true });
  let isThere = true;
  const stop = async () => {
    if (isThere) await server.stop();
    isThere = false;
  };
  try {
    await withClient(server.url, async (client) => {
      await client.query("alter system set summarize_wal = on");
      await client.query("select pg_reload_conf()");
      for (const statement of BACKUP_ROLE) await client.query(statement);
    });
    await migrate(server.url);
    const repositories = ["here", "elsewhere"].map((name) => join(home, name));
    for (const folder of repositories) mkdirSync(folder);
    let keys = 0;
    const newKey = async () => {
      const identity = join(home, `key-${++keys}`);
      return { identity, recipient: await makeKey(identity) };
    };
    const { identity, recipient } = await newKey();
    const url = new URL(server.url);
    Object.assign(url, { username: "turnout_backup", password: "backup" });
    const settings = await readSettings({
      PATH: process.env.PATH,
      BACKUP_DATABASE_URL: String(url),
      BACKUP_REPOSITORIES: repositories.join(","),
      BACKUP_RECIPIENT: recipient,
      BACKUP_IDENTITY: identity,
      BACKUP_SPOOL: join(home, "spool"),
      BACKUP_KEPT: String(kept),
      BACKUP_METRICS: join(home, "backup.prom"),
    });
    return {
      home,
      url: server.url,
      settings,
      newKey,
      follow() {
        const end = new AbortController();
        const following = followLog(settings, end.signal);
        following.catch(() => {}); // whoever ends it hears of it
        return () => {
          end.abort();
          return following;
        };
      },
      async destroy() {
        await stop();
        rmSync(database, { recursive: true });
      },
      async close() {
        await stop();
        rmSync(home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await stop();
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}
