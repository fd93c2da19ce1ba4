import { useState } from "react";
import type { Question, QuestionAnswers } from "@turnout/contract/questions";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { mount } from "../../testing/mount.test-support.tsx";
import { QuestionFields, type WrongAnswer } from "./question-fields.tsx";

const options = [
  { id: "00000001", text: "Fish" },
  { id: "00000002", text: "Vegan" },
  { id: "00000003", text: "Meat", archived: true as const },
];
const about = { options: [], required: false, perPerson: false, asksMaybe: false };
const question = (kind: Question["kind"], fields: Partial<Question> = {}): Question => ({
  ...about,
  id: "0000000a",
  kind,
  text: "What about it?",
  ...(kind === "oneOf" || kind === "someOf" ? { options } : {}),
  ...fields,
});

async function show(
  one: Question,
  { people = 1, companions = [] as string[], named = false, answers = {} as QuestionAnswers, wrong = null as WrongAnswer | null } = {},
) {
  const given: QuestionAnswers[] = [];
  function Form() {
    const [now, setNow] = useState(answers);
    const change = (next: QuestionAnswers) => (given.push(next), setNow(next));
    return (
      <QuestionFields
        questions={[one]}
        people={people}
        companions={companions}
        named={named}
        answers={now}
        wrong={wrong}
        onChange={change}
      />
    );
  }
  await mount(<Form />);
  return () => given.at(-1)?.["0000000a"];
}

test("a short text is typed in one line", async () => {
  const given = await show(question("shortText"));
  const field = page.getByRole("textbox", { name: "What about it? (optional)" });
  await field.fill("Nuts");
  expect(given()).toEqual(["Nuts"]);
  await expect.element(field).toHaveAttribute("maxlength", "200");
});

test("a long text has room for lines", async () => {
  const given = await show(question("longText", { required: true }));
  await page.getByRole("textbox", { name: "What about it?" }).fill("Once\nupon");
  expect(given()).toEqual(["Once\nupon"]);
});

test("one of several is chosen, or none", async () => {
  const given = await show(question("oneOf"));
  const field = page.getByRole("combobox", { name: /What about it/ });
  await field.selectOptions("Vegan");
  expect(given()).toEqual(["00000002"]);
  await field.selectOptions("");
  expect(given()).toEqual([null]);
});

test("some of several are checked and unchecked", async () => {
  const given = await show(question("someOf"));
  await page.getByRole("checkbox", { name: "Vegan" }).click();
  await page.getByRole("checkbox", { name: "Fish" }).click();
  expect(given()).toEqual([["00000002", "00000001"]]);
  await page.getByRole("checkbox", { name: "Vegan" }).click();
  expect(given()).toEqual([["00000001"]]);
  await expect.element(page.getByRole("group", { name: /What about it/ })).toBeVisible();
});

test("a number is one, and empty is no answer", async () => {
  const given = await show(question("number"));
  const field = page.getByRole("textbox", { name: /What about it/ });
  await field.fill("3");
  expect(given()).toEqual([3]);
  await field.fill("100001");
  expect(given(), "what is no answer stays, to be refused here").toEqual(["100001"]);
  await field.fill("");
  expect(given()).toEqual([null]);
});

test("no is an answer, unlike nothing", async () => {
  const given = await show(question("yesNo"), { answers: { "0000000a": [true] } });
  const field = page.getByRole("combobox", { name: /What about it/ });
  await expect.element(field).toHaveValue("yes");
  await field.selectOptions("No");
  expect(given()).toEqual([false]);
  await field.selectOptions("");
  expect(given()).toEqual([null]);
});

test("each person has a field, and answers of the others stay", async () => {
  const given = await show(question("oneOf", { perPerson: true }), { people: 3, named: true, answers: { "0000000a": ["00000001"] } });
  await page.getByRole("combobox", { name: "Person 3" }).selectOptions("Vegan");
  expect(given()).toEqual(["00000001", null, "00000002"]);
  await expect.element(page.getByRole("combobox", { name: "You" })).toHaveValue("00000001");
});

test("an option that is no longer offered is there for who chose it", async () => {
  await show(question("oneOf", { perPerson: true }), { people: 2, named: true, answers: { "0000000a": ["00000003"] } });
  await expect.element(page.getByRole("combobox", { name: "You" })).toHaveValue("00000003");
  expect(page.getByRole("combobox", { name: "Person 2" }).getByRole("option", { name: "Meat" }).elements()).toEqual([]);
});

test.for(["shortText", "oneOf", "someOf"] as const)("%s: what is wrong is said at the field", async (kind) => {
  await show(question(kind), { wrong: { question: "0000000a", person: 0, words: "Please answer this question." } });
  const field = page.getByRole(kind === "shortText" ? "textbox" : kind === "oneOf" ? "combobox" : "group", { name: /What about it/ });
  if (kind !== "someOf") await expect.element(field).toHaveAttribute("aria-invalid", "true");
  await expect.element(field).toHaveAccessibleDescription("Please answer this question.");
});

test("companions are asked for by their names, where they are known", async () => {
  await show(question("oneOf", { perPerson: true }), { people: 3, companions: ["Ann", ""], named: true });
  for (const name of ["You", "Ann", "Person 3"]) await expect.element(page.getByRole("combobox", { name, exact: true })).toBeVisible();
});
