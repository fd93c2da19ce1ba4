import fc from "fast-check";
import { expect, test } from "vitest";
import { EmailAddress, isEmailAddress, MAX_EMAIL, normalizeEmail } from "./email-address.ts";

test.each([
  "ada@example.org",
  "ada.lovelace+party@mail.example.co.uk",
  "o'hara@example.org",
  "_@a.io",
  "jörg@müller.example",
  "ada@xn--mller-kva.example",
  "अ@उदाहरण.परीक्षा",
])("%s is a mail address", (address) => {
  expect(isEmailAddress(address)).toBe(true);
});

test.each([
  "",
  "ada",
  "@example.org",
  "ada@",
  "ada@localhost",
  "ada@example..org",
  "ada@-example.org",
  "ada@example.org-",
  "ada@127.0.0.1",
  ".ada@example.org",
  "ada.@example.org",
  "a..b@example.org",
  "ada lovelace@example.org",
  "ada@exam ple.org",
  "ada@example.org\r\nBcc: all@example.org",
  "ada@grace@example.org",
  "<ada@example.org>",
  '"ada"@example.org',
  "ada@example.org,grace@example.org",
  `${"a".repeat(65)}@example.org`,
  `ada@${"a".repeat(64)}.org`,
])("%j is no mail address", (address) => {
  expect(isEmailAddress(address)).toBe(false);
});

test("an address may be 254 characters long and no longer", () => {
  const host = `${"a".repeat(62)}.`.repeat(3);
  const longest = `${"b".repeat(MAX_EMAIL - host.length - 4)}@${host}org`;
  expect(longest).toHaveLength(MAX_EMAIL);
  expect(isEmailAddress(longest)).toBe(true);
  expect(isEmailAddress(`${longest}g`)).toBe(false);
});

test("addresses that differ in case, spaces or invisible characters are the same", () => {
  expect(normalizeEmail(" Ada@Example.ORG. ")).toBe("ada@example.org");
  expect(normalizeEmail("\u200bada\u00ad@example.org\ufeff")).toBe("ada@example.org");
  expect(normalizeEmail("JO\u0308RG@M\u00dcLLER.example")).toBe("j\u00f6rg@m\u00fcller.example");
});

test("a normal form is its own normal form", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const once = EmailAddress.safeParse(text);
      if (once.success) expect(EmailAddress.parse(once.data)).toBe(once.data);
    }),
  );
});

test("the schema hands on the normal form and refuses what is no address", () => {
  expect(EmailAddress.parse(" ADA@example.org")).toBe("ada@example.org");
  expect(EmailAddress.safeParse("ada").success).toBe(false);
});
