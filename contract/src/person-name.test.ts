import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanPersonName, greetingName, MAX_PERSON_NAME, PersonName } from "./person-name.ts";

test("a name is kept on one line, composed, with single spaces", () => {
  expect(PersonName.parse("  Ju\u0308rgen \t\n Mu\u0308ller ")).toBe("J\u00fcrgen M\u00fcller");
});

test("control characters and reading-direction overrides do not survive", () => {
  expect(PersonName.parse("Ada\u0000 \u202egnp.exe\u2069")).toBe("Ada gnp.exe");
  expect(PersonName.parse("\ufeffAda\u200b\u0007")).toBe("Ada");
});

test("joiners that scripts and emoji need stay", () => {
  expect(PersonName.parse("علی\u200cرضا")).toBe("علی\u200cرضا");
  expect(PersonName.parse("👩\u200d🚀 Sally")).toBe("👩\u200d🚀 Sally");
});

test.each(["", "   ", "\u200b", "\u3164\u2800", "\u200d", "\u202e", "\u0301"])("%j is no name: there is nothing to see", (text) => {
  expect(PersonName.safeParse(text).success).toBe(false);
});

test("a name may be 80 characters long and no longer", () => {
  expect(PersonName.safeParse("a".repeat(MAX_PERSON_NAME)).success).toBe(true);
  expect(PersonName.safeParse("a".repeat(MAX_PERSON_NAME + 1)).success).toBe(false);
});

test("cleaning twice is cleaning once, and leaves nothing that can break out of its place", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const once = cleanPersonName(text);
      expect(cleanPersonName(once)).toBe(once);
      expect(once).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(once.isWellFormed()).toBe(true);
    }),
  );
});

test.each([
  ["Grace Hopper", "Grace"],
  ["Grace", "Grace"],
  ["  Grace   Brewster Hopper ", "Grace"],
  ["Anne-Marie Dupont", "Anne-Marie"],
  ["Łukasz Żak", "Łukasz"],
  ["Dr. Grace Hopper", "Dr. Grace Hopper"],
  ["Frau Hopper", "Frau Hopper"],
  ["Drew Barrymore", "Drew"],
  ["Frida Kahlo", "Frida"],
  ["J. R. R. Tolkien", "J. R. R. Tolkien"],
  ["J Tolkien", "J Tolkien"],
  ["Hopper, Grace", "Hopper, Grace"],
  ["Sophie & Tom", "Sophie & Tom"],
  ["Sophie und Tom Weber", "Sophie und Tom Weber"],
  ["Familie Weber", "Familie Weber"],
  ["山田 太郎", "山田 太郎"],
  ["grace@example.org", "grace@example.org"],
  ["007 Bond", "007 Bond"],
])("%j is greeted as %j", (name, greeting) => expect(greetingName(name)).toBe(greeting));
