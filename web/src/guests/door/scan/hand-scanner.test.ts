import fc from "fast-check";
import { expect, test } from "vitest";
import { createHandScanner, SCANNER_LETTERS, SCANNER_PAUSE } from "./hand-scanner.ts";

/** What comes out of these keys, each so long after the one before. */
function typed(keys: string[], pause: number): (string | null)[] {
  const press = createHandScanner();
  return keys.map((key, index) => press({ key, at: index * pause }));
}

const letters = fc.array(fc.constantFrom(..."abcXYZ019-_/:.".split("")), { minLength: SCANNER_LETTERS, maxLength: 200 });

test("a scanner's keys come out as one text at its Enter, Shift and all", () => {
  fc.assert(
    fc.property(letters, fc.integer({ min: 0, max: SCANNER_PAUSE }), (text, pause) => {
      const keys = text.flatMap((letter) => (/[A-Z]/.test(letter) ? ["Shift", letter] : [letter]));
      expect(typed([...keys, "Enter"], pause).filter((out) => out !== null)).toEqual([text.join("")]);
    }),
  );
});

test("what people type is none, however long it is, and neither is a short name that is typed at once", () => {
  fc.assert(
    fc.property(letters, (text) => {
      expect(typed([...text, "Enter"], SCANNER_PAUSE + 1).every((out) => out === null)).toBe(true);
      expect(typed([...text.slice(0, SCANNER_LETTERS - 1), "Enter"], 1).every((out) => out === null)).toBe(true);
    }),
  );
});

test("a full name is none, however fast it is typed: codes have no spaces", () => {
  expect(typed([..."Bartholomew Featherstonehaugh", "Enter"], 1).every((out) => out === null)).toBe(true);
});

test("a scan that follows typing begins with its own first key", () => {
  const press = createHandScanner();
  for (const [index, key] of [..."grace"].entries()) press({ key, at: index * 200 });
  const text = "https://events.example/c/AbCd";
  const out = [...text, "Enter"].map((key, index) => press({ key, at: 5_000 + index * 8 }));
  expect(out.at(-1)).toBe(text);
});
