import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { ask } from "./support/api.ts";
import { answer, untilAnswerIs } from "./support/answers.ts";
import { anEvent, invite, openEvent, openInvitation, untilLive } from "./support/events.ts";
import { followMail, openMail } from "./support/mailbox.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

test("an emailed invitation to host makes a host, until they are removed", async () => {
  const ada = await stage.aHost("Ada Almeida");
  const lin = await stage.aHost("Lin Santos");
  const event = await anEvent(ada, { visibility: "invited" });
  await ada.page.goto(`${event.page}/settings`);
  await ada.page.getByLabel("Invite a co-host").fill(lin.email);
  await ada.page.getByRole("button", { name: "Invite", exact: true }).click();
  await ada.page.getByRole("list", { name: "Invited to co-host" }).getByText(lin.email).waitFor();

  await followMail(lin, `Co-host ${event.title} with ${ada.name}?`, "View invitation");
  await lin.page.getByRole("heading", { level: 1, name: event.title }).waitFor();
  await lin.page.getByRole("button", { name: "Accept" }).click();
  await lin.page.getByRole("navigation", { name: "For hosts" }).waitFor();

  const remove = ada.page.getByRole("button", { name: "Remove Lin Santos as a host" });
  await remove.waitFor();
  await ada.page.getByRole("list", { name: "Invited to co-host" }).waitFor({ state: "detached" });
  await remove.click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "Remove Lin Santos" }).click();
  lin.forgives.push(/status of 404/);
  await lin.page.getByRole("heading", { name: "You don't have access with this link" }).waitFor();
});

test("the guest list: answering for a guest, adding a walk-in, and exporting the list", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await openEvent(guest, event);
  const { page } = host;
  await page.goto(`${event.page}/guests`);
  const list = page.getByRole("list", { name: "Guests" });

  await list.getByRole("button", { name: /Grace Hopper/ }).click();
  const drawer = page.getByRole("dialog", { name: "Grace Hopper" });
  await drawer.getByRole("group", { name: "Answer", exact: true }).getByRole("button", { name: "Maybe" }).click();
  await page.getByText("Grace Hopper's answer updated").waitFor();
  await untilAnswerIs(guest.page, "You said maybe");
  await drawer.getByRole("button", { name: "One more" }).click();
  await drawer.getByRole("button", { name: "One more" }).click();
  // Closed at once: what was changed is kept all the same.
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  await list.getByRole("button", { name: /Grace Hopper.*3 people/ }).waitFor();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await list.getByRole("button", { name: /Grace Hopper.*3 people/ }).waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Add a guest" }).click();
  const adding = page.getByRole("dialog", { name: "Add a guest" });
  await adding.getByLabel("Name").fill("=Walter Ink");
  await adding.getByRole("button", { name: "One more" }).click();
  await adding.getByRole("button", { name: "Add to the list" }).click();
  const filters = page.getByRole("group", { name: "Filter by answer" });
  await filters.getByRole("button", { name: "Going 2" }).click();
  await list.getByRole("button", { name: /=Walter Ink/ }).waitFor();
  expect(await list.getByRole("listitem").count()).toBe(1);

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
  const file = await readFile(await download.path(), "utf8");
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  expect(file).toContain("Grace Hopper");
  expect(file, "spreadsheets must not take a name for a formula").toMatch(/'=Walter Ink/);
});

test("a cancelled event: guests see it on the open page, and get an email that removes it from their calendars", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await answer(guest.page, "Going");
  await untilAnswerIs(guest.page, "You're going");
  await untilLive(guest);

  await host.page.goto(`${event.page}/settings`);
  await host.page.getByRole("button", { name: "Cancel the event…" }).click();
  const dialog = host.page.getByRole("dialog");
  await dialog.getByLabel("Note to guests").fill("The meadow is under water.");
  await dialog.getByRole("button", { name: "Cancel and notify guests" }).click();

  await guest.page.getByText("This event has been cancelled").waitFor();
  // Nobody is invited to it, and nothing of it edited.
  const ways = host.page.getByRole("navigation", { name: "For hosts" }).getByRole("link");
  await expect.poll(() => ways.allInnerTexts()).toEqual(["Guests", "Settings"]);
  await guest.page.getByText("The meadow is under water.").waitFor();

  const mail = await openMail(guest, `Cancelled: ${event.title}`);
  await mail.getByText("The meadow is under water.").waitFor();
  const file = await guest.page.getByRole("link", { name: "Calendar file" }).getAttribute("href");
  const calendar = await (await guest.page.request.get(`${guest.url}${file}`)).text();
  expect(calendar).toContain("METHOD:CANCEL");
  expect(calendar).toContain("STATUS:CANCELLED");
  expect(await ask(host, "GET", `/api/events/${event.id}`)).toMatchObject({ details: { status: "cancelled" } });
});

test("a stranger cannot see the page of an invite-only event", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host, { visibility: "invited" });
  const stranger = await stage.aGuest("Mallory Malone");
  stranger.forgives.push(/status of 404/);
  await openEvent(host, event);
  await stranger.page.goto(event.page);
  await stranger.page.getByRole("heading", { name: "You don't have access with this link" }).waitFor();
  expect(await stranger.page.content()).not.toContain(event.title);
});
