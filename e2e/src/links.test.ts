import { expect, test } from "vitest";
import { ask } from "./support/api.ts";
import { answer, answerCard, choiceOf, confirmButton, untilAnswerIs } from "./support/answers.ts";
import { anEvent, invite, openEvent, openInvitation, shareLinkOf, untilLive } from "./support/events.ts";
import { openMail } from "./support/mailbox.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
const NOT_FOUND = /status of 404/;
const nothingHere = "You don't have access with this link";

test("a guest who lost their link recovers their answer by an emailed code", async () => {
  const host = await stage.aHost("Ada Almeida");
  const grace = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host, { visibility: "invited" });
  await invite(event, [grace]);
  await openInvitation(grace, event);
  await answer(grace.page, "Maybe");
  await untilAnswerIs(grace.page, "You said maybe");

  const newPhone = { ...(await stage.aGuest("Grace Hopper")), email: grace.email };
  newPhone.forgives.push(NOT_FOUND);
  await newPhone.page.goto(event.page);
  await newPhone.page.getByRole("link", { name: "Email me my link" }).click();
  await newPhone.page.getByLabel("Email").fill(grace.email);
  await newPhone.page.getByRole("button", { name: "Send me a code" }).click();
  const mail = await openMail(grace, `Your code for ${event.title}`);
  const code = /\d{8}/.exec(await mail.locator("body").innerText())![0];
  await newPhone.page.getByLabel("Code", { exact: true }).fill(code);
  await untilAnswerIs(newPhone.page, "You said maybe");
});

test("a guest's page does nothing in the name of another guest, whose link was opened in another tab", async () => {
  const host = await stage.aHost("Ada Almeida");
  const [grace, alan] = [await stage.aGuest("Grace Hopper"), await stage.aGuest("Alan Turing")];
  const event = await anEvent(host, { visibility: "invited" });
  await invite(event, [grace, alan]);
  await openInvitation(grace, event);
  await untilLive(grace);
  const inOtherTab = { ...alan, page: await grace.page.context().newPage() };
  await openInvitation(inOtherTab, event);
  await untilLive(inOtherTab);

  grace.forgives.push(/status of 409/);
  await answer(grace.page, "Maybe");
  await answerCard(grace.page).getByText("Try your link again").waitFor();
  await answer(inOtherTab.page, "Can't");
  await untilAnswerIs(inOtherTab.page, "You can't make it");
  await openInvitation(grace, event);
  await answer(grace.page, "Maybe");
  await untilAnswerIs(grace.page, "You said maybe");
});

test("an event that is not there is said not to be while nothing but its page has arrived, and is not said to be loading after", async () => {
  const stranger = await stage.aGuest("Mallory Malone");
  stranger.forgives.push(NOT_FOUND);
  const { page } = stranger;
  const heading = page.getByRole("heading", { name: nothingHere });
  const letGo = Promise.withResolvers<void>();
  await page.route("**/assets/*.js", async (route) => (await letGo.promise, route.continue()));
  const asked = Promise.withResolvers<void>();
  // Of the app nothing is answered: it knows from its page.
  await page.route("**/api/events/*", () => asked.resolve());
  await page.goto(`${stranger.url}/e/${crypto.randomUUID()}`, { waitUntil: "commit" });
  await heading.waitFor();
  letGo.resolve();
  await asked.promise;
  await page.getByRole("banner").waitFor();
  await heading.waitFor();
  expect(await page.getByLabel("Loading the event").count()).toBe(0);
});

test("a visitor with the share link answers with a name; renewing the link ends the access of visitors who have not", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host);
  const link = await shareLinkOf(event);
  const [vera, onlooker] = [await stage.aGuest("Vera Lund"), await stage.aGuest("Mallory Malone")];

  await vera.page.goto(link);
  await untilLive(vera);
  expect(vera.page.url(), "the token has left the address").toBe(event.page);
  await choiceOf(vera.page, "Going").click();
  await confirmButton(vera.page).click();
  await vera.page.getByText("Please tell the host your name").waitFor();
  await vera.page.getByLabel("Your name").fill(vera.name);
  await confirmButton(vera.page).click();
  await untilAnswerIs(vera.page, "You're going");
  await onlooker.page.goto(link);
  await untilLive(onlooker);

  await host.page.goto(`${event.page}/settings`);
  await host.page.getByRole("button", { name: "Renew" }).click();
  await host.page.getByRole("dialog").getByRole("button", { name: "Make a new link" }).click();
  onlooker.forgives.push(NOT_FOUND);
  await onlooker.page.getByRole("heading", { name: nothingHere }).waitFor();
  await onlooker.page.goto(link);
  await onlooker.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  await host.page.waitForFunction((old) => document.querySelector<HTMLInputElement>("input[readonly]")?.value !== old, link);

  await untilLive(vera);
  await untilAnswerIs(vera.page, "You're going");
  await onlooker.page.goto(await shareLinkOf(event));
  await untilLive(onlooker);
});

test("a guest who is removed loses the open page at once", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Mallory Malone");
  const event = await anEvent(host, { visibility: "invited" });
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await untilLive(guest);

  const { page } = host;
  await page.goto(`${event.page}/guests`);
  await page
    .getByRole("list", { name: "Guests" })
    .getByRole("button", { name: /Mallory Malone/ })
    .click();
  await page.getByRole("dialog", { name: "Mallory Malone" }).getByRole("button", { name: "More for Mallory Malone" }).click();
  guest.forgives.push(NOT_FOUND);
  await page.getByRole("menuitem", { name: "Remove from the list" }).click();
  await guest.page.getByRole("heading", { name: nothingHere }).waitFor();
  expect(await guest.page.locator("body").innerText()).not.toContain(event.title);
});

test("opening a personal link, however often and with whatever answer, changes nothing", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [guest]);
  const mail = await openMail(guest, `${host.name} invites you: ${event.title}`);
  const links = await mail
    .getByRole("link", { name: /^(Going|Maybe|Can['’]t make it)$/ })
    .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
  expect(links).toHaveLength(3);
  for (const link of links) expect((await guest.page.request.get(link)).status()).toBe(200);

  const { guests } = await ask<{ guests: { name: string; standing: string }[] }>(
    host,
    "GET",
    `/api/events/${event.id}/guests?order=name&search=`,
  );
  expect(guests).toMatchObject([{ name: guest.name, standing: "none" }]);
  await openEvent(guest, event);
  await answerCard(guest.page).getByText("Grace Hopper, will you be there?").waitFor();
});

test("the event page is readable without scripts, and has a link preview", async () => {
  const host = await stage.aHost("Ada Almeida");
  const event = await anEvent(host, { title: `Tea & <b>cakes</b> of ${host.email}`, description: "Bring **scones**." });
  const reader = await stage.aReader("Grace Hopper");
  await reader.page.goto(await shareLinkOf(event));

  await reader.page.getByRole("heading", { level: 1, name: event.title }).waitFor();
  const words = await reader.page.locator("main").innerText();
  for (const fact of ["The meadow", "Am Ufer 1, Berlin", host.name, "Bring scones.", "Answering doesn't"]) expect(words).toContain(fact);

  expect(words).toMatch(/June 18|18 June/);

  const told = await reader.page
    .locator("meta[property^='og:']")
    .evaluateAll((all) => Object.fromEntries(all.map((one) => [one.getAttribute("property"), one.getAttribute("content")])));
  expect(told).toMatchObject({
    "og:title": event.title,
    "og:url": event.page,
    "og:description": expect.stringContaining("The meadow"),
    "og:image": expect.stringMatching(/^http/),
  });
});
