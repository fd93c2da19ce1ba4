import { randomUUID } from "node:crypto";
import { MAX_GUESTS_AT_ONCE } from "@turnout/contract/bulk-guests";
import { MAX_RENUMBERED, movesBack, MoveOnWaitlist, type MovedOnWaitlist, type WaitlistMove } from "@turnout/contract/waitlist-moves";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { cancelEvent } from "../events/commands.ts";
import { readLog } from "../log/read-log.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { answerInvitation, removeGuest } from "./commands.ts";
import { moveOnWaitlist } from "./move-on-waitlist.ts";
import { placeOnWaitlist } from "./queries.ts";

const { db } = await testDatabase();
const world = createWorld(db);

interface Line {
  gathering: Gathering;
  /** Those who wait, by when they joined. */
  ids: string[];
}

/** An event whose only seat is taken, with this many parties behind. */
async function aLine(waits: number): Promise<Line> {
  const gathering = await aGathering(world, { guests: waits + 1, fields: { capacity: 1 } });
  for (const guest of gathering.guests) await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(guest));
  return { gathering, ids: gathering.guests.slice(1).map(({ id }) => id) };
}

const move = async ({ id, host }: Gathering, ...moves: WaitlistMove[]) =>
  (await world.changeEvent(id, moveOnWaitlist, { commandId: randomUUID(), moves }, asUser(host))).result as unknown as MovedOnWaitlist;

