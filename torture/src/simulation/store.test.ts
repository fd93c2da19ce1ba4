import { Refusal } from "@turnout/contract/refusals";
import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { redactDeleted } from "../../../server/src/chat/redact-deleted.ts";
import type {} from "../../../server/src/db/test-cluster.ts";
import { testDatabase } from "../../../server/src/db/test-database.ts";
import { createEvent, publishEvent } from "../../../server/src/events/commands.ts";
import { answerInvitation } from "../../../server/src/guests/commands.ts";
import { guestsTable } from "../../../server/src/guests/tables.ts";
import { inviteGuests } from "../../../server/src/invitations/commands.ts";
import { createEventWriter, type ChangeEvent } from "../../../server/src/log/change-event.ts";
import { createPostgresStore } from "../../../server/src/log/postgres-store.ts";
import type { RowChanges, Store } from "../../../server/src/log/store.ts";
import { randomFrom } from "../processes/random.ts";
import { edit, postMessage } from "./cast.ts";
import { aCommandList, type CommandList, type Sent } from "./command-list.test-support.ts";
import { createMemoryDatabase } from "./memory-database.ts";
import { createProcessLife } from "./process-life.ts";
import { createProcessStore } from "./process-store.ts";
import { createVirtualTime } from "./virtual-time.ts";
import type { Weather } from "./weather.ts";

const { db } = await testDatabase();
const postgres = createPostgresStore(db, [redactDeleted]);

const calm = { toDatabase: () => 0, commitFate: () => "told" } as unknown as Weather;
const memory = createMemoryDatabase("");
const inMemory = createProcessStore({ database: memory, life: createProcessLife(createVirtualTime()), weather: calm });

beforeAll(async () => {
  memory.epoch = (await postgres.readHeads([])).epoch;
});

/** Each store gets a clock of its own that ticks alike. */
function ticking() {
  let now = Date.parse("2027-05-01T12:00:00.000Z");
  return () => new Date((now += 1_000));
}

async function answerTo(writer: ChangeEvent, eventId: string, { command, input, caller }: Sent) {
  try {
    const { seq, result } = await writer(eventId, command as never, input, caller, { opensEvent: command.name === "createEvent" });
    return { seq, result };
  } catch (error) {
    return error instanceof Refusal ? { refused: error.code } : { failed: (error as { code?: string }).code };
  }
}

async function settle(store: Store, { eventId, groups }: Pick<CommandList, "eventId" | "groups">) {
  const writer = createEventWriter({ store, now: ticking(), hint: () => {} });
  const answers = [];
  for (const group of groups) answers.push(await Promise.all(group.map((sent) => answerTo(writer, eventId, sent))));
  return answers;
}

/** What a store holds and says of an event; what the database fills in by itself is left out. */
async function heldIn(store: Store, eventId: string, rows: Record<string, object[]>) {
  const { positions, epoch } = await store.readHeads([eventId]);
  const head = positions.get(eventId) ?? 0;
  const log = await store.readLog(eventId, { after: 0 });
  const part = await store.readLog(eventId, { after: 2, upTo: 5 });
  const { letters, ...stretch } = await store.readStretch(eventId, Math.floor(head / 2));
  expect(letters).toBeGreaterThan(0);
  return plain({ epoch, head, log, part, stretch, rows });
}

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, held: unknown) => {
      if (["created_at", "about"].includes(key)) return undefined;
      return held && typeof held === "object" && !Array.isArray(held)
        ? Object.fromEntries(Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : held;
    }),
  );
}

const byKey = (rows: object[], ...keys: string[]) => rows.toSorted((a, b) => (keyOf(a, keys) < keyOf(b, keys) ? -1 : 1));
const keyOf = (row: object, keys: string[]) => keys.map((key) => String((row as Record<string, unknown>)[key])).join(" ");

