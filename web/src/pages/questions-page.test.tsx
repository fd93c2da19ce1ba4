import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import type { Question } from "@turnout/contract/questions";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { QuestionsPage } from "./questions-page.tsx";

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const dialog = page.getByRole("dialog");
const about = { options: [], required: false, perPerson: false, asksMaybe: false };
const meal: Question = {
  ...about,
  id: "0000000a",
  kind: "oneOf",
  text: "Meal",
  options: [
    { id: "00000001", text: "Fish" },
    { id: "00000002", text: "Vegetarian" },
    { id: "00000003", text: "Meat", archived: true },
  ],
};
const children: Question = { ...about, id: "0000000b", kind: "number", text: "How many children?" };
const bus: Question = { ...about, id: "0000000c", kind: "yesNo", text: "Bus?", archived: true };
const counts = [
  { question: meal.id, answer: "00000002", going: 7, maybe: 2 },
  { question: children.id, answer: "answered", going: 3, maybe: 0 },
  { question: children.id, answer: "sum", going: 5, maybe: 0 },
  { question: bus.id, answer: "true", going: 4, maybe: 0 },
];

async function show(questions: Question[] = [meal, children, bus], change: Partial<EventSnapshot> = {}, locale: Locale = "en") {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}`;
  const snapshot = { ...snapshots["host"]!, questions, ...change, eventId };
  whenAsked(`GET ${path}`, { body: snapshot });
  whenAsked(`GET ${path}/question-tallies`, { body: { seq: 1, counts } });
  whenAsked(`PUT ${path}/questions`, { body: { seq: 201 } });
  await mount(withPageData(snapshot, <QuestionsPage params={{ eventId }} />), locale);
  return Object.assign(() => asked("PUT", `${path}/questions`).map(({ body }) => (body as { questions: Question[] }).questions), { path });
}

test("shows each question with what was answered, and apart those that are no longer asked", async () => {
  await show();
  const tallies = (region: string) =>
    [...page.getByRole("region", { name: region }).element().querySelectorAll(".question-tally")].map((tally) => tally.textContent);
  await expect.poll(() => tallies("What guests are asked")).toEqual(["0 Fish7 Vegetarian (2 maybe)"]);
  expect(tallies("No longer asked")).toEqual(["4 Yes0 No"]);
  await expect.element(page.getByText(/^5 in all · 3 answers$/)).toBeVisible();
  expect(page.getByText("Meat").elements(), "nobody chose it").toEqual([]);
});

test("a new question is written, with options in the order that they are moved to, by keyboard", async () => {
  const sent = await show([]);
  await button("Add a question").click();
  await dialog.getByRole("textbox", { name: "Question" }).fill("What to drink?");
  await dialog.getByRole("combobox", { name: "Kind of answer" }).selectOptions("Choose any number");
  await dialog.getByRole("textbox", { name: "Option 1" }).fill("Wine");
  await dialog.getByRole("textbox", { name: "Option 2" }).fill("Juice");
  dialog.getByRole("button", { name: "Move option 2 up" }).element().focus();
  await userEvent.keyboard("{Enter}");
  await dialog.getByRole("checkbox", { name: /An answer is needed/ }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect.poll(sent).toHaveLength(1);
  expect(sent()[0]).toMatchObject([
    { kind: "someOf", text: "What to drink?", required: true, options: [{ text: "Juice" }, { text: "Wine" }] },
  ]);
});

test("nothing is sent without words, or with nothing to choose", async () => {
  const sent = await show([]);
  await button("Add a question").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect.element(dialog.getByRole("textbox", { name: "Question" })).toHaveAccessibleDescription("Write what you want to ask.");
  await dialog.getByRole("textbox", { name: "Question" }).fill("Meal");
  await dialog.getByRole("combobox", { name: "Kind of answer" }).selectOptions("Choose one");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect.element(dialog.getByText("Write at least one option.")).toBeVisible();
  expect(sent()).toEqual([]);
});

test.for(["Children and adults", "Allergies", "Meal choice"])("%s is ready to be added", async (name) => {
  const sent = await show([]);
  await button(name).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect.poll(sent).toHaveLength(1);
  expect(sent()[0]).toMatchObject([{ perPerson: true }]);
});

test("an option that is taken out is archived, and the kind stays as it is", async () => {
  const sent = await show();
  await button("Edit “Meal”").click();
  await expect.element(dialog.getByRole("combobox", { name: "Kind of answer" })).toBeDisabled();
  await expect.element(dialog.getByRole("checkbox", { name: /for each person/ })).toBeDisabled();
  await dialog.getByRole("button", { name: "Remove option 1" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect.poll(sent).toHaveLength(1);
  expect(sent()[0]![0]!.options).toEqual(
    expect.arrayContaining([
      { id: "00000001", text: "Fish", archived: true },
      { id: "00000002", text: "Vegetarian" },
      { id: "00000003", text: "Meat", archived: true },
    ]),
  );
});

test("questions are moved, taken out and asked again", async () => {
  const sent = await show();
  await button("Move “How many children?” up").click();
  await button("No longer ask “Meal”").click();
  await button("Ask again").click();
  await expect
    .poll(() => sent().map((questions) => questions.map(({ id, archived }) => [id, archived])))
    .toEqual([
      [
        [children.id, undefined],
        [meal.id, undefined],
      ],
      [[meal.id, true]],
      [[bus.id, undefined]],
    ]);
});

test("a refusal is said, and the form stays", async () => {
  const { path } = await show([]);
  whenAsked(`PUT ${path}/questions`, refuse("too_many_questions"));
  await button("Allergies").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect.element(page.getByRole("region", { name: "Notices" }).getByText(/too many questions/)).toBeVisible();
  await expect.element(dialog).toBeVisible();
});
