import fc from "fast-check";
import { MAX_GUEST_WORDS } from "@turnout/contract/guest-mail-entries";
import { describe, expect, test } from "vitest";
import { ownWords } from "./own-words.ts";
import { ownTime } from "../../testing/own-time.ts";

const SALAD = "Can I bring a salad?";

describe("of a mail only the writer's own words are taken", () => {
  test.each<[string, string]>([
    [
      "Gmail",
      `${SALAD}\n\nOn Fri, Jun 18, 2027 at 10:00 AM Ada via Turnout <\nrsvp@in.turnout.test> wrote:\n\n> Hi Grace,\n> Ada invites you\n`,
    ],
    ["Gmail auf Deutsch", `${SALAD}\n\nAm Fr., 18. Juni 2027 um 10:00 Uhr schrieb Ada <a@example.org>:\n\n> Hallo\n`],
    ["Apple Mail", `${SALAD}\n\n> On 18. Jun 2027, at 10:00, Ada wrote:\n> \n> Hi Grace\n`],
    ["Thunderbird, with a signature", `${SALAD}\n-- \nGrace\n0123 456\n\nAm 18.06.27 um 10:00 schrieb Ada:\n> Hallo`],
    ["Outlook", `${SALAD}\n\n-----Original Message-----\nFrom: Ada\nSent: Friday\nTo: Grace\nSubject: Picnic\n\nHi Grace`],
    ["Outlook, by its headers alone", `${SALAD}\n\nVon: Ada <a@example.org>\nGesendet: Freitag\nAn: Grace\nBetreff: Picknick\n\nHallo`],
    ["Outlook on a phone", `${SALAD}\n________________________________\nFrom: Ada\nSent: Friday\nHi`],
    ["below the quote", `Ada wrote on 18 June:\n> Can you make it?\n\n${SALAD}`],
    ["between quotes", `> Can you make it?\n${SALAD}\n> See you`],
    ["with line ends of Windows", `${SALAD}\r\n\r\n> Hi`],
  ])("%s", (_program, text) => expect(ownWords({ text })).toBe(SALAD));

  test.each<[string, string]>([
    ["a line that ends with a colon above a quote", "Yes, we bring:\n> salad\nand bread"],
    ["a line with a dash or two", "First - second -- third\n---\nfourth"],
    ["a line that begins with From", "From: the heart"],
  ])("control: %s is kept", (_what, text) => {
    const own = text.split("\n").filter((line) => !line.startsWith(">"));
    expect(ownWords({ text })).toBe(own.join("\n"));
  });

  test("HTML is read where there is no text", () => {
    const quoted = '<div class="gmail_quote"><div>Ada wrote</div><blockquote>Hi</blockquote></div>';
    const html = `<html><head><title>x</title><style>p { color: red }</style></head><body><p>Can I bring<br>a <b>salad</b> &amp; bread&#63;</p>${quoted}</body>`;
    expect(ownWords({ html })).toBe("Can I bring\na salad & bread?");
    expect(ownWords({ text: " \n", html: "<p>Hi</p>" })).toBe("Hi");
    expect(ownWords({ text: "Hello", html: "<p>Hi</p>" })).toBe("Hello");
    expect(ownWords({})).toBe("");
  });
});

test("anything is read, and nothing is longer than its limit", () => {
  const pieces = fc.constantFrom(
    "<",
    ">",
    "<style",
    "</style>",
    "&#",
    ";",
    "\n> ",
    "\n",
    ":",
    "-- ",
    "-----",
    "From:",
    "a",
    " ",
    "\u202e",
    "\ud83d",
  );
  const texts = fc.array(pieces, { maxLength: 200 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, texts, (text, html) => {
      for (const words of [ownWords({ text }), ownWords({ html })]) {
        expect(words.length).toBeLessThanOrEqual(MAX_GUEST_WORDS);
        expect(words.isWellFormed()).toBe(true);
      }
    }),
  );
});

test.each(["<", "<style", ">\n", "-".repeat(290) + "\n", ": ", "&#", "From:\n", "<blockquote", "\n", "a@1\n"])(
  "a megabyte of %j takes no time to speak of",
  async (piece) => {
    const much = piece.repeat(Math.ceil(1_048_576 / piece.length));
    const { took } = await ownTime(() => [ownWords({ text: much }), ownWords({ html: much })]);
    expect(took).toBeLessThan(1_000);
  },
);
