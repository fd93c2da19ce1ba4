import { randomUUID } from "node:crypto";
import { brotliCompressSync, constants } from "node:zlib";
import { admittedTwice, MAX_GATE } from "@turnout/contract/arrivals";
import {
  CLOCK_TOLERANCE,
  MAX_COUNTER,
  MAX_FACTS,
  MAX_FACTS_OF_GUEST,
  MergeArrivals,
  Roster,
  ROSTER_HOURS,
  type DoorFact,
} from "@turnout/contract/door-facts";
import { MAX_GUESTS, MAX_PARTY } from "@turnout/contract/guests";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent } from "../events/commands.ts";
import { BROTLI_QUALITY } from "../http/server.ts";
import { readmitGuest } from "../invitations/commands.ts";
import { readLog } from "../log/read-log.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { answerInvitation, editGuest, mergeArrivals, recordArrival, removeGuest } from "./commands.ts";
import { doorKeyOf } from "./door-keys.ts";
import { doorFindings, rosterOf } from "./door-queries.ts";
import { OLDEST_FACT, TAKEN_BACK_KEPT } from "./merge-arrivals.ts";
import type { GuestRow } from "./tables.ts";

const { db } = await testDatabase();
const NOW = new Date("2027-06-18T20:00:00.000Z");
const world = createWorld(db, () => NOW);
const north = "00000000-0000-4000-8000-00000000000a";
const south = "00000000-0000-4000-8000-00000000000b";

/** A gathering whose first guest comes with one other. */
async function aPartyOfTwo(): Promise<Gathering> {
  const gathering = await aGathering(world, { guests: 3, fields: { capacity: 20, plusOnesAllowed: 10, starts: "2027-06-18T22:00" } });
  await world.changeEvent(gathering.id, answerInvitation, answering("going", 1), asGuest(gathering.guests[0]!));
  return gathering;
}

type Saw = Partial<DoorFact> & { device?: string; index?: number };

const gateOf = (device: string) => (device === north ? "North" : "South");
const factAt = ({ guests }: Gathering, { device = north, index = 0, ...saw }: Saw, counter = 1): DoorFact => ({
  counter,
  at: "2027-06-18T19:00:00.000Z",
  gate: gateOf(device),
  guestId: guests[index]!.id,
  people: 1,
  ...saw,
});

/** A device's facts, numbered in their order unless they say otherwise. */
async function report(gathering: Gathering, device: string, facts: Saw[], sentAt = NOW.toISOString()) {
  const input = { commandId: randomUUID(), device, sentAt, facts: facts.map((saw, at) => factAt(gathering, { device, ...saw }, at + 1)) };
  const { result } = await world.changeEvent(gathering.id, mergeArrivals, MergeArrivals.parse(input), asUser(gathering.host));
  return result.outcomes;
}

const letIn = ({ id, host, guests }: Gathering, people: number, { commandId = randomUUID() as string, override = false } = {}) =>
  world.changeEvent(id, recordArrival, { commandId, guestId: guests[0]!.id, people, override, gate: "East" }, asUser(host));

async function rowOf({ guests }: Gathering, index = 0): Promise<GuestRow> {
  const { rows } = await sql<GuestRow>`select * from guests where id = ${guests[index]!.id}`.execute(db);
  return rows[0]!;
}

async function countOf({ id }: Gathering): Promise<number> {
  const { rows } = await sql<{ people: number }>`select arrived_people as people from events where id = ${id}`.execute(db);
  return rows[0]!.people;
}

const twiceOf = async (gathering: Gathering) => {
  const { party_size, arrivals } = await rowOf(gathering);
  return admittedTwice({ partySize: party_size, arrivals }).map(({ gate, at }) => [gate, at.slice(11, 16)]);
};

