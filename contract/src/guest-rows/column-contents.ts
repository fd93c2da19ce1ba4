import { isEmailAddress, normalizeEmail } from "../email-address.ts";
import { withoutAddressLabels } from "./address-label.ts";
import { isPhone } from "./phone.ts";

const LANGUAGES = new Set(["en", "de", "english", "german", "englisch", "deutsch"]);
const ANSWERS = new Set("yes no ja nein y n j true false x - – 0 1 2 3 4 5 +1 +2 none keine".split(" "));
const LONGEST_PHONE = 60;

/** `mailbox` is a name with its address: `Ada <ada@example.org>`. `answer` is yes or no. */
export type Content = "empty" | "email" | "mailbox" | "number" | "answer" | "language" | "phone" | "digits" | "words";

/** What most of these cells hold. */
export function contentOf(cells: readonly string[]): Content {
  const filled = cells.filter((cell) => cell !== "").map(withoutAddressLabels);
  if (filled.length === 0) return "empty";
  const mostly = (test: (cell: string) => boolean) => filled.filter(test).length * 2 > filled.length;
  const all = (test: (cell: string) => boolean) => filled.every(test);
  if (mostly((cell) => cell.includes("@"))) return mostly(isBareEmail) ? "email" : mostly(hasEmail) ? "mailbox" : "email";
  if (all((cell) => /^\+?\d{1,3}$/.test(cell))) return "number";
  if (all((cell) => LANGUAGES.has(cell.toLowerCase()))) return "language";
  if (all((cell) => ANSWERS.has(cell.toLowerCase()))) return "answer";
  if (mostly((cell) => cell.length <= LONGEST_PHONE && isPhone(cell))) return "phone";
  return mostly((cell) => /^[^\p{L}]*\d[^\p{L}]*$/u.test(cell)) ? "digits" : "words";
}

/** One address, or several and nothing else. */
export function isBareEmail(cell: string): boolean {
  const parts = cell.split(/[\s,;:|]+/, 8).filter((part) => part !== "");
  return cell.includes("@") && parts.every((part) => isEmailAddress(normalizeEmail(part)));
}

function hasEmail(cell: string): boolean {
  return cell.split(/[\s<>(),;:|]+/, 20).some((part) => part.includes("@") && isEmailAddress(normalizeEmail(part)));
}

const HUMAN = /^\p{Lu}[\p{L}\p{M}'’.-]{0,30}(?: (?:\p{Lu}|van|von|de|der|da|di|bin|al)[\p{L}\p{M}'’.-]{0,30}){1,4}$/u;

/** Whether these cells look like whole names of people: two words or more each, and nearly all different. */
export function areNames(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "");
  const humans = filled.filter((cell) => HUMAN.test(cell)).length;
  return humans * 10 >= filled.length * 7 && new Set(filled).size * 10 >= filled.length * 8 && filled.length > 0;
}
