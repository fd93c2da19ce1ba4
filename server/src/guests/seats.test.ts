import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { editEvent } from "../events/commands.ts";
import { rowsWhere } from "../log/event-table.ts";
import { readLog } from "../log/read-log.ts";
import { aGathering, answering, asGuest, asUser, asVisitor, createWorld, type Gathering } from "../testing/world.ts";
import { answerForGuest, answerInvitation, removeGuest } from "./commands.ts";
import { promoteWaiting } from "./seats.ts";
import { waitlist } from "./tables.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const edit = editEvent({ needs: [rowsWhere(waitlist)], afterEdit: promoteWaiting });

interface Seats {
  seats_taken: number;
  waiting_parties: number;
  waiting_people: number;
  overbooked: number;
  line: { id: string; ticket: number }[];
}

async function seatsOf({ id }: Gathering): Promise<Seats> {
  const event = await sql<Omit<Seats, "line">>`
    select seats_taken, waiting_parties, waiting_people, overbooked from events where id = ${id}`.execute(db);
  const line = await sql<{ id: string; ticket: number }>`
    select id, ticket from guests where event_id = ${id} and ticket is not null order by ticket`.execute(db);
  return { ...event.rows[0]!, line: line.rows };
}

const going = (gathering: Gathering, index: number, plusOnes = 0) =>
  world.changeEvent(gathering.id, answerInvitation, answering("going", plusOnes), asGuest(gathering.guests[index]!));
const declining = (gathering: Gathering, index: number) =>
  world.changeEvent(gathering.id, answerInvitation, answering("declined"), asGuest(gathering.guests[index]!));

test("twenty guests racing for five seats fill exactly five, first come first served", async () => {
  const gathering = await aGathering(world, { guests: 20, fields: { capacity: 5 } });
  await Promise.all(gathering.guests.map((_, index) => going(gathering, index)));
  const seats = await seatsOf(gathering);

  expect(seats).toMatchObject({ seats_taken: 5, waiting_parties: 15 });
  expect(seats.line.map(({ id }) => id)).toEqual(gathering.guests.slice(5).map(({ id }) => id));
});

test("control: without the lock the same race overbooks", async () => {
  const { id, guests } = await aGathering(world, { guests: 20, fields: { capacity: 5 } });
  await sql`alter table events drop constraint never_overbooked`.execute(db);
  await Promise.all(
    guests.map(async (guest) => {
      const { rows } = await sql<{ seats_taken: number }>`select seats_taken from events where id = ${id}`.execute(db);
      await sql`select pg_sleep(0.01)`.execute(db);
      if (rows[0]!.seats_taken >= 5) return;
      await sql`update events set seats_taken = seats_taken + 1 where id = ${id}`.execute(db);
      await sql`update guests set standing = 'going' where id = ${guest.id}`.execute(db);
    }),
  );
  const { rows } = await sql<{ seats_taken: number }>`select seats_taken from events where id = ${id}`.execute(db);
  await sql`update events set seats_taken = 0 where id = ${id}`.execute(db);
  await sql`alter table events add constraint never_overbooked check (capacity is null or seats_taken <= capacity + overbooked)`.execute(
    db,
  );
  expect(rows[0]!.seats_taken).toBeGreaterThan(5);
});

test("the database refuses an overbooking by other code", async () => {
  const { id } = await aGathering(world, { fields: { capacity: 5 } });
  await expect(sql`update events set seats_taken = 6 where id = ${id}`.execute(db)).rejects.toThrow("never_overbooked");
});

test("capacity counts people: a party of four does not fit on three seats", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { capacity: 5 } });
  await going(gathering, 0, 1);
  await going(gathering, 1, 3);

  expect(await seatsOf(gathering)).toMatchObject({ seats_taken: 2, waiting_parties: 1, waiting_people: 4 });
});

test("a freed seat goes to the head of the waitlist in the same transaction", async () => {
  const gathering = await aGathering(world, { guests: 3, fields: { capacity: 1 } });
  for (const index of [0, 1, 2]) await going(gathering, index);
  const { seq } = await declining(gathering, 0);

  const { entries } = await readLog(db, gathering.id, { after: seq - 2 });
  expect(entries.map(({ body }) => body.type)).toEqual(["rsvp.answered", "guest.promoted"]);
  expect(entries[0]!.commandId).toBe(entries[1]!.commandId);
  const promoted = entries[1]!.body;
  expect(promoted.type === "guest.promoted" && promoted.guest!.guestId).toBe(gathering.guests[1]!.id);
});

