import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { htmlText } from "../http/html.ts";
import { answerRefusal, refusalWords } from "./answer-refusals.ts";
import { answerWords } from "./answer-words.ts";
import { paths } from "./icons.ts";
import { recoveryWords } from "./recovery-words.ts";
import { refusedNote } from "./refused-note.ts";
import { pageWords } from "./words.ts";
import { Refusal } from "@turnout/contract/refusals";

const web = (path: string) => readFileSync(new URL(`../../../web/src/${path}`, import.meta.url), "utf8");
const catalogue = (locale: string) => web(`locales/${locale}.po`);

test("the icons are the app's", () => {
  const icons = web("ui/icons.tsx");
  for (const [name, path] of Object.entries(paths)) {
    const key = name.includes("-") ? `"${name}"` : name;
    expect(icons.replaceAll(/\n\s{4}/g, " ")).toContain(`  ${key}: "${path}",`);
  }
});

/** The keys of those words that are whole sentences of the app's catalogue, each held to have its German. */
function wordsOfApp(en: Record<string, unknown>, de: Record<string, unknown>): string[] {
  const german = new Map(
    [...catalogue("de").matchAll(/(?<!^msgctxt .*\n)^msgid "(.*)"\nmsgstr "(.*)"/gm)].map(([, source, translated]) => [source, translated]),
  );
  const ours = Object.keys(en).filter((key) => typeof en[key] === "string" && german.has(String(en[key])));
  for (const key of ours) expect([key, de[key]]).toEqual([key, german.get(String(en[key]))]);
  return ours;
}
const textsIn = (words: Record<string, unknown>) => Object.keys(words).filter((key) => typeof words[key] === "string");

test("the words are the app's, in both languages", () => {
  const own = (wordsOf: (locale: string) => Record<string, unknown>) => {
    const ours = wordsOfApp(wordsOf("en"), wordsOf("de"));
    return textsIn(wordsOf("en")).filter((key) => !ours.includes(key));
  };
  // The app composes those with plural forms or a name.
  expect(own(answerWords)).toEqual(["askGuest", "answerBy", "firstInLine"]);
  // Some of these the app says in other words, about the same; of what is without scripts it says nothing.
  expect(own(pageWords)).toEqual([
    "cancelled",
    "closedMore",
    "draft",
    "hostedBy",
    "noScript",
    "noScriptAnswers",
    "noScriptEvent",
    "tagline",
  ]);
  // The first is one sentence with its link; the app never runs without cookies there.
  expect(own(recoveryWords)).toEqual(["hosting", "cookiesNeeded"]);
});

test("parts of the page, and people without a name, are called what the app calls them in German", () => {
  const translated = (msgid: string) => new RegExp(`\nmsgid "${msgid}"\nmsgstr "(.*)"`).exec(catalogue("de"))![1]!;
  expect(pageWords("de").noScriptEvent).toContain(translated("Conversation"));
  expect(answerWords("de").withThem(answerWords("de").others(1))).toBe("mit einer weiteren Person");
  expect(answerWords("de").withThem(answerWords("de").others(3))).toBe("mit 3 weiteren");
  expect(catalogue("de")).toContain('"{unnamed, plural, one {einer weiteren Person} other {# weiteren}}"');
});

test("every refusal of an answer has words in both languages", () => {
  const codes = ["answers_closed", "email_on_list", "event_cancelled", "event_full", "event_over", "name_required", "too_many_guests"];
  for (const code of codes) {
    const [en, de] = ["en", "de"].map((locale) => refusalWords(locale, { code, facts: { seatsLeft: 2, allowed: 1 } }));
    expect([code, en!.length > 10, de!.length > 10, en === de]).toEqual([code, true, true, false]);
    expect(en).not.toBe(refusalWords("en", { code: "unheard of" }));
  }
});

test("a refusal is an alert that takes the focus and links to the field to correct", () => {
  const note = htmlText(refusedNote(answerRefusal(new Refusal("name_required")), "en"));
  expect(note).toMatch(/<div [^>]*role="alert"[^>]* tabindex="-1" autofocus>/);
  expect(note).toContain('<a href="#answer-name">Please tell the host your name.</a>');
});
