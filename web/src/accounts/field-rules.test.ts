import * as accounts from "@turnout/contract/accounts";
import * as passkeys from "@turnout/contract/passkeys";
import * as names from "@turnout/contract/person-name";
import { expect, test, vi } from "vitest";
import { looksLikeEmail, MAX_PASSKEY_NAME, MAX_PASSWORD, MAX_PERSON_NAME, MIN_PASSWORD } from "./field-rules.ts";

vi.mock("@lingui/react/macro", () => ({}));

test("the browser asks for what the server will take", () => {
  expect([MIN_PASSWORD, MAX_PASSWORD]).toEqual([accounts.MIN_PASSWORD, accounts.MAX_PASSWORD]);
  expect([MAX_PERSON_NAME, MAX_PASSKEY_NAME]).toEqual([names.MAX_PERSON_NAME, passkeys.MAX_PASSKEY_NAME]);
});

test("every address that the server takes may be sent to it", () => {
  for (const address of ["ada@example.org", " Ada.Lovelace+party@mail.example.co.uk ", "o'hara@example.ie"]) {
    expect(accounts.AccountEmail.safeParse(address).success).toBe(true);
    expect(looksLikeEmail(address)).toBe(true);
  }
});

test("slips are caught before anything is sent", () => {
  for (const address of [
    "",
    "ada",
    "ada@",
    "ada@example",
    "ada@example.",
    "@example.org",
    "ada example.org",
    "ada@@example.org",
    "ada@example..org",
  ]) {
    expect(looksLikeEmail(address)).toBe(false);
  }
});
