import { randomUUID } from "node:crypto";
import type { Frame, Page } from "playwright-core";
import { expect, test } from "vitest";
import { ask, command } from "./support/api.ts";
import { anEvent, type Gathering, shareLinkOf } from "./support/events.ts";
import { openMail } from "./support/mailbox.ts";
import type { Person } from "./support/people.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
/** What people type here: right to left, without a single letter that goes the other way. */
const words = (what: string) => `${what} في البستان!`;
const sara = "سارة محمود";
const layla = "ليلى حداد";
const nour = "نور خليل";

test(
  "whatever people type runs the way it is written, on every page, in every dialog and in every mail",
  { timeout: 400_000 },
  async () => {
    const host = await stage.aHost(sara);
    const guest = await stage.aGuest(layla, "desktop");
    const visitor = await stage.aGuest(nour, "desktop");
    for (const person of [host, guest, visitor]) person.forgives.push(/status of 404/);
    const event = await typedInArabic(host);
    await answerByLink(guest, event);
    const draft = randomUUID();
    await command(host, "POST", "/api/events", { eventId: draft, fields: { title: words("مسودة"), zone: "Europe/Berlin" } });
    const row = { guestId: randomUUID(), name: nour, email: visitor.email, plusOnesAllowed: null, locale: null };
    await command(host, "POST", `/api/events/${event.id}/invitations`, { guests: [row], message: words("أهلا"), send: true });

    const found = [
      ...(await pagesOf(host, ["/events", "/events?show=drafts", "/account", `/e/${draft}`, `/e/${draft}/edit`, ...hosts(event)])),
      ...(await dialogsOf(host, event)),
      ...(await pagesOf(guest, [`/e/${event.id}`, `/e/${event.id}#chat`, "/events"])),
      ...(await mailOf(visitor, event, sara)),
      ...(await pagesOf(visitor, [`/e/${event.id}`, "/events"])),
    ];
    await command(host, "PATCH", `/api/events/${event.id}`, {
      fields: { place: { kind: "place", name: "الحديقة", address: "" } },
      note: words("انتقلنا"),
    });
    found.push(...(await mailOf(visitor, event, "الحديقة")));
    await command(host, "POST", `/api/events/${event.id}/cancellation`, { note: words("مطر") });
    found.push(...(await mailOf(visitor, event, "Cancelled")), ...(await pagesOf(guest, [`/e/${event.id}`, "/events"])));
    expect([...new Set(found)]).toEqual([]);
  },
);

test("before any script has run, too", async () => {
  const host = await stage.aHost(sara);
  const reader = await stage.aReader("Vera Lund");
  const event = await typedInArabic(host);
  await reader.page.goto(event.page);
  expect(await wrongWay(reader.page)).toEqual([]);
});

test("control: a name within a page's text is found, and a field that does not follow what is typed", async () => {
  const { page } = await stage.aGuest("Vera Lund", "desktop");
  await page.setContent(
    `<p>${sara}</p><p dir="auto">${sara} is going</p><input value="${sara}"><p>Hosted by <bdi>${sara}</bdi></p><input dir="auto" value="${sara}">`,
  );
  expect(await wrongWay(page)).toHaveLength(3);
});

const hosts = ({ id }: Gathering) =>
  ["", "#chat", "/edit", "/invite", "/guests", "/settings", "/published"].map((page) => `/e/${id}${page}`);

/** An event in which everything that can be typed is Arabic, and is there. */
async function typedInArabic(host: Person): Promise<Gathering> {
  const event = await anEvent(host, {
    title: words("نزهة"),
    description: `${words("تعالوا")}\n\n# ${words("ماذا نحضر")}\n\n- ${words("خبز")}\n- **${words("جبن")}**\n\n> ${words("قال")}`,
    place: { kind: "place", name: "المرج", address: "شارع النهر" },
    capacity: 2,
    waitlist: true,
    plusOnesAllowed: 3,
    guestListFor: "everyone",
    visibility: "public",
  });
  for (const [index, answer] of ["going", "maybe", "going", "declined"].entries())
    await command(host, "POST", `/api/events/${event.id}/guests`, {
      guestId: randomUUID(),
      name: ["هدى", "ريم", "سلمى", "مها"][index],
      answer,
      plusOnes: answer === "going" ? ["كريم"] : [],
      override: true,
      email: `${randomUUID()}@example.org`,
    });
  for (const text of [words("مرحبا"), words("متى نبدأ")])
    await command(host, "POST", `/api/events/${event.id}/messages`, { text, replyTo: null });
  return event;
}

