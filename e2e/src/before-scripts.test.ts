import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ofToday } from "../../server/src/testing/turns.test-support.ts";
import { answerCard, untilAnswerIs } from "./support/answers.ts";
import { ask, command } from "./support/api.ts";
import { anEvent, type Gathering, invite, shareLinkOf } from "./support/events.ts";
import { followMail } from "./support/mailbox.ts";
import type { Person } from "./support/people.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

/** One of the answers, as the server's page has it: something to choose, or a button that sends. */
const choice = (page: Page, name: string) => answerCard(page).getByText(name, { exact: true });
const send = (page: Page) =>
  answerCard(page).getByRole("button", { name: /^(Yes, I'm going|Join the waitlist|Save my answer|Say maybe|I can't make it)$/ });

/** A guest of the event, and their own link. */
async function aPersonalLink({ id, host }: Gathering, guest: Person): Promise<{ url: string; guestId: string }> {
  const guestId = crypto.randomUUID();
  const guests = [{ guestId, name: guest.name, email: guest.email, plusOnesAllowed: null, locale: null }];
  await command(host, "POST", `/api/events/${id}/invitations`, { guests, message: "", send: false });
  const { url } = await ask<{ url: string }>(host, "POST", `/api/events/${id}/guests/${guestId}/link`, { commandId: crypto.randomUUID() });
  return { url, guestId };
}

/** Waits for an email by loading the mailbox anew: nothing on it moves by itself without scripts. */
async function untilMailed({ page, url, email }: Person, subject: string): Promise<void> {
  const mail = page.getByRole("link").filter({ hasText: email }).filter({ hasText: subject });
  await expect.poll(async () => (await page.goto(`${url}/mailbox`), mail.count()), { interval: 500 }).toBeGreaterThan(0);
}

async function goingOf({ id, host }: Gathering) {
  const { guests } = await ask<{ guests: { name: string; standing: string; plusOnes: string[]; note: string }[] }>(
    host,
    "GET",
    `/api/events/${id}/guests`,
  );
  return guests.map(({ name, standing, plusOnes, note }) => ({ name, standing, plusOnes, note }));
}

test("without scripts: a guest answers, changes to no, and finds each answer on the page", async () => {
  const host = await stage.aHost("Ada Almeida");
  const grace = await stage.aReader("Grace Hopper");
  const event = await anEvent(host);
  const { page } = grace;
  await page.goto(`${(await aPersonalLink(event, grace)).url}?answer=maybe`);
  expect(
    await answerCard(page).getByRole("radio", { name: "Maybe" }).isChecked(),
    "the email's button is chosen, and nothing is sent",
  ).toBe(true);
  await send(page).click();
  await untilAnswerIs(page, "You said maybe");
  expect(new URL(page.url()).pathname).toBe(new URL(event.page).pathname);
  await page.reload();
  await answerCard(page).getByRole("link", { name: "Change" }).click();
  await choice(page, "Can't make it").click();
  await answerCard(page).getByLabel("Note for the host").isVisible();
  await send(page).click();
  await untilAnswerIs(page, "You can't make it");
  expect(await goingOf(event)).toMatchObject([{ standing: "declined" }]);
});