test("a fact counts once, sent again under another command, and among others", async () => {
  const gathering = await aPartyOfTwo();
  expect(await report(gathering, north, [{}])).toEqual(["in"]);
  expect(await report(gathering, north, [{}])).toEqual(["in"]);
  expect(await report(gathering, north, [{}, { index: 1 }])).toEqual(["in", "in"]);
  expect([(await rowOf(gathering)).arrived, await countOf(gathering)]).toEqual([1, 2]);
  const { entries } = await readLog(db, gathering.id, { after: 0 });
  expect(entries.filter(({ body }) => body.type === "guest.arrived")).toHaveLength(2);
});

test("the same counter of another device is another fact", async () => {
  const gathering = await aPartyOfTwo();
  await report(gathering, north, [{}]);
  await report(gathering, south, [{}]);
  expect((await rowOf(gathering)).arrived).toBe(2);
});

function* ordersOf<Item>(items: Item[]): Generator<Item[]> {
  if (items.length === 0) return yield [];
  for (const [at, item] of items.entries()) for (const rest of ordersOf(items.toSpliced(at, 1))) yield [item, ...rest];
}

test("the same comes of facts in whatever order they are sent, undone ones too", async () => {
  const facts = [
    { device: north, counter: 1, people: 2, at: "2027-06-18T19:01:00.000Z" },
    { device: south, counter: 1, people: 1, at: "2027-06-18T19:00:00.000Z" },
    { device: north, counter: 2, people: 0, takesBack: 1, at: "2027-06-18T19:02:00.000Z" },
    { device: north, counter: 3, people: 1, at: "2027-06-18T19:03:00.000Z" },
  ];
  const ends = new Set<string>();
  for (const order of ordersOf(facts)) {
    const gathering = await aPartyOfTwo();
    for (const { device, ...saw } of order) await report(gathering, device, [saw]);
    const { arrived, arrived_at, arrivals } = await rowOf(gathering);
    ends.add(
      JSON.stringify([arrived, arrived_at, arrivals.map((arrival) => Object.entries(arrival).toSorted()), await countOf(gathering)]),
    );
  }
  expect(ends.size).toBe(1);
  expect(JSON.parse([...ends][0]!)).toMatchObject([2, "2027-06-18T19:03:00.000Z", expect.any(Array), 2]);
});

test("what was let in at two doors is kept at both, and shown with gate and time until it is taken back", async () => {
  const gathering = await aPartyOfTwo();
  expect(await report(gathering, north, [{ people: 2 }])).toEqual(["in"]);
  expect(await twiceOf(gathering)).toEqual([]);
  expect(await report(gathering, south, [{ people: 1, at: "2027-06-18T19:30:00.000Z" }])).toEqual(["twice"]);
  expect(await twiceOf(gathering)).toEqual([
    ["North", "19:00"],
    ["South", "19:30"],
  ]);
  expect((await rowOf(gathering)).arrived).toBe(3);
  expect((await doorFindings(db, gathering.id)).map(({ guest: { guestId }, removed }) => [guestId, removed])).toEqual([
    [gathering.guests[0]!.id, false],
  ]);
  await report(gathering, south, [{ counter: 2, people: 0, takesBack: 1 }]);
  expect([(await rowOf(gathering)).arrived, await twiceOf(gathering), await doorFindings(db, gathering.id)]).toEqual([2, [], []]);
});

test("of a door with a network and one without, both are shown; parts of a party that add up are not", async () => {
  const [gathering, inParts] = [await aPartyOfTwo(), await aPartyOfTwo()];
  await letIn(gathering, 2);
  expect(await report(gathering, north, [{ people: 1 }])).toEqual(["twice"]);
  expect(await twiceOf(gathering)).toEqual([
    ["North", "19:00"],
    ["East", "20:00"],
  ]);
  await letIn(inParts, 1);
  expect(await report(inParts, north, [{ people: 1 }])).toEqual(["in"]);
});

test("who is let in beyond the party knowingly is not called let in twice, and whoever comes on top of that is", async () => {
  const gathering = await aPartyOfTwo();
  await letIn(gathering, 2);
  await letIn(gathering, 1, { override: true });
  expect(await report(gathering, north, [{ people: 1, beyond: 1 }])).toEqual(["in"]);
  expect(await twiceOf(gathering)).toEqual([]);
  expect(await report(gathering, south, [{ people: 2 }])).toEqual(["twice"]);
});

