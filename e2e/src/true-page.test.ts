import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ofToday } from "../../server/src/testing/turns.test-support.ts";
import { answer, answerCard, choiceOf, untilAnswerIs } from "./support/answers.ts";
import { command } from "./support/api.ts";
import { composer, message, onMessage, openConversation, say } from "./support/conversation.ts";
import { anEvent, type Gathering, invite, openEvent, openInvitation, untilLive } from "./support/events.ts";
import { openStage } from "./support/stage.ts";
import { translate } from "./support/translator.ts";

const stage = openStage();
const DAY = 86_400_000;

test("a page that the browser translates shows the current state after everything on it has changed", async () => {
  const host = await stage.aHost("Ada Almeida");
  const [grace, lin] = [await stage.aGuest("Grace Hopper", "desktop"), await stage.aGuest("Lin Santos")];
  const event = await anEvent(host, { description: "Bring a **blanket**.", capacity: 3, waitlist: true, guestListFor: "everyone" });
  await invite(event, [grace, lin]);
  await openInvitation(grace, event);
  await untilLive(grace);
  await answer(grace.page, "Going");
  await untilAnswerIs(grace.page, "You're going");
  await openEvent(host, event);
  await say(host.page, "See you there");
  await message(grace.page, "See you there").waitFor();
  const plain = await grace.page.context().newPage();
  await plain.goto(event.page);
  await untilLive({ page: plain });
  await grace.page.goto(event.page);
  await untilLive(grace);
  await grace.page.evaluate(translate);
  expect(await grace.page.locator("h1").first().innerText()).toMatch(/^«.*»$/);
  await untilSame(grace.page, plain);

  await edit(event, { title: "Moved to the lake", starts: "2031-02-03T08:15", place: { kind: "place", name: "The lake", address: "" } });
  await grace.page.getByText("«Moved to the lake»").first().waitFor();
  await untilSame(grace.page, plain);
  expect(await factsOf(grace.page)).toMatch(/3 February 2031[^]*08:15[^]*The lake/);

  await edit(event, {
    description: "Bring a *towel*.\n\nAnd a hat.",
    place: { kind: "online", url: "https://lake.example.org" },
    zone: "Asia/Tokyo",
  });
  await openInvitation(lin, event);
  await answer(lin.page, "Going");
  await untilAnswerIs(lin.page, "You're going");
  await untilSame(grace.page, plain);
  await edit(event, { capacity: 2, starts: "2031-02-04T19:00", place: { kind: "later" } });
  await answer(lin.page, "Maybe");
  await untilSame(grace.page, plain);

  await openEvent(host, event);
  await onMessage(host.page, "See you there", "Edit");
  await say(host.page, "See you at the lake");
  await message(plain, "See you at the lake").waitFor();
  await untilSame(grace.page, plain);
  await onMessage(host.page, "See you at the lake", "Delete");
  await host.page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await message(plain, "Message deleted").waitFor();
  await untilSame(grace.page, plain);

  await command(host, "POST", `/api/events/${event.id}/cancellation`, { note: "Too much snow" });
  await plain.getByText("Too much snow").waitFor();
  await untilSame(grace.page, plain);
});

const edit = ({ id, host }: Gathering, fields: object) => command(host, "PATCH", `/api/events/${id}`, { fields });

const factsOf = (page: Page) => page.locator(".event-facts").innerText();

/** Waits until both pages say the same, apart from how it is translated. */
async function untilSame(translated: Page, plain: Page): Promise<void> {
  const words = async (page: Page) => (await page.locator("main").innerText()).replaceAll(/[«»]/g, "").replaceAll(/\s+/g, " ");
  const difference = async () => {
    const said = { translated: await words(translated), plain: await words(plain) };
    return said.translated === said.plain ? null : said;
  };
  await expect.poll(difference).toBeNull();
}

test.each(ofToday([2, -2, 400], 3))("the server's clock decides what is over, not that of a device %i days ahead", async (days) => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const deadline = local(Date.now() + 5 * 3_600_000);
  const event = await anEvent(host, {
    starts: local(Date.now() + DAY),
    ends: local(Date.now() + 1.2 * DAY),
    zone: "UTC",
    answersClose: deadline,
  });
  await invite(event, [guest]);
  await guest.page.context().addInitScript(setClock, days * DAY);
  await openInvitation(guest, event);
  expect(await guest.page.evaluate(() => Date.now()), "the device's own clock is off").not.toBeCloseTo(Date.now(), -7);
  await choiceOf(guest.page, "Going").waitFor();
  await untilLive(guest);
  await guest.page.locator(".event-facts").getByText("in 23 hours").or(guest.page.locator(".event-facts").getByText("tomorrow")).waitFor();
  await answer(guest.page, "Going");
  await untilAnswerIs(guest.page, "You're going");
  await openConversation(guest.page);
  await say(guest.page, "What time is it?");
  await message(guest.page, "What time is it?").waitFor();
  await guest.page.getByText("Today", { exact: true }).waitFor();

  await guest.page.goto(event.page);
  await command(host, "PATCH", `/api/events/${event.id}`, {
    fields: { starts: local(Date.now() - DAY), ends: local(Date.now() - DAY / 2), answersClose: null },
  });
  await guest.page.getByText("Thanks for coming!").waitFor();
});

const local = (at: number) => new Date(at).toISOString().slice(0, 16);

/** Sets a device's clock: all that a page can ask of it, so far ahead. */
function setClock(ahead: number): void {
  const Real = Date;
  const { timeOrigin } = performance;
  Object.defineProperty(performance, "timeOrigin", { get: () => timeOrigin + ahead });
  globalThis.Date = class extends Real {
    constructor(...given: [] | [number]) {
      super(...((given.length === 0 ? [Real.now() + ahead] : given) as [number]));
    }
    static override now = () => Real.now() + ahead;
  } as DateConstructor;
}

test("the line for new messages stands above those that came while away, and above nothing else", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper", "desktop");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openEvent(host, event);
  await say(host.page, "First");
  await openInvitation(guest, event);
  await untilLive(guest);
  await message(guest.page, "First").waitFor();
  await say(host.page, "While you read");
  await message(guest.page, "While you read").waitFor();
  expect(await guest.page.getByText("New since you left").count()).toBe(0);
  await guest.page.goto("about:blank");
  await say(host.page, "While you were away");
  await message(host.page, "While you were away").waitFor();
  await guest.page.goto(event.page);
  await guest.page.getByText("New since you left").waitFor();
  expect(await answerCard(guest.page).count()).toBe(1);
});

test("in a busy conversation it stays visible that somebody is typing", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper", "desktop");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openEvent(host, event);
  await openInvitation(guest, event);
  await untilLive(guest);
  await composer(guest.page).pressSequentially("One");
  await host.page.getByText("Grace Hopper is typing…").waitFor();
  await composer(guest.page).press("Enter");
  await host.page.getByText("Grace Hopper is typing…").waitFor({ state: "hidden" });
  await composer(guest.page).pressSequentially("Two");
  await host.page.getByText("Grace Hopper is typing…").waitFor();
});