test("strict: a small party behind a large one waits, though it would fit", async () => {
  const gathering = await aGathering(world, { guests: 4, fields: { capacity: 4 } });
  await going(gathering, 0, 3);
  await going(gathering, 1, 2);
  await going(gathering, 2, 0);
  await world.changeEvent(gathering.id, answerInvitation, answering("going", 1), asGuest(gathering.guests[0]!));

  expect(await seatsOf(gathering)).toMatchObject({ seats_taken: 2, waiting_parties: 2 });
});

test("strict: a later party does not get seats ahead of a waiting party that they are too few for", async () => {
  const gathering = await aGathering(world, { guests: 3, fields: { capacity: 4 } });
  await going(gathering, 0, 2);
  await going(gathering, 1, 1);
  await going(gathering, 2, 0);

  const { seats_taken, line } = await seatsOf(gathering);
  expect(seats_taken).toBe(3);
  expect(line.map(({ id }) => id)).toEqual([gathering.guests[1]!.id, gathering.guests[2]!.id]);
});

test("fill gaps: a party is skipped at most three times, then seats are held for it", async () => {
  const gathering = await aGathering(world, { guests: 7, fields: { capacity: 4, waitlistRule: "fillGaps" } });
  await going(gathering, 0, 2);
  await going(gathering, 1, 1);
  for (const index of [2]) await going(gathering, index);
  expect(await seatsOf(gathering)).toMatchObject({ seats_taken: 4, waiting_parties: 1 });
  for (const index of [3, 4, 5]) {
    await declining(gathering, index - 1);
    await going(gathering, index);
  }
  const { line, seats_taken } = await seatsOf(gathering);
  expect(line[0]!.id).toBe(gathering.guests[1]!.id);
  expect(seats_taken).toBe(3);
  const { rows } = await sql<{ passed_over: number }>`select passed_over from guests where id = ${gathering.guests[1]!.id}`.execute(db);
  expect(rows[0]!.passed_over).toBe(3);
});

test("a party that grows beyond the free seats keeps those it has", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { capacity: 3 } });
  await going(gathering, 0, 1);
  await going(gathering, 1, 0);

  await expect(going(gathering, 0, 2)).rejects.toMatchObject({ code: "event_full" });
  expect(await seatsOf(gathering)).toMatchObject({ seats_taken: 3, waiting_parties: 0 });
});

test("a host can seat a party beyond the capacity, and the log shows it", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { capacity: 1 } });
  await going(gathering, 0);
  const input = { ...answering("going", 1), guestId: gathering.guests[1]!.id, override: true };
  const { seq } = await world.changeEvent(gathering.id, answerForGuest, input, asUser(gathering.host));

  expect(await seatsOf(gathering)).toMatchObject({ seats_taken: 3, overbooked: 2 });
  const { entries } = await readLog(db, gathering.id, { after: seq - 1 });
  expect(entries[0]!.body).toMatchObject({ type: "rsvp.answered", byHost: true, overrode: true });

  await declining(gathering, 0);
  expect(await seatsOf(gathering)).toMatchObject({ seats_taken: 2, overbooked: 1 });
});

test("more seats promote the waitlist; fewer than are taken are refused without override", async () => {
  const gathering = await aGathering(world, { guests: 4, fields: { capacity: 1 } });
  for (const index of [0, 1, 2, 3]) await going(gathering, index);
  const host = asUser(gathering.host);
  await world.changeEvent(gathering.id, edit, { commandId: randomUUID(), fields: { capacity: 3 } }, host);
  expect(await seatsOf(gathering)).toMatchObject({ seats_taken: 3, waiting_parties: 1 });

  const fewer = { commandId: randomUUID(), fields: { capacity: 2 } };
  await expect(world.changeEvent(gathering.id, edit, fewer, host)).rejects.toMatchObject({ code: "capacity_below_taken" });
  await world.changeEvent(gathering.id, edit, { ...fewer, commandId: randomUUID(), override: true }, host);
  expect(await seatsOf(gathering)).toMatchObject({ seats_taken: 3, overbooked: 1 });
});

test("a waitlist longer than what is loaded at first is served to its end", async () => {
  const gathering = await aGathering(world, { guests: 700, fields: { capacity: 1 } });
  await Promise.all(gathering.guests.map((_, index) => going(gathering, index)));
  const host = asUser(gathering.host);
  await world.changeEvent(gathering.id, edit, { commandId: randomUUID(), fields: { capacity: null } }, host);
  expect(await seatsOf(gathering)).toMatchObject({ seats_taken: 700, waiting_parties: 0 });
});

