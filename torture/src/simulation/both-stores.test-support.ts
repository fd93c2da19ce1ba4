import { Refusal } from "@turnout/contract/refusals";
import { sql } from "kysely";
import { expect } from "vitest";
import { redactWords } from "../../../server/src/chat/redact-words.ts";
import type {} from "../../../server/src/db/test-cluster.ts";
import { testDatabase, type TestDatabase } from "../../../server/src/db/test-database.ts";
import { createEventWriter, type ChangeEvent } from "../../../server/src/log/change-event.ts";
import { createPostgresStore } from "../../../server/src/log/postgres-store.ts";
import type { Store, Wants } from "../../../server/src/log/store.ts";
import { randomFrom } from "../processes/random.ts";
import type { CommandList, Sent } from "./command-list.test-support.ts";
import { createMemoryDatabase, type MemoryDatabase } from "./memory-database.ts";
import { createProcessLifetime } from "./process-lifetime.ts";
import { createProcessStore } from "./process-store.ts";
import { createVirtualTime } from "./virtual-time.ts";
import { calmNetwork } from "./network-conditions.ts";

/** A database in memory as a process has it that nothing goes wrong for. */
export const storeOf = (database: MemoryDatabase) =>
  createProcessStore({ database, lifetime: createProcessLifetime(createVirtualTime()), conditions: calmNetwork });

/** Of a test file's own. */
export async function bothStores() {
  const { db, url } = await testDatabase();
  const postgres = createPostgresStore(db, [redactWords]);
  const memory = createMemoryDatabase((await postgres.readHeads([])).epoch);
  const inMemory = storeOf(memory);

  async function expectTheSame(eventId: string) {
    expect(await heldIn(inMemory, eventId, rowsInMemory(memory, eventId))).toEqual(
      await heldIn(postgres, eventId, await rowsInPostgres(db, eventId)),
    );
  }
  return { db, url, postgres, memory, inMemory, expectTheSame, prepare: (list: CommandList) => prepare({ db, memory }, list) };
}

/** What a transaction wants that only looks at some events. */
export const wantsOf = (eventIds: string[], waits: boolean): Wants => ({
  events: eventIds.map((eventId) => ({ eventId, opensEvent: false, commandIds: [], rows: { ids: new Map(), selections: new Map() } })),
  waits,
  limit: 1,
});

/** Each store gets a clock of its own that ticks alike. */
export function ticking() {
  let now = Date.parse("2027-05-01T12:00:00.000Z");
  return () => new Date((now += 1_000));
}

export async function answerTo(writer: ChangeEvent, eventId: string, { command, input, caller }: Sent) {
  try {
    const { seq, result } = await writer(eventId, command as never, input, caller, { opensEvent: command.name === "createEvent" });
    return { seq, result };
  } catch (error) {
    return error instanceof Refusal ? { refused: error.code } : { failed: (error as { code?: string }).code };
  }
}

/** Sends the first groups of all lists together, then the second, and so on. */
export async function settle(store: Store, lists: Pick<CommandList, "eventId" | "groups">[], now = ticking()) {
  const writer = createEventWriter({ store, now, hint: () => {} });
  const answers = [];
  for (let at = 0; lists.some(({ groups }) => at < groups.length); at++) {
    const together = lists.flatMap(({ eventId, groups }) => (groups[at] ?? []).map((sent) => answerTo(writer, eventId, sent)));
    answers.push(await Promise.all(together));
  }
  return answers;
}

/** What a store holds and says of an event; what the database fills in by itself is left out. */
async function heldIn(store: Store, eventId: string, rows: Record<string, object[]>) {
  const { positions, epoch } = await store.readHeads([eventId]);
  const head = positions.get(eventId) ?? 0;
  const log = await store.readLog(eventId, { after: 0 });
  const part = await store.readLog(eventId, { after: 2, upTo: 5 });
  return plain({ epoch, head, log, part, rows });
}

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, held: unknown) => {
      if (["created_at", "about", "name_folded"].includes(key)) return undefined;
      if (key === "seq" || key === "log_seq") return Number(held);
      return held && typeof held === "object" && !Array.isArray(held)
        ? Object.fromEntries(Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : held;
    }),
  );
}

const byKey = (rows: object[], key: string) =>
  rows.toSorted((a, b) => ((a as Record<string, string>)[key]! < (b as Record<string, string>)[key]! ? -1 : 1));

const columns = {
  events: "*",
  guests: "*",
  hosts: "*",
  messages: "*",
  commandResults: "event_id, command_id, caller, body_hash, seq, result",
};
const tables = Object.keys(columns) as (keyof typeof columns)[];

async function rowsInPostgres(db: TestDatabase["db"], eventId: string) {
  const rows: Record<string, object[]> = {};
  for (const table of tables) {
    const from = table === "commandResults" ? "command_results" : table;
    const query = `select ${columns[table]} from ${from} where ${table === "events" ? "id" : "event_id"} = '${eventId}'`;
    rows[table] = byKey((await sql.raw<object>(query).execute(db)).rows, keyOf(table));
  }
  return rows;
}

function rowsInMemory(memory: MemoryDatabase, eventId: string) {
  const rows = memory.event(eventId).rows();
  return Object.fromEntries(tables.map((table) => [table, byKey(rows[table], keyOf(table))]));
}

const keyOf = (table: string) => (table === "commandResults" ? "command_id" : "id");

async function prepare({ db, memory }: { db: TestDatabase["db"]; memory: MemoryDatabase }, { users, taken }: CommandList) {
  for (const { id, name } of users)
    await sql`insert into users (id, name, email, email_verified) values (${id}, ${name}, ${`${id}@example.org`}, true)`.execute(db);
  const elsewhere = randomFrom(`elsewhere ${taken}`).uuid();
  await sql`insert into events (id) values (${elsewhere})`.execute(db);
  await sql`insert into guests (event_id, id, name, source) values (${elsewhere}, ${taken}, 'Somebody', 'invited')`.execute(db);
  memory.taken.add(taken);
}
