import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { htmlText } from "../http/html.ts";
import { answerRefusal, refusalWords } from "./answer-refusals.ts";
import { answerWords } from "./answer-words.ts";
import { paths } from "./icons.ts";
import { refusedNote } from "./refused-note.ts";
import { Refusal } from "@turnout/contract/refusals";

const web = (path: string) => readFileSync(new URL(`../../../web/src/${path}`, import.meta.url), "utf8");
const catalogue = (locale: string) => web(`locales/${locale}.po`);

test("the icons are the app's", () => {
  const icons = web("ui/icons.tsx");
  for (const [name, path] of Object.entries(paths)) expect(icons.replaceAll(/\n\s{4}/g, " ")).toContain(`  ${name}: "${path}",`);
});

test("the words are the app's, in both languages", () => {
  const [en, de] = [answerWords("en"), answerWords("de")];
  const german = new Map(
    [...catalogue("de").matchAll(/^msgid "(.*)"\nmsgstr "(.*)"/gm)].map(([, source, translated]) => [source, translated]),
  );
  const words = Object.keys(en).filter((key) => typeof en[key as keyof typeof en] === "string") as (keyof typeof en)[];
  const ours = words.filter((key) => german.has(String(en[key])));
  // Those in plural forms or beside a name are put together by the app.
  expect(words.filter((key) => !ours.includes(key))).toEqual(["askGuest", "answerBy", "firstInLine"]);
  for (const key of ours) expect([key, de[key]]).toEqual([key, german.get(String(en[key]))]);
});

test("every refusal of an answer has words in both languages", () => {
  const codes = ["answers_closed", "email_on_list", "event_cancelled", "event_full", "event_over", "name_required", "too_many_guests"];
  for (const code of codes) {
    const [en, de] = ["en", "de"].map((locale) => refusalWords(locale, { code, facts: { seatsLeft: 2, allowed: 1 } }));
    expect([code, en!.length > 10, de!.length > 10, en === de]).toEqual([code, true, true, false]);
    expect(en).not.toBe(refusalWords("en", { code: "unheard of" }));
  }
});

test("a refusal is an alert that takes the focus and leads to the field that mends it", () => {
  const note = htmlText(refusedNote(answerRefusal(new Refusal("name_required")), "en"));
  expect(note).toMatch(/<div [^>]*role="alert"[^>]* tabindex="-1" autofocus>/);
  expect(note).toContain('<a href="#answer-name">Please tell the host your name.</a>');
});
