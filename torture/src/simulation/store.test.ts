import { sql } from "kysely";
import { expect, test } from "vitest";
import { createEvent, publishEvent } from "../../../server/src/events/commands.ts";
import { answerInvitation } from "../../../server/src/guests/commands.ts";
import { guestsTable } from "../../../server/src/guests/tables.ts";
import { inviteGuests } from "../../../server/src/invitations/commands.ts";
import { createEventWriter } from "../../../server/src/log/change-event.ts";
import type { RowChanges, Store } from "../../../server/src/log/store.ts";
import { randomFrom } from "../processes/random.ts";
import { bothStores, settle, storeOf, ticking, wantsOf } from "./both-stores.test-support.ts";
import { edit, postMessage } from "./cast.ts";
import { aCommandList, type Sent } from "./command-list.test-support.ts";
import { everyCommand } from "./every-command.test-support.ts";
import { createMemoryDatabase } from "./memory-database.ts";

const { db, expectTheSame, inMemory, memory, postgres, prepare } = await bothStores();

test("a thousand random commands: both stores give the same answers and hold the same, refusals and broken constraints included", async () => {
  const met = new Set<string>();
  const sent = new Set<string>();
  for (let seed = 1; seed <= 14; seed++) {
    const list = aCommandList(seed, 90);
    await prepare(list);
    const [expected, got] = [await settle(postgres, [list]), await settle(inMemory, [list])];
    expect(got, `seed ${seed}`).toEqual(expected);
    await expectTheSame(list.eventId);
    for (const { command } of list.groups.flat()) sent.add(command.name);
    for (const answer of expected.flat()) met.add(answer.refused ?? ("seq" in answer ? "committed" : "failed"));
  }
  for (const kind of ["committed", "command_id_reused", "event_not_found", "event_full", "capacity_below_taken", "email_on_list"])
    expect(met).toContain(kind);
  // No request sends these: they go with a link that is made and with an email.
  const ofTheServer = ["announceLink", "recordDeliveries", "reportDelivery", "giveUpInvitation"];
  expect([...sent, ...ofTheServer].toSorted()).toEqual([...everyCommand.keys()].toSorted());
});

test("control: a store that keeps the line, or what was answered before, to itself gives other answers", async () => {
  const list = aCommandList(2, 300);
  const ofItsOwn = () => storeOf(createMemoryDatabase(memory.epoch));
  const without = (hidden: object) => {
    const store = ofItsOwn();
    return {
      ...store,
      change: ((wants, decide) => store.change(wants, (found) => decide(found.map((one) => ({ ...one, ...hidden }))))) as Store["change"],
    };
  };
  const expected = await settle(ofItsOwn(), [list]);
  expect(await settle(ofItsOwn(), [list])).toEqual(expected);
  expect(await settle(without({ selections: [] }), [list])).not.toEqual(expected);
  expect(await settle(without({ done: [] }), [list])).not.toEqual(expected);
});

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
  expect(await settle(inMemory, [{ ...list, groups }])).toEqual(await settle(postgres, [{ ...list, groups }]));
  await expectTheSame(list.eventId);
});

test("two writers at once: one log without holes, in both", async () => {
  const list = aCommandList(600, 3);
  await prepare(list);
  for (const store of [postgres, inMemory]) {
    await settle(store, [list]);
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
  for (const store of [postgres, inMemory]) await settle(store, [list]);
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
      const done = { commandId: randomFrom(code).uuid(), caller: "", bodyHash: "", seq: 1, result: {} };
      const attempt = store.change(wantsOf([list.eventId], true), ([found]) => {
        const row = { event: { ...found!.event!, ...event }, changed: Object.keys(event) as never };
        return { result: null, changes: [{ eventId: list.eventId, ...row, rows: [change], entries: [], done: [done] }] };
      });
      await expect(attempt, `${code} ${JSON.stringify(event)}`).rejects.toMatchObject({ code });
    }
  }
  await expectTheSame(list.eventId);
});

test("a selection of other words is not guessed at", async () => {
  const selection = { name: "waitlist", table: guestsTable, keys: "text", where: "ticket > 3" } as never;
  const rows = { ids: new Map(), selections: new Map([[selection, new Set<string>()]]) };
  const wants = { eventId: randomFrom("none").uuid(), opensEvent: true, commandIds: [], rows };
  await expect(inMemory.change({ events: [wants], waits: true, limit: 1 }, () => ({ result: null, changes: [] }))).rejects.toThrow(
    "does not know how waitlist selects",
  );
});
