import fc from "fast-check";
import { expect, test } from "vitest";
import { EmailAddress, isEmailAddress, MAX_EMAIL, normalizeEmail, quotedForMail } from "./email-address.ts";

test.each([
  "ada@example.org",
  "ada.lovelace+party@mail.example.co.uk",
  "o'hara@example.org",
  "_@a.io",
  "jörg@müller.example",
  "ada@xn--mller-kva.example",
  "अ@उदाहरण.परीक्षा",
  "taro..yamada@example.org",
  ".taro@example.org",
  "taro.@example.org",
])("%s is an email address", (address) => {
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
  "..@example.org",
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

test.each([
  ["jo@bücher.example", "jo@xn--bcher-kva.example"],
  ["jo@BÜCHER.example", "jo@XN--BCHER-KVA.example"],
  ["jo@bu\u0308cher.example", "jo@bücher。example"],
  ["jo@straße.example", "jo@xn--strae-oqa.example"],
  ["अ@उदाहरण.परीक्षा", "अ@xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g"],
  ["jo@münchen-ost.bücher.example", "jo@xn--mnchen-ost-9db.xn--bcher-kva.example"],
])("%s and %s are one mailbox", (one, other) => {
  expect(normalizeEmail(other)).toBe(normalizeEmail(one));
  expect(isEmailAddress(normalizeEmail(one))).toBe(true);
});

test("what only looks like an international domain stays as it is", () => {
  for (const address of ["jo@xn--a.example", "jo@xn--.example", "jo@ex%61mple.örg", "jo@ö:80"])
    expect(normalizeEmail(address)).toBe(address);
});

test("a label may have 63 characters as the network knows it", () => {
  expect(isEmailAddress(`jo@${"ü".repeat(50)}.example`)).toBe(true);
  expect(isEmailAddress(`jo@${"ü漢".repeat(30)}.example`)).toBe(false);
});

test("mail servers get odd dots in quotes, and everything else as it is", () => {
  expect(quotedForMail("taro..yamada@example.org")).toBe('"taro..yamada"@example.org');
  expect(quotedForMail(".taro@example.org")).toBe('".taro"@example.org');
  expect(quotedForMail("taro.@example.org")).toBe('"taro."@example.org');
  expect(quotedForMail("taro.yamada@example.org")).toBe("taro.yamada@example.org");
});
