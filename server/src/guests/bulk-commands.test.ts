import { randomUUID } from "node:crypto";
import type { Answer } from "@turnout/contract/guests";
import { AnswerForGuests, MAX_GUESTS_AT_ONCE, noneChanged, RemoveGuests, type ChangedGuests } from "@turnout/contract/bulk-guests";
import type { Question } from "@turnout/contract/questions";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { editQuestions } from "../events/questions.ts";
import { readmitGuests, resendInvitations } from "../invitations/bulk-commands.ts";
import { revokeInvitation } from "../invitations/commands.ts";
import { aGathering, answering, asGuest, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { answerForGuests, removeGuests } from "./bulk-commands.ts";
import { answerInvitation, editGuest, removeGuest } from "./commands.ts";
import { allGuests } from "./queries.ts";

const { db } = await testDatabase();
const world = createWorld(db);

const fourWithTwoSeats = () => aGathering(world, { guests: 4, fields: { capacity: 2, waitlist: true } });
const idsOf = ({ guests }: Gathering) => guests.map(({ id }) => id);
const about = (guestIds: string[]) => ({ commandId: randomUUID(), guestIds });

async function answerAll({ id, host }: Gathering, guestIds: string[], answer: Answer): Promise<ChangedGuests> {
  const guests = guestIds.map((guestId) => ({ guestId, answer, plusOnes: [] }));
  return (await world.changeEvent(id, answerForGuests, { commandId: randomUUID(), guests }, asUser(host))).result as ChangedGuests;
}

const remove = async ({ id, host }: Gathering, guestIds: string[]) =>
  (await world.changeEvent(id, removeGuests, about(guestIds), asUser(host))).result as ChangedGuests;

async function readmit({ id, host }: Gathering, guestIds: string[]): Promise<ChangedGuests> {
  const input = { ...about(guestIds), emails: [], userIds: [] };
  return (await world.changeEvent(id, readmitGuests, input, asUser(host))).result as ChangedGuests;
}

const standings = async ({ id }: Gathering) => (await allGuests(db, id)).map(({ standing }) => standing);

const countsOf = async ({ id }: Gathering) =>
  (
    await sql<{ seats: number; waiting: number; guests: number }>`
      select seats_taken as seats, waiting_parties as waiting, guest_count as guests from events where id = ${id}`.execute(db)
  ).rows[0];

test("answers for several take the seats there are in the order of the guests, and the rest waits", async () => {
  const gathering = await fourWithTwoSeats();
  const ids = idsOf(gathering);
  expect(await answerAll(gathering, ids, "going")).toEqual({ ...noneChanged(), changed: ids, waiting: ids.slice(2) });
  expect(await standings(gathering)).toEqual(["going", "going", "waiting", "waiting"]);
  expect(await countsOf(gathering)).toEqual({ seats: 2, waiting: 2, guests: 4 });
});

test("those for whom there are no seats and no waitlist, who answered so before or are not on the list, are left out", async () => {
  const gathering = await aGathering(world, { guests: 3, fields: { capacity: 1, waitlist: false } });
  const [first, second, third] = idsOf(gathering) as [string, string, string];
  await world.changeEvent(gathering.id, answerInvitation, answering("going"), asGuest(gathering.guests[0]!));
  await world.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId: third }, asUser(gathering.host));
  const nobody = randomUUID();
  expect(await answerAll(gathering, [first, second, third, nobody], "going")).toEqual({
    ...noneChanged(),
    same: [first],
    full: [second],
    missing: [third, nobody],
  });
  expect(await standings(gathering)).toEqual(["going", "none"]);
});

test("seats of guests who are removed together go to the waitlist, and to nobody who is removed with them", async () => {
  const gathering = await fourWithTwoSeats();
  const [first, second, third, fourth] = idsOf(gathering) as [string, string, string, string];
  await answerAll(gathering, [first, second, third, fourth], "going");
  expect(await remove(gathering, [first, third])).toEqual({ ...noneChanged(), changed: [first, third] });
  expect((await allGuests(db, gathering.id)).map(({ id, standing }) => [id, standing])).toEqual([
    [second, "going"],
    [fourth, "going"],
  ]);
});