test("without scripts: a visitor with the share link brings two, and a refused form keeps all that was typed", async () => {
  const host = await stage.aHost("Ada Almeida");
  const lin = await stage.aReader("Lin Santos");
  const event = await anEvent(host, { plusOnesAllowed: 3 });
  const { page } = lin;
  await page.goto(await shareLinkOf(event));
  const name = answerCard(page).getByLabel("Your name");
  expect(await name.isVisible(), "only the answers are there at first").toBe(false);
  await choice(page, "Going").click();
  await name.fill("Lin Santos");
  await answerCard(page).getByLabel("Email").fill("lin@localhost");
  await answerCard(page).getByLabel("Who's coming with you?").selectOption("2");
  await answerCard(page).getByLabel("Name of person 2").fill("Vera Lund");
  expect(await answerCard(page).getByLabel("Name of person 4").isVisible()).toBe(false);
  await answerCard(page).getByText("Add a note for the host").click();
  await answerCard(page).getByLabel("Note for the host").fill("We bring cake");
  lin.forgives.push(/status of 400/);
  await send(page).click();

  const alert = page.getByRole("alert");
  await alert.getByRole("link", { name: "That doesn't look like an email address." }).waitFor();
  expect(await alert.evaluate((note) => note === document.activeElement), "it is read first").toBe(true);
  expect(await name.inputValue()).toBe("Lin Santos");
  expect(await answerCard(page).getByLabel("Name of person 2").inputValue()).toBe("Vera Lund");
  expect(await answerCard(page).getByLabel("Note for the host").inputValue()).toBe("We bring cake");
  await alert.getByRole("link").click();
  await answerCard(page).getByLabel("Email").fill(lin.email);
  await send(page).click();
  await untilAnswerIs(page, "with Vera Lund and 1 more");
  expect(await goingOf(event)).toEqual([{ name: "Lin Santos", standing: "going", plusOnes: ["Vera Lund", ""], note: "We bring cake" }]);
});

test("without scripts: when the event is full, answering joins the waitlist, and the page shows the position", async () => {
  const host = await stage.aHost("Ada Almeida");
  const lin = await stage.aReader("Lin Santos");
  const event = await anEvent(host, { capacity: 1, waitlist: true });
  await command(host, "POST", `/api/events/${event.id}/guests`, {
    guestId: crypto.randomUUID(),
    name: "First",
    answer: "going",
    plusOnes: [],
  });
  await lin.page.goto(await shareLinkOf(event));
  await choice(lin.page, "Full · Join the waitlist").click();
  await answerCard(lin.page).getByText("You'll be first on the waitlist").waitFor();
  await answerCard(lin.page).getByLabel("Your name").fill("Lin Santos");
  await send(lin.page).click();
  await untilAnswerIs(lin.page, "You're #1 on the waitlist");
});

test("without scripts: after the deadline a guest can decline, and nothing else", async () => {
  const host = await stage.aHost("Ada Almeida");
  const grace = await stage.aReader("Grace Hopper");
  const event = await anEvent(host);
  await grace.page.goto(`${(await aPersonalLink(event, grace)).url}?answer=going`);
  await send(grace.page).click();
  await untilAnswerIs(grace.page, "You're going");
  await command(host, "PATCH", `/api/events/${event.id}`, { fields: { answersClose: new Date().toISOString().slice(0, 16), zone: "UTC" } });
  await grace.page.goto(event.page);
  await answerCard(grace.page).getByRole("link", { name: "Change" }).click();
  expect(await answerCard(grace.page).getByRole("radio", { name: "Going" }).isDisabled()).toBe(true);
  await send(grace.page).click();
  await untilAnswerIs(grace.page, "You can't make it");
  expect(await answerCard(grace.page).getByRole("link", { name: "Change" }).count()).toBe(0);
});

