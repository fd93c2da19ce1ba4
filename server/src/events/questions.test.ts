import { randomUUID } from "node:crypto";
import {
  EditQuestions,
  MAX_OPTION,
  MAX_OPTIONS,
  MAX_OPTIONS_KEPT,
  MAX_QUESTION,
  MAX_QUESTIONS,
  MAX_QUESTIONS_KEPT,
  type Question,
} from "@turnout/contract/questions";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { answerInvitation } from "../guests/commands.ts";
import {
  aGathering,
  answering,
  asGuest,
  asUser,
  createWorld,
  guestViewer,
  hostViewer,
  publicViewer,
  type Gathering,
} from "../testing/world.ts";
import { createEvent } from "./commands.ts";
import { copiedQuestions, editQuestions } from "./questions.ts";

const { db } = await testDatabase();
const world = createWorld(db);

const hex = (number: number) => number.toString(16).padStart(8, "0");
const option = (number: number, text = `Option ${number}`) => ({ id: hex(number), text });
const question = (number: number, fields: Partial<Question> = {}): Question => ({
  id: hex(number),
  kind: "oneOf",
  text: `Question ${number}`,
  options: [option(1), option(2)],
  required: false,
  perPerson: false,
  asksMaybe: false,
  ...fields,
});
const archived = { archived: true as const };

const edit = ({ id, host }: Gathering, questions: Question[]) =>
  world.changeEvent(id, editQuestions, { commandId: randomUUID(), questions }, asUser(host));
const asksNow = async (gathering: Gathering) => (await world.snapshot(gathering.id, hostViewer(gathering)))!.questions;
const idsIn = (questions: readonly { id: string }[]) => questions.map(({ id }) => id);

test("hosts see all questions, guests and visitors those that are asked", async () => {
  const gathering = await aGathering(world, { guests: 1, fields: { visibility: "public" } });
  await edit(gathering, [question(1), question(2)]);
  await edit(gathering, [{ ...question(1), ...archived }]);
  expect(idsIn(await asksNow(gathering))).toEqual([hex(1), hex(2)]);
  for (const viewer of [guestViewer(gathering.guests[0]!), publicViewer])
    expect(idsIn((await world.snapshot(gathering.id, viewer))!.questions)).toEqual([hex(2)]);
});

test("only a host edits questions, and none of an event that is cancelled", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  const input = { commandId: randomUUID(), questions: [question(1)] };
  await expect(world.changeEvent(gathering.id, editQuestions, input, asGuest(gathering.guests[0]!))).rejects.toMatchObject({
    code: "event_not_found",
  });
});

test("what a host does not mention stays, so that two hosts who add questions at once keep both", async () => {
  const gathering = await aGathering(world);
  await Promise.all([edit(gathering, [question(1)]), edit(gathering, [question(2)])]);
  expect(new Set(idsIn(await asksNow(gathering)))).toEqual(new Set([hex(1), hex(2)]));
  await edit(gathering, [question(1, { options: [option(3)] })]);
  const edited = (await asksNow(gathering)).find(({ id }) => id === hex(1))!;
  expect(idsIn(edited.options)).toEqual([hex(1), hex(2), hex(3)]);
});

test("questions are in the order in which they were last edited together", async () => {
  const gathering = await aGathering(world);
  await edit(gathering, [question(1), question(2), question(3)]);
  await edit(gathering, [question(3), question(1), question(2)]);
  expect(idsIn(await asksNow(gathering))).toEqual([hex(3), hex(1), hex(2)]);
  await edit(gathering, [question(2), question(3)]);
  expect(idsIn(await asksNow(gathering))).toEqual([hex(2), hex(1), hex(3)]);
});

test("an edit that changes nothing leaves no entry", async () => {
  const gathering = await aGathering(world);
  const first = await edit(gathering, [question(1)]);
  expect((await edit(gathering, [question(1)])).seq).toBe(first.seq);
});

test("the kind of a question, and whether each person is asked, cannot change once guests may have answered", async () => {
  const draft = await aGathering(world, { published: false });
  await edit(draft, [question(1)]);
  await edit(draft, [question(1, { perPerson: true })]);
  expect(await asksNow(draft)).toMatchObject([{ perPerson: true }]);
  const published = await aGathering(world);
  await edit(published, [question(1)]);
  for (const changed of [question(1, { perPerson: true }), question(1, { kind: "someOf" })])
    await expect(edit(published, [changed])).rejects.toMatchObject({ code: "question_fixed" });
});

