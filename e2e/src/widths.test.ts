import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ofToday } from "../../server/src/testing/turns.test-support.ts";
import { ask, command } from "./support/api.ts";
import { anEvent, type Gathering, shareLinkOf } from "./support/events.ts";
import type { Person } from "./support/people.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
const PICTURES = resolve(import.meta.dirname, "../../screenshots/widths");
/** The least: a phone whose text has twice the size (WCAG 2.2, 1.4.4). */
const WIDTHS = [195, 320, 390, 768, 1280];
/** One word in each field, as long as a field takes it, with no place to break it. */
const word = (length = 120) => "Donaudampfschifffahrtsgesellschaftskapitän".repeat(3).slice(0, length);

test.each(ofToday(["en", "de"]))(
  "no screen is wider than its window, and no button's words run out of it, whatever people type (%s)",
  { timeout: 400_000 },
  async (locale) => {
    const host = await stage.aHost(`Ada ${word(70)} ${locale}`, "desktop");
    const guest = await stage.aGuest(`Grace ${word(70)}`, "desktop");
    const visitor = await stage.aGuest("Vera Lund", "desktop");
    for (const person of [host, guest, visitor]) {
      await person.page.context().addCookies([{ name: "locale", value: locale, url: person.url }]);
      person.forgives.push(/status of 404/);
      await person.page.emulateMedia({ reducedMotion: "reduce" });
    }
    const event = await fullOfWords(host);
    await answerByLink(guest, event);
    const draft = randomUUID();
    await command(host, "POST", "/api/events", { eventId: draft, fields: { title: word(), zone: "Europe/Berlin", description: word() } });

    const found = [
      ...(await tooWide(host, [
        "/events",
        "/events?show=drafts",
        "/account",
        "/events/new",
        `/e/${draft}`,
        `/e/${draft}/edit`,
        ...hosts(event),
      ])),
      ...(await tooWide(guest, [`/e/${event.id}`, `/e/${event.id}#chat`, `/e/${event.id}/keep`, "/events"])),
      ...(await tooWide(visitor, [
        "/",
        "/sign-in",
        "/sign-up",
        "/reset-password",
        "/nowhere",
        "/events",
        `/e/${event.id}`,
        `/e/${event.id}/recover`,
        new URL(await shareLinkOf(event)).pathname,
      ])),
    ];
    expect(found).toEqual([]);
  },
);

const hosts = ({ id }: Gathering) => ["", "#chat", "/edit", "/invite", "/guests", "/settings"].map((page) => `/e/${id}${page}`);

/** An event in which everything that can be typed is one long word. */
async function fullOfWords(host: Person): Promise<Gathering> {
  const event = await anEvent(host, {
    title: word(),
    description: `${word()}\n\n# ${word()}\n\n- ${word()}\n\n> ${word()}`,
    place: { kind: "place", name: word(), address: word() },
    capacity: 2,
    waitlist: true,
    plusOnesAllowed: 3,
    guestListFor: "everyone",
    visibility: "public",
  });
  for (const answer of ["going", "maybe", "going", "declined"])
    await command(host, "POST", `/api/events/${event.id}/guests`, {
      guestId: randomUUID(),
      name: word(80),
      answer,
      plusOnes: [word(80)],
      override: false,
      email: `${randomUUID()}@example.org`,
    });
  for (const text of [word(), "short"]) await command(host, "POST", `/api/events/${event.id}/messages`, { text, replyTo: null });
  return event;
}

/** A guest who waits, brings somebody and says something, each in one word. */
async function answerByLink(guest: Person, event: Gathering): Promise<void> {
  await guest.page.goto(await shareLinkOf(event));
  await command(guest, "PUT", `/api/events/${event.id}/rsvp`, { answer: "going", plusOnes: [word(80)], note: word(), name: guest.name });
  const { messages } = await ask<{ messages: { messageId: string }[] }>(guest, "GET", `/api/events/${event.id}/messages?before=1000`);
  await command(guest, "POST", `/api/events/${event.id}/messages`, { text: word(), replyTo: messages[0]!.messageId });
}

async function tooWide({ page, url }: Person, paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto("about:blank");
    await page.goto(`${url}${path}`);
    await page.locator("main").first().waitFor();
    await page.waitForFunction(() => !document.querySelector(".skeleton, .page-skeleton"));
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await untilDrawn(page);
      found.push(...(await runsOver(page)).map((what) => `${path} at ${width}: ${what}`));
      if (process.env.SCREENSHOTS) await takePicture(page, `${path.replaceAll(/\W+/g, "-").slice(-40)}-${width}`);
    }
  }
  return found;
}

/** A window of another width follows its media queries when it draws: asked before that, Chromium may mix both layouts. */
const untilDrawn = (page: Page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** What makes the page wider than its window, controls whose words are wider than they are, and words of hardly a letter a line. */
function runsOver(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    const wide = scrollWidth > innerWidth ? [`the page is ${scrollWidth} px wide`] : [];
    const short = (element: Element) => `${element.className}: ${(element as HTMLElement).innerText.slice(0, 30)}`;
    const controls = [
      ...document.querySelectorAll<HTMLElement>("main :is(button, .button, [role=tab], .segment, label), .app-bar .button"),
    ];
    const out = controls.filter(
      (one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "visible",
    );
    // Words in a place where hardly three letters stand side by side.
    const squeezed = [...document.querySelectorAll<HTMLElement>("main *")].filter((one) => {
      const words = [...one.childNodes].map((node) => (node instanceof Text ? node.data.trim() : "")).join("");
      const { fontSize, display } = getComputedStyle(one);
      const letter = parseFloat(fontSize);
      return (
        words.length > 3 && display !== "inline" && one.clientWidth > 1 && one.clientWidth < 2 * letter && one.clientHeight > 3 * letter
      );
    });
    return [
      ...wide,
      ...out.map((one) => `runs out of itself: ${short(one)}`),
      ...squeezed.map((one) => `hardly a letter a line: ${short(one)}`),
    ];
  });
}

async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: resolve(PICTURES, `${name}.png`) });
}