test("without scripts: an email's link unsubscribes from an event, and undoes it", async () => {
  const host = await stage.aHost("Ada Almeida");
  const grace = await stage.aReader("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [grace]);
  await untilMailed(grace, `${host.name} invites you: ${event.title}`);
  await followMail(grace, `${host.name} invites you: ${event.title}`, "Unsubscribe from this event");
  await grace.page.getByRole("button", { name: "Unsubscribe from this event" }).click();
  await grace.page.getByText("You won’t get any more emails about this event.").waitFor();
  await grace.page.getByRole("button", { name: "Undo" }).click();
  await grace.page.getByRole("heading", { name: "Welcome back" }).waitFor();
});

/** The code in somebody's newest email about an event. */
async function codeMailed({ page, url, email }: Person): Promise<string> {
  await untilMailed({ page, url, email } as Person, "Your code");
  await page.getByRole("link").filter({ hasText: email }).filter({ hasText: "Your code" }).first().click();
  const text = await page.frameLocator("iframe").locator("body").innerText();
  return /\d{4}\s?\d{4}/.exec(text)![0];
}

test("without scripts: a guest who lost the link gets a code by email, and it opens the event", async () => {
  const host = await stage.aHost("Ada Almeida");
  const grace = await stage.aReader("Grace Hopper");
  const event = await anEvent(host, { visibility: "invited" });
  await aPersonalLink(event, grace);
  const { page } = grace;
  grace.forgives.push(/status of 40[04]/);
  await page.goto(event.page);
  await page.getByRole("link", { name: "Email me my link" }).click();
  const email = page.getByLabel("Email");
  await email.fill("grace@localhost");
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByRole("alert").getByText("That doesn't look like an email address.").waitFor();
  expect(await email.inputValue(), "what was typed is still there").toBe("grace@localhost");
  await email.fill(grace.email);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByRole("heading", { name: "Check your email" }).waitFor();
  const enter = page.url();
  const code = await codeMailed(grace);
  await page.goto(enter);
  await page.getByLabel("Code").fill("0000 0000");
  await page.getByRole("button", { name: "Open the event" }).click();
  await page.getByRole("alert").getByText("That code is incorrect or expired.").waitFor();
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Open the event" }).click();
  await answerCard(page).getByRole("heading", { name: "Grace Hopper, will you be there?" }).waitFor();
  expect(page.url()).toBe(event.page);
});

/** Holds all scripts of somebody's pages, or other files, until they are let through. */
async function hold({ page }: Person, files: string): Promise<() => void> {
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(files, async (route) => {
    await held;
    await route.continue();
  });
  return letThrough;
}
const holdScripts = (person: Person) => hold(person, "**/*.js");

const boxOf = (page: Page) =>
  answerCard(page).evaluate((card) => {
    const { x, y, width, height } = card.getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
  });
/** Where its edges are within the window, to the fraction of a pixel, in whichever language it speaks. */
const placeOf = (page: Page): Promise<Record<string, number>> =>
  page.locator(".answer-card").evaluate(async (card) => {
    await document.fonts.ready;
    const { left, top, right, bottom } = card.getBoundingClientRect();
    return { left, top, right, bottom };
  });
/** Until the app's own card stands there. */
const untilTakenOver = (page: Page) => page.locator(".answer-card:not(.before-scripts)").waitFor();

test.each(ofToday(["phone", "desktop"] as const))(
  "on a %s, scripts that come late find the card, and leave it where it is, with what was typed and the caret",
  async (device) => {
    const host = await stage.aHost("Ada Almeida");
    const lin = await stage.aGuest("Lin Santos", device);
    const event = await anEvent(host, { plusOnesAllowed: 3, description: "A long day.\n\n".repeat(20) });
    const link = await shareLinkOf(event);
    const { page } = lin;
    const release = await holdScripts(lin);
    await page.goto(link, { waitUntil: "commit" });
    await choice(page, "Maybe").click();
    await answerCard(page).getByLabel("Who's coming with you?").selectOption("1");
    await answerCard(page).getByLabel("Name of person 2").fill("Vera Lund");
    await answerCard(page).getByLabel("Your name").pressSequentially("Lin Santos");
    await page.keyboard.press("ArrowLeft");
    const before = await boxOf(page);
    release();
    await untilTakenOver(page);
    expect(await boxOf(page)).toEqual(before);
    expect(await answerCard(page).count(), "one card").toBe(1);
    await page.keyboard.type("!");
    expect(await answerCard(page).getByLabel("Your name").inputValue()).toBe("Lin Santo!s");
    expect(await answerCard(page).getByLabel("Name of person 2").inputValue()).toBe("Vera Lund");
    await send(page).click();
    await untilAnswerIs(page, "with Vera Lund");
    expect(await goingOf(event)).toMatchObject([{ name: "Lin Santo!s", standing: "maybe", plusOnes: ["Vera Lund"] }]);
  },
);

/** How a guest brings the card into each of its states, before any script has run. */
const states: Record<string, (page: Page) => Promise<unknown>> = {
  asking: async () => {},
  form: (page) => page.locator(".answer").first().click(),
  status: async (page) => {
    await page.locator(".answer").first().click();
    await page.locator("[name=name]").fill("Lin Santos");
    await page.locator(".answer-form-end [type=submit]").click();
    await page.locator("[data-mode=status]").waitFor();
  },
};
/** What a window of this size shows: on a high one, the card would find room above the edge. */
const windows = {
  phone: [{ size: { width: 390, height: 844 }, isLong: true }],
  desktop: [
    { size: { width: 1280, height: 900 }, isLong: true },
    { size: { width: 1280, height: 1300 }, isLong: false },
  ],
};

/** In turns each day has both devices and both languages. */
const settings = [
  ["phone", "en"],
  ["phone", "de"],
  ["desktop", "de"],
  ["desktop", "en"],
] as const;

test.each(ofToday(settings))("on a %s, in %s, scripts move the card in no state of it", async (device, locale) => {
  const host = await stage.aHost("Ada Almeida");
  for (const { size, isLong } of windows[device]) {
    const event = await anEvent(host, { plusOnesAllowed: 2, ...(isLong && { description: "A long day.\n\n".repeat(20) }) });
    const link = await shareLinkOf(event);
    for (const [state, reach] of Object.entries(states)) {
      const lin = await stage.aGuest("Lin Santos", device);
      const { page } = lin;
      await page.setViewportSize(size);
      await page.context().addCookies([{ name: "locale", value: locale, url: lin.url }]);
      const release = await holdScripts(lin);
      await page.goto(link, { waitUntil: "commit" });
      await page.locator(".answer-card.before-scripts").waitFor();
      await reach(page);
      const before = await placeOf(page);
      release();
      await untilTakenOver(page);
      const after = await placeOf(page);
      for (const [edge, at] of Object.entries(before))
        expect(Math.abs(after[edge]! - at), `${edge} of ${state} at ${size.height} px`).toBeLessThanOrEqual(1);
      await page.context().close();
    }
  }
});

/** Every piece of the card: where it is, and what it looks like. */
const looksOf = (page: Page) =>
  page.locator(".answer-card").evaluate(async (card) => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
    return [card, ...card.querySelectorAll("*")].map((piece) => {
      const { x, y, width, height } = piece.getBoundingClientRect();
      const { display, color, backgroundColor, boxShadow, borderRadius, borderColor, fontSize, fontWeight, stroke } =
        getComputedStyle(piece);
      const look = { display, color, backgroundColor, boxShadow, borderRadius, borderColor, fontSize, fontWeight, stroke };
      return { piece: `${piece.tagName} ${piece.getAttribute("class")}`, place: [x, y, width, height].map(Math.round), ...look };
    });
  });

