import { isOneName } from "./column-guess.ts";

/** A person as written in one piece: `Ada Lovelace <ada@example.org> +1`, in any of the usual ways. */
export interface Mailbox {
  name: string;
  emails: string[];
  plusOnes: string;
  /** A guest list has no place for it, but nothing that was pasted goes without a word. */
  phone: string;
}

const BULLET = /^(?:[-*•·‣–]|\d{1,4}[.)])\s/;
/** Copied along from the head of a mail. */
const ADDRESSED = /^(?:to|cc|bcc|an|kopie|blindkopie):\s/i;
const PLUS_ONES = /\(?\+ ?(\d{1,4})\)?$/;
const PHONE_PART = /^[+(]?[\d()/.-]{1,20}[,;]?$/;
const PHONE_DIGITS = 6;
const LONGEST_PLUS_ONES = 10;
const WRAPPING = new Set("<>()[]\"'“”„:;,");
const SUFFIXES = new Set("jr sr ii iii iv phd md mba esq dr".split(" "));

/** Takes a piece of text apart: into name, addresses, phone number and number of extra people. */
export function parseMailbox(text: string): Mailbox {
  const { rest, plusOnes } = withoutPlusOnes(withoutBullet(text.trim()));
  const hasEmail = rest.includes("@");
  const words = (hasEmail ? rest.replace(/[<>]/g, " ") : rest).split(/\s+/).filter((word) => word !== "");
  const emails = words.filter((word) => word.includes("@")).map(bareEmail);
  const { named, phone } = withoutPhone(words.filter((word) => !word.includes("@")));
  const extra = withoutPlusOnes((hasEmail || phone !== "" ? withoutDashes(named) : named).join(" "));
  return { name: straightName(unquoted(extra.rest)), emails, plusOnes: plusOnes || extra.plusOnes, phone };
}

/** Words of digits are a phone number if they have six digits or more, else part of the name. */
function withoutPhone(words: string[]): { named: string[]; phone: string } {
  const numbers = words.filter((word) => PHONE_PART.test(word));
  const phone = numbers.join(" ");
  if (phone.replace(/\D/g, "").length < PHONE_DIGITS) return { named: words, phone: "" };
  return { named: words.filter((word) => !PHONE_PART.test(word)), phone };
}

/** Dashes and strokes that stood between a name and its address. */
function withoutDashes(words: string[]): string[] {
  const isDash = (word: string | undefined) => word !== undefined && /^[-–—/|:·]$/.test(word);
  return words.filter((word, index) => !(isDash(word) && (index === 0 || index === words.length - 1)));
}

/** All that look like addresses in a cell that should hold nothing else; the cell itself if none does. */
export function parseEmails(cell: string): string[] {
  const text = cell.trim();
  if (/^(?:[-–—/.]|n\/?a|none|keine?)?$/i.test(text)) return [];
  const words = text.split(/[\s,;<>|]+/).filter((word) => word.includes("@"));
  return words.length > 0 ? words.map(bareEmail) : [text];
}

/** `Lovelace, Ada` the way it is spoken; a comma before a title is left alone. */
export function straightName(written: string): string {
  const name = withoutCommas(written);
  const comma = name.indexOf(",");
  if (comma < 0 || name.includes(",", comma + 1)) return name;
  const last = name.slice(0, comma).trim();
  const first = name.slice(comma + 1).trim();
  const isTitle = SUFFIXES.has(first.toLowerCase().replaceAll(".", ""));
  return isTitle || !isOneName(last) ? name : `${first} ${last}`;
}

function withoutBullet(text: string): string {
  return text.replace(BULLET, "").replace(ADDRESSED, "").trim();
}

function withoutPlusOnes(text: string): { rest: string; plusOnes: string } {
  const found = PLUS_ONES.exec(text.slice(-LONGEST_PLUS_ONES));
  if (!found || isPartOfWord(text, found[0].length)) return { rest: text, plusOnes: "" };
  return { rest: text.slice(0, text.length - found[0].length).trim(), plusOnes: found[1] ?? "" };
}

function isPartOfWord(text: string, length: number): boolean {
  return text.length > length && !/[\s>)]/.test(text.charAt(text.length - length - 1));
}

function bareEmail(word: string): string {
  const address = withoutWrapping(word);
  return /^mailto:/i.test(address) ? withoutWrapping(address.slice("mailto:".length)) : address;
}

/** By hand: an expression for the end of a word would start anew at each bracket of a long run. */
function withoutWrapping(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && WRAPPING.has(word.charAt(start))) start++;
  while (end > start && WRAPPING.has(word.charAt(end - 1))) end--;
  return word.slice(start, end);
}

function withoutCommas(name: string): string {
  let end = name.length;
  while (end > 0 && (name.charAt(end - 1) === "," || name.charAt(end - 1) === " ")) end--;
  return name.slice(0, end);
}

function unquoted(name: string): string {
  const text = name.trim();
  const isWrapped = text.length > 1 && /^["'“„(]/.test(text) && /["'”“)]$/.test(text);
  return isWrapped && !/["“”„]/.test(text.slice(1, -1)) ? text.slice(1, -1).trim() : text;
}
