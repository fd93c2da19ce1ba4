import { z } from "zod";

export const MAX_PERSON_NAME = 80;

/** Characters that turn the reading direction of what follows them, and so can disguise it. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Letters and marks that draw nothing. The joiners stay: Persian and emoji need them. */
const BLANKS = /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]/g;
const SPACES = /[\s\p{Cc}]+/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** The name as it is kept: NFC, one line, single spaces, nothing invisible. Empty if nothing is left to see. */
export function cleanPersonName(text: string): string {
  const shown = text.toWellFormed().replace(BIDI_CONTROLS, "").replace(BLANKS, "").replace(SPACES, " ");
  const name = shown.trim().normalize("NFC");
  return VISIBLE.test(name) ? name : "";
}

/** What a person is called, cleaned; refuses what is empty or too long after that. */
export const PersonName = z.string().overwrite(cleanPersonName).min(1).max(MAX_PERSON_NAME);

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One or two characters that stand for a person where a picture would be: of the first and the last word. */
export function initials(name: string): string {
  const words = cleanPersonName(name).split(" ").map(firstCharacter).filter((character) => character !== "");
  const first = words[0] ?? "?";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return first + last;
}

function firstCharacter(word: string): string {
  const start = word.search(/[\p{L}\p{N}\p{S}]/u);
  if (start < 0) return "";
  const [character] = graphemes.segment(word.slice(start, start + MAX_PERSON_NAME));
  const plain = character?.segment ?? "";
  const upper = plain.toUpperCase();
  return upper.length === plain.length ? upper : plain;
}