async function rowsInPostgres(eventId: string) {
  const all = async (table: string, columns = "*") =>
    (await sql.raw<object>(`select ${columns} from ${table} where ${table === "events" ? "id" : "event_id"} = '${eventId}'`).execute(db))
      .rows;
  return {
    events: (await all("events")).map((row) => ({ ...row, log_seq: Number((row as { log_seq: unknown }).log_seq) })),
    guests: byKey(await all("guests"), "id"),
    hosts: byKey(await all("hosts"), "id"),
    messages: byKey(await all("messages"), "id").map((row) => ({ ...row, seq: Number((row as { seq: unknown }).seq) })),
    commandResults: byKey(await all("command_results", "event_id, command_id, caller, body_hash, seq::int, result"), "command_id"),
  };
}

function rowsInMemory(eventId: string) {
  const { log: _, ...rows } = memory.event(eventId).rows();
  return {
    ...rows,
    guests: byKey(rows.guests, "id"),
    hosts: byKey(rows.hosts, "id"),
    messages: byKey(rows.messages, "id"),
    commandResults: byKey(rows.commandResults, "command_id"),
  };
}

async function expectTheSame(eventId: string) {
  expect(await heldIn(inMemory, eventId, rowsInMemory(eventId))).toEqual(await heldIn(postgres, eventId, await rowsInPostgres(eventId)));
}

async function prepare({ users, taken }: CommandList) {
  for (const { id, name } of users)
    await sql`insert into users (id, name, email, email_verified) values (${id}, ${name}, ${`${id}@example.org`}, true)`.execute(db);
  const elsewhere = randomFrom(`elsewhere ${taken}`).uuid();
  await sql`insert into events (id) values (${elsewhere})`.execute(db);
  await sql`insert into guests (event_id, id, name, source) values (${elsewhere}, ${taken}, 'Somebody', 'invited')`.execute(db);
  memory.taken.add(taken);
}

test("a thousand random commands: both stores give the same answers and hold the same, refusals and broken constraints included", async () => {
  const met = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) {
    const list = aCommandList(seed, 90);
    await prepare(list);
    const [expected, got] = [await settle(postgres, list), await settle(inMemory, list)];
    expect(got, `seed ${seed}`).toEqual(expected);
    await expectTheSame(list.eventId);
    for (const answer of expected.flat()) met.add(answer.refused ?? ("seq" in answer ? "committed" : "failed"));
  }
  for (const kind of ["committed", "command_id_reused", "event_not_found", "event_full", "capacity_below_taken", "email_on_list"])
    expect(met).toContain(kind);
});

test("control: a store that keeps the line, or what was answered before, to itself gives other answers", async () => {
  const { eventId, groups } = aCommandList(1, 90);
  const expected = await settle(createStoreOfItsOwn(), { eventId, groups });
  const without = (hidden: object) => {
    const store = createStoreOfItsOwn();
    return {
      ...store,
      change: ((id, wants, decide) => store.change(id, wants, (found) => decide({ ...found, ...hidden }))) as Store["change"],
    };
  };
  expect(await settle(createStoreOfItsOwn(), { eventId, groups })).toEqual(expected);
  expect(await settle(without({ selections: [] }), { eventId, groups })).not.toEqual(expected);
  expect(await settle(without({ done: [] }), { eventId, groups })).not.toEqual(expected);
});

function createStoreOfItsOwn() {
  const database = createMemoryDatabase(memory.epoch);
  return createProcessStore({ database, life: createProcessLife(createVirtualTime()), weather: calm });
}

test("a line longer than the first reading of it is read on, in both", async () => {
  const list = aCommandList(500, 3);
  await prepare(list);
  const [create] = list.groups.flat() as [Sent];
  const random = randomFrom("long line");
  const guests = Array.from({ length: 300 }, (_, at) => ({
    guestId: random.uuid(),
    name: `Guest ${at}`,
    email: null,
    plusOnesAllowed: null,
    locale: null,
  }));
  const { caller } = create;
  const input = {
    commandId: random.uuid(),
    eventId: list.eventId,
    fields: { title: "Picnic", starts: "2027-06-18T19:00", zone: "UTC", capacity: 4, waitlistRule: "fillGaps" as const },
  };
  const answers = guests.map(({ guestId }) => ({
    command: answerInvitation as never,
    input: { commandId: random.uuid(), answer: "going", plusOnes: ["", "", ""], note: "" },
    caller: { key: `visit:${guestId}`, user: null, guestId, accessVersion: 1, shareVersion: null },
  }));
  const as = (command: unknown, body: object): Sent => ({
    caller,
    command: command as never,
    input: { commandId: random.uuid(), ...body },
  });
  const groups = [
    [{ caller, command: createEvent as never, input }],
    [as(publishEvent, {})],
    [as(inviteGuests, { message: "", send: false, guests })],
    answers.slice(0, 299),
    // One seat is free for somebody alone, who is last of three hundred: the line is looked through to its end.
    [{ ...answers[299]!, input: { ...answers[299]!.input, plusOnes: [] } as never }],
    [as(edit, { fields: { capacity: 5 } })],
  ];
  expect(await settle(inMemory, { eventId: list.eventId, groups })).toEqual(await settle(postgres, { eventId: list.eventId, groups }));
  await expectTheSame(list.eventId);
});

