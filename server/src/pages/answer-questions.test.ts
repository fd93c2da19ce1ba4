import { randomUUID } from "node:crypto";
import { answersIn, questionField } from "@turnout/contract/question-fields";
import type { Question, QuestionAnswers } from "@turnout/contract/questions";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createEvent, publishEvent } from "../events/commands.ts";
import { editQuestions } from "../events/questions.ts";
import { answerByCalendar } from "../guests/answer-by-calendar.ts";
import { inviteGuests } from "../invitations/commands.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { asGuest, asUser, aUser, createWorld } from "../testing/world.ts";

const { deps, server } = await testApp();
const { db } = deps;
const host = await aUser(createWorld(db), "Ada");

const options = [
  { id: "00000001", text: "Fish & <chips>" },
  { id: "00000002", text: "Vegan" },
];
const about = { options: [], required: false, perPerson: false, asksMaybe: false };
const meal: Question = { ...about, id: "0000000a", kind: "oneOf", text: "What to eat?", options, required: true, perPerson: true };
const all: Question[] = [
  meal,
  { ...about, id: "0000000b", kind: "shortText", text: "Allergies" },
  { ...about, id: "0000000c", kind: "longText", text: "A story" },
  { ...about, id: "0000000d", kind: "someOf", text: "What to bring?", options, asksMaybe: true },
  { ...about, id: "0000000e", kind: "number", text: "How many children?" },
  { ...about, id: "0000000f", kind: "yesNo", text: "A seat in the bus?" },
];

async function anEvent(questions: Question[], plusOnesAllowed = 2) {
  const id = randomUUID();
  const fields = { title: "Picnic", starts: "2030-06-18T19:00", plusOnesAllowed };
  const input = { commandId: randomUUID(), eventId: id, fields };
  await deps.changeEvent(id, createEvent, input, asUser(host), { opensEvent: true });
  await deps.changeEvent(id, publishEvent, { commandId: randomUUID() }, asUser(host));
  await deps.changeEvent(id, editQuestions, { commandId: randomUUID(), questions }, asUser(host));
  const guestId = randomUUID();
  const invited = [{ guestId, name: "Grace", email: null, plusOnesAllowed: null, locale: null }];
  await deps.changeEvent(id, inviteGuests, { commandId: randomUUID(), guests: invited, message: "", send: false }, asUser(host));
  return { id, guestId, link: `/i/${await makePersonalLink(db, id, guestId)}` };
}

/** A browser without scripts that opens an address, and sends the form of the page that it shows. */
async function aBrowser(link: string, language = "en") {
  let cookie = "";
  let page = "";
  const take = (reply: { headers: Record<string, unknown>; body: string }) => {
    for (const line of [reply.headers["set-cookie"] ?? []].flat() as string[]) cookie = line.split(";")[0]!;
    page = reply.body;
  };
  const headers = () => ({ host: "turnout.test", accept: "text/html", "accept-language": language, ...(cookie && { cookie }) });
  const open = async (url: string) => take(await server.inject({ url, headers: headers() }));
  await open(link);
  return {
    page: () => page,
    open,
    async press(eventId: string, fields: Record<string, string>) {
      const form = /name="form" value="([^"]*)"/.exec(page)?.[1] ?? "";
      const reply = await server.inject({
        method: "POST",
        url: `/e/${eventId}`,
        headers: { ...headers(), origin: testUrl, "content-type": "application/x-www-form-urlencoded" },
        payload: String(new URLSearchParams({ form, ...fields })),
      });
      if (reply.statusCode === 303) await open(String(reply.headers["location"]));
      else take(reply);
      return reply.statusCode;
    },
  };
}

async function answersOf(guestId: string): Promise<QuestionAnswers> {
  const { rows } = await sql<{ question_answers: QuestionAnswers }>`select question_answers from guests where id = ${guestId}`.execute(db);
  return rows[0]!.question_answers;
}

test("a form without scripts asks each kind of question, and its answers are kept", async () => {
  const { id, guestId, link } = await anEvent(all);
  const grace = await aBrowser(link);
  for (const { text } of all) expect(grace.page()).toContain(text);
  expect(grace.page()).toContain("Fish &amp; &lt;chips&gt;");
  const fields = {
    answer: "going",
    party: "1",
    companion1: "Vera",
    "text-0000000a-0": "00000001",
    "text-0000000a-1": "00000002",
    "text-0000000a-2": "00000002",
    "text-0000000b-0": "Nuts",
    "text-0000000c-0": "Once upon\r\na time",
    "some-0000000d-0": "",
    "some-0000000d-0-00000002": "on",
    "number-0000000e-0": "3",
    "yes-0000000f-0": "no",
  };
  expect(await grace.press(id, fields)).toBe(303);
  expect(await answersOf(guestId)).toEqual({
    "0000000a": ["00000001", "00000002"],
    "0000000b": ["Nuts"],
    "0000000c": ["Once upon\na time"],
    "0000000d": [["00000002"]],
    "0000000e": [3],
    "0000000f": [false],
  });
  await grace.open(`/e/${id}?answer=change`);
  expect(grace.page()).toContain('<option value="00000002" selected>');
  expect(grace.page()).toContain('name="some-0000000d-0-00000002" checked');
  expect(grace.page()).toContain('<option value="no" selected>');
});

