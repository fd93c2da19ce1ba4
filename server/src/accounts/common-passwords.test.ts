import { Refusal } from "@turnout/contract/refusals";
import { expect, test } from "vitest";
import { commonPasswords, requireUncommon } from "./common-passwords.ts";

const isRefused = (password: string) => {
  try {
    requireUncommon(password, "ada@example.org");
    return false;
  } catch (error) {
    return error instanceof Refusal && error.code === "password_common";
  }
};

test("thousands of common passwords ship with the server", () => {
  expect(commonPasswords.size).toBeGreaterThan(4000);
  expect([...commonPasswords].filter((one) => one !== one.toLowerCase() || one.length < 6)).toEqual([]);
});

test.each(["password", "Password", "baseball", "iloveyou", "qwertyuiop", "dragon2027!", "Sunshine123", "ada@example.org", "aaaaaaaaaaaa"])(
  "%s is refused",
  (password) => expect(isRefused(password)).toBe(true),
);

test.each(["correct horse battery", "tangerine-kayak", "x7#kQ2!vbn", "p".repeat(64) + "q"])("%s is accepted", (password) =>
  expect(isRefused(password)).toBe(false),
);