test("two writers at once: one log without holes, in both", async () => {
  const list = aCommandList(600, 3);
  await prepare(list);
  for (const store of [postgres, inMemory]) {
    await settle(store, { eventId: list.eventId, groups: list.groups });
    const before = (await store.readHeads([list.eventId])).positions.get(list.eventId)!;
    const writers = [1, 2].map(() => createEventWriter({ store, now: ticking(), hint: () => {} }));
    const random = randomFrom("two writers");
    const { caller } = list.groups[0]![0]!;
    const all = Array.from({ length: 40 }, (_, at) =>
      writers[at % 2]!(list.eventId, postMessage, { commandId: random.uuid(), text: `${at}`, replyTo: null }, caller),
    );
    const seqs = (await Promise.all(all)).map(({ seq }) => seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 40 }, (_, at) => before + 1 + at));
    const { entries } = await store.readLog(list.eventId, { after: 0 });
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: before + 40 }, (_, at) => at + 1));
  }
});

test("what constraints forbid is refused alike, and nothing of it stays", async () => {
  const list = aCommandList(700, 20);
  await prepare(list);
  await settle(postgres, list);
  await settle(inMemory, list);
  const [guest] = (await sql<{ id: string }>`select * from guests where event_id = ${list.eventId} limit 1`.execute(db)).rows as [
    { id: string },
  ];
  const broken: [string, Partial<RowChanges>, object][] = [
    ["23514", {}, { capacity: 1, seats_taken: 9, overbooked: 0 }],
    ["23514", {}, { silent_guests: -1 }],
    ["23514", { changed: [{ ...guest, ticket: 7, standing: "going" } as never], columns: ["ticket", "standing"] }, {}],
    ["23514", { changed: [{ ...guest, party_size: 12 } as never], columns: ["party_size"] }, {}],
    ["23505", { added: [guest] }, {}],
    ["23505", { added: [{ ...guest, id: list.taken } as never] }, {}],
  ];
  for (const [code, rows, event] of broken) {
    for (const store of [postgres, inMemory]) {
      const change = { table: guestsTable as never, added: [], changed: [], columns: [], removed: [], ...rows };
      const wants = { opensEvent: false, commandIds: [], rows: { ids: new Map(), selections: new Map() }, limit: 1 };
      const attempt = store.change(list.eventId, wants, (found) => ({
        result: null,
        changes: {
          event: { log_seq: found.event!.log_seq, ...event },
          rows: [change],
          entries: [],
          done: [{ commandId: randomFrom(code).uuid(), caller: "", bodyHash: "", seq: 1, result: {} }],
        },
      }));
      await expect(attempt, `${code} ${JSON.stringify(event)}`).rejects.toMatchObject({ code });
    }
  }
  await expectTheSame(list.eventId);
});

test("a selection of other words is not guessed at", async () => {
  const selection = { name: "waitingLine", table: guestsTable, keys: "text", where: "ticket > 3" } as never;
  const wants = {
    opensEvent: true,
    commandIds: [],
    rows: { ids: new Map(), selections: new Map([[selection, new Set<string>()]]) },
    limit: 1,
  };
  await expect(inMemory.change(randomFrom("none").uuid(), wants, () => ({ result: null, changes: null }))).rejects.toThrow(
    "does not know how waitingLine selects",
  );
});