test.each([3 * 3_600, -86_400])("a clock that is off by %i s is shown, and decides nothing", async (off) => {
  const [right, wrong] = [await aPartyOfTwo(), await aPartyOfTwo()];
  const shifted = (instant: string) => new Date(Date.parse(instant) + off * 1_000).toISOString();
  const at = "2027-06-18T19:00:00.000Z";
  for (const [gathering, shift] of [[right, String] as const, [wrong, shifted] as const]) {
    await report(gathering, north, [{ at: shift(at) }], shift(NOW.toISOString()));
    await report(gathering, south, [{ people: 2 }]);
  }
  const [row, other] = [await rowOf(right), await rowOf(wrong)];
  expect(other.arrivals.find(({ device }) => device === north)).toMatchObject({ at, clockOff: off });
  const withoutOff = other.arrivals.map(({ clockOff: _, ...arrival }) => arrival);
  expect([other.arrived, other.arrived_at, withoutOff]).toEqual([row.arrived, row.arrived_at, row.arrivals]);
});

test("a clock that is off by no more than the tolerance is not mentioned, and no arrival is later than now", async () => {
  const gathering = await aPartyOfTwo();
  const sentAt = new Date(NOW.getTime() + CLOCK_TOLERANCE * 1_000).toISOString();
  await report(gathering, north, [{ at: "2028-01-01T00:00:00.000Z" }], sentAt);
  const [arrival] = (await rowOf(gathering)).arrivals;
  expect(arrival).not.toHaveProperty("clockOff");
  expect(arrival!.at).toBe(NOW.toISOString());
});

test("a fact is never older than a month, whatever its device's clock said", async () => {
  const gathering = await aPartyOfTwo();
  await report(gathering, north, [{ at: "0001-01-01T00:00:00.000Z" }], "9999-12-31T00:00:00.000Z");
  const [arrival] = (await rowOf(gathering)).arrivals;
  expect(arrival!.at).toBe(new Date(NOW.getTime() - OLDEST_FACT).toISOString());
});

test("who was removed meanwhile came in all the same: it is kept, shown to hosts, and counted once they are on the list again", async () => {
  const gathering = await aPartyOfTwo();
  const { id, host, guests } = gathering;
  const about = { commandId: randomUUID(), guestId: guests[0]!.id };
  await world.changeEvent(id, removeGuest, about, asUser(host));
  expect(await report(gathering, north, [{ people: 2 }])).toEqual(["removed"]);
  expect([(await rowOf(gathering)).arrived, await countOf(gathering)]).toEqual([2, 0]);
  const { entries } = await readLog(db, id, { after: 0 });
  expect(entries.at(-1)!.body).toMatchObject({ type: "guest.arrivedRemoved", people: 2, fact: { device: north, counter: 1 } });
  expect(await doorFindings(db, id)).toMatchObject([{ guest: { guestId: about.guestId, arrived: 2 }, removed: true }]);
  await world.changeEvent(id, readmitGuest, { ...about, commandId: randomUUID(), email: null, userId: null }, asUser(host));
  expect([await countOf(gathering), await doorFindings(db, id)]).toEqual([2, []]);
});

test("who said no, or nothing, came in; also after the event was cancelled", async () => {
  const gathering = await aPartyOfTwo();
  const { id, host, guests } = gathering;
  await world.changeEvent(id, answerInvitation, answering("declined"), asGuest(guests[1]!));
  await world.changeEvent(id, cancelEvent, { commandId: randomUUID(), note: "Rain" }, asUser(host));
  expect(await report(gathering, north, [{ index: 1 }, { index: 2 }])).toEqual(["in", "in"]);
  expect(await countOf(gathering)).toBe(2);
});

test("a fact about nobody of the event is named as such, and loses none of the others", async () => {
  const gathering = await aPartyOfTwo();
  expect(await report(gathering, north, [{ guestId: randomUUID() }, {}])).toEqual(["unknown", "in"]);
  expect(await countOf(gathering)).toBe(1);
});

