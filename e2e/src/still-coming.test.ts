import { expect, test } from "vitest";
import { ofToday } from "../../server/src/testing/turns.test-support.ts";
import { answer, answerCard, confirmButton, untilAnswerIs } from "./support/answers.ts";
import { ask, command } from "./support/api.ts";
import { anEvent, invite, openEvent, openInvitation, type Gathering } from "./support/events.ts";
import { followMail } from "./support/mailbox.ts";
import type { Person } from "./support/people.ts";
import { examine } from "./support/screens.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
const HOUR = 3_600_000;

/** Events begin at full minutes. */
const startsAt = (at: number) => ({ starts: new Date(at).toISOString().slice(0, 16), zone: "UTC" });
const confirmationsOf = ({ id, host }: Gathering) => ask<object>(host, "GET", `/api/events/${id}/confirmations`);
const stillComing = ({ page }: Person) => answerCard(page).getByRole("button", { name: "Yes, still coming" });

/** An event in a day to which one guest is going, who is asked already. The host recorded their answer, long before. */
async function anEventThatAsks(host: Person, guest: Person): Promise<Gathering & { link: string }> {
  const event = await anEvent(host, { stillComing: "twoDaysBefore" });
  const guestId = crypto.randomUUID();
  const guests = [{ guestId, name: guest.name, email: guest.email, plusOnesAllowed: null, locale: null }];
  await command(host, "POST", `/api/events/${event.id}/invitations`, { guests, message: "", send: false });
  await command(host, "PUT", `/api/events/${event.id}/guests/${guestId}/rsvp`, { answer: "going", plusOnes: [] });
  await move(event, 26);
  const commandId = crypto.randomUUID();
  const { url } = await ask<{ url: string }>(host, "POST", `/api/events/${event.id}/guests/${guestId}/link`, { commandId });
  return { ...event, link: url };
}
const move = ({ id, host }: Gathering, hours: number) =>
  command(host, "PATCH", `/api/events/${id}`, { fields: startsAt(Date.now() + hours * HOUR) });

test("guests are asked two days before: one confirms, one frees their seat, and the host sees it", async () => {
  const host = await stage.aHost("Ada Almeida");
  const [grace, lin, alan] = [await stage.aGuest("Grace Hopper"), await stage.aGuest("Lin Santos"), await stage.aGuest("Alan Turing")];
  const due = Math.ceil((Date.now() + 30_000) / 60_000) * 60_000;
  const event = await anEvent(host, { ...startsAt(due + 48 * HOUR), capacity: 2, plusOnesAllowed: 0 });
  await invite(event, [grace, lin, alan]);
  await host.page.goto(`${event.page}/settings`);
  await host.page.getByLabel("Ask “Still coming?”").selectOption("twoDaysBefore");
  await host.page.getByText(/0 people · They confirm or free their seat/).waitFor();
  for (const guest of [grace, lin]) {
    await openInvitation(guest, event);
    if (await confirmButton(guest.page).isVisible()) await confirmButton(guest.page).click();
    else await answer(guest.page, "Going");
    await untilAnswerIs(guest.page, "You're going");
    expect(await stillComing(guest).count(), "nobody is asked before it is due").toBe(0);
  }
  await openInvitation(alan, event);
  await confirmButton(alan.page).click();
  await untilAnswerIs(alan.page, "You're #1 on the waitlist");

  // Whoever follows the link has answered nothing by that.
  for (const guest of [grace, lin]) guest.page.context().setDefaultTimeout(due - Date.now() + 60_000);
  await followMail(grace, "Still coming?", "Yes, still coming");
  await stillComing(grace).waitFor();
  expect(await confirmationsOf(event)).toEqual({ confirmed: 0, unconfirmed: 2 });
  await host.page.goto(`${event.page}/guests`);
  await host.page.getByRole("button", { name: "Not confirmed yet 2" }).waitFor();
  await stillComing(grace).click();
  await stillComing(grace).waitFor({ state: "detached" });
  await host.page.getByRole("button", { name: "Confirmed 1", exact: true }).click();
  const rows = host.page.getByRole("list", { name: "Guests" }).getByRole("listitem");
  await expect.poll(() => rows.locator("strong").allInnerTexts()).toEqual(["Grace Hopper"]);
  await rows.first().getByRole("button").click();
  await host.page.getByRole("dialog").getByText("Confirmed that they still come.").waitFor();

  await followMail(lin, "Still coming?", "Can’t make it");
  await confirmButton(lin.page).click();
  await untilAnswerIs(lin.page, "You can't make it");
  await untilAnswerIs(alan.page, "You're in!");
  await expect.poll(() => confirmationsOf(event)).toEqual({ confirmed: 1, unconfirmed: 1 });
});

test("without scripts: opening the link answers nothing, one press confirms, and another day is asked anew", async () => {
  const host = await stage.aHost("Ada Almeida");
  const grace = await stage.aReader("Grace Hopper");
  const event = await anEventThatAsks(host, grace);
  const { page } = grace;
  await page.goto(event.link);
  await stillComing(grace).waitFor();
  await page.reload();
  expect(await confirmationsOf(event)).toEqual({ confirmed: 0, unconfirmed: 1 });
  await stillComing(grace).click();
  await stillComing(grace).waitFor({ state: "detached" });
  await untilAnswerIs(page, "You're going");
  expect(await confirmationsOf(event)).toEqual({ confirmed: 1, unconfirmed: 0 });
  await move(event, 2);
  await page.reload();
  await stillComing(grace).waitFor();
  // What the page asks is about a day on which the event is not any more.
  await move(event, 1_000);
  grace.forgives.push(/409/);
  await stillComing(grace).click();
  await answerCard(page).getByText("The date or your answer has changed in the meantime.").waitFor();
});

test.each(ofToday(["phone", "desktop"] as const))("the question, the list and the setting are in order on a %s", async (device) => {
  const host = await stage.aHost("Ada Almeida", device);
  const guest = await stage.aGuest("Grace Hopper", device);
  const event = await anEventThatAsks(host, guest);
  await guest.page.goto(event.link);
  const asked = {
    name: "still coming",
    open: async () => (await openEvent(guest, event), await stillComing(guest).waitFor()),
  };
  const wrong = await examine(guest.page, [asked], device);
  const lists = [
    {
      name: "still coming in the list",
      open: async () => {
        await host.page.goto(`${event.page}/guests`);
        await host.page.getByRole("button", { name: "Not confirmed yet 1" }).click();
      },
    },
    {
      name: "still coming among the settings",
      open: async () => {
        await host.page.goto(`${event.page}/settings`);
        await host.page.getByLabel("Ask “Still coming?”").scrollIntoViewIfNeeded();
        await host.page.getByText(/has passed · They confirm/).waitFor();
      },
    },
  ];
  expect([...wrong, ...(await examine(host.page, lists, device))]).toEqual([]);
});