test("a form that is refused says why at the field, in words, and keeps all that was typed", async () => {
  const { id, guestId, link } = await anEvent(all);
  for (const [language, words] of [
    ["en", "Please answer this question."],
    ["de", "Bitte beantworte diese Frage."],
  ] as const) {
    const grace = await aBrowser(link, language);
    const typed = { "text-0000000a-0": "00000001", "text-0000000b-0": "Nuts", "some-0000000d-0-00000001": "on", companion1: "Vera" };
    expect(await grace.press(id, { answer: "going", party: "1", ...typed })).toBe(400);
    expect(grace.page()).toContain(`<a href="#answer-question-0000000a-1"><span dir="auto">What to eat?</span> – ${words}</a>`);
    expect(grace.page()).toMatch(/id="answer-question-0000000a-1" aria-describedby="answer-question-0000000a-1-error" aria-invalid="true"/);
    expect(grace.page()).toContain('value="Nuts"');
    expect(grace.page()).toContain('<label class="field-label" for="answer-question-0000000a-1"><span dir="auto">Vera</span>');
    expect(grace.page()).toContain('name="some-0000000d-0-00000001" checked');
  }
  expect(await answersOf(guestId)).toEqual({});
});

test.for([
  ["number-0000000e-0", "three"],
  ["number-0000000e-0", "100001"],
  ["text-0000000a-0", "no such option"],
  ["text-0000000c-0", "x".repeat(1_001)],
  ["yes-0000000b-0", "yes"],
])("what does not answer its question is refused at its field: %s", async ([name, value]) => {
  const { id, link } = await anEvent(all);
  const grace = await aBrowser(link);
  expect(await grace.press(id, { answer: "going", "text-0000000a-0": "00000001", [name!]: value! })).toBe(400);
  expect(grace.page()).toContain(`#answer-question-${name!.split("-")[1]}-0`);
});

test("what was typed for a question that does not come with the answer is in nobody's way", async () => {
  const { id, guestId, link } = await anEvent(all);
  const grace = await aBrowser(link);
  expect(grace.page(), "a browser would not send it").not.toMatch(
    /type="number"|name="(?:text|some|number|yes)-[^>]* (?:required|pattern)/,
  );
  expect(await grace.press(id, { answer: "maybe", "number-0000000e-0": "100001" })).toBe(303);
  expect(await grace.press(id, { answer: "declined", "number-0000000e-0": "-1" })).toBe(303);
  expect(await answersOf(guestId)).toEqual({});
});

test("a guest who brings nobody answers with one press, unless there is something to ask", async () => {
  const plain = await anEvent([], 0);
  expect((await aBrowser(plain.link)).page()).toContain('name="now" value="going"');
  const { id, link } = await anEvent([meal], 0);
  const grace = await aBrowser(link);
  expect(grace.page()).not.toContain('name="now" value="going"');
  expect(grace.page()).toContain('name="now" value="maybe"');
  expect(await grace.press(id, { now: "maybe" })).toBe(303);
});

test("whom a calendar answered for is asked for the rest on the page", async () => {
  const { id, guestId, link } = await anEvent([meal]);
  const reply = { commandId: randomUUID(), answer: "going" as const, note: null, suggestion: null, revision: null, writtenAt: null };
  await deps.changeEvent(id, answerByCalendar, reply, asGuest({ id: guestId, name: "Grace" }));
  const grace = await aBrowser(link);
  expect(grace.page()).toContain("The hosts have a question for you.");
  expect(grace.page()).toContain(`href="/e/${id}?answer=change"`);
  await grace.open(`/e/${id}?answer=change`);
  expect(await grace.press(id, { answer: "going", "text-0000000a-0": "00000002" })).toBe(303);
  expect(grace.page()).not.toContain("The hosts have a question for you.");
  expect(await answersOf(guestId)).toEqual({ "0000000a": ["00000002"] });
});

test("names of fields say which question they answer, and others are no answers", () => {
  const fields = all.map((question) => [questionField(question, 1, question.kind === "someOf" ? "00000001" : undefined), "1"] as const);
  expect(Object.keys(answersIn(fields)).toSorted()).toEqual(all.map(({ id }) => id));
  const others = ["text-0000000a-11", "text-000000-0", "note", "__proto__", "text-constructor-0"].map((name) => [name, "x"] as const);
  expect(answersIn(others)).toEqual({});
});