test("a command that got no answer and the fact that its door recorded instead are one arrival, whichever comes first", async () => {
  for (const isFactFirst of [true, false]) {
    const gathering = await aPartyOfTwo();
    const commandId = randomUUID();
    const steps = [() => letIn(gathering, 2, { commandId }), () => report(gathering, north, [{ people: 2, instead: commandId }])];
    for (const step of isFactFirst ? steps.toReversed() : steps) await step();
    expect([(await rowOf(gathering)).arrived, await twiceOf(gathering), await countOf(gathering)]).toEqual([2, [], 2]);
    await report(gathering, north, [{ counter: 2, people: 0, takesBack: 1 }]);
    expect((await rowOf(gathering)).arrived).toBe(0);
  }
});

test("what another version of the server counted stays counted", async () => {
  const gathering = await aPartyOfTwo();
  await sql`update guests set arrived = 2, arrived_at = ${NOW} where id = ${gathering.guests[0]!.id}`.execute(db);
  await sql`update events set arrived_people = 2 where id = ${gathering.id}`.execute(db);
  expect(await report(gathering, north, [{}])).toEqual(["twice"]);
  expect([(await rowOf(gathering)).arrived, await countOf(gathering)]).toEqual([3, 3]);
  await sql`update guests set arrived = 1 where id = ${gathering.guests[0]!.id}`.execute(db);
  await sql`update events set arrived_people = 1 where id = ${gathering.id}`.execute(db);
  await letIn(gathering, -1);
  expect([(await rowOf(gathering)).arrived, await countOf(gathering)]).toEqual([0, 0]);
});

test("a door with a network takes back its own before what others reported", async () => {
  const gathering = await aPartyOfTwo();
  await report(gathering, north, [{}]);
  await letIn(gathering, 1);
  await letIn(gathering, -1);
  expect((await rowOf(gathering)).arrivals.map(({ gate, takenBack }) => [gate, takenBack ?? false])).toEqual([
    ["North", false],
    ["East", true],
  ]);
  await letIn(gathering, -1);
  expect((await rowOf(gathering)).arrived).toBe(0);
  expect(await report(gathering, north, [{ counter: 2, people: 0, takesBack: 1 }])).toEqual(["takenBack"]);
  expect((await rowOf(gathering)).arrived).toBe(0);
});

test(`${MAX_FACTS_OF_GUEST} facts of a guest are kept, and ${TAKEN_BACK_KEPT} that doors with a network took back`, async () => {
  const gathering = await aPartyOfTwo();
  const outcomes = await report(gathering, north, Array(MAX_FACTS_OF_GUEST + 1).fill({}));
  expect(outcomes.slice(-2)).toEqual(["twice", "tooMany"]);
  expect((await rowOf(gathering)).arrived).toBe(MAX_FACTS_OF_GUEST);

  const other = await aPartyOfTwo();
  for (let times = 0; times < TAKEN_BACK_KEPT + 2; times++) {
    await letIn(other, 1);
    await letIn(other, -1);
  }
  expect((await rowOf(other)).arrivals).toHaveLength(TAKEN_BACK_KEPT);
});

test("the limits of what a device sends", () => {
  const fact = { counter: 1, at: NOW.toISOString(), gate: "North", guestId: randomUUID(), people: 1 };
  const sent = (facts: object[]) =>
    MergeArrivals.safeParse({ commandId: randomUUID(), device: north, sentAt: NOW.toISOString(), facts }).success;
  expect(sent([fact])).toBe(true);
  expect(sent([])).toBe(false);
  expect([sent(Array(MAX_FACTS).fill(fact)), sent(Array(MAX_FACTS + 1).fill(fact))]).toEqual([true, false]);
  expect([sent([{ ...fact, counter: MAX_COUNTER }]), sent([{ ...fact, counter: MAX_COUNTER + 1 }])]).toEqual([true, false]);
  expect([sent([{ ...fact, people: MAX_PARTY }]), sent([{ ...fact, people: MAX_PARTY + 1 }])]).toEqual([true, false]);
  expect([sent([{ ...fact, gate: "x".repeat(MAX_GATE) }]), sent([{ ...fact, gate: "x".repeat(MAX_GATE + 1) }])]).toEqual([true, false]);
});

