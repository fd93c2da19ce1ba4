import { expect, test } from "vitest";
import { hueOf, initialsOf } from "./avatar-look.ts";

test("initials are the first letters of the first and the last word", () => {
  expect(initialsOf("Ada Augusta Lovelace")).toBe("AL");
  expect(initialsOf("  lin ")).toBe("L");
  expect(initialsOf("Élodie Ångström")).toBe("ÉÅ");
  expect(initialsOf("Élodie Ångström".normalize("NFD"))).toBe("ÉÅ".normalize("NFD"));
  expect(initialsOf("मीना शर्मा")).toBe("मीश");
  expect(initialsOf("🦊 Fox")).toBe("🦊F");
  expect(initialsOf("")).toBe("?");
});

test("the same id has the same colour everywhere", () => {
  expect(hueOf("0190-a")).toBe(hueOf("0190-a"));
  expect(new Set(Array.from({ length: 200 }, (_, i) => hueOf(`guest-${i}`))).size).toBe(8);
});
