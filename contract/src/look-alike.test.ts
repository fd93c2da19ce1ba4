import { expect, test } from "vitest";
import { looksAlike } from "./look-alike.ts";

test.each([
  ["Ada Lovelace", "ada  LOVELACE"],
  ["Ada Lovelace", "Adá Lovelace."],
  ["Ada Lovelace", "AdaLovelace"],
  ["Ada Lovelace", "Аdа Lоvеlасе"], // Cyrillic
  ["Paul Miller", "PauI Mi11er"],
  ["Ada Lovelace", "Ａｄａ Lovelace"],
  ["Ada Lovelace", "Ada 🌟 Lovelace"],
  ["Ada Hart", "Αda Ηart"], // Greek capitals
  ["Ada Hart", "ᴀda Hart"],
  ["Ada Lovelace", "Ada Lovelace (Host)"],
  ["Ada Lovelace", "Gastgeberin Ada Lovelace"],
  ["Ada Lovelace", "Mrs. Ada Lovelace"],
  ["Host", "host"],
  ["Jiří", "jiri"],
  ["Олена", "олена"],
  ["مُحَمَّد", "محمد"],
  ["A\u0483da Love\ufe00lace", "Ada Lovelace"],
])("%s can be read as %s", (one, other) => {
  expect(looksAlike(one, other)).toBe(true);
  expect(looksAlike(other, one)).toBe(true);
});

test.each([
  ["Ada Lovelace", "Ada"],
  ["Anna", "Hanna"],
  ["Frau Host", "Herr Gast"],
  ["Νina", "Vina"],
  ["李", "王"],
  ["मीना", "मोना"],
  ["ราชา", "ราชู"],
  ["がな", "かな"],
  ["🌟", "🌙"],
  ["", ""],
])("%s is not %s", (one, other) => expect(looksAlike(one, other)).toBe(false));
