import fc from "fast-check";
import { COVER_THEMES } from "@turnout/contract/events";
import { expect, test } from "vitest";
import { letterHtml } from "../mail/letter-html.ts";
import { letterText, type Letter } from "../mail/letter.ts";
import { mailTexts } from "../mail/texts.ts";
import { accountLetter, hostInvitationLetter, recoveryLetter } from "./account-letters.ts";
import { guestLetter, type GuestLetterFacts } from "./guest-letters.ts";
import type { GuestMailKind } from "./jobs.ts";
import { mailKinds } from "./write-mail.ts";

const locales = ["en", "de"] as const;
const standings = {
  invitation: "none",
  confirmation: "going",
  waitlisted: "waiting",
  promoted: "going",
  changed: "maybe",
  cancelled: "going",
};
const guestKinds = Object.keys(standings) as GuestMailKind[];
const accountKinds = ["signInLink", "verifyEmail", "resetPassword", "confirmEmail", "emailChanged", "passwordChanged", "accountDeleted"];

const link = "https://turnout.test/i/token";
const words = fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).map((text) => text.toWellFormed());

/** Everything that people and the database can put into a letter. */
const facts = (kind: GuestMailKind): fc.Arbitrary<GuestLetterFacts> =>
  fc
    .record({
      title: words,
      name: words,
      host: words,
      message: fc.oneof(fc.constant(""), words),
      place: fc.oneof(
        fc.constant({ kind: "later" as const }),
        fc.record({ kind: fc.constant("place" as const), name: words, address: fc.oneof(fc.constant(""), words) }),
        fc.constant({ kind: "online" as const, url: "https://meet.example/room" }),
        fc.constant({ kind: "online" as const, url: null }),
      ),
      starts: fc.date({ min: new Date("2020-01-01"), max: new Date("2090-01-01"), noInvalidDate: true }),
      hours: fc.option(fc.integer({ min: 1, max: 100 })),
      zone: fc.constantFrom("UTC", "Europe/Lisbon", "Asia/Kathmandu", "America/St_Johns"),
      theme: fc.constantFrom(...COVER_THEMES),
      people: fc.integer({ min: 1, max: 11 }),
      place_in_line: fc.integer({ min: 1, max: 300 }),
      locale: fc.constantFrom(...locales),
    })
    .map(({ title, name, host, message, place, starts, hours, zone, theme, people, place_in_line, locale }) => ({
      event: {
        id: "an event",
        title,
        place,
        zone,
        cover_theme: theme,
        cancel_note: message,
        starts_at: starts,
        ends_at: hours === null ? null : new Date(starts.getTime() + hours * 3_600_000),
      } as never,
      guest: { name, standing: standings[kind], party_size: people, ticket: place_in_line + 7, place: place_in_line } as never,
      locale,
      host,
      message,
      link,
      unsubscribe: { event: "https://turnout.test/unsubscribe/event", all: "https://turnout.test/unsubscribe/all" },
    }));

