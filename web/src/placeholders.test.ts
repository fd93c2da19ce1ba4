import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// A long text stands in several lines.
const german = readFileSync(new URL("./locales/de.po", import.meta.url), "utf8").replaceAll('"\n"', "");

test("every German text has what is put into the English one, as often and apart from its words", () => {
  const texts = [...german.matchAll(/^msgid "(.+)"\nmsgstr "(.*)"$/gm)].map(([, english, translated]) => [english!, translated!] as const);
  expect(texts).toHaveLength(german.match(/^msgid "[^"]/gm)!.length);
  expect(texts.filter(([english, translated]) => !fits(english, translated)).map(([, translated]) => translated)).toEqual([]);
});

test("control: a placeholder that is missing, doubled or within a word is found", () => {
  const english = "{count, plural, one {# guest of {all}} other {# guests of {all}}} at <0>{title}</0>";
  expect(fits(english, "Bei <0>{title}</0>: {count, plural, one {# von {all}} other {# von {all}}}")).toBe(true);
  expect(fits(english, "{count, plural, one {# Gast} other {# Gäste}} bei {title}")).toBe(false);
  expect(fits("{name} at {title}", "{name} bei {title}, {title}")).toBe(false);
  expect(fits("{count} at {title}", "Einen {count}latz bei {title}")).toBe(false);
});

function fits(english: string, translated: string): boolean {
  const [wanted, found] = [putInto(english), putInto(translated)];
  return wanted.what.join() === found.what.join() && (wanted.isGlued || !found.isGlued);
}

/** What is put into a text: its tags, and the names of its outermost braces. */
function putInto(text: string) {
  const outermost = [...text.matchAll(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g)];
  const names = outermost.map(([braces]) => /\w+/.exec(braces)![0]);
  const around = outermost.map(({ 0: { length }, index }) => text.slice(Math.max(0, index - 1), index) + text.charAt(index + length));
  return { what: [...names, ...(text.match(/<[^>]+>/g) ?? [])].toSorted(), isGlued: around.some((letters) => /\p{L}/u.test(letters)) };
}
