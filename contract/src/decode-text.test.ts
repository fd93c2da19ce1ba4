import { expect, test } from "vitest";
import { decodeText as decoded, TEXT_ENCODINGS } from "./decode-text.ts";

const decodeText = (from: Uint8Array) => decoded(from).text;
const bytes = (...values: number[]) => new Uint8Array(values);

test("text is read in the encoding of its byte order mark, and the mark is dropped", () => {
  expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa4))).toBe("ä");
  expect(decodeText(bytes(0xff, 0xfe, 0xe4, 0x00))).toBe("ä");
  expect(decodeText(bytes(0xfe, 0xff, 0x00, 0xe4))).toBe("ä");
});

test("text without a byte order mark is UTF-8 if it can be, and from Windows otherwise", () => {
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

/** The characters above 127 of an encoding, by asking its decoder. */
function encoded(text: string, encoding: string): Uint8Array {
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder(encoding).decode(bytes(byte)), byte]));
  return Uint8Array.from(text, (character) => table.get(character)!);
}

test.each([
  ["windows-1250", "Łukasz Żółć\nJiří Dvořák"],
  ["windows-1251", "Иван Петров"],
  ["windows-1254", "Özgür Yılmaz"],
] as const)("an old encoding is reported as a guess, and read as the one that is chosen: %s", (encoding, text) => {
  const file = encoded(text, encoding);
  expect(decoded(file)).toMatchObject({ encoding: "windows-1252", isGuess: true });
  expect(decoded(file, encoding)).toEqual({ text, encoding, isGuess: false });
});

test("every encoding that is offered is known here", () => {
  for (const encoding of TEXT_ENCODINGS) expect(decoded(bytes(65, 0, 66, 0), encoding).encoding).toBe(encoding);
});

test("one broken character costs that character, not all the others", () => {
  const good = new TextEncoder().encode("Jürgen Müller\nZoë\nMüll");
  expect(decoded(Uint8Array.from([...good, 0xfc, 0x0a]))).toEqual({
    text: "Jürgen Müller\nZoë\nMüll\ufffd\n",
    encoding: "utf-8",
    isGuess: false,
  });
});

test("two bytes a character are detected without a byte order mark", () => {
  const wide = (text: string) =>
    Uint8Array.from([...text].flatMap((character) => [character.charCodeAt(0) % 256, character.charCodeAt(0) >> 8]));
  const text = "Name;E-Mail\r\nИван Петров;ivan@example.org";
  expect(decoded(wide(text))).toEqual({ text, encoding: "utf-16le", isGuess: false });
  const swapped = wide(text).map((_, at, all) => all[at % 2 === 0 ? at + 1 : at - 1]!);
  expect(decoded(swapped)).toEqual({ text, encoding: "utf-16be", isGuess: false });
});

test("four bytes a character are detected with a byte order mark and without", () => {
  const text = "Name;E-Mail\r\nИван Петров 🎉;ivan@example.org";
  const wide = (from: string, isLittle: boolean) => {
    const view = new DataView(new ArrayBuffer([...from].length * 4));
    for (const [index, character] of [...from].entries()) view.setUint32(index * 4, character.codePointAt(0)!, isLittle);
    return new Uint8Array(view.buffer);
  };
  for (const [isLittle, encoding] of [
    [true, "utf-32le"],
    [false, "utf-32be"],
  ] as const) {
    expect(decoded(wide(text, isLittle))).toEqual({ text, encoding, isGuess: false });
    expect(decoded(wide(`\ufeff${text}`, isLittle))).toEqual({ text, encoding, isGuess: false });
  }
  expect(decoded(Uint8Array.from([0x41, 0, 0, 0, 0, 0, 0x11, 0, 0x42, 0]), "utf-32le").text).toBe("A\ufffd\ufffd");
});

test("Japanese of seven bits is detected by its switches", () => {
  const bytes = Uint8Array.from([..."name\n\x1b$B;3ED\x1b(B,a@example.org"].map((character) => character.charCodeAt(0)));
  expect(decoded(bytes)).toEqual({ text: "name\n山田,a@example.org", encoding: "iso-2022-jp", isGuess: false });
});