const LEFT_OUT = /undefined|NaN|\[object|Invalid Date|\$\{/;

function expectComplete(letter: Letter) {
  const html = letterHtml(letter);
  const text = letterText(letter);
  for (const part of [letter.subject, letter.preview, letter.title]) expect(part).not.toBe("");
  expect(html).toContain(`<html lang="${letter.locale}">`);
  for (const { text: line, href } of letter.footer) expect(text).toContain(href ? `${line}: ${href}` : line);
  for (const block of letter.blocks) {
    if (block.type === "buttons") for (const { label, href } of block.buttons) expect(text).toContain(`${label}: ${href}`);
  }
  return { html, text };
}

test.each(guestKinds)("%s: complete in both languages, whatever people have written", (kind) => {
  fc.assert(
    fc.property(facts(kind), (about) => {
      const own = [about.event.title, about.guest.name, about.host, about.message, JSON.stringify(about.event.place)].join(" ");
      fc.pre(!LEFT_OUT.test(own));
      const letter = guestLetter(kind, about);
      const { html, text } = expectComplete(letter);
      for (const part of [html, text, letter.subject]) expect(part).not.toMatch(LEFT_OUT);
      expect(text).toContain(about.event.title);
      expect(text).toContain(about.guest.name);
    }),
    { numRuns: 60 },
  );
});

test.each(guestKinds)("%s: nothing that people write becomes markup", (kind) => {
  const frame = (html: string) => [...html.matchAll(/<\/?([a-z!][\w-]*)/gi)].map(([, tag]) => tag);
  fc.assert(
    fc.property(facts(kind), fc.constantFrom("<b>", "</style>", "<!--", "-->", '"><img src=x>', "&lt;", "' onload='"), (about, hostile) => {
      const event = { ...about.event, title: "x", cancel_note: about.event.cancel_note && "x" };
      const calm = { ...about, event, guest: { ...about.guest, name: "x" }, host: "x", message: about.message && "x" };
      const wild = {
        ...calm,
        event: { ...calm.event, title: hostile, cancel_note: calm.event.cancel_note && hostile },
        guest: { ...about.guest, name: hostile },
        host: hostile,
        message: about.message && hostile,
      };
      expect(frame(letterHtml(guestLetter(kind, wild)))).toEqual(frame(letterHtml(guestLetter(kind, calm))));
    }),
    { numRuns: 60 },
  );
});

test.each(accountKinds)("%s: complete in both languages, and not in one language twice", (kind) => {
  const payload = { url: "https://turnout.test/sign-in/link#token", newEmail: "grace@new.example" };
  const letters = locales.map((locale) => accountLetter(kind, { ...payload, locale }));
  for (const letter of letters) {
    const { html, text } = expectComplete(letter);
    for (const part of [html, text]) expect(part).not.toMatch(LEFT_OUT);
  }
  expect(letters[0]!.subject).not.toBe(letters[1]!.subject);
});

test("who hears that their account was changed is never told to ignore it", () => {
  const toldToIgnore = accountKinds.filter((kind) => letterText(accountLetter(kind, { locale: "en" })).includes(mailTexts("en").ignore));
  expect(toldToIgnore).toEqual(["signInLink", "verifyEmail", "resetPassword", "confirmEmail"]);
});

test.each(locales)("%s: letters about hosting and about a lost link are complete", (locale) => {
  const about = { host: "Ada", title: "Picnic", locale };
  const invitation = expectComplete(
    hostInvitationLetter(about, { url: "https://turnout.test/host/token", unsubscribe: "https://turnout.test/u" }),
  );
  expect(invitation.text).toContain("Ada");
  const code = expectComplete(recoveryLetter("01234567", about, { id: "an event", cover_theme: "night" }));
  expect(code.text).toContain("\n01234567\n");
  expect(code.html).toContain(">01234567<");
});

test("every kind of mail has a letter here", () => {
  expect(mailKinds.toSorted()).toEqual([...guestKinds, ...accountKinds, "recoveryCode", "hostInvitation"].toSorted());
});

test("both languages say everything, and differently", () => {
  const same = ["Online"]; // is the same word
  const pathsOf = (value: unknown, path: string): [string, unknown][] =>
    value !== null && typeof value === "object"
      ? Object.entries(value).flatMap(([name, part]) => pathsOf(part, `${path}.${name}`))
      : [[path, value]];
  const [en, de] = locales.map((locale) => new Map(pathsOf(mailTexts(locale), "texts")));
  expect([...de!.keys()]).toEqual([...en!.keys()]);
  for (const [path, text] of en!) if (typeof text === "string" && !same.includes(text)) expect(de!.get(path), path).not.toBe(text);
});

test("dates are told in the event's own zone and in the reader's language, with the end, and the day when it is another", () => {
  const about = (starts: string, ends: string | null, locale: string): GuestLetterFacts =>
    ({
      event: {
        id: "1",
        title: "Picnic",
        place: { kind: "later" },
        zone: "Europe/Lisbon",
        cover_theme: "waves",
        starts_at: new Date(starts),
        ends_at: ends && new Date(ends),
      },
      guest: { name: "Grace", standing: "none" },
      locale,
      host: "Ada",
      message: "",
      link,
      unsubscribe: { event: "", all: "" },
    }) as never;
  const told = (...parts: Parameters<typeof about>) =>
    letterText(guestLetter("invitation", about(...parts)))
      .split("\n")
      .find((line) => /^(When|Wann):/.test(line));
  expect(told("2027-06-19T18:00:00Z", null, "de")).toBe("Wann: Samstag, 19. Juni 2027, 19:00 Uhr (Lissabon)");
  expect(told("2027-06-19T18:00:00Z", "2027-06-19T22:30:00Z", "de")).toBe("Wann: Samstag, 19. Juni 2027, 19:00 – 23:30 Uhr (Lissabon)");
  expect(told("2027-06-19T18:00:00Z", "2027-06-20T01:00:00Z", "de")).toBe(
    "Wann: Samstag, 19. Juni 2027, 19:00 Uhr (Lissabon) –, Sonntag, 20. Juni 2027, 02:00 Uhr (Lissabon)",
  );
  expect(told("2027-06-19T18:00:00Z", "2027-06-19T22:30:00Z", "en")).toMatch(
    /^When: Saturday, June 19, 2027, 7:00\sPM – 11:30\sPM \(Lisbon\)$/,
  );
});
