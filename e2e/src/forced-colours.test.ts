import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { answerCard, choiceOf } from "./support/answers.ts";
import { anEvent, invite, openEvent, shareLinkOf, untilLive } from "./support/events.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

/** How wide an element's edge is (px), which is what tells with somebody's own colours: those of the page, and its shadows, are gone. */
const edge = (element: Locator) => element.evaluate((one) => parseFloat(getComputedStyle(one).borderTopWidth));
const withOwnColours = (page: Page) => page.emulateMedia({ forcedColors: "active" });

/** The first has a stronger edge than the others, which have one. */
async function expectTold(chosen: Locator, ...others: Locator[]) {
  const edges = await Promise.all(others.map(edge));
  expect(Math.min(...edges)).toBeGreaterThan(0);
  expect(await edge(chosen)).toBeGreaterThan(Math.max(...edges));
}

test.each([true, false])("with a guest's own colours it can be seen which answer is chosen (scripts: %s)", async (scripts) => {
  const host = await stage.aHost("Ada Almeida");
  const lin = await (scripts ? stage.aGuest("Lin Santos") : stage.aReader("Lin Santos"));
  const event = await anEvent(host);
  await withOwnColours(lin.page);
  await lin.page.goto(await shareLinkOf(event));
  if (scripts) await untilLive(lin);
  const choices = scripts
    ? (["Going", "Maybe", "Can't"] as const).map((choice) => choiceOf(lin.page, choice))
    : ["Going", "Maybe", "Can't make it"].map((choice) => answerCard(lin.page).locator("label.answer").filter({ hasText: choice }));
  const [going, maybe, no] = choices as [Locator, Locator, Locator];
  await maybe.click();
  await expectTold(maybe, going, no);
  expect(await edge(answerCard(lin.page).locator("[type=submit]").first())).toBeGreaterThan(0);
  if (!scripts) return;
  const parts = lin.page.getByRole("navigation").filter({ hasText: "Conversation" }).getByRole("link");
  expect(await edge(parts.first()), "the part of the page that is shown").toBeGreaterThan(await edge(parts.last()));
});

test("with a host's own colours a filter, a choice, a dialog and a switch can be seen", async () => {
  const host = await stage.aHost("Ada Almeida");
  const grace = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [grace], false);
  const { page } = host;
  await withOwnColours(page);
  await openEvent(host, event);
  await page.goto(`${event.page}/guests`);
  const filters = page.getByRole("group", { name: "Filter by answer" }).getByRole("button");
  await expectTold(filters.first(), filters.nth(1), filters.nth(2));
  await page.getByRole("checkbox", { name: "Select Grace Hopper" }).check();
  await page.getByRole("button", { name: "Set answer" }).click();
  const dialog = page.getByRole("dialog");
  expect(await edge(dialog)).toBeGreaterThan(0);
  const answers = dialog.locator("label").filter({ has: page.getByRole("radio") });
  await expectTold(answers.nth(0), answers.nth(1), answers.nth(2));
  await page.goto(`${event.page}/settings`);
  const drawnOver = page
    .getByRole("switch")
    .first()
    .evaluate((one) => getComputedStyle(one, "::before").display);
  expect(await drawnOver, "the browser's own checkbox, with nothing drawn over it").toBe("none");
});
