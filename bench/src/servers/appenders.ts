import { randomUUID } from "node:crypto";
import pg from "pg";
import postgres from "postgres";
import { postMessage } from "../../../server/src/chat/commands.ts";
import { aMessage, asUser, openWriter } from "../product.ts";
import { inTransaction } from "./sql.ts";

/** A way to append one message to one of some events, done when it is committed. */
export interface Appender {
  append(event: number): Promise<unknown>;
  /** Entries that one call appends. */
  each: number;
}

const body = JSON.stringify({ type: "chat", author: "Grace", text: "x".repeat(100) });

/** Turnout's own writer, in process: decided, numbered, remembered for retries, logged, and shown in the chat. */
export async function turnoutAppender(url: string, events: number): Promise<Appender> {
  const { world, gatherings } = await openWriter(url, events);
  return {
    each: 1,
    append(event) {
      const gathering = gatherings[event]!;
      if (world.hints.length > 1_000) world.hints.length = 0;
      return world.changeEvent(gathering.id, postMessage, aMessage(), asUser(gathering.host));
    },
  };
}

const ONE = `
  with numbered as (update bench_rooms set seq = seq + 1 where id = $1 returning seq)
  insert into bench_messages (room, seq, id, body) select $1, seq, $2, $3 from numbered`;

/** What most write: a pool, and a transaction for each message. */
export function transactionAppender(url: string): Appender {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  return {
    each: 1,
    append: (event) =>
      inTransaction(pool, async (client) => {
        const numbered = { name: "number", text: "update bench_rooms set seq = seq + 1 where id = $1 returning seq", values: [event + 1] };
        const { rows } = await client.query<{ seq: string }>(numbered);
        const insert = "insert into bench_messages (room, seq, id, body) values ($1, $2, $3, $4)";
        await client.query({ name: "insert", text: insert, values: [event + 1, rows[0]!.seq, randomUUID(), body] });
      }),
  };
}

/** A fast driver and one statement: as good as it gets without gathering. */
export function postgresJsAppender(url: string): Appender {
  const sql = postgres(url, { max: 10, onnotice: () => {} });
  return {
    each: 1,
    append: (event) => sql.unsafe(ONE, [event + 1, randomUUID(), body], { prepare: true }),
  };
}

const BATCH = 500;

/** The limit: batches of 500 that somebody has made already, one after the other on one connection, log only. */
export function bareBatchAppender(url: string): Appender {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const bodies = `{${Array.from({ length: BATCH }, () => `"${body.replaceAll('"', String.raw`\"`)}"`).join(",")}}`;
  const statement = `
    with numbered as (update bench_rooms set seq = seq + ${BATCH} where id = $1 returning seq)
    insert into bench_messages (room, seq, id, body)
    select $1, numbered.seq - ${BATCH} + place, id::uuid, body
    from numbered, unnest($2::text[], $3::text[]) with ordinality as entry (id, body, place)`;
  return {
    each: BATCH,
    append(event) {
      const ids = `{${Array.from({ length: BATCH }, () => randomUUID()).join(",")}}`;
      return pool.query({ name: "batch", text: statement, values: [event + 1, ids, bodies] });
    },
  };
}
