import { execFile } from "node:child_process";
import { chownSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type pg from "pg";
import { PLAIN_ENVIRONMENT } from "../../../dev-database/src/postgres-data.ts";
import { freePort } from "../../../server/src/free-port.ts";
import { startFaultProxy, type FaultProxy } from "./fault-proxy.ts";
import { postgresServer, withClient, type PostgresServer } from "./postgres-server.ts";

/** What a primary needs so that another can follow it from a copy: the log since then. Both have to fit on one disk. */
export const FOLLOWED = { wal_keep_size: "256MB", max_wal_size: "128MB" };
/** How long a standby may take until it has everything (ms). */
const PATIENCE = 30_000;
const NAME = "standby";

export interface Standby {
  server: PostgresServer;
  /** Over which it hears of what is written. */
  line: FaultProxy;
}

/**
 * Starts a server that has all that this one acknowledges from now on: a copy made while it works, which then follows
 * its log. From then on nothing is acknowledged there that is not on the disk here as well.
 */
export async function startStandby(primary: PostgresServer, folder: string): Promise<Standby> {
  const { data, url } = primary;
  await withClient(url, (client) => copyFiles(client, primary, folder));
  const line = await startFaultProxy(primary, folder);
  const server = postgresServer({ ...data, folder }, await freePort(), {
    ...FOLLOWED,
    primary_conninfo: `host=127.0.0.1 port=${line.port} user=turnout password=${data.password} application_name=${NAME}`,
    wal_retrieve_retry_interval: "100ms",
  });
  try {
    await server.ensureRunning();
    await withClient(url, async (client) => {
      await client.query(`alter system set synchronous_standby_names = '${NAME}'`);
      await client.query("select pg_reload_conf()");
      await untilItHas(client);
    });
    return { server, line };
  } catch (error) {
    await server.stop();
    await line.close();
    throw error;
  }
}

/** Makes a standby the primary, once the other one is dead. */
export async function promote({ server, line }: Standby): Promise<void> {
  await line.close();
  const isDone = "select pg_promote(true, 60) as done";
  const { rows } = await withClient(server.url, (client) => client.query<{ done: boolean }>(isDone));
  if (!rows[0]!.done) throw new Error("the standby does not take over");
}

/** Waits until the standby has all that was written until now, acknowledged or not: a primary that came back from a crash shows all of it. */
export const untilFollowed = (primary: PostgresServer): Promise<void> => withClient(primary.url, untilItHas);

async function untilItHas(client: pg.Client): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  const { rows } = await client.query<{ written: string }>("select pg_current_wal_flush_lsn() as written");
  const has = "select 1 from pg_stat_replication where application_name = $1 and state = 'streaming' and flush_lsn >= $2";
  while ((await client.query(has, [NAME, rows[0]!.written])).rowCount === 0) {
    if (Date.now() > deadline) throw new Error("the standby does not follow");
    await sleep(20);
  }
}

async function copyFiles(client: pg.Client, { data }: PostgresServer, folder: string): Promise<void> {
  await client.query("select pg_backup_start('standby', fast => true)");
  // Files that go away meanwhile are no loss: the log tells what became of them.
  await promisify(execFile)("cp", ["-a", data.folder, folder], { env: PLAIN_ENVIRONMENT }).catch((error: { stderr: string }) => {
    const isBad = (line: string) => line !== "" && !line.endsWith("No such file or directory");
    if (error.stderr.split("\n").some(isBad)) throw error;
  });
  const { rows } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop(wait_for_archive => false)");
  rmSync(join(folder, "postmaster.pid"), { force: true });
  for (const [name, text] of [
    ["backup_label", rows[0]!.labelfile],
    ["standby.signal", ""],
    ["postgresql.auto.conf", ""],
  ] as const) {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    if (data.account) chownSync(file, data.account.uid, data.account.gid);
  }
}
