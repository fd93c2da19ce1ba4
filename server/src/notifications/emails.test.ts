import fc from "fast-check";
import { COVER_THEMES } from "@turnout/contract/events";
import { expect, test } from "vitest";
import type { EventRow } from "../log/event-row.ts";
import { emailHtml } from "../mail/email-html.ts";
import { emailText, type EmailContent } from "../mail/email-content.ts";
import { mailTexts } from "../mail/texts.ts";
import { accountEmail, hostInvitationEmail, recoveryEmail } from "./account-emails.ts";
import { greetedAs, guestEmail, removedEmail, type GuestEmailFacts } from "./guest-emails.ts";
import type { GuestMailKind } from "./mail-kinds.ts";
import { hostEmail, type HostEmailFacts } from "./host-emails.ts";
import { emailLocale } from "./email-locale.ts";
import { laidOut, layoutForMany, type OwnValues } from "./shared-emails.ts";
import { mailKinds } from "./write-mail.ts";

const locales = ["en", "de"] as const;
const standings = {
  invitation: "none",
  confirmation: "going",
  waitlisted: "waiting",
  promoted: "going",
  changed: "maybe",
  cancelled: "going",
  readmitted: "waiting",
  reminder: "going",
  bulletin: "going",
  nudge: "none",
  proposalDeclined: "maybe",
  replyNews: "waiting",
};
const guestKinds = Object.keys(standings) as GuestMailKind[];
const accountKinds = [
  "signInLink",
  "verifyEmail",
  "resetPassword",
  "confirmEmail",
  "emailChanged",
  "passwordChanged",
  "passkeyAdded",
  "providerLinked",
  "accountDeleted",
  "draftDeleted",
];

const whereBefore = { startsAt: "2026-06-19T18:00:00Z", endsAt: null, zone: "Europe/Lisbon", place: { kind: "later" as const } };
const link = "https://turnout.test/i/token";
const words = fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).map((text) => text.toWellFormed());

/** Everything that people and the database can put into an email. */
const facts = (kind: GuestMailKind): fc.Arbitrary<GuestEmailFacts> =>
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
      guest: { standing: standings[kind], party_size: people, ticket: place_in_line + 7, place: place_in_line } as never,
      greeted: greetedAs(name),
      locale,
      host,
      words: message ? [{ text: message, by: host }] : [],
      takesReplies: people > 3,
      was: kind === "changed" && people > 2 ? whereBefore : null,
      cover: "https://turnout.test/covers/waves/1/signature.jpg",
      link,
      unsubscribe: { event: "https://turnout.test/unsubscribe/event", all: "https://turnout.test/unsubscribe/all" },
    }));

