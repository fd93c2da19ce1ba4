import { z } from "zod";

/**
 * Characters that draw nothing, and those that change the direction of reading and so can disguise what follows.
 * Joiners, variations and flag tags stay: Persian and emoji need them.
 */
const UNSEEN = /(?!\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}|[\u2800\ufff9-\ufffb]/gu;
const SPACES = /[\s\p{Cc}]+/gu;
/** Characters that change the direction of reading, and control characters other than tabs and line ends. */
const UNWRITTEN = /[\u202a-\u202e\u2066-\u2069]|(?![\t\n])\p{Cc}/gu;
const LINE_END = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;

/** A text as a title needs it: one line, single spaces, NFC, nothing invisible. */
export function cleanLine(text: string): string {
  return text.toWellFormed().replace(UNSEEN, "").replace(SPACES, " ").trim().normalize("NFC");
}

/** A text of several lines: line ends of one kind, and nothing that turns the direction of what follows. */
export function cleanWords(text: string): string {
  return text.toWellFormed().replace(LINE_END, "\n").replace(UNWRITTEN, "");
}

export const OneLine = z.string().overwrite(cleanLine);
export const Words = z.string().overwrite((text) => cleanWords(text).trim());
