import { withoutAddressLabels } from "./address-label.ts";
import { isOneName } from "./column-guess.ts";
import { withoutPhones } from "./phone.ts";
import { withoutDecline } from "./declined-cell.ts";

/** A person as written in one piece: `Ada Lovelace <ada@example.org> +1`, in any of the usual ways. */
export interface Mailbox {
  name: string;
  emails: string[];
  plusOnes: string;
  partySize: string;
  /** A guest list has no place for it, but everything that was pasted is reported. */
  phone: string;
  /** Words that mean that they declined. */
  no: string;
}

const BULLET = /^(?:[-*•·‣–◦▪]|#\d{1,4}[.):]?|\d{1,4}(?:[.):]|\s[-–—])|\(\d{1,4}\)|[a-z]\))\s/i;
const CHECKBOX = /^(?:\[[ xX✓✔-]?\]|\([ xX]?\)(?=\s)|[☐☑☒✓✔✅□■▢])\s?/;
/** Labels copied from the header of an email, or from a form. */
const ADDRESSED = /^(?:to|cc|bcc|from|an|von|kopie|blindkopie|name|gast|guest):\s/i;
const MARKS_ONLY = /^[.,;:!?…]+$/;
const CONNECTED = /^(?:&|\+|und|and|,|;)\s/i;
const PLUS_ONES = /\(?\+ ?(\d{1,4})\)?$/;
const PARTY_SIZE =
  /(?:[,;|\t]\s?(\d{1,2})|\((\d{1,2})(?: ?(?:people|persons?|personen|pers\.?|pax|guests?|gäste))?\)|(?<=[^\d)\s])\s[x×](\d{1,2}))$/i;
const LONGEST_COUNT = 24;
/** Exchange's internal name of a mailbox: email cannot be sent there. */
const EXCHANGE = /<?(?:ex:)?\/o=[^<>;,\t]{0,300}>?/gi;
/** `[Ada](mailto:ada@…)`, as chats and note-taking programs copy it. */
const LINK = /\[([^[\]]{1,120})\]\(mailto:([^()\s]{1,260})\)/gi;
const WRAPPING = new Set("<>()[]\"'“”„‚‘’«»‹›:;,!");
const SUFFIXES = new Set("jr sr ii iii iv phd md mba esq dr".split(" "));

/** Takes a piece of text apart: into name, addresses, phone number and number of extra people. */
export function parseMailbox(text: string): Mailbox {
  const own = withoutMarks(withoutExchange(text));
  const end = withoutCounts(own);
  const hasEmail = end.rest.includes("@");
  const words = (hasEmail ? end.rest.replace(/[<>|]/g, " ").replace(/[,;](?=\S)/g, "$& ") : end.rest)
    .split(/\s+/)
    .filter((word) => word !== "" && !(hasEmail && MARKS_ONLY.test(word)));
  const emails = words.filter((word) => word.includes("@")).map(bareEmail);
  const { rest: named, phone } = withoutPhones(words.filter((word) => !word.includes("@")).join(" "));
  const plain = hasEmail || phone !== "" ? withoutDashes(named) : named;
  const refused = withoutDecline(withoutCommas(plain));
  const counts = withoutCounts(withoutCommas(refused.rest));
  return {
    name: straightName(unquoted(withoutCommas(counts.rest.replace(/\s?;\s?/g, " ")))),
    emails,
    plusOnes: end.plusOnes || counts.plusOnes,
    partySize: end.partySize || counts.partySize,
    phone,
    no: refused.no,
  };
}

function withoutExchange(text: string): string {
  const own = text.trim().replace(LINK, (_, label: string, address: string) => (label.includes("@") ? address : `${label} <${address}>`));
  const unlabelled = withoutAddressLabels(own).trim();
  return unlabelled.includes("/") ? unlabelled.replace(EXCHANGE, " ").trim() : unlabelled;
}

const DASH = /^[-–—/|:·]$/;

/** Dashes and strokes that stood between a name and its address. */
function withoutDashes(text: string): string {
  const words = text.split(" ");
  const from = DASH.test(words[0]!) ? 1 : 0;
  const to = words.length > 1 && DASH.test(words.at(-1)!) ? -1 : words.length;
  return from === 0 && to > 0 ? text : words.slice(from, to).join(" ");
}

/** All that look like addresses in a cell that should hold nothing else; the cell itself if none does. */
export function parseEmails(cell: string): string[] {
  const text = withoutAddressLabels(cell.trim()).replace(EXCHANGE, " ").trim();
  if (/^(?:[-–—/.]|n\/?a|none|keine?|null|undefined)?$/i.test(text)) return [];
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
  return isSuffix(first) || !isOneName(last) ? name : `${first} ${last}`;
}

/** `PhD` and the like, which follow a name after a comma. */
export function isSuffix(text: string): boolean {
  return text.length < 8 && SUFFIXES.has(text.toLowerCase().replaceAll(".", ""));
}

/** Bullets, numbers and boxes of a list: each once, in whatever order. */
function withoutMarks(text: string): string {
  let rest = text;
  for (const mark of [BULLET, CHECKBOX, BULLET, ADDRESSED, CONNECTED]) rest = rest.replace(mark, "").trimStart();
  return rest.trim();
}

function withoutCounts(text: string): { rest: string; plusOnes: string; partySize: string } {
  const tail = text.slice(-LONGEST_COUNT);
  const size = PARTY_SIZE.exec(tail);
  if (size && size[0].length < text.length) {
    const count = size[1] ?? size[2] ?? size[3] ?? "";
    const rest = text.slice(0, text.length - size[0].length).trim();
    return Number(count) === 0 ? { rest, plusOnes: count, partySize: "" } : { rest, plusOnes: "", partySize: count };
  }
  const found = PLUS_ONES.exec(tail);
  if (!found || isPartOfWord(text, found[0].length)) return { rest: text, plusOnes: "", partySize: "" };
  return { rest: text.slice(0, text.length - found[0].length).trim(), plusOnes: found[1] ?? "", partySize: "" };
}

function isPartOfWord(text: string, length: number): boolean {
  return text.length > length && !/[\s>),]/.test(text.charAt(text.length - length - 1));
}

function bareEmail(word: string): string {
  return withoutWrapping(withoutAddressLabels(withoutWrapping(word)));
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
  while (
    end > 0 &&
    (name.charAt(end - 1) === "," || name.charAt(end - 1) === ";" || name.charAt(end - 1) === ":" || name.charAt(end - 1) === " ")
  )
    end--;
  return name.slice(0, end);
}

function unquoted(name: string): string {
  const text = name.trim();
  const isWrapped = text.length > 1 && /^["'“„(]/.test(text) && /["'”“)]$/.test(text);
  return isWrapped && !/["“”„]/.test(text.slice(1, -1)) ? text.slice(1, -1).trim() : text;
}
