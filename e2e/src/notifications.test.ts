import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { answer, untilAnswerIs } from "./support/answers.ts";
import { anEvent, comeByShareLink, invite, openEvent, openInvitation, untilLive } from "./support/events.ts";
import { openMail } from "./support/mailbox.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
const bell = (page: Page, unread: number) =>
  page.getByRole("link", { name: unread === 0 ? "Notifications" : `Notifications: ${unread} unread`, exact: true });

test("the bell follows answers on an open page, leads to why, and is read on both devices at once", async () => {
  const atDesk = await stage.aHost("Ada Almeida");
  const onPhone = await stage.aHost("Ada Almeida", "phone");
  const guests = [await stage.aGuest("Grace Hopper"), await stage.aGuest("Lin Santos")];
  const event = await anEvent(atDesk);
  await invite(event, guests);
  for (const { page } of [atDesk, onPhone]) {
    await page.goto(`${event.page}/guests`);
    await untilLive({ page });
    await bell(page, 0).waitFor();
  }

  for (const [at, guest] of guests.entries()) {
    await openInvitation(guest, event);
    await openEvent(guest, event);
    await answer(guest.page, "Going");
    await untilAnswerIs(guest.page, "You're going");
    for (const { page } of [atDesk, onPhone]) await bell(page, at + 1).waitFor();
  }

  await bell(onPhone.page, 2).click();
  const line = onPhone.page.getByRole("list", { name: "Notifications" }).getByRole("listitem");
  await line.getByText(/2 answers to/).waitFor();
  expect(await line.count()).toBe(1);
  await line.getByText("You get this because you host the event.").waitFor();
  await line.getByRole("button", { name: /Mark as read/ }).click();
  await bell(onPhone.page, 0).waitFor();
  await bell(atDesk.page, 0).waitFor();
});

test("a guest with an account has a bell, too: for what hosts change, until they open the event", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aHost("Maria Winter", "phone");
  const event = await anEvent(host);
  await comeByShareLink(guest, event);
  await guest.page.goto(`${guest.url}/account`);
  await bell(guest.page, 0).waitFor();

  await host.page.goto(`${event.page}/settings`);
  await host.page.getByRole("button", { name: "Cancel the event…" }).click();
  await host.page.getByRole("dialog").getByRole("button", { name: "Cancel and notify guests" }).click();

  await expect
    .poll(
      async () => {
        await guest.page.reload();
        await bell(guest.page, 0).or(bell(guest.page, 1)).waitFor();
        return bell(guest.page, 1).count();
      },
      { interval: 1_000 },
    )
    .toBe(1);
  await bell(guest.page, 1).click();
  await guest.page.getByRole("link", { name: new RegExp(`${event.title}.* was cancelled`) }).click();
  await untilLive(guest);
  await bell(guest.page, 0).waitFor();
});

test("a guest without an account chooses by their link what a device is notified of, and finds it so again", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Noor Haddad");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  const choices = `${guest.url}/notifications?event=${event.id}`;
  await guest.page.goto(choices);
  const moved = guest.page.getByRole("group", { name: "A new time or place" }).getByRole("switch", { name: "On your devices" });
  expect(await moved.isChecked()).toBe(true);
  const saved = guest.page.waitForResponse((response) => response.request().method() === "PUT" && response.ok());
  await moved.click();
  await saved;
  await guest.page.goto(choices);
  await moved.waitFor();
  expect(await moved.isChecked()).toBe(false);
  await guest.page.getByRole("link", { name: event.title }).click();
  await untilLive(guest);
});

test("a host chooses when answers are emailed, gets one that was not seen, and ends such emails with one press", async () => {
  const host = await stage.aHost("Ada Almeida", "phone");
  const guest = await stage.aGuest("Sofia Duarte");
  const event = await anEvent(host);
  await invite(event, [guest]);
  const settings = `${host.url}/notifications#choices`;
  await host.page.goto(settings);
  const pace = host.page.getByRole("group", { name: "Answers to your events" }).getByRole("combobox", { name: "By email" });
  expect(await pace.inputValue()).toBe("daily");
  const saved = host.page.waitForResponse((response) => response.request().method() === "PUT" && response.ok());
  await pace.selectOption({ label: "At once" });
  await saved;

  await openInvitation(guest, event);
  await openEvent(guest, event);
  await answer(guest.page, "Going");
  await untilAnswerIs(guest.page, "You're going");
  const mail = await openMail(host, `${event.title}: Sofia Duarte is going.`);
  await mail.getByRole("link", { name: "No more emails about what’s new" }).click();
  await host.page.getByRole("button", { name: "Stop these emails" }).click();
  await host.page.getByText("You won’t get any more emails about what’s new at your events.").waitFor();
  await host.page.goto(settings);
  await pace.waitFor();
  expect(await pace.inputValue()).toBe("off");
});
