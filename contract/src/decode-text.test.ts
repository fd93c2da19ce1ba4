import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

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
