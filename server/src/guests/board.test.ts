import { randomUUID } from "node:crypto";
import { BOARD_MINUTES, type Board } from "@turnout/contract/board";
import { boardAfter } from "@turnout/contract/board-after";
import { entryFor } from "@turnout/contract/entry-kinds";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { readLog } from "../log/read-log.ts";
import { readmitGuest } from "../invitations/commands.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { BOARD_SHARED, boardOf, createSharedBoards } from "./board.ts";
import { answerInvitation, mergeArrivals, recordArrival, removeGuest } from "./commands.ts";
import { endDoorLink, makeDoorLink } from "./door-links.ts";
import { arrivalOf } from "./merge-arrivals.ts";

const { deps, server } = await testApp();
const { db } = deps;
const world = { ...createWorld(db), changeEvent: deps.changeEvent };

/** Four guests, of whom the first comes with four others, the next two may come alone, and one has not answered. */
async function anEvening(): Promise<Gathering> {
  const gathering = await aGathering(world, { guests: 4, fields: { capacity: 6, plusOnesAllowed: 4 } });
  const says = (index: number, answer: "going" | "maybe", others = 0) =>
    world.changeEvent(gathering.id, answerInvitation, answering(answer, others), asGuest(gathering.guests[index]!));
  await says(0, "going", 4);
  await says(1, "going");
  await says(2, "maybe");
  return gathering;
}

const letIn = ({ id, host, guests }: Gathering, people: number, gate: string, index = 0) =>
  world.changeEvent(id, recordArrival, { commandId: randomUUID(), guestId: guests[index]!.id, people, override: true, gate }, asUser(host));

/** Says of the first guest's arrivals when they were (ms). */
const moveArrivals = ({ guests }: Gathering, at: number) =>
  sql`update guests set arrivals = (select jsonb_agg(one || ${JSON.stringify({ at: new Date(at).toISOString() })}::jsonb)
    from jsonb_array_elements(arrivals) one) where id = ${guests[0]!.id}`.execute(db);

const byLink = (token: string) =>
  server.inject({ method: "POST", url: "/api/door/board", headers: { host: "turnout.test", origin: testUrl }, payload: { token } });

test("a board counts who came by gate and by minute, and not who was taken back or off the list", async () => {
  const evening = await anEvening();
  await letIn(evening, 3, "North");
  await letIn(evening, 2, "South");
  await letIn(evening, -1, "South");
  await letIn(evening, 1, "South", 1);
  await letIn(evening, 1, "North", 2);
  await world.changeEvent(evening.id, removeGuest, { commandId: randomUUID(), guestId: evening.guests[2]!.id }, asUser(evening.host));
  const now = new Date();
  const board = (await boardOf(db, evening.id, now))!;
  expect(board.gates).toEqual([
    { gate: "North", people: 3 },
    { gate: "South", people: 2 },
  ]);
  expect(board.minutes.reduce((sum, { people }) => sum + people, 0)).toBe(5);
  expect(board.minutes.every(({ at }) => Date.parse(at) % 60_000 === 0 && Date.parse(at) <= now.getTime())).toBe(true);
  expect(board.tally).toMatchObject({ going: 6, maybe: 0, silent: 1, arrived: 5 });
  const { rows } = await sql<{ seq: number }>`select log_seq as seq from events where id = ${evening.id}`.execute(db);
  expect(board.seq).toBe(rows[0]!.seq);
});

test("a board goes back sixty minutes, and gates count whatever was before", async () => {
  const evening = await anEvening();
  await letIn(evening, 5, "North");
  const now = new Date("2030-06-18T20:00:30Z");
  const first = Date.parse("2030-06-18T20:00:00Z") - (BOARD_MINUTES - 1) * 60_000;
  await moveArrivals(evening, first);
  expect((await boardOf(db, evening.id, now))!.minutes).toEqual([{ at: "2030-06-18T19:01:00Z", people: 5 }]);
  await moveArrivals(evening, first - 1);
  expect(await boardOf(db, evening.id, now)).toMatchObject({ minutes: [], gates: [{ gate: "North", people: 5 }] });
});

test("an arrival that a door reports late counts in the minute in which it was", async () => {
  const evening = await anEvening();
  await letIn(evening, 1, "North");
  const now = new Date();
  const ago = new Date(now.getTime() - 10 * 60_000);
  const fact = { counter: 1, at: ago.toISOString(), gate: "South", guestId: evening.guests[0]!.id, people: 2 };
  const late = arrivalOf(fact, { device: randomUUID(), sentAt: now.toISOString() }, now);
  await sql`update guests set arrived = 3, arrivals = arrivals || ${JSON.stringify(late)}::jsonb where id = ${evening.guests[0]!.id}`.execute(
    db,
  );
  const { minutes } = (await boardOf(db, evening.id, now))!;
  expect(minutes[0]).toEqual({ at: new Date(Math.floor(ago.getTime() / 60_000) * 60_000).toISOString().replace(".000", ""), people: 2 });
});

