import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { Failed } from "../failed.ts";

/** How long the fence, the promotion and the servers there may take (ms). */
export const FENCED_WITHIN = 30_000;
export const PROMOTED_WITHIN = 60_000;
export const READY_WITHIN = 60_000;
/** How long the first database is waited for before it counts as away (ms). */
const AWAY_AFTER = 3_000;

export interface Settings {
  /** The replica in the second region, for a role that may call `pg_promote`. */
  standbyUrl: string;
  /** A shell command that makes sure that the first region takes no more changes, and ends with 0 only then. */
  fence: string;
  /** The database in the first region, which is asked whether that is so; null: nobody is asked. */
  firstUrl: string | null;
  /** `/readyz` of a server in the second region; null: nobody waits for it. */
  readyUrl: string | null;
}

export interface FailedOver {
  /** The newest change that came here; later ones are lost. Null: there is none. */
  newest: string | null;
  epoch: string;
  /** ms */
  took: { fenced: number; promoted: number; ready: number };
}

/**
 * Makes the second region the one that is written to. Nothing is promoted unless the fence held; throws `Failed` with the reason. It cannot
 * be undone: the first region becomes a replica that is made anew.
 */
export async function failOver({ standbyUrl, fence, firstUrl, readyUrl }: Settings): Promise<FailedOver> {
  const began = performance.now();
  await requireReplica(standbyUrl);
  await raise(fence);
  if (firstUrl !== null && (await takesChanges(firstUrl)))
    throw new Failed("not promoted: the first region still takes changes, whatever the fence says");
  const fenced = performance.now();
  const promotion = await promote(standbyUrl);
  const promoted = performance.now();
  if (readyUrl !== null) await untilReady(readyUrl);
  return { ...promotion, took: { fenced: fenced - began, promoted: promoted - fenced, ready: performance.now() - promoted } };
}

async function requireReplica(url: string) {
  const isReplica = await withClient(url, async (client) => {
    const { rows } = await client.query<{ replica: boolean }>("select pg_is_in_recovery() as replica");
    return rows[0]!.replica;
  }).catch((error: Error) => {
    throw new Failed(`the second region's database does not answer: ${error.message}`);
  });
  if (!isReplica) throw new Failed("the second region's database is no replica: it takes changes already");
}

async function raise(fence: string) {
  await promisify(execFile)("/bin/sh", ["-c", fence], { timeout: FENCED_WITHIN }).catch((error: Error & { stderr?: string }) => {
    throw new Failed(`not promoted: the fence failed: ${(error.stderr ?? "").trim() || error.message}`);
  });
}

async function takesChanges(url: string): Promise<boolean> {
  const asked = withClient(url, async (client) => {
    const { rows } = await client.query<{ takes: boolean }>(
      "select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as takes",
    );
    return rows[0]!.takes;
  });
  return asked.catch(() => false);
}

async function promote(url: string): Promise<{ newest: string | null; epoch: string }> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ done: boolean }>("select pg_promote(true, $1) as done", [PROMOTED_WITHIN / 1_000]);
    if (!rows[0]!.done) throw new Failed(`the replica did not take over within ${PROMOTED_WITHIN / 1_000} s`);
    const { rows: found } = await client.query<{ newest: string | null; epoch: string }>(
      "select epoch::text, (select max(at)::text from event_log) as newest from life",
    );
    return found[0]!;
  });
}

async function untilReady(url: string) {
  for (const deadline = Date.now() + READY_WITHIN; ; await sleep(100)) {
    const status = await fetch(url, { signal: AbortSignal.timeout(AWAY_AFTER) }).then(
      (answer) => answer.status,
      (error: Error) => error.message,
    );
    if (status === 200) return;
    if (Date.now() > deadline) throw new Failed(`promoted, but ${url} is not ready: ${status}`);
  }
}

async function withClient<Result>(url: string, ask: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: AWAY_AFTER, query_timeout: PROMOTED_WITHIN + AWAY_AFTER });
  client.on("error", () => {}); // the running query reports it
  try {
    await client.connect();
    return await ask(client);
  } finally {
    await client.end().catch(() => {});
  }
}
