import { expect, test } from "vitest";
import { signUpByHand } from "./support/accounts.ts";
import { answerCard, choiceOf, confirmButton, untilAnswerIs } from "./support/answers.ts";
import { untilLive } from "./support/events.ts";
import { followMail, subjectsOf } from "./support/mailbox.ts";
import { paintedAt, pressedAt } from "./support/moments.ts";
import { openStage } from "./support/stage.ts";

/** What people call at once (ms), and what a busy machine may make of it: a page that nobody tells looks once a minute. */
const AT_ONCE = 1_000;
const AT_ONCE_WHEN_BUSY = 15_000;

const stage = openStage();

test("from a new account to an answer on the host's screen, without a reload", async () => {
  const host = await stage.aGuest("Ada Almeida", "desktop");
  const guest = await stage.aGuest("Grace Hopper");
  const { page } = host;
  const title = `Garden party of ${host.email}`;

  await signUpByHand(host);
  await page.goto(`${host.url}/events/new`);
  await page.getByRole("textbox", { name: "Title" }).fill(title);
  await page.getByLabel("Starts: date").fill("2031-06-18");
  await page.getByLabel("Starts: time").fill("18:30");
  await page.getByRole("radio", { name: "Address" }).check({ force: true });
  await page.getByLabel("Name of the place").fill("The old orchard");
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByRole("heading", { level: 1, name: "You're live!" }).waitFor();
  expect(await page.getByRole("textbox", { name: "Share link" }).inputValue()).toMatch(/\/j\/./);
  await page.getByRole("img", { name: "QR code of the share link" }).waitFor();
  await page.getByRole("link", { name: "See the event" }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await untilLive(host);

  await page.getByRole("navigation", { name: "For hosts" }).getByRole("link", { name: "Invite" }).click();
  await page.getByLabel("Who is invited?").fill(`${guest.name} <${guest.email}>\nKatherine Johnson`);
  await page.getByText("One without an email address").waitFor();
  await page.getByRole("button", { name: "Send one invitation" }).click();
  await page.getByText("One invitation is on its way").waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await untilLive(host);

  await followMail(guest, `${host.name} invites you: ${title}`, "Going");
  // The token leaves the address by itself.
  await guest.page.waitForURL(({ pathname }) => pathname === new URL(page.url()).pathname);
  await choiceOf(guest.page, "Going").waitFor();
  expect(await choiceOf(guest.page, "Going").getAttribute("aria-pressed")).toBe("true");
  expect(await answerCard(guest.page).getByText("You're going").count(), "nothing is answered by opening").toBe(0);

  await page.evaluate(() => Object.assign(window, { stillHere: true }));
  const seen = paintedAt(page, "Latest answers");
  const pressed = pressedAt(guest.page);
  await confirmButton(guest.page).click();
  const latency = (await seen) - (await pressed);
  console.log(`answer → host's screen: ${latency} ms`);
  if (latency > AT_ONCE) console.warn(`that is more than ${AT_ONCE} ms`);
  expect(latency).toBeLessThan(AT_ONCE_WHEN_BUSY);

  await untilAnswerIs(guest.page, "You're going");
  await page.getByRole("region", { name: "Latest answers" }).getByText(guest.name).waitFor();
  expect(await page.evaluate(() => "stillHere" in window), "the host's page was not loaded again").toBe(true);
  expect(await subjectsOf(guest, "You’re going")).toEqual([`You’re going to ${title}`]);
});
