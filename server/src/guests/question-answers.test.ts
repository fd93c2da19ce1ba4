import { randomUUID } from "node:crypto";
import {
  MAX_ANSWERS_SIZE,
  MAX_LONG_ANSWER,
  MAX_SHORT_ANSWER,
  type AnswerValue,
  type Question,
  type QuestionAnswers,
} from "@turnout/contract/questions";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { editQuestions } from "../events/questions.ts";
import {
  aGathering,
  answering,
  asGuest,
  asUser,
  asVisitor,
  createWorld,
  guestViewer,
  hostViewer,
  type Gathering,
} from "../testing/world.ts";
import { answerByCalendar } from "./answer-by-calendar.ts";
import { answerForGuest, answerInvitation } from "./commands.ts";
import { guestPage } from "./queries.ts";
import { answersAfter, areSameAnswers } from "./question-answers.ts";

const { db } = await testDatabase();
const world = createWorld(db);

const hex = (number: number) => number.toString(16).padStart(8, "0");
const question = (number: number, fields: Partial<Question> = {}): Question => ({
  id: hex(number),
  kind: "shortText",
  text: `Question ${number}`,
  options: [],
  required: false,
  perPerson: false,
  asksMaybe: false,
  ...fields,
});
const meal = question(1, {
  kind: "oneOf",
  options: ["Fish", "Vegan"].map((text, at) => ({ id: hex(10 + at), text })),
  required: true,
  perPerson: true,
});
const [fish, vegan] = [hex(10), hex(11)];

async function anEventThatAsks(questions: Question[], fields = {}): Promise<Gathering> {
  const gathering = await aGathering(world, { guests: 3, fields });
  await ask(gathering, questions);
  return gathering;
}

const ask = ({ id, host }: Gathering, questions: Question[]) =>
  world.changeEvent(id, editQuestions, { commandId: randomUUID(), questions }, asUser(host));

const answer = (
  { id, guests }: Gathering,
  given: QuestionAnswers | undefined,
  { to = "going" as "going" | "maybe" | "declined", plusOnes = 0 } = {},
) => world.changeEvent(id, answerInvitation, { ...answering(to, plusOnes), ...(given && { questionAnswers: given }) }, asGuest(guests[0]!));

async function answersOf({ id, guests }: Gathering): Promise<QuestionAnswers> {
  return (await world.snapshot(id, guestViewer(guests[0]!)))!.me!.questionAnswers!;
}

test("an answer without what hosts have to know is refused, with the question and the person", async () => {
  const gathering = await anEventThatAsks([meal]);
  await expect(answer(gathering, undefined)).rejects.toMatchObject({
    code: "question_unanswered",
    facts: { question: meal.id, person: 0 },
  });
  await expect(answer(gathering, { [meal.id]: [fish] }, { plusOnes: 1 })).rejects.toMatchObject({ facts: { person: 1 } });
  await answer(gathering, { [meal.id]: [fish, vegan] }, { plusOnes: 1 });
  expect(await answersOf(gathering)).toEqual({ [meal.id]: [fish, vegan] });
});

test("a question for those who come is not asked with maybe, and nothing is asked with no", async () => {
  const gathering = await anEventThatAsks([meal, question(2, { asksMaybe: true, required: true })]);
  await answer(gathering, undefined, { to: "declined" });
  await expect(answer(gathering, {}, { to: "maybe" })).rejects.toMatchObject({ facts: { question: hex(2) } });
  await answer(gathering, { [hex(2)]: ["By train"], [meal.id]: [fish] }, { to: "maybe" });
  expect(await answersOf(gathering)).toEqual({ [hex(2)]: ["By train"] });
});

test("a visitor's first answer is held to the questions as well", async () => {
  const gathering = await anEventThatAsks([meal], { visibility: "public" });
  const visitor = asVisitor(randomUUID());
  const first = { ...answering("going"), name: "Lin" };
  await expect(world.changeEvent(gathering.id, answerInvitation, first, visitor)).rejects.toMatchObject({ code: "question_unanswered" });
  const full = { ...answering("going"), name: "Lin", questionAnswers: { [meal.id]: [vegan] } };
  await world.changeEvent(gathering.id, answerInvitation, full, visitor);
});

test("answers change later, one by one, and the same answers again leave no entry", async () => {
  const gathering = await anEventThatAsks([meal, question(2)]);
  await answer(gathering, { [meal.id]: [fish], [hex(2)]: ["  By\n train "] });
  expect(await answersOf(gathering)).toEqual({ [meal.id]: [fish], [hex(2)]: ["By train"] });
  const changed = await answer(gathering, { [hex(2)]: [null] });
  expect(await answersOf(gathering)).toEqual({ [meal.id]: [fish] });
  expect((await answer(gathering, { [meal.id]: [fish] })).seq).toBe(changed.seq);
});

