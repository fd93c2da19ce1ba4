import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ofToday } from "../../server/src/testing/turns.test-support.ts";
import { answerCard, untilAnswerIs } from "./support/answers.ts";
import { ask, command } from "./support/api.ts";
import { anEvent, type Gathering, shareLinkOf } from "./support/events.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

const meal = {
  id: "0000000a",
  kind: "oneOf",
  text: "What would you like to eat?",
  options: [
    { id: "00000001", text: "Fish" },
    { id: "00000002", text: "Vegetarian" },
  ],
  required: true,
  perPerson: true,
  asksMaybe: false,
};
const allergies = { ...meal, id: "0000000b", kind: "shortText", text: "Allergies", options: [], required: false, perPerson: false };
const bring = { ...meal, id: "0000000c", kind: "someOf", text: "What can you bring?", required: false, perPerson: false };

const asking = ({ id, host }: Gathering) => command(host, "PUT", `/api/events/${id}/questions`, { questions: [meal, allergies, bring] });
const choice = (page: Page, name: string) => answerCard(page).getByText(name, { exact: true });
const send = (page: Page) => answerCard(page).locator(".answer-form-end [type=submit]");
const mealOf = (page: Page, person: string) => answerCard(page).getByRole("combobox", { name: person, exact: true });

async function answersOf({ id, host }: Gathering) {
  const { guests } = await ask<{ guests: { questionAnswers: object }[] }>(host, "GET", `/api/events/${id}/guests`);
  return guests.map(({ questionAnswers }) => questionAnswers);
}

test("without scripts: a guest is asked for each person, led to what is missing, and changes an answer later", async () => {
  const host = await stage.aHost("Ada Almeida");
  const lin = await stage.aReader("Lin Santos");
  const event = await anEvent(host, { plusOnesAllowed: 3 });
  await asking(event);
  const { page } = lin;
  await page.goto(await shareLinkOf(event));
  await choice(page, "Maybe").click();
  expect(await mealOf(page, "You").isVisible(), "not asked with maybe").toBe(false);
  await choice(page, "Going").click();
  await answerCard(page).getByLabel("Your name").fill("Lin Santos");
  await answerCard(page).getByLabel("Who's coming with you?").selectOption("1");
  expect(await mealOf(page, "Person 3").isVisible(), "nobody comes as the third").toBe(false);
  await mealOf(page, "You").selectOption("Fish");
  await answerCard(page).getByLabel("Allergies").fill("Nuts");
  await answerCard(page).getByLabel("Vegetarian").check();
  lin.forgives.push(/status of 400/);
  await send(page).click();

  await page.getByRole("alert").getByRole("link", { name: "Please answer this question." }).click();
  expect(await mealOf(page, "Person 2").evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await answerCard(page).getByLabel("Allergies").inputValue()).toBe("Nuts");
  await mealOf(page, "Person 2").selectOption("Vegetarian");
  await send(page).click();
  await untilAnswerIs(page, "with 1 more");
  expect(await answersOf(event)).toEqual([{ "0000000a": ["00000001", "00000002"], "0000000b": ["Nuts"], "0000000c": [["00000002"]] }]);

  await answerCard(page).getByRole("link", { name: "Change" }).click();
  await answerCard(page).getByLabel("Vegetarian").uncheck();
  await mealOf(page, "You").selectOption("Vegetarian");
  await send(page).click();
  await untilAnswerIs(page, "with 1 more");
  expect(await answersOf(event)).toEqual([{ "0000000a": ["00000002", "00000002"], "0000000b": ["Nuts"] }]);
});

test.each(ofToday(["phone", "desktop"] as const))(
  "on a %s, scripts that come late leave the questions where they are, with what was answered",
  async (device) => {
    const host = await stage.aHost("Ada Almeida");
    const lin = await stage.aGuest("Lin Santos", device);
    const event = await anEvent(host, { plusOnesAllowed: 2, description: "A long day.\n\n".repeat(20) });
    await asking(event);
    const link = await shareLinkOf(event);
    const { page } = lin;
    let letThrough = () => {};
    const held = new Promise<void>((resolve) => (letThrough = resolve));
    await page.route("**/*.js", async (route) => (await held, route.continue()));
    await page.goto(link, { waitUntil: "commit" });
    await choice(page, "Going").click();
    await answerCard(page).getByLabel("Your name").fill("Lin Santos");
    await answerCard(page).getByLabel("Who's coming with you?").selectOption("1");
    await mealOf(page, "You").selectOption("Fish");
    await answerCard(page).getByLabel("Vegetarian").check();
    await answerCard(page).getByLabel("Allergies").pressSequentially("Nuts");
    const placesOf = () =>
      page.locator(".answer-card .question").evaluateAll((pieces) =>
        pieces.map((piece) => {
          const { x, y, width, height } = piece.getBoundingClientRect();
          return [x, y, width, height].map(Math.round);
        }),
      );
    const before = await placesOf();
    letThrough();
    await page.locator(".answer-card:not(.before-scripts)").waitFor();
    expect(await placesOf()).toEqual(before);
    await page.keyboard.type("!");
    expect(await answerCard(page).getByLabel("Allergies").inputValue()).toBe("Nuts!");
    expect(await answerCard(page).getByLabel("Vegetarian").isChecked()).toBe(true);
    await send(page).click();
    await answerCard(page).getByText("Please answer this question.").waitFor();
    expect(await mealOf(page, "Person 2").evaluate((field) => field === document.activeElement)).toBe(true);
    await mealOf(page, "Person 2").selectOption("Fish");
    await send(page).click();
    await untilAnswerIs(page, "with 1 more");
    expect(await answersOf(event)).toEqual([{ "0000000a": ["00000001", "00000001"], "0000000b": ["Nuts!"], "0000000c": [["00000002"]] }]);
  },
);