/** The rules of the waitlist in their plainest form, to hold the real thing against. */
function createModel(capacity: number, rule: "strict" | "fillGaps") {
  const parties = new Map<number, { standing: string; size: number; passed: number }>();
  const line: number[] = [];
  const taken = () => [...parties.values()].reduce((sum, party) => sum + (party.standing === "going" ? party.size : 0), 0);
  const leave = (guest: number) => line.includes(guest) && line.splice(line.indexOf(guest), 1);

  function promote() {
    for (;;) {
      const passed: number[] = [];
      let next: number | undefined;
      for (const guest of line) {
        const party = parties.get(guest)!;
        if (party.size <= capacity - taken()) {
          next = guest;
          break;
        }
        if (rule === "strict" || party.passed >= 3) break;
        passed.push(guest);
      }
      if (next === undefined) return;
      for (const guest of passed) parties.get(guest)!.passed += 1;
      leave(next);
      parties.set(next, { ...parties.get(next)!, standing: "going", passed: 0 });
    }
  }

  return {
    answer(guest: number, answer: "going" | "maybe" | "declined", size: number) {
      const before = parties.get(guest) ?? { standing: "none", size: 1, passed: 0 };
      const inLine = line.includes(guest);
      if (answer !== "going") {
        leave(guest);
        parties.set(guest, { standing: answer, size: answer === "declined" ? 1 : size, passed: 0 });
        return promote();
      }
      const holds = before.standing === "going" ? before.size : 0;
      const others = line.length > (inLine ? 1 : 0);
      const fits = size <= holds || size - holds <= capacity - taken();
      if (!inLine && fits && !(others && size > holds)) {
        parties.set(guest, { standing: "going", size, passed: 0 });
        return promote();
      }
      if (holds > 0 || size > capacity) return; // refused: nothing changes
      if (!inLine) line.push(guest);
      parties.set(guest, { standing: "waiting", size, passed: before.passed });
      promote();
    },
    remove(guest: number) {
      leave(guest);
      parties.delete(guest);
      promote();
    },
    has: (guest: number) => parties.has(guest),
    taken,
    line: () => [...line],
  };
}

const action = fc.record({
  guest: fc.integer({ min: 0, max: 11 }),
  answer: fc.constantFrom("going", "going", "going", "maybe", "declined", "removed" as const),
  plusOnes: fc.integer({ min: 0, max: 3 }),
});

test("two hundred mixed answers, cancellations and party sizes end as a plain model of the rules does", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 20, maxLength: 200 }),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom("strict" as const, "fillGaps" as const),
      async (actions, capacity, waitlistRule) => {
        const gathering = await aGathering(world, { guests: 12, fields: { capacity, waitlistRule } });
        const model = createModel(capacity, waitlistRule);
        const removed = new Set<number>();
        const sent: Promise<unknown>[] = [];
        for (const { guest, answer, plusOnes } of actions) {
          if (removed.has(guest)) continue;
          const member = gathering.guests[guest]!;
          if (answer === "removed") {
            removed.add(guest);
            model.remove(guest);
            sent.push(
              world.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId: member.id }, asUser(gathering.host)),
            );
            continue;
          }
          model.answer(guest, answer, 1 + plusOnes);
          sent.push(world.changeEvent(gathering.id, answerInvitation, answering(answer, plusOnes), asGuest(member)));
        }
        await Promise.allSettled(sent); // all at once: batches form as they will, the order of arrival decides
        const seats = await seatsOf(gathering);
        expect(seats.seats_taken).toBe(model.taken());
        expect(seats.line.map(({ id }) => gathering.guests.findIndex((guest) => guest.id === id))).toEqual(model.line());
        expect(seats.seats_taken).toBeLessThanOrEqual(capacity);
      },
    ),
    { numRuns: 25 },
  );
});

test("a visitor who sends a guest's id as a command id gets neither that guest nor their answer", async () => {
  const gathering = await aGathering(world, { guests: 1, fields: { visibility: "public" } });
  const victim = gathering.guests[0]!;
  await going(gathering, 0);
  const theft = { ...answering("declined"), commandId: victim.id, name: "Evil" };
  await expect(world.changeEvent(gathering.id, answerInvitation, theft, asVisitor("evil"))).rejects.toMatchObject({
    code: "command_id_reused",
  });
  const { rows } = await sql<{ name: string; standing: string }>`select name, standing from guests where id = ${victim.id}`.execute(db);
  expect(rows).toEqual([{ name: victim.name, standing: "going" }]);

  const elsewhere = await aGathering(world, { fields: { visibility: "public" } });
  await expect(world.changeEvent(elsewhere.id, answerInvitation, theft, asVisitor("evil"))).rejects.toMatchObject({
    code: "command_id_reused",
  });
});
