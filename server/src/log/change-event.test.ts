import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { editEvent } from "../events/commands.ts";
import { answerInvitation } from "../guests/commands.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { postMessage } from "../chat/commands.ts";
import { aGathering, answering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { command } from "./command.ts";
import { readLog } from "./read-log.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
const say = (text: string, commandId: string = randomUUID()) => ({ commandId, text, replyTo: null });

test("[L2] positions start at 1, have no holes, and are in the order of arrival", async () => {
  const { id, guests } = await aGathering(world, { guests: 40 });
  const before = (await readLog(db, id, { after: 0 })).upTo;
  const replies = await Promise.all(guests.map((guest, index) => world.changeEvent(id, postMessage, say(`${index}`), asGuest(guest))));

  expect(replies.map(({ seq }) => seq)).toEqual(guests.map((_, index) => before + index + 1));
  const { entries } = await readLog(db, id, { after: 0 });
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
});

test("[L16] a retried command has one effect and the same result", async () => {
  const {
    id,
    guests: [grace],
  } = await aGathering(world, { guests: 1 });
  const input = answering("going", 2);
  const first = await world.changeEvent(id, answerInvitation, input, asGuest(grace!));
  const again = await Promise.all([1, 2, 3].map(() => world.changeEvent(id, answerInvitation, input, asGuest(grace!))));

  expect(again).toEqual([first, first, first]);
  const { entries } = await readLog(db, id, { after: first.seq - 1 });
  expect(entries).toHaveLength(1);
});

test("[L16] fifty concurrent copies of a command have one effect", async () => {
  const {
    id,
    guests: [grace],
  } = await aGathering(world, { guests: 1 });
  const input = say("once");
  const replies = await Promise.all(Array.from({ length: 50 }, () => world.changeEvent(id, postMessage, input, asGuest(grace!))));

  expect(new Set(replies.map(({ seq }) => seq)).size).toBe(1);
  const rows = await sql`select 1 from messages where event_id = ${id}`.execute(db);
  expect(rows.rows).toHaveLength(1);
});

test("[L16] the same command id with another input, or from another caller, is refused", async () => {
  const {
    id,
    guests: [grace, lin],
  } = await aGathering(world, { guests: 2 });
  const input = say("hello");
  await world.changeEvent(id, postMessage, input, asGuest(grace!));

  await expect(world.changeEvent(id, postMessage, { ...input, text: "bye" }, asGuest(grace!))).rejects.toMatchObject({
    code: "command_id_reused",
  });
  await expect(world.changeEvent(id, postMessage, input, asGuest(lin!))).rejects.toMatchObject({ code: "command_id_reused" });
});

test("a refused command leaves no trace, and the others in the batch are committed", async () => {
  const { id, guests } = await aGathering(world, { guests: 3, fields: { capacity: 1, waitlist: false } });
  const before = (await readLog(db, id, { after: 0 })).upTo;
  const replies = await Promise.allSettled(
    guests.map((guest) => world.changeEvent(id, answerInvitation, answering("going"), asGuest(guest))),
  );

  expect(replies.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect((await readLog(db, id, { after: before })).entries).toHaveLength(1);
  const results = await sql`select 1 from command_results where event_id = ${id} and seq > ${before}`.execute(db);
  expect(results.rows).toHaveLength(1);
});

test("a failing command fails alone: the batch is split and run again", async () => {
  const { id, guests } = await aGathering(world, { guests: 4 });
  const broken = command({
    name: "broken",
    needs: () => [],
    decide(): void {
      throw new TypeError("a bug");
    },
  });
  const replies = await Promise.allSettled([
    world.changeEvent(id, postMessage, say("one"), asGuest(guests[0]!)),
    world.changeEvent(id, broken, { commandId: randomUUID() }, asGuest(guests[1]!)),
    world.changeEvent(id, postMessage, say("two"), asGuest(guests[2]!)),
  ]);
  expect(replies.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  const { entries } = await readLog(db, id, { after: 0 });
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
});

test("a command on an unknown event is refused with event_not_found", async () => {
  const { host } = await aGathering(world);
  const fields = { commandId: randomUUID(), fields: { title: "Ghost" } };
  await expect(world.changeEvent(randomUUID(), edit, fields, asUser(host))).rejects.toMatchObject({ code: "event_not_found" });
});

test("every committed batch publishes a hint with exactly its range", async () => {
  const { id, guests } = await aGathering(world, { guests: 5 });
  const from = world.hints.length;
  await Promise.all(guests.map((guest) => world.changeEvent(id, answerInvitation, answering("maybe"), asGuest(guest))));
  const hints = world.hints.slice(from).filter((hint) => hint.eventId === id);

  for (const { after, upTo, entries } of hints)
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: upTo - after }, (_, i) => after + i + 1));
});
