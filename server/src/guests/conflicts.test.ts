import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { MAX_CONFLICTS } from "@turnout/contract/conflicts";
import { testDatabase } from "../db/test-database.ts";
import { addHost, cancelEvent } from "../events/commands.ts";
import { aGathering, answering, asUser, aUser, createWorld, type Gathering, type Member } from "../testing/world.ts";
import { answerInvitation, removeGuest } from "./commands.ts";
import { conflictsOf } from "./conflicts.ts";

const { db } = await testDatabase();
const world = createWorld(db);
const c = () => ({ commandId: randomUUID() });
const at = (title: string, starts: string, ends: string | null = null, more = {}) =>
  aGathering(world, { fields: { title, starts, ends, zone: "Europe/Lisbon", ...more } });
const onList = (event: Gathering, user: Member, answer: "going" | "maybe" | "declined") =>
  world.changeEvent(event.id, answerInvitation, { ...answering(answer), name: user.name }, { ...asUser(user), shareVersion: 1 });
const titles = async (user: Member, event: Gathering) => (await conflictsOf(db, user.id, event.id)).map(({ title }) => title);

const asked = await at("asked", "2030-06-18T19:00", "2030-06-18T22:00");

test.each([
  ["ends when it begins", "2030-06-18T17:00", "2030-06-18T19:00", false],
  ["ends a minute later", "2030-06-18T17:00", "2030-06-18T19:01", true],
  ["is within it", "2030-06-18T20:00", "2030-06-18T20:30", true],
  ["begins when it ends", "2030-06-18T22:00", "2030-06-18T23:00", false],
  ["has no end, and lasts as long as calendars show it", "2030-06-18T16:01", null, true],
  ["has no end, and is over by then", "2030-06-18T16:00", null, false],
])("an event that %s", async (title, starts, ends, isConflict) => {
  const user = await aUser(world, "Ada");
  await onList(await at(title, starts, ends), user, "going");
  expect(await titles(user, asked)).toEqual(isConflict ? [title] : []);
});

test("clocks of other zones and whole days are compared by instants", async () => {
  const user = await aUser(world, "Ada");
  await onList(await at("in Berlin", "2030-06-18T21:30", "2030-06-18T22:30", { zone: "Europe/Berlin" }), user, "going");
  await onList(await at("in New York", "2030-06-18T19:00", "2030-06-18T22:00", { zone: "America/New_York" }), user, "going");
  await onList(await at("all day", "2030-06-18", "2030-06-18", { allDay: true }), user, "going");
  expect(await titles(user, asked)).toEqual(["all day", "in Berlin"]);
});

test("only a yes counts, and what is hosted: not a maybe, nor what is cancelled, nor a list that one was taken off", async () => {
  const user = await aUser(world, "Ada");
  const [maybe, declined, off, removed, hosted] = await Promise.all(
    ["maybe", "declined", "off", "removed", "hosted"].map((title) => at(title, "2030-06-18T19:00", "2030-06-18T22:00")),
  );
  await onList(maybe!, user, "maybe");
  await onList(declined!, user, "declined");
  await onList(off!, user, "going");
  await world.changeEvent(off!.id, cancelEvent, { ...c(), note: "" }, asUser(off!.host));
  const { result } = await onList(removed!, user, "going");
  await world.changeEvent(removed!.id, removeGuest, { ...c(), guestId: (result as { guestId: string }).guestId }, asUser(removed!.host));
  await world.changeEvent(hosted!.id, addHost, c(), asUser(user));
  expect(await conflictsOf(db, user.id, asked.id)).toEqual([{ eventId: hosted!.id, title: "hosted", hosting: true }]);
});

test("nobody learns of another's events, and an event does not conflict with itself", async () => {
  const [ada, lin] = [await aUser(world, "Ada"), await aUser(world, "Lin")];
  await onList(await at("Lin's", "2030-06-18T19:00", "2030-06-18T22:00"), lin, "going");
  await onList(asked, ada, "going");
  expect(await titles(ada, asked)).toEqual([]);
  expect(await titles(lin, asked)).toEqual(["Lin's"]);
});

test(`of many, the first ${MAX_CONFLICTS} are named`, async () => {
  expect(MAX_CONFLICTS).toBe(3);
  const user = await aUser(world, "Ada");
  for (const minute of [10, 20, 30, 40]) await onList(await at(`at ${minute}`, `2030-06-18T19:${minute}`), user, "going");
  expect(await titles(user, asked)).toEqual(["at 10", "at 20", "at 30"]);
});
