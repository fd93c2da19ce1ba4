import { z } from "zod";
import { cleanLine } from "./text.ts";

export const MAX_PERSON_NAME = 80;

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** The name as it is kept: NFC, one line, single spaces, nothing invisible. Empty if nothing is left to see. */
export function cleanPersonName(text: string): string {
  const name = cleanLine(text);
  return VISIBLE.test(name) ? name : "";
}

/** What a person is called, cleaned; refuses what is empty or too long after that. */
export const PersonName = z.string().overwrite(cleanPersonName).min(1).max(MAX_PERSON_NAME);

const TITLES = /^(?:dr|prof|mr|mrs|ms|mx|miss|sir|dame|herr|frau|fr|hr|rev|fam|familie|family|dipl)\b/iu;
const SEVERAL = /[&+/,;]|\s(?:and|und|et|y)\s/iu;
/** Scripts in which the family name comes first, or whose names are written without spaces. */
const WHOLE_NAMES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * What to greet a person by: the first name, or the whole name where the first word would be a title, an initial, one
 * of several people, or might be the family name.
 */
export function greetingName(text: string): string {
  const name = cleanPersonName(text);
  const [first = ""] = name.split(" ");
  if (TITLES.test(name) || SEVERAL.test(name) || WHOLE_NAMES.test(name) || name.includes("@")) return name;
  return /^\p{L}\p{M}*\.?$/u.test(first) || !/\p{L}/u.test(first) ? name : first;
}
