import { expect, test } from "vitest";
import { excerptOf, MAX_QUOTE, messageWords } from "./message-words.ts";

test("a quote has a message's words without their markup, in one line", () => {
  expect(excerptOf("Bring **a blanket**,\n*please*: [the list](https://example.org/list)")).toBe(
    "Bring a blanket, please: the list (https://example.org/list)",
  );
  expect(excerptOf("- bread\n- olives")).toBe("- bread - olives");
});

test("a quote is cut by what is read of it, not by its markup", () => {
  const words = "a".repeat(MAX_QUOTE);
  expect(excerptOf(`**${words}**`)).toBe(words);
  expect(excerptOf(`**${words}a**`)).toBe(`${"a".repeat(MAX_QUOTE - 1)}…`);
});

test("a message of markup alone is quoted as it was written: a quote without words would say that it was deleted", () => {
  for (const text of [">", "> >"]) expect([messageWords(text), excerptOf(text)]).toEqual([text, text]);
});