/** A guest who waits, brings somebody, leaves a note and answers in the conversation. */
async function answerByLink(guest: Person, event: Gathering): Promise<void> {
  await guest.page.goto(await shareLinkOf(event));
  const answer = { answer: "going", plusOnes: ["كريم"], note: words("شكرا"), name: guest.name };
  await command(guest, "PUT", `/api/events/${event.id}/rsvp`, answer);
  const { messages } = await ask<{ messages: { messageId: string }[] }>(guest, "GET", `/api/events/${event.id}/messages?before=1000`);
  await command(guest, "POST", `/api/events/${event.id}/messages`, { text: words("السابعة"), replyTo: messages[0]!.messageId });
}

async function pagesOf({ page, url }: Person, paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto("about:blank");
    await page.goto(`${url}${path}`);
    await page.locator("main").first().waitFor();
    await page.waitForFunction(() => !document.querySelector(".skeleton, .page-skeleton"));
    found.push(...(await wrongWay(page)).map((what) => `${path.replaceAll(/[0-9a-f-]{36}/g, "…")}: ${what}`));
  }
  return found;
}

/** Whatever opens over a page when a host presses something there; each is looked at and closed. */
async function dialogsOf({ page, url }: Person, { id }: Gathering): Promise<string[]> {
  const found: string[] = [];
  const look = async (where: string) => {
    await page.getByRole("dialog").first().waitFor();
    found.push(...(await wrongWay(page)).map((what) => `${where}: ${what}`));
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").first().waitFor({ state: "detached" });
  };
  await page.goto(`${url}/e/${id}/guests`);
  for (const name of ["هدى", layla]) {
    await page.getByRole("button", { name }).first().click();
    await look(`drawer of ${name}`);
  }
  await page.goto(`${url}/e/${id}`);
  await page.getByRole("list", { name: "Some of those coming" }).getByRole("button").last().click();
  await look("who is coming");
  return found;
}

async function mailOf(reader: Person, event: Gathering, subject: string): Promise<string[]> {
  await openMail(reader, subject);
  const frame = await (await reader.page.locator("iframe").elementHandle())!.contentFrame();
  await frame!.getByRole("heading", { name: event.title }).first().waitFor();
  return (await Promise.all([wrongWay(frame!), wrongWay(reader.page)])).flat().map((what) => `mail "${subject}": ${what}`);
}

/** Typed texts and fields whose direction is not that of their letters, and those that share a text with words of the page. */
function wrongWay(page: Page | Frame): Promise<string[]> {
  return page.evaluate(() => {
    const arabic = /[\u0600-\u06ff]/;
    const follows = (element: Element) => {
      const { direction, unicodeBidi } = getComputedStyle(element);
      return direction === "rtl" || unicodeBidi === "plaintext";
    };
    const short = (element: Element, text: string) =>
      `${element.parentElement?.className ?? ""} > ${element.localName}.${element.className}: ${text.trim().slice(0, 60)}`;
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const element = node.parentElement!;
      const text = (node.nodeValue ?? "").replaceAll(/\u2068[^\u2069]*\u2069/g, ""); // isolated by signs: emails have no other way
      if (!arabic.test(text) || element.closest("script, style, noscript, dl")) continue; // an email's raw headers are in a list
      const sharesWithOurs = /[A-Za-z]{2}/.test(text) && getComputedStyle(element).unicodeBidi !== "plaintext";
      if (!follows(element) || sharesWithOurs) found.push(short(element, text));
    }
    for (const field of document.querySelectorAll<HTMLInputElement>("input, textarea"))
      if (arabic.test(field.value) && !follows(field)) found.push(short(field, field.value));
    return found;
  });
}
