import { expect, inject, test } from "vitest";
import { fillSignUp } from "./support/accounts.ts";
import { ask } from "./support/api.ts";
import { answer, untilAnswerIs } from "./support/answers.ts";
import { anEvent, invite, openInvitation, untilLive } from "./support/events.ts";
import { openMail } from "./support/mailbox.ts";
import type { Person } from "./support/people.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
/** The address on a line of what the server says when it starts. */
const printed = (name: string) => new RegExp(`${name} +(\\S+)`).exec(inject("said"))![1]!;

test("the links that a start prints open the example as a visitor, and as its host", async () => {
  expect(inject("said")).toMatch(/Example event[^]*Host it[^]*Mailbox[^]*API document/);
  const stranger = await stage.aGuest("Vera Lund", "desktop");
  await stranger.page.goto(printed("Example event"));
  await untilLive(stranger);
  await stranger.page.getByRole("heading", { level: 1, name: / table / }).waitFor();

  await stranger.page.goto(printed("Host it"));
  await stranger.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await untilLive(stranger);
  await stranger.page.getByRole("navigation", { name: "For hosts" }).waitFor();
});

/** Writes an event as somebody without an account, up to the press on Publish. */
async function writeAndPublish({ page, url }: Person, title: string) {
  await page.goto(url);
  await page.getByRole("link", { name: "Create an event" }).first().click();
  await page.getByRole("textbox", { name: "Title" }).fill(title);
  await page.getByLabel("Starts: date").fill("2031-06-18");
  await page.getByLabel("Starts: time").fill("18:30");
  await page.getByText("Kept in this browser", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("heading", { name: "Create an account to publish" }).waitFor();
}

/** Opens the newest email's link in another tab of the same browser, or in another person's. */
async function followInNewTab(of: Person, subject: string, link: string, opener = of) {
  const reader = { ...of, page: await of.page.context().newPage() };
  const address = await (await openMail(reader, subject)).getByRole("link", { name: link, exact: true }).getAttribute("href");
  await reader.page.close();
  const page = await opener.page.context().newPage();
  await page.goto(address!);
  return page;
}

test("an event is created without an account, and published after the sign-in email", async () => {
  const host = await stage.aGuest("Ada Almeida", "desktop");
  const title = `Housewarming of ${host.email}`;
  await writeAndPublish(host, title);
  await fillSignUp(host);
  const tab = await followInNewTab(host, "Confirm your email", "Confirm email");
  await tab.getByRole("button", { name: "Confirm", exact: true }).click();

  await tab.getByRole("heading", { name: "You're live!" }).waitFor();
  await tab.getByText(title).first().waitFor();
  await host.page
    .getByRole("link", { name: "See the event" })
    .or(host.page.getByRole("heading", { name: "You're live!" }))
    .first()
    .waitFor();
  const { events } = await ask<{ events: { details: { title: string; status: string } }[] }>(host, "GET", "/api/my-events");
  expect(events.map(({ details }) => [details.title, details.status])).toEqual([[title, "published"]]);
});

test("a sign-in email opened on another device says where the draft is, and the draft is kept there", async () => {
  const host = await stage.aGuest("Ada Almeida", "desktop");
  const phone = await stage.aGuest("Ada Almeida");
  const title = `Housewarming of ${host.email}`;
  await writeAndPublish(host, title);
  await fillSignUp(host);
  const tab = await followInNewTab(host, "Confirm your email", "Confirm email", phone);
  phone.forgives.push(/status of 40[049]/);
  await tab.getByRole("button", { name: "Confirm", exact: true }).click();
  await tab.getByLabel("Password", { exact: true }).fill("correct horse battery staple");
  await tab.getByRole("button", { name: "Create account" }).click();
  await tab.getByRole("heading", { name: "This draft is in another browser" }).waitFor();

  await host.page.goto(`${host.url}/events?show=drafts`);
  await host.page.getByRole("link", { name: title }).click();
  expect(await host.page.getByRole("textbox", { name: "Title" }).inputValue()).toBe(title);
});

test("a guest adds their answer to an account: known fields are filled in, and one press after the email is enough", async () => {
  const host = await stage.aHost("Lin Santos");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await answer(guest.page, "Going");
  await untilAnswerIs(guest.page, "You're going");

  const { page } = guest;
  await page.getByRole("link", { name: "Save it to an account" }).click();
  await page.getByRole("heading", { name: "Save your invitation to an account" }).waitFor();
  expect(await page.getByLabel("Name").inputValue()).toBe(guest.name);
  expect(await page.getByLabel("Email").inputValue()).toBe(guest.email);
  expect(await page.getByLabel("Password", { exact: true }).count()).toBe(0);
  await page.getByRole("button", { name: "Send me a link", exact: true }).click();
  await page.getByRole("heading", { name: "Check your email" }).waitFor();
  const address = await (await openMail(guest, "Your sign-in link")).getByRole("link").first().getAttribute("href");
  await page.goto(address!);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();

  await page.getByText("Your invitation is in your account").waitFor();
  const session = await ask<{ account: { name: string } }>(guest, "GET", "/api/auth/session");
  expect(session.account.name).toBe(guest.name);
  const { me } = await ask<{ me: { claimed: boolean } }>(guest, "GET", `/api/events/${event.id}`);
  expect(me.claimed).toBe(true);
});
