import { expect, test } from "vitest";
import { decodeText as decoded, TEXT_ENCODINGS } from "./decode-text.ts";

const decodeText = (from: Uint8Array) => decoded(from).text;
const bytes = (...values: number[]) => new Uint8Array(values);

test("text is read as what its mark says, and the mark is dropped", () => {
  expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa4))).toBe("ä");
  expect(decodeText(bytes(0xff, 0xfe, 0xe4, 0x00))).toBe("ä");
  expect(decodeText(bytes(0xfe, 0xff, 0x00, 0xe4))).toBe("ä");
});

test("unmarked text is UTF-8 if it can be, and from Windows otherwise", () => {
  expect(decodeText(new TextEncoder().encode("Zoë 🎉"))).toBe("Zoë 🎉");
  expect(decodeText(bytes(0x4a, 0xfc, 0x72, 0x67, 0x65, 0x6e))).toBe("Jürgen");
  expect(decodeText(bytes(0x80, 0x20, 0x93, 0x41, 0x94))).toBe("€ “A”");
});

test("no bytes make it fail", () => {
  expect(decodeText(bytes())).toBe("");
  expect(decodeText(bytes(0xff, 0xfe, 0x41))).toBe("\ufffd");
  const every = Uint8Array.from({ length: 256 }, (_, value) => value);
  expect(decodeText(every)).toHaveLength(256);
});

/** The letters above 127 of an encoding, by asking its decoder. */
function encoded(text: string, encoding: string): Uint8Array {
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder(encoding).decode(bytes(byte)), byte]));
  return Uint8Array.from(text, (letter) => table.get(letter)!);
}

test.each([
  ["windows-1250", "Łukasz Żółć\nJiří Dvořák"],
  ["windows-1251", "Иван Петров"],
  ["windows-1254", "Özgür Yılmaz"],
] as const)("an old encoding is said to be a guess, and is read as the one that is chosen: %s", (encoding, text) => {
  const file = encoded(text, encoding);
  expect(decoded(file)).toMatchObject({ encoding: "windows-1252", isGuess: true });
  expect(decoded(file, encoding)).toEqual({ text, encoding, isGuess: false });
});

test("every encoding that is offered is known here", () => {
  for (const encoding of TEXT_ENCODINGS) expect(decoded(bytes(65, 0, 66, 0), encoding).encoding).toBe(encoding);
});

test("one broken letter costs that letter, not all the others", () => {
  const good = new TextEncoder().encode("Jürgen Müller\nZoë\nMüll");
  expect(decoded(Uint8Array.from([...good, 0xfc, 0x0a]))).toEqual({
    text: "Jürgen Müller\nZoë\nMüll\ufffd\n",
    encoding: "utf-8",
    isGuess: false,
  });
});

test("two bytes a letter are seen without a mark", () => {
  const wide = (text: string) => Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0) % 256, letter.charCodeAt(0) >> 8]));
  const text = "Name;E-Mail\r\nИван Петров;ivan@example.org";
  expect(decoded(wide(text))).toEqual({ text, encoding: "utf-16le", isGuess: false });
  const swapped = wide(text).map((_, at, all) => all[at % 2 === 0 ? at + 1 : at - 1]!);
  expect(decoded(swapped)).toEqual({ text, encoding: "utf-16be", isGuess: false });
});
