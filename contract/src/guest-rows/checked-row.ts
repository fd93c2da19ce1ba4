import { isEmailAddress, normalizeEmail } from "../email-address.ts";
import { MAX_PLUS_ONES } from "../events.ts";
import type { Locale } from "../locale.ts";
import { nameFromEmail } from "../name-from-email.ts";
import { cleanPersonName, MAX_PERSON_NAME } from "../person-name.ts";
import type { Part } from "./parts.ts";
import type { GuestRow, RowProblem } from "./row.ts";

type Checked<Value> = { value: Value; problem: RowProblem | null };

/** The row as it would be invited, with everything that is wrong with it. Duplicates are found later. */
export function checkedRow({ guest, part, isSeveral }: Part): GuestRow {
  const email = checkedEmail(guest.emails);
  const name = checkedName(guest.name, email.value ?? guest.emails[0] ?? "");
  const plusOnes = guest.plusOnes.trim() === "" ? checkedParty(guest.partySize) : checkedPlusOnes(guest.plusOnes);
  const locale = checkedLocale(guest.locale);
  const problems: (RowProblem | null | false)[] = [
    guest.broken === "heading" && { code: "heading_among_rows" },
    guest.broken !== null && guest.broken !== "heading" && { code: "row_broken", reason: guest.broken },
    guest.no !== "" && { code: "not_coming", text: guest.no },
    name.value.includes("\ufffd") && { code: "characters_lost" },
    name.problem,
    email.problem,
    plusOnes.problem,
    locale.problem,
    isSeveral && { code: "several_people" },
    guest.phone !== "" && { code: "phone_left_out", text: guest.phone },
    guest.leftOver !== "" && { code: "text_left_out", text: guest.leftOver },
  ];
  return {
    line: guest.line,
    endLine: guest.endLine,
    source: guest.source,
    part,
    name: name.value,
    email: email.value,
    otherEmails: guest.emails.filter((other) => email.value !== null && normalizeEmail(other) !== email.value),
    plusOnes: plusOnes.value,
    locale: locale.value,
    problems: problems.filter((problem) => problem !== null && problem !== false),
    duplicateOf: null,
  };
}

function checkedEmail(written: string[]): Checked<string | null> {
  const value = written.map(normalizeEmail).find(isEmailAddress);
  if (value !== undefined) return { value, problem: null };
  const [text] = written;
  return { value: null, problem: text === undefined ? { code: "no_email" } : { code: "email_invalid", text } };
}

function checkedName(written: string, address: string): Checked<string> {
  const value = cleanPersonName(written);
  if (value.length > MAX_PERSON_NAME) {
    return { value, problem: { code: "name_too_long", length: value.length, max: MAX_PERSON_NAME } };
  }
  if (/[\p{L}\p{S}]/u.test(value)) return { value, problem: null };
  const guess = nameFromEmail(address);
  return { value: guess, problem: { code: guess === "" ? "name_missing" : "name_from_email" } };
}

const NO = new Set(["no", "nein", "none", "keine", "-", "–", "n"]);
const YES = new Set(["yes", "ja", "x", "y", "j"]);
const COUNT = /^\+? ?(\d{1,6})(?:[.,]0{1,3})?(?: ?(?:people|persons?|personen|guests?|gäste|gast|pax))?$/;

function countOf(text: string): number | null {
  const found = COUNT.exec(text.slice(0, 40).toLowerCase());
  return found && text.length <= 40 ? Number(found[1]) : null;
}

function checkedPlusOnes(written: string): Checked<number | null> {
  const text = written.trim();
  const word = text.slice(0, 8).toLowerCase();
  const asked = NO.has(word) ? 0 : YES.has(word) ? 1 : countOf(text);
  if (asked === null) return { value: null, problem: { code: "party_unreadable", text } };
  if (asked <= MAX_PLUS_ONES) return { value: asked, problem: null };
  return { value: null, problem: { code: "party_too_large", asked, max: MAX_PLUS_ONES } };
}

/** A party counts the guest as well: one person fewer may be brought along. */
function checkedParty(written: string): Checked<number | null> {
  const text = written.trim();
  if (text === "" || text === "-") return { value: null, problem: null };
  const size = countOf(text);
  return size === null || size === 0 ? { value: null, problem: { code: "party_unreadable", text } } : checkedPlusOnes(String(size - 1));
}

const LANGUAGES: Record<string, Locale> = { en: "en", english: "en", englisch: "en", de: "de", german: "de", deutsch: "de" };

function checkedLocale(written: string): Checked<Locale | null> {
  const text = written.trim();
  if (text === "") return { value: null, problem: null };
  const [language = ""] = text.toLowerCase().split(/[-_ (]/, 1);
  const value = Object.hasOwn(LANGUAGES, language) ? (LANGUAGES[language] ?? null) : null;
  return { value, problem: value ? null : { code: "locale_unknown", text } };
}