const LEFT_OUT = /undefined|NaN|\[object|Invalid Date|\$\{/;

function expectComplete(content: EmailContent) {
  const html = emailHtml(content);
  const text = emailText(content);
  for (const part of [content.subject, content.preview, content.title]) expect(part).not.toBe("");
  expect(html).toContain(`<html lang="${content.locale}">`);
  for (const { text: line, href } of content.footer) expect(text).toContain(href ? `${line}: ${href}` : line);
  for (const block of content.blocks) {
    if (block.type === "buttons") for (const { label, href } of block.buttons) expect(text).toContain(`${label}: ${href}`);
  }
  return { html, text };
}

test.each(guestKinds)("%s: complete in both languages, with any user text", (kind) => {
  fc.assert(
    fc.property(facts(kind), (about) => {
      const own = [
        about.event.title,
        about.greeted,
        about.host,
        ...about.words.map(({ text }) => text),
        JSON.stringify(about.event.place),
      ].join(" ");
      fc.pre(!LEFT_OUT.test(own));
      const content = guestEmail(kind, about);
      const { html, text } = expectComplete(content);
      for (const part of [html, text, content.subject]) expect(part).not.toMatch(LEFT_OUT);
      expect(text).toContain(about.event.title);
      expect(text).toContain(about.greeted);
    }),
    { numRuns: 60 },
  );
});

test.each(guestKinds)("%s: user text never becomes markup", (kind) => {
  const frame = (html: string) => [...html.matchAll(/<\/?([a-z!][\w-]*)/gi)].map(([, tag]) => tag);
  fc.assert(
    fc.property(facts(kind), fc.constantFrom("<b>", "</style>", "<!--", "-->", '"><img src=x>', "&lt;", "' onload='"), (about, hostile) => {
      const event = { ...about.event, title: "x", cancel_note: about.event.cancel_note && "x" };
      const calm = {
        ...about,
        event,
        greeted: "x",
        host: "x",
        words: about.words.map(() => ({ text: "x", by: "x" })),
      };
      const wild = {
        ...calm,
        event: { ...calm.event, title: hostile, cancel_note: calm.event.cancel_note && hostile },
        greeted: greetedAs(hostile),
        host: hostile,
        words: about.words.map(() => ({ text: hostile, by: hostile })),
      };
      expect(frame(emailHtml(guestEmail(kind, wild)))).toEqual(frame(emailHtml(guestEmail(kind, calm))));
    }),
    { numRuns: 60 },
  );
});

test("an email laid out for many has for each the same text as one laid out alone", () => {
  const own = fc.record({ greeted: words, link: words, unsubscribeEvent: words, unsubscribeAll: words, openImage: words });
  fc.assert(
    fc.property(facts("invitation"), fc.array(own, { minLength: 1, maxLength: 5 }), (about, guests) => {
      const contentOf = ({ greeted, link: personal, unsubscribeEvent, unsubscribeAll, openImage }: OwnValues) => {
        const unsubscribe = { event: unsubscribeEvent, all: unsubscribeAll };
        return guestEmail("invitation", { ...about, greeted, link: personal, unsubscribe, openImage });
      };
      const layout = layoutForMany(contentOf);
      for (const values of guests) expect(layout(values)).toMatchObject(laidOut(contentOf(values)));
    }),
    { numRuns: 100 },
  );
});

const ARABIC = /[\u0600-\u06ff]/;
/** Texts of a mail with typed words that do not run the way they are written. */
function turnedWords(content: EmailContent): string[] {
  const outside = (text: string) => ARABIC.test(text.replaceAll(/\u2068[^\u2069]*\u2069/g, ""));
  const texts = [...emailHtml(content).matchAll(/(<[^<>]*>)([^<>]+)/g)];
  const turned = texts.filter(([, tag = "", text = ""]) => outside(text) && !tag.includes('dir="auto"') && !tag.startsWith("<title"));
  return [...turned.map(([all]) => all), ...(outside(content.subject) ? [content.subject] : [])];
}

test.each(guestKinds)("%s: right-to-left user text keeps its direction, and does not affect the sentence around it", (kind) => {
  const words = { text: "أهلا وسهلا", by: "سارة" };
  const place = { kind: "place", name: "المرج", address: "شارع النهر" };
  const content = told(kind, {
    event: { ...picnic, title: "نزهة!", place, cancel_note: words.text },
    guest: { standing: standings[kind], party_size: 1, place: 2 } as never,
    greeted: greetedAs("ليلى حداد"),
    host: words.by,
    takesReplies: true,
    words: [words],
    was: kind === "changed" ? { ...whereBefore, place: { ...place, name: "الحديقة" } } : null,
  });
  expect(turnedWords(content)).toEqual([]);
  expect(emailText(told(kind))).not.toMatch(/[\u2068\u2069]/);
  expect(turnedWords({ ...content, subject: "نزهة!", blocks: [{ type: "text", text: "سارة is coming" }] })).toHaveLength(2);
});

test.each(accountKinds)("%s: complete in both languages, and not in one language twice", (kind) => {
  const payload = {
    url: "https://turnout.test/sign-in/link#token",
    newEmail: "grace@new.example",
    name: "Phone",
    title: "Picnic",
    by: "Ada",
  };
  const contents = locales.map((locale) => accountEmail(kind, { ...payload, locale }));
  for (const content of contents) {
    const { html, text } = expectComplete(content);
    for (const part of [html, text]) expect(part).not.toMatch(LEFT_OUT);
  }
  expect(contents[0]!.subject).not.toBe(contents[1]!.subject);
});

test("an email about a changed account never says to ignore it", () => {
  const toldToIgnore = accountKinds.filter((kind) => emailText(accountEmail(kind, { locale: "en" })).includes(mailTexts("en").ignore));
  expect(toldToIgnore).toEqual(["signInLink", "verifyEmail", "resetPassword", "confirmEmail"]);
});

const picnic = {
  id: "an event",
  title: "Picnic",
  place: { kind: "place", name: "The mill", address: "Mill Lane 1" },
  zone: "Europe/Lisbon",
  cover_theme: "night",
  cover_image_id: null,
  cancel_note: "",
  waiting_parties: 0,
  starts_at: new Date("2027-06-19T18:00:00Z"),
  ends_at: null,
} as unknown as EventRow;

const told = (kind: GuestMailKind, more: object = {}) =>
  guestEmail(kind, {
    event: picnic,
    guest: { standing: standings[kind], party_size: 1, place: 2 } as never,
    greeted: greetedAs("Grace Hopper"),
    locale: "en-GB",
    host: "Ada Lovelace",
    takesReplies: false,
    words: [],
    was: null,
    cover: "https://turnout.test/cover.jpg",
    link,
    unsubscribe: { event: "", all: "" },
    ...more,
  });

test.each(locales)("%s: emails about hosting and about a lost link are complete", (locale) => {
  const { html, text } = expectComplete(
    hostInvitationEmail({
      event: picnic,
      host: "Ada",
      locale,
      takesReplies: true,
      cover: "https://turnout.test/cover.jpg",
      url: "https://turnout.test/host/token",
      unsubscribe: "https://turnout.test/u",
    }),
  );
  for (const fact of ["Ada", "2027", "The mill"]) expect(text).toContain(fact);
  expect(html.match(/class="button/g)).toHaveLength(1);
  const code = expectComplete(recoveryEmail("01234567", { event: picnic, locale, cover: "https://turnout.test/cover.jpg" }));
  expect(code.text).toContain("\n01234567\n");
  expect(code.html).toContain(">01234567<");
});

test.each(locales)("%s: the email to a removed guest is complete, with no link but the one that ends emails", (locale) => {
  const facts = { event: picnic, host: "Ada", greeted: "Grace", locale, cover: "https://turnout.test/cover.jpg" };
  const { html, text } = expectComplete(removedEmail({ ...facts, unsubscribe: "https://turnout.test/u" }));
  for (const fact of ["Ada", "Grace", "Picnic"]) expect(text).toContain(fact);
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(["https://turnout.test/u"]);
});

const toHost = { event: picnic, guest: "Grace", cover: "https://turnout.test/cover.jpg", url: "https://turnout.test/e/1/guests" };
const settings = "https://turnout.test/e/1/invite";
const hosts = (locale: "en" | "de", said: HostEmailFacts["said"]) => expectComplete(hostEmail({ ...toHost, settings, locale, said })).text;

test.each(locales)("%s: the email of a guest's words has them, whose they are, and what is left out", (locale) => {
  const write = (more: { from: string | null; files: number }) => hosts(locale, { type: "guest.wrote", text: "A salad?", ...more });
  const whole = write({ from: "other@example.org", files: 2 });
  for (const fact of ["Grace", "Picnic", "> A salad?", "other@example.org", "2 "]) expect(whole).toContain(fact);
  expect(write({ from: null, files: 0 })).not.toContain("@");
});

test.each([
  ["en-GB", "Going", /Saturday,? 19 June 2027 at 19:00 – 22:00/, /Friday,? 18 June 2027 \(Room Time\)/],
  ["de", "Dabei", /Samstag, 19\. Juni 2027 um 19:00 – 22:00/, /Freitag, 18\. Juni 2027 \(Room Time\)/],
] as const)("%s: the email of a held reply says whose it is, what it answers and which time it suggests", (locale, going, evening, day) => {
  const held = { type: "reply.held" as const, from: "x@example.org", answer: "going" as const, note: "Yes!", proposal: null };
  const write = (more: object) => hosts(locale as "en", { ...held, ...more }).replaceAll(/[\u2066-\u2069]/g, "");
  for (const fact of ["Grace", "x@example.org", going, "> Yes!"]) expect(write({})).toContain(fact);
  const proposal = { starts: "2027-06-19T19:00", ends: "2027-06-19T22:00", zone: null };
  expect(write({ from: null, answer: null, proposal })).toMatch(evening);
  expect(write({ proposal: { starts: "2027-06-18", ends: null, zone: "Room Time" } })).toMatch(day);
  const delegates = ["bea@example.org", "cleo@example.org"];
  expect(write({ from: null, answer: "declined", delegates })).toContain(delegates.join(", "));
});

test("an email shows the event's cover in a stated size; only a host's own picture has alternative text", () => {
  const image = (event: object) => /<img [^>]*>/.exec(emailHtml(told("invitation", { event: { ...picnic, ...event } })))![0];
  expect(image({})).toMatch(/src="https:\/\/turnout\.test\/cover\.jpg" alt="" width="600" height="300"/);
  expect(image({ cover_image_id: "1" })).toContain('alt="Picture for Picnic"');
});

test("the three answers look the same, so that none is suggested", () => {
  const html = emailHtml(told("invitation"));
  const looks = [...html.matchAll(/<a class="([^"]*)" href="[^"]*\?answer=\w+" style="([^"]*)"/g)].map(
    ([, name, style]) => `${name} ${style}`,
  );
  expect(looks).toHaveLength(3);
  expect(new Set(looks).size).toBe(1);
});

test("people are greeted by their first name", () => expect(emailText(told("invitation"))).toContain("Hi Grace,\n"));

test("the email about a seat mentions others who wait only if there are any", () => {
  const words = (waiting_parties: number) => emailText(told("promoted", { event: { ...picnic, waiting_parties } }));
  expect(words(0)).not.toContain("somebody else");
  expect(words(1)).toContain("somebody else is waiting");
});

const before = (more: object) => ({ startsAt: "2027-06-19T18:00:00Z", endsAt: null, zone: "Europe/Lisbon", place: picnic.place, ...more });

test.each([
  ["en-GB", { startsAt: "2027-06-19T17:00:00Z" }, "New time for Picnic: 19:00 (was 18:00)", "was Saturday, 19 June 2027, 18:00 (Lisbon)"],
  [
    "en-US",
    { startsAt: "2027-06-19T17:00:00Z" },
    "New time for Picnic: 7:00 PM (was 6:00 PM)",
    "was Saturday, June 19, 2027, 6:00 PM (Lisbon)",
  ],
  [
    "de",
    { startsAt: "2027-06-19T17:00:00Z" },
    "Neue Uhrzeit für Picnic: 19:00 Uhr (bisher 18:00 Uhr)",
    "bisher Samstag, 19. Juni 2027, 18:00 Uhr",
  ],
  [
    "en-GB",
    { startsAt: "2027-06-12T18:00:00Z" },
    "New date for Picnic: Sat 19 Jun, 19:00 (was Sat 12 Jun, 19:00)",
    "was Saturday, 12 June",
  ],
  ["de", { place: { kind: "later" } }, "Neuer Ort für Picnic: The mill", "Wo: The mill, Mill Lane 1\n"],
  ["en-GB", { place: { kind: "place", name: "The park", address: "" } }, "New place for Picnic: The mill (was The park)", "was The park"],
  ["en-GB", { endsAt: "2027-06-19T22:00:00Z" }, "New end time for Picnic: – (was 23:00)", "was Saturday, 19 June 2027, 19:00 – 23:00"],
  [
    "en-GB",
    { zone: "Europe/Madrid", startsAt: "2027-06-19T17:00:00Z" },
    "New time for Picnic: 19:00 (Lisbon) (was 19:00 (Madrid))",
    "was Saturday",
  ],
  [
    "en-GB",
    { startsAt: "2027-06-18T18:00:00Z", place: { kind: "place", name: "The park", address: "Park 1" } },
    "New time and place for Picnic: Sat 19 Jun, 19:00, The mill (was Fri 18 Jun, 19:00, The park)",
    "was The park, Park 1",
  ],
])("%s: an email about %j has the new and the old value: %s", (locale, change, subject, line) => {
  const content = told("changed", { locale, was: before(change) });
  expect(content.subject.replaceAll(/\s/g, " ")).toBe(subject);
  expect(emailText(content).replaceAll(/[^\S\n]/g, " ")).toContain(line);
});

test("the host's message follows the change, and a long title leaves room in the subject for it", () => {
  const content = told("changed", {
    was: before({ startsAt: "2027-06-19T17:00:00Z" }),
    words: [{ text: "Sorry!", by: "Ada Lovelace" }],
    event: { ...picnic, title: "x".repeat(120) },
  });
  expect(emailText(content)).toContain("> Sorry!\n> – Ada Lovelace");
  expect(content.subject).toContain(`${"x".repeat(59)}…: 19:00 (was 18:00)`);
});

test("an email offers to reply only where replies reach somebody", () => {
  expect(emailText(told("invitation", { takesReplies: true }))).toContain("your email goes to Ada Lovelace");
  expect(emailText(told("invitation"))).not.toContain("reply");
});

test("every kind of email is tested here", () => {
  const ofGuests = guestKinds.filter((kind) => kind !== "nudge"); // a bulletin of its own kind
  const others = ["recoveryCode", "removed", "guestWrote", "replyHeld", "hostInvitation", "bulletinTest", "digest", "guestDigest"];
  expect(mailKinds.toSorted()).toEqual([...ofGuests, ...accountKinds, ...others].toSorted());
});

test("both languages have every text, and no text is the same in both", () => {
  const same = ["Online"]; // is the same word
  const pathsOf = (value: unknown, path: string): [string, unknown][] =>
    value !== null && typeof value === "object"
      ? Object.entries(value).flatMap(([name, part]) => pathsOf(part, `${path}.${name}`))
      : [[path, value]];
  const [en, de] = locales.map((locale) => new Map(pathsOf(mailTexts(locale), "texts")));
  expect([...de!.keys()]).toEqual([...en!.keys()]);
  for (const [path, text] of en!) if (typeof text === "string" && !same.includes(text)) expect(de!.get(path), path).not.toBe(text);
});

test("dates are in the event's zone and the reader's country's format, with the end, and its day if it differs", () => {
  const when = (starts: string, ends: string | null, locale: string) =>
    emailText(told("invitation", { locale, event: { ...picnic, starts_at: new Date(starts), ends_at: ends && new Date(ends) } }))
      .split("\n")
      .find((line) => /^(When|Wann):/.test(line));
  expect(when("2027-06-19T18:00:00Z", null, "de")).toBe("Wann: Samstag, 19. Juni 2027, 19:00 Uhr (Lissabon)");
  expect(when("2027-06-19T18:00:00Z", "2027-06-19T22:30:00Z", "de")).toBe("Wann: Samstag, 19. Juni 2027, 19:00 – 23:30 Uhr (Lissabon)");
  expect(when("2027-06-19T18:00:00Z", "2027-06-20T01:00:00Z", "de")).toBe(
    "Wann: Samstag, 19. Juni 2027, 19:00 Uhr (Lissabon) –, Sonntag, 20. Juni 2027, 02:00 Uhr (Lissabon)",
  );
  expect(when("2027-06-19T18:00:00Z", "2027-06-19T22:30:00Z", "en-US")).toMatch(
    /^When: Saturday, June 19, 2027, 7:00\sPM – 11:30\sPM \(Lisbon\)$/,
  );
  expect(when("2027-06-19T18:00:00Z", null, "en-GB")).toBe("When: Saturday, 19 June 2027, 19:00 (Lisbon)");
});

test.each([
  ["en", ["GB", "US"], "Europe/Lisbon", "en-GB"],
  ["en", [null, "US"], "Europe/Lisbon", "en-US"],
  ["en", [null, null], "Europe/Lisbon", "en-GB"],
  ["en", [null, undefined], "America/New_York", "en-US"],
  ["en", [], "America/Sao_Paulo", "en-GB"],
  ["de", ["US"], "America/New_York", "de"],
])("%s, countries %j, in %s: dates as in %s", (language, regions, zone, locale) => {
  expect(emailLocale(language, regions, zone)).toBe(locale);
});
