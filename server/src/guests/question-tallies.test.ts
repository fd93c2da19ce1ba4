import { randomUUID } from "node:crypto";
import { MAX_PARTY } from "@turnout/contract/guests";
import { MAX_NUMBER_ANSWER, type Question, type QuestionAnswers } from "@turnout/contract/questions";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { editQuestions } from "../events/questions.ts";
import { aGathering, answering, asGuest, asUser, createWorld } from "../testing/world.ts";
import { answerInvitation, removeGuest } from "./commands.ts";
import { exportWords } from "./export-words.ts";
import { guestsCsv } from "./export.ts";
import { questionTallies } from "./question-tallies.ts";

const { db } = await testDatabase();
const world = createWorld(db);

const [meal, children, sweets, bus, words] = ["0000000a", "0000000b", "0000000c", "0000000d", "0000000e"] as const;
const [fish, vegan] = ["00000001", "00000002"];
const options = [
  { id: fish, text: "Fish" },
  { id: vegan, text: "=Vegan" },
];
const about = { options: [], required: false, perPerson: false, asksMaybe: true };
const questions: Question[] = [
  { ...about, id: meal, kind: "oneOf", text: "+Meal", options, perPerson: true },
  { ...about, id: children, kind: "number", text: "Children" },
  { ...about, id: sweets, kind: "someOf", text: "Sweets", options },
  { ...about, id: bus, kind: "yesNo", text: "Bus?" },
  { ...about, id: words, kind: "shortText", text: "Words" },
];

async function aGatheringThatAnswered() {
  const gathering = await aGathering(world, { guests: 4 });
  const ask = (asked: Question[]) =>
    world.changeEvent(gathering.id, editQuestions, { commandId: randomUUID(), questions: asked }, asUser(gathering.host));
  await ask(questions);
  const answers: [answer: "going" | "maybe", plusOnes: number, given: QuestionAnswers][] = [
    ["going", 1, { [meal]: [fish, vegan], [children]: [2], [sweets]: [[fish, vegan]], [bus]: [true], [words]: [vegan] }],
    ["going", 0, { [meal]: [vegan], [children]: [3], [sweets]: [[vegan]], [bus]: [false], [words]: ["=1+1"] }],
    ["maybe", 0, { [meal]: [vegan], [children]: [1] }],
    ["going", 0, { [meal]: [fish], [words]: ["gone"] }],
  ];
  for (const [at, [answer, plusOnes, questionAnswers]] of answers.entries())
    await world.changeEvent(
      gathering.id,
      answerInvitation,
      { ...answering(answer, plusOnes), questionAnswers },
      asGuest(gathering.guests[at]!),
    );
  const last = gathering.guests[3]!.id;
  await world.changeEvent(gathering.id, removeGuest, { commandId: randomUUID(), guestId: last }, asUser(gathering.host));
  return { ...gathering, ask };
}

test("each answer is counted for those who come and those who might, not for who was removed", async () => {
  const gathering = await aGatheringThatAnswered();
  const tallies = (await questionTallies(db, gathering.id))!;
  const count = (question: string, answer: string, going: number, maybe = 0) => ({ question, answer, going, maybe });
  expect(tallies.counts).toEqual([
    count(meal, fish!, 1),
    count(meal, vegan!, 2, 1),
    count(children, "answered", 2, 1),
    count(children, "sum", 5, 1),
    count(sweets, fish!, 1),
    count(sweets, vegan!, 2),
    count(bus, "false", 1),
    count(bus, "true", 1),
    count(words, "answered", 2),
  ]);
  expect(tallies.seq).toBeGreaterThan(0);
});

test("numbers of a full list add up beyond what an integer column holds", async () => {
  const { id, ask } = await aGatheringThatAnswered();
  await ask([{ ...questions[1]!, id: "0000000f", perPerson: true }]);
  const party = JSON.stringify({ "0000000f": Array.from({ length: MAX_PARTY }, () => MAX_NUMBER_ANSWER) });
  const guests = Math.ceil(2 ** 31 / (MAX_PARTY * MAX_NUMBER_ANSWER));
  await sql`insert into guests (id, event_id, name, standing, party_size, source, question_answers)
    select gen_random_uuid(), ${id}, 'Guest', 'going', ${MAX_PARTY}, 'host', ${party}::jsonb from generate_series(1, ${guests}::int)`.execute(
    db,
  );
  const { counts } = (await questionTallies(db, id))!;
  expect(counts.find(({ question, answer }) => question === "0000000f" && answer === "sum")!.going).toBe(
    guests * MAX_PARTY * MAX_NUMBER_ANSWER,
  );
});

test("there is nothing to count without questions or guests, and nothing of no event", async () => {
  const { id } = await aGathering(world);
  expect((await questionTallies(db, id))!.counts).toEqual([]);
  expect(await questionTallies(db, randomUUID())).toBeNull();
});

test("the CSV file has a column for each question, and none of its cells can be taken for a formula", async () => {
  const gathering = await aGatheringThatAnswered();
  await gathering.ask([
    { ...questions[4]!, archived: true },
    { ...questions[3]!, id: "0000000f", archived: true },
  ]);
  const [header, ...rows] = (await guestsCsv(db, gathering.id, "en"))!
    .split("\r\n")
    .map((line) => line.split('","').slice(exportWords.en.header.length).join(";"));
  expect(header).toBe(`'+Meal;Children;Sweets;Bus?;Words"`);
  expect(rows.filter(Boolean)).toEqual([`Fish | =Vegan;2;Fish, =Vegan;yes;${vegan}"`, `'=Vegan;3;'=Vegan;no;'=1+1"`, `'=Vegan;1;;;"`]);
});