test.each(ofToday(["phone", "desktop"] as const))(
  "on a %s, a host asks, moves and takes out questions, and sees answers counted as they come",
  async (device) => {
    const host = await stage.aHost("Ada Almeida", device);
    const event = await anEvent(host, { plusOnesAllowed: 0 });
    const { page } = host;
    await page.goto(`${event.page}/questions`);
    await page.getByRole("button", { name: "Meal choice" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Allergies" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    const headings = page.getByRole("list").getByRole("heading", { level: 3 });
    await expect.poll(() => headings.allInnerTexts()).toEqual(["What would you like to eat?", "Is there anything you can't eat?"]);
    await page.getByRole("button", { name: "Move “Is there anything you can't eat?” up" }).press("Enter");
    await expect.poll(() => headings.allInnerTexts()).toEqual(["Is there anything you can't eat?", "What would you like to eat?"]);

    const lin = await stage.aGuest("Lin Santos");
    await lin.page.goto(await shareLinkOf(event));
    await choice(lin.page, "Going").click();
    await answerCard(lin.page).getByLabel("Your name").fill("Lin Santos");
    await answerCard(lin.page).getByLabel("What would you like to eat?").selectOption("Vegetarian");
    await send(lin.page).click();
    await untilAnswerIs(lin.page, "See you there!");
    await page.getByRole("listitem").filter({ hasText: "1 Vegetarian" }).first().waitFor();

    await page.getByRole("button", { name: "No longer ask “What would you like to eat?”" }).click();
    const gone = page.getByRole("region", { name: "No longer asked" });
    await gone.getByRole("listitem").filter({ hasText: "1 Vegetarian" }).first().waitFor();
    await page.goto(`${event.page}/guests`);
    await page.getByText("Lin Santos").first().click();
    await page.getByRole("dialog").getByText("Vegetarian").waitFor();
    await lin.page.reload();
    await answerCard(lin.page).getByRole("button", { name: "Change" }).click();
    await answerCard(lin.page).getByLabel("Is there anything you can't eat?").waitFor();
    expect(await answerCard(lin.page).getByLabel("What would you like to eat?").count()).toBe(0);
  },
);

test("a question without an answer that is needed is led to, and stands with what is said of it above the end of a long form", async () => {
  const host = await stage.aHost("Ada Almeida");
  const lin = await stage.aGuest("Lin Santos");
  const event = await anEvent(host);
  const others = ["d", "e", "f"].map((id) => ({ ...allergies, id: `0000000${id}`, kind: "longText" }));
  const questions = [...others, { ...meal, perPerson: false }, allergies, bring];
  await command(host, "PUT", `/api/events/${event.id}/questions`, { questions });
  const { page } = lin;
  await page.goto(await shareLinkOf(event));
  await page.locator(".answer-card:not(.before-scripts)").waitFor();
  await choice(page, "Going").click();
  await answerCard(page).getByLabel("Your name").fill("Lin Santos");
  const field = mealOf(page, meal.text);
  // Half behind what ends the form, as when a guest has read so far.
  await field.evaluate((one) => {
    const card = one.closest(".answer-card")!;
    card.scrollBy(0, one.getBoundingClientRect().top - card.querySelector(".answer-form-end")!.getBoundingClientRect().top + 20);
  });
  await send(page).click();
  expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
  const isInSight = () =>
    answerCard(page).evaluate((card) => {
      const words = card.querySelector(".field-error")!.getBoundingClientRect();
      return words.bottom <= card.querySelector(".answer-form-end")!.getBoundingClientRect().top;
    });
  await expect.poll(isInSight).toBe(true);
});