test.each(ofToday(["phone", "desktop"] as const))(
  "on a %s, the card is painted with the document, and the app's styles change nothing of it",
  async (device) => {
    const host = await stage.aHost("Ada Almeida");
    const event = await anEvent(host, { plusOnesAllowed: 2, description: "A long day.\n\n".repeat(20) });
    for (const state of ["asking", "form", "refused"]) {
      const lin = await stage.aReader("Lin Santos", device);
      const { page } = lin;
      lin.forgives.push(/ERR_FAILED/, /status of 400/);
      await page.route("**/*.woff2", (route) => route.abort()); // the text has the same widths before and after
      const link = await shareLinkOf(event);
      if (state === "refused") {
        await page.goto(link);
        await choice(page, "Going").click();
        await answerCard(page).getByLabel("Your name").fill("Lin Santos");
        await answerCard(page).getByLabel("Email").fill("lin@localhost");
        await send(page).click();
        await page.getByRole("alert").waitFor();
      }
      const release = await hold(lin, "**/*.css");
      if (state === "refused") await page.reload({ waitUntil: "commit" });
      else await page.goto(link, { waitUntil: "commit" });
      await page.locator(".answer-card").waitFor();
      if (state !== "asking") await choice(page, "Maybe").click();
      await page.mouse.move(0, 0);
      const painted = await looksOf(page);
      release();
      await page.waitForLoadState("load");
      expect(await looksOf(page), state).toEqual(painted);
    }
  },
);