test("who brings fewer people leaves no answers of those who stay at home", async () => {
  const gathering = await anEventThatAsks([meal]);
  await answer(gathering, { [meal.id]: [fish, vegan] }, { plusOnes: 1 });
  await answer(gathering, undefined);
  expect(await answersOf(gathering)).toEqual({ [meal.id]: [fish] });
});

test("a host who answers for a guest need not know everything", async () => {
  const gathering = await anEventThatAsks([meal]);
  const guestId = gathering.guests[0]!.id;
  await world.changeEvent(gathering.id, answerForGuest, { ...answering("going", 1), guestId }, asUser(gathering.host));
  const known = { ...answering("going", 1), guestId, questionAnswers: { [meal.id]: [null, vegan] } };
  await world.changeEvent(gathering.id, answerForGuest, known, asUser(gathering.host));
  expect(await answersOf(gathering)).toEqual({ [meal.id]: [null, vegan] });
});

test("a calendar's yes counts, though a calendar cannot answer questions", async () => {
  const gathering = await anEventThatAsks([meal]);
  const reply = { commandId: randomUUID(), answer: "going" as const, note: null, suggestion: null, revision: null, writtenAt: null };
  const { result } = await world.changeEvent(gathering.id, answerByCalendar, reply, asGuest(gathering.guests[0]!));
  expect(result).toEqual({ outcome: "answered" });
  const { me } = (await world.snapshot(gathering.id, guestViewer(gathering.guests[0]!)))!;
  expect([me!.standing, me!.questionAnswers]).toEqual(["going", {}]);
});

test("an option that is no longer offered stays with who chose it, and nobody else can choose it", async () => {
  const gathering = await anEventThatAsks([meal]);
  await answer(gathering, { [meal.id]: [fish] });
  const [first, second] = meal.options;
  await ask(gathering, [{ ...meal, options: [{ ...first!, archived: true }, second!] }]);
  await answer(gathering, { [meal.id]: [fish, vegan] }, { plusOnes: 1 });
  await expect(answer(gathering, { [meal.id]: [fish, fish] }, { plusOnes: 1 })).rejects.toMatchObject({
    code: "question_answer_invalid",
    facts: { question: meal.id, person: 1 },
  });
});

test("hosts alone read on the list what a guest answered; other guests and visitors do not", async () => {
  const gathering = await anEventThatAsks([meal, question(2)], { visibility: "public", guestListFor: "everyone" });
  await answer(gathering, { [meal.id]: [fish], [hex(2)]: ["canary-of-a-guest"] });
  const filter = { search: "", standing: null, order: "name" as const, cursor: null };
  expect(await guestPage(db, gathering.id, hostViewer(gathering), filter)).toContain("canary-of-a-guest");
  const other = guestViewer(gathering.guests[1]!);
  for (const viewer of [other, { ...other, class: "public" as const, guestId: null }]) {
    expect(await guestPage(db, gathering.id, viewer, filter)).not.toContain("canary-of-a-guest");
    expect(JSON.stringify(await world.snapshot(gathering.id, viewer))).not.toContain("canary-of-a-guest");
  }
});

describe("a value that does not answer its question is refused", () => {
  const kinds: Record<string, Question> = {
    shortText: question(1),
    longText: question(1, { kind: "longText" }),
    oneOf: { ...meal, perPerson: false },
    someOf: { ...meal, perPerson: false, kind: "someOf" },
    number: question(1, { kind: "number" }),
    yesNo: question(1, { kind: "yesNo" }),
  };
  const fits: [kind: string, value: AnswerValue, kept: AnswerValue | null][] = [
    ["shortText", "x".repeat(MAX_SHORT_ANSWER), "x".repeat(MAX_SHORT_ANSWER)],
    ["shortText", "x".repeat(MAX_SHORT_ANSWER + 1), "refused"],
    ["shortText", " ", null],
    ["shortText", 3, "refused"],
    ["longText", "a\nb", "a\nb"],
    ["longText", "x".repeat(MAX_LONG_ANSWER), "x".repeat(MAX_LONG_ANSWER)],
    ["oneOf", fish, fish],
    ["oneOf", "", null],
    ["oneOf", "Fish", "refused"],
    ["oneOf", [fish], "refused"],
    ["someOf", [vegan, fish, vegan], [fish, vegan]],
    ["someOf", [], null],
    ["someOf", ["0000ffff"], "refused"],
    ["someOf", fish, "refused"],
    ["number", 0, 0],
    ["number", "three", "refused"],
    ["yesNo", false, false],
    ["yesNo", "yes", "refused"],
  ];
  test.for(fits)("%s: %j", ([kind, value, kept]) => {
    const asked = kinds[kind]!;
    const take = () => answersAfter([asked], { answer: "going", before: {}, given: { [asked.id]: [value] }, partySize: 1 });
    if (kept === "refused") expect(take).toThrow("question_answer_invalid");
    else expect(take()).toEqual(kept === null ? {} : { [asked.id]: [kept] });
  });
});