test("a question that is taken out of a draft is gone, and its place with it", async () => {
  const draft = await aGathering(world, { published: false });
  await edit(draft, [question(1, { options: [option(1), { ...option(2), ...archived }] }), question(2)]);
  await edit(draft, [{ ...question(2), ...archived }]);
  expect((await asksNow(draft)).map(({ id, options }) => [id, idsIn(options)])).toEqual([[hex(1), [hex(1)]]]);
});

test("each limit has a number: as many are taken, and one more is refused", async () => {
  const gathering = await aGathering(world);
  const many = (count: number, from = 0) => Array.from({ length: count }, (_, at) => question(from + at, { kind: "number", options: [] }));
  const options = (count: number, from = 0) => Array.from({ length: count }, (_, at) => option(from + at));
  await expect(edit(gathering, many(MAX_QUESTIONS + 1))).rejects.toMatchObject({
    code: "too_many_questions",
    facts: { most: MAX_QUESTIONS },
  });
  await edit(gathering, many(MAX_QUESTIONS));
  const gone = many(MAX_QUESTIONS).map((one) => ({ ...one, ...archived }));
  await edit(gathering, [...gone, ...many(MAX_QUESTIONS_KEPT - MAX_QUESTIONS, 100)]);
  const oneMoreToKeep = many(1, 200).map((one) => ({ ...one, ...archived }));
  await expect(edit(gathering, oneMoreToKeep)).rejects.toMatchObject({ code: "too_many_questions" });

  const other = await aGathering(world);
  await expect(edit(other, [question(1, { options: options(MAX_OPTIONS + 1) })])).rejects.toMatchObject({ facts: { most: MAX_OPTIONS } });
  await edit(other, [question(1, { options: options(MAX_OPTIONS) })]);
  const goneOptions = options(MAX_OPTIONS).map((one) => ({ ...one, ...archived }));
  await edit(other, [question(1, { options: [...goneOptions, ...options(MAX_OPTIONS_KEPT - MAX_OPTIONS, 100)] })]);
  const oneMoreOption = [{ ...option(200), ...archived }, ...options(1, 100)];
  await expect(edit(other, [question(1, { options: oneMoreOption })])).rejects.toMatchObject({ facts: { most: MAX_OPTIONS } });
  const long = Array.from({ length: 12 }, (_, at) =>
    question(at, { options: options(MAX_OPTIONS).map((one) => ({ ...one, text: "x".repeat(MAX_OPTION) })) }),
  );
  await expect(edit(await aGathering(world), long)).rejects.toMatchObject({ code: "too_many_questions", facts: { size: 16_000 } });
});

test.for<[string, object, boolean]>([
  ["the longest text", question(1, { text: "x".repeat(MAX_QUESTION) }), true],
  ["a longer one", question(1, { text: "x".repeat(MAX_QUESTION + 1) }), false],
  ["no text", question(1, { text: " " }), false],
  ["a choice of nothing", question(1, { options: [] }), false],
  ["a choice of what is all archived", question(1, { options: [{ ...option(1), ...archived }] }), false],
  ["options of a number", question(1, { kind: "number" }), false],
  ["an option twice", question(1, { options: [option(1), option(1)] }), false],
  ["the longest option", question(1, { options: [option(1, "x".repeat(MAX_OPTION))] }), true],
  ["a longer option", question(1, { options: [option(1, "x".repeat(MAX_OPTION + 1))] }), false],
  ["an id of another make", question(1, { id: "constructor" }), false],
])("the contract holds a question with %s", ([, given, isTaken]) => {
  expect(EditQuestions.safeParse({ commandId: randomUUID(), questions: [given] }).success).toBe(isTaken);
});

test("a copy asks the same, without what is archived and without answers", async () => {
  const gathering = await aGathering(world, { guests: 1 });
  await edit(gathering, [question(1, { options: [option(1), { ...option(2), ...archived }] }), { ...question(2), ...archived }]);
  const answers = { questionAnswers: { [hex(1)]: [hex(1)] } };
  await world.changeEvent(gathering.id, answerInvitation, { ...answering("going"), ...answers }, asGuest(gathering.guests[0]!));
  const copy = { ...gathering, id: randomUUID() };
  const input = { commandId: randomUUID(), eventId: copy.id, fields: {}, questions: copiedQuestions(await asksNow(gathering)) };
  await world.changeEvent(copy.id, createEvent, input, asUser(gathering.host), { opensEvent: true });
  expect((await asksNow(copy)).map(({ id, options }) => [id, idsIn(options)])).toEqual([[hex(1), [hex(1)]]]);
});