async function lineOf({ id }: Gathering): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select id from guests where event_id = ${id} and ticket is not null order by ticket`.execute(db);
  return found.rows.map((guest) => guest.id);
}

const reorderings = async ({ id }: Gathering) =>
  (await readLog(db, id, { after: 0 })).entries.flatMap(({ body }) => (body.type === "guest.movedOnWaitlist" ? [body] : []));

test("a party is moved to the top, to the end, up, down and behind another", async () => {
  const { gathering, ids } = await aLine(5);
  const [a, b, c, d, e] = ids as [string, string, string, string, string];
  const moved = async (guestId: string, to: WaitlistMove["to"]) => (await move(gathering, { guestId, to }), await lineOf(gathering));
  expect(await moved(d, "first")).toEqual([d, a, b, c, e]);
  expect(await moved(a, "last")).toEqual([d, b, c, e, a]);
  expect(await moved(c, "up")).toEqual([d, c, b, e, a]);
  expect(await moved(d, "down")).toEqual([c, d, b, e, a]);
  expect(await moved(a, { behind: d })).toEqual([c, d, a, b, e]);
  expect(await placeOnWaitlist(db, gathering.id, a)).toBe(3);
  expect(await placeOnWaitlist(db, gathering.id, gathering.guests[0]!.id)).toBeNull();
});

test("the top takes one entry, however long the waitlist is, and hosts see who moved whom and to where", async () => {
  const { gathering, ids } = await aLine(12);
  await move(gathering, { guestId: ids[11]!, to: "first" });
  const found = await reorderings(gathering);
  expect(found).toMatchObject([{ guest: { guestId: ids[11] }, leftLine: 12, joinedLine: 0, place: 1, asked: true }]);
});

test("who has that place already, does not wait, or is to follow somebody who does not, is named and keeps nobody else from it", async () => {
  const { gathering, ids } = await aLine(3);
  const [a, b, c] = ids as [string, string, string];
  const seated = gathering.guests[0]!.id;
  const result = await move(
    gathering,
    { guestId: a, to: "up" },
    { guestId: seated, to: "first" },
    { guestId: b, to: { behind: seated } },
    { guestId: c, to: "first" },
  );
  expect(result).toEqual({ changed: [c], same: [a], notWaiting: [seated, b], seated: [], wasBehind: [b] });
  expect((await move(gathering, { guestId: b, to: { behind: b } })).notWaiting).toEqual([b]);
  expect(await lineOf(gathering)).toEqual([c, a, b]);
});

test("a smaller party that is moved ahead of one that does not fit gets the free seats at once", async () => {
  const gathering = await aGathering(world, { guests: 3, fields: { capacity: 2 } });
  const [seated, pair, single] = gathering.guests as [Gathering["guests"][0], Gathering["guests"][0], Gathering["guests"][0]];
  for (const [guest, plusOnes] of [[seated, 1] as const, [pair, 1] as const, [single, 0] as const, [seated, 0] as const])
    await world.changeEvent(gathering.id, answerInvitation, answering("going", plusOnes), asGuest(guest));
  expect(await lineOf(gathering)).toEqual([pair.id, single.id]);
  const result = await move(gathering, { guestId: single.id, to: "first" });
  expect(result).toMatchObject({ changed: [single.id], seated: [single.id] });
  expect(await lineOf(gathering)).toEqual([pair.id]);
});

test("who joins later stands behind all of them, and who leaves moves up those behind", async () => {
  const { gathering, ids } = await aLine(3);
  const [a, b, c] = ids as [string, string, string];
  await move(gathering, { guestId: c, to: "first" }, { guestId: a, to: "last" });
  await world.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId: c }, asUser(gathering.host));
  await world.changeEvent(gathering.id, answerInvitation, answering("maybe"), asGuest(gathering.guests[1]!));
  await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(gathering.guests[1]!));
  expect(await lineOf(gathering)).toEqual([b, a]);
});

test("only hosts move anybody, and at an event that is not cancelled", async () => {
  const { gathering, ids } = await aLine(2);
  const input = () => ({ commandId: randomUUID(), moves: [{ guestId: ids[1]!, to: "first" as const }] });
  const asked = (caller: ReturnType<typeof asGuest>) => world.changeEvent(gathering.id, moveOnWaitlist, input(), caller);
  await expect(asked(asGuest(gathering.guests[2]!))).rejects.toMatchObject({ code: "event_not_found" });
  await world.changeEvent(gathering.id, cancelEvent, { commandId: randomUUID(), note: "" }, asUser(gathering.host));
  await expect(asked(asUser(gathering.host))).rejects.toMatchObject({ code: "event_cancelled" });
});

test(`no more than ${MAX_RENUMBERED} parties get another number by one command; more are refused and stay as they are`, async () => {
  const { gathering } = await aLine(1);
  const { id } = gathering;
  await sql`
    insert into guests (event_id, id, name, standing, ticket, source, access_version, added_at)
    select ${id}, gen_random_uuid(), 'Guest ' || n, 'waiting', n, 'host', 1, now()
    from generate_series(2, ${3 * MAX_RENUMBERED}::int) n`.execute(db);
  await sql`update events set waiting_parties = ${3 * MAX_RENUMBERED}::int, waiting_people = ${3 * MAX_RENUMBERED}::int,
    guest_count = ${3 * MAX_RENUMBERED + 1}::int, last_ticket = ${3 * MAX_RENUMBERED}::int where id = ${id}`.execute(db);
  const line = await lineOf(gathering);
  const last = line.at(-1)!;
  const behind = (place: number): WaitlistMove => ({ guestId: last, to: { behind: line[place - 1]! } });
  await expect(move(gathering, behind(MAX_RENUMBERED))).rejects.toMatchObject({ code: "too_many_renumbered" });
  expect(await lineOf(gathering)).toEqual(line);
  await move(gathering, behind(MAX_RENUMBERED - 1));
  expect((await lineOf(gathering)).indexOf(last)).toBe(MAX_RENUMBERED - 1);
  expect(await reorderings(gathering)).toHaveLength(MAX_RENUMBERED);
});

test("a command moves no more than a hundred times", () => {
  const moves = (count: number) => Array.from({ length: count }, () => ({ guestId: randomUUID(), to: "first" }));
  const isTaken = (given: unknown[]) => MoveOnWaitlist.safeParse({ commandId: randomUUID(), moves: given }).success;
  expect([isTaken(moves(MAX_GUESTS_AT_ONCE)), isTaken(moves(MAX_GUESTS_AT_ONCE + 1)), isTaken([])]).toEqual([true, false, false]);
});

/** A list of people in a line, moved as the published rules say, by pushing and cutting. */
function pushed(line: string[], { guestId, to }: WaitlistMove): string[] {
  const at = line.indexOf(guestId);
  const others = line.filter((id) => id !== guestId);
  if (to === "first") return [guestId, ...others];
  if (to === "last") return [...others, guestId];
  if (to === "up" || to === "down") {
    const swapped = [...line];
    const other = to === "up" ? at - 1 : at + 1;
    if (other >= 0 && other < line.length) [swapped[at], swapped[other]] = [swapped[other]!, swapped[at]!];
    return swapped;
  }
  if (to.behind === guestId) return line;
  return others.flatMap((id) => (id === to.behind ? [id, guestId] : [id]));
}

const PEOPLE = 7;
const aMove = fc.record({
  who: fc.nat(PEOPLE - 1),
  to: fc.oneof(fc.constantFrom("first" as const, "last" as const, "up" as const, "down" as const), fc.nat(PEOPLE - 1)),
});
const commands = fc.array(fc.array(aMove, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 });

/** Plays commands, and compares line, numbers and undo with a model after each. */
async function play(given: { who: number; to: string | number }[][], model: typeof pushed): Promise<void> {
  const { gathering, ids } = await aLine(PEOPLE);
  let expected = ids;
  const numbers = new Set<number>();
  for (const each of given) {
    const before = expected;
    const moves = each.map(
      ({ who, to }) => ({ guestId: ids[who]!, to: typeof to === "number" ? { behind: ids[to]! } : to }) as WaitlistMove,
    );
    const result = await move(gathering, ...moves);
    expected = moves.reduce(model, expected);
    expect(await lineOf(gathering)).toEqual(expected);
    if (result.changed.length > 0) await move(gathering, ...movesBack(result));
    expect(await lineOf(gathering)).toEqual(before);
    await move(gathering, ...moves);
    expect(await lineOf(gathering)).toEqual(expected);
  }
  for (const { joinedLine } of await reorderings(gathering)) {
    expect(numbers).not.toContain(joinedLine);
    numbers.add(joinedLine);
  }
}

test.each([
  ["last", "up"],
  ["down", "down"],
  ["last", "first"],
  ["up", "down"],
] as const)("a party moved %s and then %s by one command goes past parties that it does not name, and back", async (...twice) => {
  const moves = twice.map((to) => ({ who: 1, to }));
  await expect(play([moves], pushed)).resolves.toBeUndefined();
});

const runs = { numRuns: 15 };
test("whatever is moved, the waitlist is the one of a model, no number is given twice, and an undo brings it back", () =>
  fc.assert(
    fc.asyncProperty(commands, (given) => play(given, pushed)),
    runs,
  ));

test("control: a model in which who moves behind somebody stands ahead of them is told apart", async () => {
  const wrong = (line: string[], one: WaitlistMove) =>
    typeof one.to === "object" ? pushed(pushed(line, one), { ...one, to: "up" }) : pushed(line, one);
  await expect(
    fc.assert(
      fc.asyncProperty(commands, (given) => play(given, wrong)),
      { ...runs, seed: 1 },
    ),
  ).rejects.toThrow(/failed/);
});
