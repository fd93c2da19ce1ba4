import { expect, test } from "vitest";
import { codeDigits, spacedCode } from "./code-digits.ts";

test("a code is read however it was pasted", () => {
  for (const text of [
    "12345678",
    "1234 5678",
    " 1234-5678\n",
    "1234\u00a05678",
    "Your code is 1234 5678.",
    "Code: 12345678 (for 15 minutes)",
  ]) {
    expect(codeDigits(text)).toBe("12345678");
  }
});

test("the digits of a phone's own script count", () => {
  expect(codeDigits("١٢٣٤٥٦٧٨")).toBe("12345678");
  expect(codeDigits("０１２３４５６９")).toBe("01234569");
});

test("half a code is kept, and nothing beyond eight digits", () => {
  expect(codeDigits("123a")).toBe("123");
  expect(codeDigits("1234567890")).toBe("12345678");
  expect(codeDigits("no digits")).toBe("");
});

test("it is shown in two halves", () => {
  expect([spacedCode("1234"), spacedCode("12345"), spacedCode("12345678")]).toEqual(["1234", "1234 5", "1234 5678"]);
});