test("an answer to a question that nobody asked is refused, and all of them together have a limit", () => {
  const about = { answer: "going" as const, before: {}, partySize: 11 };
  expect(() => answersAfter([], { ...about, given: { [hex(9)]: ["x"] } })).toThrow("question_answer_invalid");
  const long = question(1, { kind: "longText", perPerson: true });
  const words = (people: number) => ({ [long.id]: Array.from({ length: people }, () => "x".repeat(MAX_LONG_ANSWER)) });
  expect(() => answersAfter([long], { ...about, given: words(7) })).not.toThrow();
  expect(7 * MAX_LONG_ANSWER).toBeLessThan(MAX_ANSWERS_SIZE);
  expect(() => answersAfter([long], { ...about, given: words(8) })).toThrow("question_answers_long");
});

/** A generator with a seed, so that what fails can be tried again. */
function seeded(seed: number): (most: number) => number {
  let state = seed * 2_654_435_761;
  return (most) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return state % most;
  };
}

/** Whatever a host does in the editor: other words, order, options, archived and back, new questions. */
function anEdit(questions: readonly Question[], pick: (most: number) => number, fresh: () => string): Question[] {
  const flip = <Part extends { archived?: true | undefined }>(part: Part): Part => {
    const { archived, ...rest } = part;
    return (archived ? rest : { ...rest, archived: true }) as Part;
  };
  const edited = questions
    .filter(() => pick(4) > 0)
    .map((one): Question => {
      const options = one.options.filter(() => pick(4) > 0).map((option) => (pick(4) === 0 ? flip(option) : option));
      const offered =
        one.kind === "oneOf" && !options.some(({ archived }) => !archived) ? [...options, { id: fresh(), text: "More" }] : options;
      const changed = { ...one, text: `Better ${pick(100)}`, required: pick(2) === 0, asksMaybe: pick(2) === 0, options: offered };
      return pick(4) === 0 ? flip(changed) : changed;
    });
  if (pick(3) === 0)
    edited.push(question(0, { id: fresh(), perPerson: pick(2) === 0, kind: "oneOf", options: [{ id: fresh(), text: "One" }] }));
  return edited.toSorted(() => pick(3) - 1);
}

test("property: however hosts edit questions, no answer is lost, and each can be read", async () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const pick = seeded(seed);
    let number = 1_000;
    const fresh = () => hex(number++);
    const gathering = await anEventThatAsks([{ ...meal, required: false }, question(2), question(3, { kind: "number" })]);
    const given = { [meal.id]: [fish, vegan], [hex(2)]: ["By train"], [hex(3)]: [2] };
    await answer(gathering, given, { plusOnes: 1 });
    const everOffered = new Map<string, Set<string>>();
    for (let turn = 0; turn < 12; turn++) {
      const known = (await world.snapshot(gathering.id, hostViewer(gathering)))!.questions;
      await ask(gathering, anEdit(known, pick, fresh)).catch((error: { code?: string }) => expect(error.code).toBe("too_many_questions"));
      const { questions } = (await world.snapshot(gathering.id, hostViewer(gathering)))!;
      for (const { id, options } of questions)
        everOffered.set(id, (everOffered.get(id) ?? new Set()).union(new Set(options.map((option) => option.id))));
      const kept = new Map(questions.map(({ id, options }) => [id, new Set(options.map((option) => option.id))]));
      for (const [id, offered] of everOffered)
        expect([seed, id, [...offered.difference(kept.get(id) ?? new Set())]]).toEqual([seed, id, []]);
      const { rows } = await sql<{ question_answers: QuestionAnswers }>`
        select question_answers from guests where id = ${gathering.guests[0]!.id}`.execute(db);
      expect(areSameAnswers(rows[0]!.question_answers, given)).toBe(true);
    }
    await answer(gathering, undefined, { to: "maybe", plusOnes: 1 }).catch((error: { code?: string }) =>
      expect(error.code).toBe("question_unanswered"),
    );
    expect((await answersOf(gathering))[meal.id]).toEqual([fish, vegan]);
  }
});

test("control: the comparison of the property notices an answer that is lost", () => {
  expect(areSameAnswers({ [hex(1)]: ["a", null] }, { [hex(1)]: ["a"] })).toBe(false);
  expect(areSameAnswers({ [hex(1)]: ["a"] }, {})).toBe(false);
});