test("guests who were removed together come back with their answers, as far as there are seats", async () => {
  const gathering = await fourWithTwoSeats();
  const [first, second, third] = idsOf(gathering) as [string, string, string, string];
  await answerAll(gathering, [first, second], "going");
  await answerAll(gathering, [third], "maybe");
  await remove(gathering, [first, third]);
  expect(await countsOf(gathering)).toEqual({ seats: 1, waiting: 0, guests: 2 });
  expect(await readmit(gathering, [first, second, third])).toEqual({
    ...noneChanged(),
    changed: [first, third],
    same: [second],
  });
  expect(await standings(gathering)).toEqual(["going", "going", "maybe", "none"]);
  expect(await countsOf(gathering)).toEqual({ seats: 2, waiting: 0, guests: 4 });
});

test("who is on the list again by another name for the same person is not let in twice", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const [first, second] = idsOf(gathering) as [string, string];
  const { host, id } = gathering;
  for (const [guestId, name] of [
    [first, "Kim Lee"],
    [second, "Kim Lee"],
  ] as const) {
    await world.changeEvent(id, editGuest, { commandId: randomUUID(), guestId, name, email: "kim@example.org" }, asUser(host));
    if (guestId === first) await remove(gathering, [first]);
  }
  const input = { ...about([first]), emails: ["kim@example.org"], userIds: [] };
  const { result } = await world.changeEvent(id, readmitGuests, input, asUser(host));
  expect(result).toEqual({ ...noneChanged(), listedAgain: [first] });
});

test("an answer without companions leaves those who come along now, and a no leaves none", async () => {
  const gathering = await aGathering(world, { guests: 1, fields: { plusOnesAllowed: 2 } });
  const { id, host } = gathering;
  const [guestId] = idsOf(gathering) as [string];
  await world.changeEvent(id, answerInvitation, { ...answering("maybe"), plusOnes: ["Ann", "Ben"] }, asGuest(gathering.guests[0]!));
  const set = (answer: Answer) =>
    world.changeEvent(id, answerForGuests, { commandId: randomUUID(), guests: [{ guestId, answer }] }, asUser(host));
  const companions = async () => (await allGuests(db, id))[0]!.plus_ones;
  await set("going");
  expect(await companions()).toEqual(["Ann", "Ben"]);
  await set("declined");
  expect(await companions()).toEqual([]);
});

test("an answer that is given back has the answers to questions of all who come along", async () => {
  const gathering = await aGathering(world, { guests: 1, fields: { plusOnesAllowed: 1 } });
  const { id, host } = gathering;
  const [guestId] = idsOf(gathering) as [string];
  const question: Question = {
    id: "0000000a",
    kind: "shortText",
    text: "Diet?",
    options: [],
    required: false,
    perPerson: true,
    asksMaybe: false,
  };
  await world.changeEvent(id, editQuestions, { commandId: randomUUID(), questions: [question] }, asUser(host));
  const questionAnswers = { [question.id]: ["none", "vegan"] };
  const party = { ...answering("going"), plusOnes: ["Ann"], questionAnswers };
  await world.changeEvent(id, answerInvitation, party, asGuest(gathering.guests[0]!));
  const set = (given: object) =>
    world.changeEvent(id, answerForGuests, { commandId: randomUUID(), guests: [{ guestId, ...given } as never] }, asUser(host));
  await set({ answer: "declined" });
  await set({ answer: "going", plusOnes: ["Ann"], questionAnswers });
  expect((await allGuests(db, id))[0]!.question_answers).toEqual(questionAnswers);
});

test("an answer is given back without the options that were taken out meanwhile, and keeps nobody else's from it", async () => {
  const gathering = await aGathering(world, { guests: 2, fields: { plusOnesAllowed: 1 } });
  const { id, host, guests } = gathering;
  const [first, second] = idsOf(gathering) as [string, string];
  const options = ["0000000b", "0000000c"].map((option) => ({ id: option, text: option }));
  const question: Question = {
    id: "0000000a",
    kind: "someOf",
    text: "Meals?",
    options,
    required: false,
    perPerson: true,
    asksMaybe: false,
  };
  const ask = (questions: Question[]) => world.changeEvent(id, editQuestions, { commandId: randomUUID(), questions }, asUser(host));
  await ask([question]);
  const both = { [question.id]: [["0000000b"], ["0000000b", "0000000c"]] };
  const one = { [question.id]: [["0000000b"], ["0000000b"]] };
  for (const guest of guests)
    await world.changeEvent(id, answerInvitation, { ...answering("going", 1), questionAnswers: both }, asGuest(guest));
  const set = (given: object[]) =>
    world.changeEvent(id, answerForGuests, { commandId: randomUUID(), guests: given as never }, asUser(host));
  const gone = { "0000000d": ["of a question that was never asked"] };
  await set([first, second].map((guestId) => ({ guestId, answer: "declined" })));
  await ask([{ ...question, options: [options[0]!, { ...options[1]!, archived: true }] }]);
  const { result } = await set([
    { guestId: first, answer: "going", plusOnes: [""], questionAnswers: { ...both, ...gone } },
    { guestId: second, answer: "going", plusOnes: [""], questionAnswers: one },
  ]);
  expect((result as ChangedGuests).changed).toEqual([first, second]);
  expect((await allGuests(db, id)).map(({ question_answers }) => question_answers)).toEqual([one, one]);
});