test("whoever has a door link reads the numbers and no name, until the link ends", async () => {
  const evening = await anEvening();
  await letIn(evening, 2, "North");
  const made = { eventId: evening.id, gate: "North", createdBy: evening.host.id, now: deps.now() };
  const { id, token } = await makeDoorLink(db, made);
  const reply = await byLink(token);
  expect(Object.keys(reply.json<Board>()).toSorted()).toEqual(["at", "gates", "minutes", "seq", "tally"]);
  expect(reply.json<Board>()).toMatchObject({ gates: [{ gate: "North", people: 2 }], tally: { going: 6, arrived: 2 } });
  for (const { name, id: guestId } of evening.guests) {
    expect(reply.body).not.toContain(name);
    expect(reply.body).not.toContain(guestId);
  }
  await endDoorLink(db, { eventId: evening.id, id, endedBy: evening.host.id, now: deps.now() });
  expect((await byLink(token)).json()).toMatchObject({ code: "link_invalid" });
});

test("door links that ask within two seconds are shown one reading, and after that another one", async () => {
  const evening = await anEvening();
  const boards = createSharedBoards(db);
  const now = Date.now();
  const arrived = async (after: number) => (await boards(evening.id, new Date(now + after)))!.tally.arrived;
  expect(await arrived(0)).toBe(0);
  await letIn(evening, 2, "North");
  expect(await arrived(BOARD_SHARED - 1)).toBe(0);
  expect(await arrived(BOARD_SHARED)).toBe(2);
});

test("a board that could not be read is read anew by whoever asks next", async () => {
  const evening = await anEvening();
  let isDown = true;
  const failing = new Proxy(db, {
    get: (target, name) => {
      if (isDown && name === "getExecutor") throw new Error("down");
      const value = Reflect.get(target, name) as unknown;
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  const boards = createSharedBoards(failing);
  await expect(boards(evening.id, new Date())).rejects.toThrow("down");
  isDown = false;
  expect((await boards(evening.id, new Date()))!.tally.going).toBe(6);
});

test("a board that its entries move on is the one that is read anew, and one that they cannot says so", async () => {
  const evening = await anEvening();
  const { id, host, guests } = evening;
  const device = randomUUID();
  const about = (index: number) => ({ commandId: randomUUID(), guestId: guests[index]!.id });
  const report = (fact: object) => {
    const at = new Date().toISOString();
    const facts = [{ counter: 1, at, gate: "South", guestId: guests[0]!.id, people: 2, ...fact }];
    return world.changeEvent(id, mergeArrivals, { commandId: randomUUID(), device, sentAt: at, facts }, asUser(host));
  };
  /** What happens, and whether its entry alone moves the board on. */
  const steps: [string, () => Promise<unknown>, boolean][] = [
    ["people come in", () => letIn(evening, 2, "North"), true],
    ["more of them, by another gate", () => letIn(evening, 1, "South"), true],
    ["somebody without a gate's name", () => world.changeEvent(id, recordArrival, { ...about(1), people: 1 }, asUser(host)), true],
    ["a door reports late", () => report({}), true],
    ["an answer", () => world.changeEvent(id, answerInvitation, answering("going"), asGuest(guests[3]!)), true],
    ["somebody who is not there is removed", () => world.changeEvent(id, removeGuest, about(3), asUser(host)), true],
    ["one is taken back", () => letIn(evening, -1, "South"), false],
    ["a fact is taken back", () => report({ counter: 2, people: 0, takesBack: 1 }), false],
    ["somebody who is there is removed", () => world.changeEvent(id, removeGuest, about(1), asUser(host)), false],
    ["and readmitted", () => world.changeEvent(id, readmitGuest, { ...about(1), email: null, userId: null }, asUser(host)), false],
  ];
  let board = (await boardOf(db, id, new Date()))!;
  for (const [name, happen, moves] of steps) {
    await happen();
    const { entries } = await readLog(db, id, { after: board.seq });
    const heard = entries.map((entry) => entryFor({ class: "host", guestId: null }, entry)!);
    const followed = boardAfter(board, heard);
    expect(followed !== null, name).toBe(moves);
    const read = (await boardOf(db, id, new Date()))!;
    if (followed) expect(shown(followed), name).toEqual(shown(read));
    board = read;
    expect(boardAfter(board, heard), "entries that it has already").toEqual(board);
  }
});

/** What a board says, whichever of two gates that are equal comes first, and whoever counted its answers. */
const shown = ({ seq, gates, minutes }: Board) => ({
  seq,
  gates: gates.toSorted((a, b) => (a.gate < b.gate ? -1 : 1)),
  minutes: minutes.map(({ at, people }) => [Date.parse(at), people]),
});