test("a tap before the scripts have loaded is answered, and two taps are one answer", async () => {
  const host = await stage.aHost("Ada Almeida");
  const grace = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host, { plusOnesAllowed: 0 });
  const { url, guestId } = await aPersonalLink(event, grace);
  const release = await holdScripts(grace);
  await grace.page.goto(url, { waitUntil: "commit" });
  await answerCard(grace.page).getByRole("button", { name: "Going" }).dblclick();
  await untilAnswerIs(grace.page, "You're going");
  const before = await boxOf(grace.page);
  release();
  await untilTakenOver(grace.page);
  expect(await boxOf(grace.page)).toEqual(before);
  await untilAnswerIs(grace.page, "You're going");
  const history = await ask<{ lines: { body: { type: string } }[] }>(host, "GET", `/api/events/${event.id}/guests/${guestId}/history`);
  expect(history.lines.filter(({ body }) => body.type === "rsvp.answered")).toHaveLength(1);
});

test.each(ofToday(["phone", "desktop"] as const))(
  "on a %s, scripts find the form for a lost link, and leave it where it is",
  async (device) => {
    const host = await stage.aHost("Ada Almeida");
    const grace = await stage.aGuest("Grace Hopper", device);
    const event = await anEvent(host);
    const { page } = grace;
    const placesOf = () =>
      page.locator("h1, input:not([type=hidden]), .entry-form .button, .entry-foot, .entry-small").evaluateAll((pieces) =>
        pieces.map((piece) => {
          const { x, y, width, height } = piece.getBoundingClientRect();
          return [x, y, width, height].map(Math.round).join();
        }),
      );
    const release = await holdScripts(grace);
    await page.goto(`${event.page}/recover`, { waitUntil: "commit" });
    await page.getByLabel("Email").pressSequentially(grace.email);
    const asked = await placesOf();
    release();
    await page.locator("#server-form").waitFor({ state: "detached" });
    expect(await placesOf()).toEqual(asked);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value), "the caret is where it was").toBe(grace.email);
    await page.getByRole("button", { name: "Send me a code" }).click();
    await page.getByLabel("Code").waitFor();
  },
);

test("dates, times and the deadline are the same before scripts and after, in the reader's region and the event's zone", async () => {
  const host = await stage.aHost("Ada Almeida");
  const lin = await stage.aGuest("Lin Santos");
  const event = await anEvent(host, {
    zone: "Asia/Tokyo",
    answersClose: "2030-06-10T23:05",
    starts: "2030-06-18T19:00",
    ends: "2030-06-18T23:30",
  });
  const { page } = lin;
  const deadline = answerCard(page)
    .getByText(/^Answer by/)
    .first();
  const release = await holdScripts(lin);
  await page.goto(await shareLinkOf(event), { waitUntil: "commit" });
  await page.getByText("Tuesday, 18 June 2030, 19:00 – 23:30 (Tokyo)", { exact: true }).waitFor();
  const before = await deadline.innerText();
  expect(before).toContain("Mon 10 Jun, 23:05 (Tokyo)");
  release();
  await untilTakenOver(page);
  await page.getByText("Tuesday, 18 June 2030", { exact: true }).waitFor();
  await page.getByText("19:00 – 23:30", { exact: true }).waitFor();
  expect(await deadline.innerText()).toBe(before);
});

test("a refusal from before the scripts have loaded stays, with what was typed, when they have", async () => {
  const host = await stage.aHost("Ada Almeida");
  const lin = await stage.aGuest("Lin Santos");
  const event = await anEvent(host);
  const release = await holdScripts(lin);
  const { page } = lin;
  await page.goto(await shareLinkOf(event), { waitUntil: "commit" });
  await choice(page, "Going").click();
  await answerCard(page).getByLabel("Your name").fill("Lin Santos");
  await answerCard(page).getByLabel("Email").fill("lin@localhost");
  lin.forgives.push(/status of 400/);
  await send(page).click();
  await page.getByRole("alert").waitFor();
  release();
  await untilTakenOver(page);
  await page.getByRole("alert").getByText("That doesn't look like an email address.").waitFor();
  await answerCard(page).getByLabel("Email").fill(lin.email);
  await send(page).click();
  await untilAnswerIs(page, "You're going");
});