test("invitations are queued again for whoever has an address", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const [first, second] = idsOf(gathering) as [string, string];
  const { host, id } = gathering;
  await world.changeEvent(id, editGuest, { commandId: randomUUID(), guestId: first, email: "one@example.org" }, asUser(host));
  const { result } = await world.changeEvent(id, resendInvitations, about([first, second]), asUser(host));
  expect(result).toEqual({ ...noneChanged(), changed: [first], noEmail: [second] });
  expect((await allGuests(db, id)).map(({ delivery }) => delivery)).toEqual(["queued", "notSent"]);
});

test("invitations that a host revoked are not queued again with all others", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const [guestId] = idsOf(gathering) as [string];
  const { host, id } = gathering;
  await world.changeEvent(id, editGuest, { commandId: randomUUID(), guestId, email: "one@example.org" }, asUser(host));
  await world.changeEvent(id, revokeInvitation, { commandId: randomUUID(), guestId }, asUser(host));
  const { result } = await world.changeEvent(id, resendInvitations, about([guestId]), asUser(host));
  expect(result).toEqual({ ...noneChanged(), revoked: [guestId] });
  expect((await allGuests(db, id)).map(({ delivery }) => delivery)).toEqual(["revoked"]);
});

test("a command that is sent twice does it once", async () => {
  const gathering = await fourWithTwoSeats();
  const input = about(idsOf(gathering).slice(0, 2));
  for (let times = 0; times < 2; times++) await world.changeEvent(gathering.id, removeGuests, input, asUser(gathering.host));
  expect(await countsOf(gathering)).toMatchObject({ guests: 2 });
});

test("only hosts do anything with several guests", async () => {
  const gathering = await aGathering(world, { guests: 2 });
  const guest = asGuest(gathering.guests[0]!);
  const ids = idsOf(gathering);
  const guests = ids.map((guestId) => ({ guestId, answer: "going" as const, plusOnes: [] }));
  const refused = { code: "event_not_found" };
  await expect(world.changeEvent(gathering.id, removeGuests, about(ids), guest)).rejects.toMatchObject(refused);
  await expect(world.changeEvent(gathering.id, resendInvitations, about(ids), guest)).rejects.toMatchObject(refused);
  await expect(world.changeEvent(gathering.id, answerForGuests, { commandId: randomUUID(), guests }, guest)).rejects.toMatchObject(refused);
  const input = { ...about(ids), emails: [], userIds: [] };
  await expect(world.changeEvent(gathering.id, readmitGuests, input, guest)).rejects.toMatchObject(refused);
  expect(await standings(gathering)).toEqual(["none", "none"]);
});

test("a command names at most MAX_GUESTS_AT_ONCE guests, and answers for each once", () => {
  const ids = (count: number) => Array.from({ length: count }, () => randomUUID());
  const removes = (count: number) => RemoveGuests.safeParse(about(ids(count))).success;
  const answers = (count: number) => {
    const guests = ids(count).map((guestId) => ({ guestId, answer: "going", plusOnes: [] }));
    return AnswerForGuests.safeParse({ commandId: randomUUID(), guests }).success;
  };
  const twice = randomUUID();
  const given = [twice, twice].map((guestId) => ({ guestId, answer: "going", plusOnes: [] }));
  expect(AnswerForGuests.safeParse({ commandId: randomUUID(), guests: given }).success).toBe(false);
  for (const fits of [removes, answers])
    expect([fits(0), fits(MAX_GUESTS_AT_ONCE), fits(MAX_GUESTS_AT_ONCE + 1)]).toEqual([false, true, false]);
});
