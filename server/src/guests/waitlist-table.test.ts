import { randomUUID } from "node:crypto";
import { Refusal } from "@turnout/contract/refusals";
import fc from "fast-check";
import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { connect } from "../db/connect.ts";
import { runOn, testDatabase } from "../db/test-database.ts";
import { editEvent } from "../events/commands.ts";
import { readmitGuest } from "../invitations/commands.ts";
import { rowsWhere } from "../log/event-table.ts";
import { aGathering, answering, asGuest, asUser, asVisitor, createWorld, type Gathering } from "../testing/world.ts";
import { answerInvitation, removeGuest } from "./commands.ts";
import { identitiesOf, loadMe } from "./queries.ts";
import { promoteWaiting } from "./seats.ts";
import { waitlist } from "./tables.ts";

const { db, url } = await testDatabase();
const world = createWorld(db);
const edit = editEvent({ needs: [rowsWhere(waitlist)], afterEdit: promoteWaiting });

interface Listed {
  ticket: number;
  guest_id: string;
}

/** Where the table is not what the guests' own rows say. */
async function differences(eventId: string): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    select coalesce(guests.id, waitlist.guest_id) || ': ' || coalesce(guests.ticket::text, 'none') || ', listed as ' || coalesce(waitlist.ticket::text, 'none') as what
    from (select * from guests where event_id = ${eventId} and ticket is not null) guests
    full join (select * from waitlist where event_id = ${eventId}) waitlist on guests.id = waitlist.guest_id and guests.ticket = waitlist.ticket
    where guests.id is null or waitlist.guest_id is null`.execute(db);
  return rows.map(({ what }) => what);
}

const listedAt = async (eventId: string) =>
  (await sql<Listed>`select ticket, guest_id from waitlist where event_id = ${eventId} order by ticket`.execute(db)).rows;

const full = (guests: number, capacity = 2) => aGathering(world, { guests, fields: { capacity } });
const going = ({ id, guests }: Gathering, index: number, plusOnes = 0, { changeEvent } = world) =>
  changeEvent(id, answerInvitation, answering("going", plusOnes), asGuest(guests[index]!));
const everybodyComes = (gathering: Gathering, by = world) =>
  Promise.all(gathering.guests.map((_, index) => going(gathering, index, 0, by)));
const declining = ({ id, guests }: Gathering, index: number) =>
  world.changeEvent(id, answerInvitation, answering("declined"), asGuest(guests[index]!));

test("who waits is listed in the order of their tickets, and nobody else", async () => {
  const gathering = await full(5);
  await everybodyComes(gathering);
  expect(await listedAt(gathering.id)).toEqual(gathering.guests.slice(2).map(({ id }, at) => ({ ticket: at + 1, guest_id: id })));
  await declining(gathering, 0);
  await declining(gathering, 3);
  expect(await listedAt(gathering.id)).toEqual([{ ticket: 3, guest_id: gathering.guests[4]!.id }]);
  expect((await loadMe(db, gathering.id, [gathering.guests[4]!.id])).values().next().value).toMatchObject({ place: 1 });
});

test("who comes by the share link of a full event, and who is removed, is as true in the table", async () => {
  const gathering = await full(2);
  await everybodyComes(gathering);
  for (const browser of [randomUUID(), randomUUID()])
    await world.changeEvent(gathering.id, answerInvitation, { ...answering("going"), name: "Kim" }, asVisitor(browser));
  expect(await listedAt(gathering.id)).toHaveLength(2);
  const [{ guest_id: guestId }] = (await listedAt(gathering.id)) as [Listed];
  await world.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId }, asUser(gathering.host));
  expect(await listedAt(gathering.id)).toMatchObject([{ ticket: 2 }]);
});

test("an answer to a full event touches no index of the guest list: of 200 that wait, nearly all are heap-only updates", async () => {
  const gathering = await full(202);
  const counted = async () =>
    (
      await sql<{ updated: number; heapOnly: number }>`
        select n_tup_upd::int as updated, n_tup_hot_upd::int as "heapOnly" from pg_stat_user_tables where relname = 'guests'`.execute(db)
    ).rows[0]!;
  const before = await counted();
  const own = connect(url);
  await everybodyComes(gathering, createWorld(own));
  await sql`select 1`.execute(own); // a database of which nothing is read keeps its connections
  await own.destroy(); // a connection that ends reports what it did
  await expect.poll(async () => (await counted()).updated - before.updated).toBeGreaterThanOrEqual(202);
  const after = await counted();
  expect((after.heapOnly - before.heapOnly) / (after.updated - before.updated)).toBeGreaterThan(0.9);
});

test("an older server, an import or somebody by hand changes guests, and the table follows: also where two change places", async () => {
  const gathering = await full(6);
  await everybodyComes(gathering);
  const [first, second, third] = gathering.guests.slice(2).map(({ id }) => id) as [string, string, string];
  await sql`update guests set ticket = 3 - ticket where id in (${first}, ${second})`.execute(db);
  expect((await listedAt(gathering.id)).map(({ guest_id }) => guest_id).slice(0, 2)).toEqual([second, first]);
  await sql`delete from guests where id = ${third}`.execute(db);
  expect(await differences(gathering.id)).toEqual([]);
  await sql`insert into guests (event_id, id, name, standing, ticket, source)
    values (${gathering.id}, ${third}, 'Kim', 'waiting', -5, 'invited')`.execute(db);
  expect((await listedAt(gathering.id))[0]).toEqual({ ticket: -5, guest_id: third });
  await sql`delete from events where id = ${gathering.id}`.execute(db);
  expect(await listedAt(gathering.id)).toEqual([]);
});

test("each row is found by its key, and no statement reads the table from end to end, also one that was planned while it was empty", async () => {
  const gathering = await full(2_000, 1);
  const counted = async () =>
    (
      await sql<{ read: number }>`
        select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_user_tables where relname = 'waitlist'`.execute(db)
    ).rows[0]!.read;
  await sql`delete from events where id <> ${gathering.id}`.execute(db);
  await runOn(url, "vacuum analyze waitlist");
  const own = new pg.Client({ connectionString: url });
  await own.connect();
  for (const { id } of gathering.guests.slice(0, 10)) await own.query("update guests set note = 'hello' where id = $1", [id]);
  const before = await counted();
  const everybodyWaits = `update guests set standing = 'waiting', ticket = numbered.ticket
    from (select id, row_number() over () as ticket from guests where event_id = $1) numbered where guests.id = numbered.id`;
  await own.query(everybodyWaits, [gathering.id]);
  await own.query("update guests set note = 'hello again' where event_id = $1", [gathering.id]);
  await own.query("delete from guests where event_id = $1", [gathering.id]);
  await own.end();
  await expect.poll(counted).toBeGreaterThan(before);
  expect((await counted()) - before).toBeLessThan(10_000);
});

test("two guests of an event never have the same ticket", async () => {
  const gathering = await full(4);
  await everybodyComes(gathering);
  const given = sql`update guests set ticket = 1 where id = ${gathering.guests[3]!.id}`.execute(db);
  await expect(given).rejects.toThrow("waitlist_pkey");
});

const aStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      who: fc.nat(9),
      does: fc.constantFrom("goes", "declines", "is removed", "comes back", "is edited"),
      plusOnes: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ capacity: fc.integer({ min: 1, max: 8 }) }) },
);
type Step = typeof aStep extends fc.Arbitrary<infer One> ? One : never;

async function take(gathering: Gathering, step: Step): Promise<unknown> {
  const host = asUser(gathering.host);
  const commandId = randomUUID();
  if ("capacity" in step) return world.changeEvent(gathering.id, edit, { commandId, fields: step }, host);
  const { who, does, plusOnes } = step;
  const { id: guestId } = gathering.guests[who]!;
  if (does === "goes") return going(gathering, who, plusOnes);
  if (does === "declines") return declining(gathering, who);
  if (does === "is edited") return sql`update guests set note = note || '.' where id = ${guestId}`.execute(db);
  if (does === "is removed") return world.changeEvent(gathering.id, removeGuest, { commandId, guestId }, host);
  const known = await identitiesOf(db, gathering.id, guestId);
  return world.changeEvent(gathering.id, readmitGuest, { commandId, guestId, ...known }, host);
}

/** What rules refuse is no step. */
function expectRefusals(taken: PromiseSettledResult<unknown>[]) {
  for (const one of taken) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(Refusal);
}

test("whatever guests and hosts do, four at a time, the table has exactly those who wait", async () => {
  let waited = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 8, maxLength: 40 }), async (steps) => {
      const gathering = await full(10, 3);
      await everybodyComes(gathering);
      for (let at = 0; at < steps.length; at += 4) {
        expectRefusals(await Promise.allSettled(steps.slice(at, at + 4).map((step) => take(gathering, step))));
        expect(await differences(gathering.id)).toEqual([]);
        waited += (await listedAt(gathering.id)).length;
      }
    }),
    { numRuns: 40 },
  );
  expect(waited).toBeGreaterThan(40);
});

const bodyOf = async () =>
  (await sql<{ text: string }>`select pg_get_functiondef('keep_waitlist'::regproc) as text`.execute(db)).rows[0]!.text;

/** Bugs of the triggers: each leaves a trace where one guest waits, another declines, and who waited moves up. */
test.each([
  ["a stale row is kept", /delete from waitlist[^;]*;/, ""],
  ["a place is lost", /insert into waitlist[^;]*;/, ""],
  ["all leave with one", / and waitlist.ticket = before.ticket/, ""],
  ["those of other events leave", /waitlist.event_id = before.event_id and /, ""],
  ["who has a seat is listed", / where ticket is not null/, ""],
])("control: %s", async (_, found, instead) => {
  const right = await bodyOf();
  expect(right).toMatch(found);
  const beside = await full(4);
  await everybodyComes(beside);
  const gathering = await full(5);
  try {
    await runOn(url, right.replace(found, instead));
    const played = (async () => {
      await everybodyComes(gathering);
      await declining(gathering, 3);
      await declining(gathering, 0);
      return [...(await differences(gathering.id)), ...(await differences(beside.id))];
    })();
    // Nobody without a ticket can be listed: that one is refused by the key.
    expect(await played.catch((error: Error) => [error.message])).not.toEqual([]);
  } finally {
    await runOn(url, right);
  }
});