test("guests report nothing", async () => {
  const gathering = await aPartyOfTwo();
  const input = { commandId: randomUUID(), device: north, sentAt: NOW.toISOString(), facts: [factAt(gathering, {})] };
  const refused = world.changeEvent(gathering.id, mergeArrivals, input, asGuest(gathering.guests[0]!));
  await expect(refused).rejects.toMatchObject({ code: "event_not_found" });
});

test("a roster has all on the list, with who is in, and neither whole addresses nor notes", async () => {
  const gathering = await aPartyOfTwo();
  const { id, host, guests } = gathering;
  await world.changeEvent(id, editGuest, { commandId: randomUUID(), guestId: guests[1]!.id, email: "grace@example.org" }, asUser(host));
  await world.changeEvent(id, removeGuest, { commandId: randomUUID(), guestId: guests[2]!.id }, asUser(host));
  await report(gathering, north, [{}]);
  const text = (await rosterOf(db, id, "host", NOW))!;
  expect(text).not.toContain("grace@example.org");
  const roster = Roster.strict().parse(JSON.parse(text));
  const { publicKey } = await doorKeyOf(db, id);
  expect(roster).toMatchObject({ title: "Picnic", at: NOW.toISOString(), doorKey: publicKey });
  expect(roster.guests).toEqual([
    [guests[0]!.id, "Guest 1", 2, 1, 1, 1],
    [guests[1]!.id, "Guest 2", 1, 0, 0, 1],
  ]);
  // Six hours are assumed where no end is said; Lisbon is an hour ahead.
  expect(Date.parse(roster.until)).toBe(Date.parse("2027-06-18T21:00:00.000Z") + (6 + ROSTER_HOURS) * 3_600_000);
});

test("guests of one name have a hint of their address on the roster, and nobody else", async () => {
  const { id, guests } = await aGathering(world, { guests: 7 });
  const people: [name: string, email: string | null][] = [
    ["José Lima", "jose.lima@example.org"],
    ["Jose LIMA", "jose.lima2@example.org"],
    ["José Lima", null],
    ["Ada Berg", "ada@example.org"],
    ["ada berg", "a@example.com"],
    ["Ada Berg-Lund", "lund@example.org"],
    ["Ada Berg", "removed@example.org"],
  ];
  for (const [at, [name, email]] of people.entries())
    await sql`update guests set name = ${name}, email = ${email}, removed_at = ${at === 6 ? NOW : null}
      where event_id = ${id} and id = ${guests[at]!.id}`.execute(db);
  const roster = Roster.strict().parse(JSON.parse((await rosterOf(db, id, "link", NOW))!));
  const hints = new Map(roster.guests.map(([guestId, , , , , , hint]) => [guestId, hint]));
  expect(guests.map((guest) => hints.get(guest.id))).toEqual([
    "j…a@example.org",
    "j…2@example.org",
    undefined,
    "a…@example.org",
    "a…@example.com",
    undefined,
    undefined,
  ]);
  expect(roster.guests.map((guest) => guest.length).toSorted()).toEqual([6, 6, 7, 7, 7, 7]);
});

test(`the roster of ${MAX_GUESTS} guests is at most 1.2 MB on its way`, async () => {
  const { id } = await aGathering(world);
  await sql`
    insert into guests (id, event_id, name, source)
    select gen_random_uuid(), ${id}, initcap(substr(md5(n::text), 1, 7)) || ' ' || initcap(substr(md5((n + 1)::text), 1, 9)), 'invited'
    from generate_series(1, ${MAX_GUESTS}::int) n`.execute(db);
  const text = (await rosterOf(db, id, "host", NOW))!;
  const sent = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
  expect(JSON.parse(text).guests).toHaveLength(MAX_GUESTS);
  expect(sent.length, "bytes").toBeLessThan(1_200_000);
});
