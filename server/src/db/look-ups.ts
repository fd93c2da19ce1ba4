import type { Kysely } from "kysely";
import type pg from "pg";
import { borrowForLookUps, kyselyOn, LOOK_UP_CONNECTIONS, recordingOf } from "./connect.ts";
import type { Database } from "./database.ts";
import { isStalePlan } from "./outage.ts";
import { planName } from "./statements.ts";

type Read<Result> = (on: Kysely<Database>) => Promise<Result>;

/**
 * Looks rows up by key with statements that each connection prepares once: planning takes several times as long as looking
 * up. Their texts must be few, must name their columns, and must find each row by a complete key.
 */
export async function lookUp<Result>(db: Kysely<Database>, read: Read<Result>): Promise<Result> {
  return onConnection(db, (client) => read(preparedOn(client, db)));
}

/** Writes rows by complete keys the same way, in one statement that is a transaction of its own. */
export const writeByKey = lookUp;

const BEGIN = "begin isolation level repeatable read, read only";

/**
 * The same for several look-ups that see one state of the database. They are sent without waiting for one another: on a
 * busy machine each round trip waits for a processor four times, longer than the look-ups take.
 */
export async function lookUpTogether<Result>(db: Kysely<Database>, read: Read<Result>): Promise<Result> {
  return onConnection(db, async (client) => {
    try {
      // Sent first, and waited for with the rest: without it each would see a state of its own.
      const [, result] = await Promise.all([client.query(BEGIN), read(preparedOn(client, db))]);
      return result;
    } finally {
      // Whoever borrows the connection next is behind it.
      client.query("commit").catch(() => {});
    }
  });
}

/** Tries again on another connection when a migration has changed a statement's result. */
async function onConnection<Result>(db: Kysely<Database>, read: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  for (let dropped = 0; ; dropped++) {
    const client = await borrowForLookUps(db);
    let stale: Error | undefined;
    try {
      return await read(client);
    } catch (error) {
      if (!isStalePlan(error) || dropped === LOOK_UP_CONNECTIONS) throw error;
      stale = error as Error;
    } finally {
      client.release(stale);
    }
  }
}

const made = new WeakMap<pg.PoolClient, Kysely<Database>>();

function preparedOn(client: pg.PoolClient, db: Kysely<Database>): Kysely<Database> {
  const known = made.get(client);
  if (known) return known;
  const query = (text: string, values: unknown[]) => client.query({ name: planName(text), text, values });
  const pool = { connect: async () => ({ query, release: () => {} }), end: async () => {} };
  const on = kyselyOn(pool, recordingOf(db));
  made.set(client, on);
  return on;
}
