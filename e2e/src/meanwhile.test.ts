import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { answer, answerCard, choiceOf, confirmButton, untilAnswerIs } from "./support/answers.ts";
import { ask, command } from "./support/api.ts";
import { anEvent, invite, openInvitation, untilLive } from "./support/events.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

test("when a host answers while the guest has the form open, the guest sees it and decides, and nothing is overwritten unseen", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host, { plusOnesAllowed: 2 });
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await untilLive(guest);
  const { guests } = await ask<{ guests: { guestId: string }[] }>(host, "GET", `/api/events/${event.id}/guests?order=answered&search=`);
  const answerForGuest = (answer: string) =>
    command(host, "PUT", `/api/events/${event.id}/guests/${guests[0]!.guestId}/rsvp`, { answer, plusOnes: [], override: false });

  await answerForGuest("maybe");
  const card = answerCard(guest.page);
  await card.getByText("Your answer was changed in the meantime").waitFor();
  await confirmButton(guest.page).click();
  await card.getByText("You said maybe").waitFor();
  expect(await card.getByRole("button", { name: "Use that answer" }).evaluate((button) => button === document.activeElement)).toBe(true);
  await card.getByRole("button", { name: "Use that answer" }).click();
  await untilAnswerIs(guest.page, "You said maybe");

  await card.getByRole("button", { name: "Change", exact: true }).click();
  await choiceOf(guest.page, "Going").click();
  await answerForGuest("declined");
  await card.getByText("You can't make it").waitFor();
  await card.getByRole("button", { name: "Keep mine" }).click();
  await confirmButton(guest.page).click();
  await untilAnswerIs(guest.page, "You're going");
});

test.each(["desktop", "phone"] as const)("nothing moves on a host's guest list when somebody arrives, on a %s", async (device) => {
  const host = await stage.aHost("Ada Almeida", device);
  const event = await anEvent(host);
  const add = () => command(host, "POST", `/api/events/${event.id}/guests`, aWalkIn());
  await add();
  const { page } = host;
  await page.goto(`${event.page}/guests`);
  await untilLive(host);
  const row = page.getByRole("list", { name: "Guests" }).getByRole("button").first();
  await row.waitFor();
  const before = await row.boundingBox();
  await add();
  await page.getByRole("button", { name: "Show 1 new" }).waitFor();
  expect(await row.boundingBox()).toEqual(before);
});

function aWalkIn() {
  return { guestId: randomUUID(), name: "Vera Lund", answer: "going", plusOnes: [], override: false };
}

test("a dialog that is first opened without a connection says so, and opens with its styles once there is one", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await untilLive(guest);
  const { page } = guest;
  await answer(page, "Going");
  await untilAnswerIs(page, "You're going");
  const all = page.getByRole("button", { name: "See all" });
  await all.waitFor();
  guest.forgives.push(/ERR_INTERNET_DISCONNECTED/);
  await page.context().setOffline(true);
  await all.press("Enter");
  await page.getByRole("region", { name: "Notices" }).getByText("No connection right now.").waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.context().setOffline(false);
  await untilLive(guest);
  await all.press("Enter");
  await page.getByRole("dialog").getByText("Grace Hopper").waitFor();
  const styled = page.getByRole("dialog").locator(".attendees");
  await expect.poll(() => styled.evaluate((list) => getComputedStyle(list).display)).toBe("grid");
});
