import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preparePostgresData } from "../../dev-database/src/postgres-data.ts";
import { withClient } from "../../server/src/db/content.ts";
import { migrate } from "../../server/src/db/migrate.ts";
import { freePort } from "../../server/src/free-port.ts";
import { postgresServer, type PostgresServer } from "../../torture/src/processes/postgres-server.ts";
import { FOLLOWED, startStandby, type Standby } from "../../torture/src/processes/standby.ts";

export interface Replicated {
  first: PostgresServer;
  second: Standby;
  stop(): Promise<void>;
}

/** A migrated PostgreSQL, and a replica that follows it without being waited for. */
export async function startReplicated(): Promise<Replicated> {
  const home = mkdtempSync(join(tmpdir(), "turnout-replicated-"));
  // Started by root, the server is another user, which must be able to enter.
  chmodSync(home, 0o755);
  const data = await preparePostgresData(realpathSync(home), true);
  const first = postgresServer(data, await freePort(), FOLLOWED);
  const folder = `${data.folder}-second`;
  let second: Standby | undefined;
  async function stop() {
    await first.stop();
    await second?.line.close();
    await second?.server.stop();
    for (const one of [data.folder, folder, home]) rmSync(one, { recursive: true, force: true });
  }
  try {
    await first.ensureRunning();
    await migrate(first.url);
    second = await startStandby(first, folder);
    await withClient(first.url, async (client) => {
      await client.query("alter system reset synchronous_standby_names");
      await client.query("select pg_reload_conf()");
    });
    return { first, second, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
