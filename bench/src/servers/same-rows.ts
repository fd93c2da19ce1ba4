import { randomUUID } from "node:crypto";
import pg from "pg";
import { postMessage } from "../../../server/src/chat/commands.ts";
import { textArray, uuidArray } from "../../../server/src/db/statements.ts";
import { aMessage, asUser, openWriter } from "../product.ts";
import type { Appender } from "./appenders.ts";
import { inTransaction } from "./sql.ts";

/** What Turnout keeps of one message, as texts of the same length: none of it has to be worked out any more. */
interface Kept {
  author: string;
  said: string;
  actor: string;
  context: string;
  body: string;
  caller: string;
  hash: string;
  result: string;
}

interface Room {
  id: string;
  seq: number;
  kept: Kept;
}

const KEPT = `
  select author_id as author, text as said, actor::text, context::text, body::text, caller, body_hash as hash, result::text
  from messages join event_log using (event_id, seq) join command_results using (event_id, seq)
  where event_id = $1 order by seq desc limit 1`;

/** Events of Turnout's own in which somebody has spoken once, through Turnout's writer: its rows are the pattern. */
async function openRooms(url: string, events: number): Promise<Room[]> {
  const { db, world, gatherings } = await openWriter(url, events);
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  const rooms = await Array.fromAsync(gatherings, async ({ id, host }): Promise<Room> => {
    const { seq } = await world.changeEvent(id, postMessage, aMessage(), asUser(host));
    const { rows } = await reader.query<Kept>(KEPT, [id]);
    return { id, seq, kept: rows[0]! };
  });
  await reader.end();
  await db.destroy();
  return rooms;
}

const MESSAGE = "messages (event_id, id, seq, author_id, author_name, author_role, text, at)";
const ENTRY = "event_log (event_id, seq, command_id, at, actor, context, body)";
const RESULT = "command_results (event_id, command_id, caller, body_hash, seq, result)";

const BATCH = 256;
const LOCK = "select * from events where id = any($1::uuid[]) for no key update";
const MESSAGES = `insert into ${MESSAGE}
  select event_id, id, seq::bigint, author, 'Grace', 'host', said, now()
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[]) as given (event_id, id, seq, author, said)`;
const ENTRIES = `insert into ${ENTRY}
  select event_id, seq::bigint, id, now(), actor::json, context::json, body::json
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) as given (event_id, id, seq, actor, context, body)`;
const RESULTS = `insert into ${RESULT}
  select event_id, id, caller, hash, seq::bigint, result::json
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) as given (event_id, id, seq, caller, hash, result)`;
const NUMBERED = `update events set log_seq = seq::bigint from unnest($1::uuid[], $2::text[]) as given (id, seq) where events.id = given.id`;

/** The limit of what Turnout keeps: its rows, in batches that somebody has made already, sent without waiting in between. */
export async function sameRowsInBatches(url: string, events: number): Promise<Appender> {
  const rooms = await openRooms(url, events);
  const client = new pg.Client({ connectionString: url, pipeline: true });
  await client.connect();
  const of = Array.from({ length: BATCH }, (_, place) => rooms[place % rooms.length]!);
  const texts = (column: keyof Kept) => textArray(of.map(({ kept }) => kept[column]));
  const eventIds = uuidArray(of.map(({ id }) => id));
  const locked = uuidArray([...new Set(of)].map(({ id }) => id));
  const [said, actor, context, body] = [texts("said"), texts("actor"), texts("context"), texts("body")];
  const [caller, hash, result] = [texts("caller"), texts("hash"), texts("result")];
  const author = uuidArray(of.map(({ kept }) => kept.author));
  const send = (name: string, text: string, values: unknown[]) => client.query({ name, text, values });
  return {
    each: BATCH,
    append() {
      const seqs = textArray(of.map((room) => String(++room.seq)));
      const heads = textArray([...new Set(of)].map(({ seq }) => String(seq)));
      const ids = uuidArray(of.map(() => randomUUID()));
      return Promise.all([
        client.query("begin"),
        send("lock", LOCK, [locked]),
        send("messages", MESSAGES, [eventIds, ids, seqs, author, said]),
        send("numbered", NUMBERED, [locked, heads]),
        send("entries", ENTRIES, [eventIds, ids, seqs, actor, context, body]),
        send("results", RESULTS, [eventIds, ids, seqs, caller, hash, result]),
        client.query("commit"),
      ]);
    },
  };
}

const NEXT = "update events set log_seq = log_seq + 1 where id = $1 returning log_seq as seq";
const ONE_MESSAGE = `insert into ${MESSAGE} values ($1, $2, $3, $4, 'Grace', 'host', $5, now())`;
const ONE_ENTRY = `insert into ${ENTRY} values ($1, $3, $2, now(), $4, $5, $6)`;
const ONE_RESULT = `insert into ${RESULT} values ($1, $2, $4, $5, $3, $6)`;

/** The same rows as most would write them: a pool, and a transaction for each message. */
export async function sameRowsOneByOne(url: string, events: number): Promise<Appender> {
  const rooms = await openRooms(url, events);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  return {
    each: 1,
    append(event) {
      const { id, kept } = rooms[event]!;
      return inTransaction(pool, async (client) => {
        const send = (name: string, text: string, values: unknown[]) => client.query<{ seq: string }>({ name, text, values });
        const messageId = randomUUID();
        const { rows } = await send("next", NEXT, [id]);
        const row = [id, messageId, rows[0]!.seq];
        await send("message", ONE_MESSAGE, [...row, kept.author, kept.said]);
        await send("entry", ONE_ENTRY, [...row, kept.actor, kept.context, kept.body]);
        await send("result", ONE_RESULT, [...row, kept.caller, kept.hash, kept.result]);
      });
    },
  };
}
