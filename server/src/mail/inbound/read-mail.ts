import { createHash } from "node:crypto";
import { normalizeEmail } from "@turnout/contract/email-address";
import type { addressParser, Attachment, Email, PostalMimeOptions } from "postal-mime";
import { isSigned, type LookUp } from "./dkim-check.ts";
import { ownWords } from "./own-words.ts";
import type { CalendarReply } from "./calendar-reply.ts";

/** An email that arrived, as far as it concerns us. */
export interface InboundMail {
  /** The same when the mail is delivered again. */
  id: string;
  /** The address in From. Null: there is none, or several, of which a server may have checked another than we would take. */
  from: string | null;
  /** Whom its headers say that it is to, each once: those that a server wrote on delivery, and To and Cc. */
  to: string[];
  /** Whether the mail is From's: a server of ours says so or, where it says nothing, a signature does. */
  isVerified: boolean;
  /** Whether a program wrote it by itself: a vacation note, a report that an email could not be delivered. */
  isAutomatic: boolean;
  /** What its sender writes, without quotes; see `ownWords`. Empty: nothing. */
  words: string;
  /** How many files are with it. */
  files: number;
  /** `none`: it has no calendar part. `unreadable`: it has one that says nothing to us. */
  calendar: CalendarReply | "none" | "unreadable";
}

/** Deepest nesting of parts, and longest headers (bytes), that are read. */
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 64 * 1_024 };

/** Most lines of a mail, and most of them that may begin a part: reading more takes seconds. */
export const MAX_LINES = 30_000;
export const MAX_PARTS = 1_000;
/** Longest calendar that is read (characters): a reply is about one event. */
export const MAX_CALENDAR = 131_072;

/**
 * Reads a mail. Never throws for what somebody has sent. `authServer`: the name by which our mail server states its checks. Where
 * it states none, we look for a signature ourselves. `sender`: the envelope's; empty as of reports that an email could not be
 * delivered, null where it is not known.
 */
export async function readMail(
  raw: Buffer,
  authServer: string | null,
  lookUp?: LookUp,
  sender: string | null = null,
): Promise<InboundMail> {
  const id = createHash("sha256").update(raw).digest("base64url");
  const mail = await parseMail(raw);
  if (!mail) return { id, from: null, to: [], isVerified: false, isAutomatic: false, words: "", files: 0, calendar: "unreadable" };
  const { addressParser } = await loadParser();
  const from = senderOf(mail, addressParser);
  const calendar = await calendarOf(mail);
  const statement = authServer === null ? null : statementOf(mail, authServer);
  return {
    id: mail.messageId?.trim() || id,
    from,
    to: recipientsOf(mail, addressParser),
    isVerified: from !== null && (statement ? passed(statement, from) : typeof calendar === "object" && (await isSigned(raw, lookUp))),
    isAutomatic: sender === "" || isAutomatic(mail),
    words: ownWords(mail),
    files: mail.attachments.filter(({ disposition }) => disposition === "attachment").length,
    calendar,
  };
}

/** The parts of a mail. Null: it has more than are read. Never throws. */
export async function parseMail(raw: Buffer, options: PostalMimeOptions = {}): Promise<Email | null> {
  if (isTooMuch(raw)) return null;
  const { default: PostalMime } = await loadParser();
  return PostalMime.parse(raw, { ...LIMITS, ...options }).catch(() => null);
}

/** With the first mail: most installations take none. */
const loadParser = () => import("postal-mime");
type ParseAddresses = typeof addressParser;

const CALENDAR = /^(?:text\/calendar|application\/(?:ics|calendar))$/;
/** Outlook's own format, which calendars inside of it are hidden in. */
const TNEF = /^application\/(?:vnd\.)?ms-tnef$/;

async function calendarOf({ attachments }: Email): Promise<InboundMail["calendar"]> {
  const replies = attachments.filter(({ mimeType }) => CALENDAR.test(mimeType));
  if (replies.length === 0) return attachments.some(({ mimeType }) => TNEF.test(mimeType)) ? "unreadable" : "none";
  const { readCalendarReply } = await import("./calendar-reply.ts"); // only here, as the parser of mails
  for (const attachment of replies) {
    const text = textOf(attachment);
    const reply = text.length <= MAX_CALENDAR ? readCalendarReply(text) : null;
    if (reply) return reply;
  }
  return "unreadable";
}

export function textOf({ content }: Attachment): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}

export const headersOf = (mail: Email, name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value);

const isTooMuch = (raw: Buffer) => hasMore(raw, "\n", MAX_LINES) || hasMore(raw, "\n--", MAX_PARTS);

function hasMore(raw: Buffer, text: string, limit: number): boolean {
  let found = 0;
  for (let at = raw.indexOf(text); at >= 0 && found <= limit; at = raw.indexOf(text, at + 1)) found++;
  return found > limit;
}

function senderOf(mail: Email, parse: ParseAddresses): string | null {
  const senders = headersOf(mail, "from").flatMap((value) => parse(value));
  const [sender] = senders;
  return senders.length === 1 && sender?.address ? normalizeEmail(sender.address) : null;
}

/** Headers that name recipients; servers write all but the last two when they deliver. */
const RECIPIENTS = ["delivered-to", "x-original-to", "x-envelope-to", "envelope-to", "to", "cc"];

function recipientsOf(mail: Email, parse: ParseAddresses): string[] {
  const named = RECIPIENTS.flatMap((name) => headersOf(mail, name)).flatMap((value) => parse(value, { flatten: true }));
  return [...new Set(named.flatMap(({ address }) => (address ? [address.toLowerCase()] : [])))];
}
/** Of vacation notes that are marked in no other way. */
const AWAY = /^\s*(?:auto(?:matic)?[- ]?(?:reply|response)|automatische antwort|out of (?:the )?office|abwesenheit)/i;

/** RFC 3834, and what was used before it. */
function isAutomatic(mail: Email): boolean {
  const has = (name: string, pattern: RegExp) => headersOf(mail, name).some((value) => pattern.test(value));
  return (
    has("auto-submitted", /^(?!\s*no\b)/i) ||
    has("precedence", /^\s*(?:bulk|junk|list|auto_reply)/i) ||
    has("return-path", /^\s*<>/) ||
    has("x-autoreply", /./) ||
    has("x-auto-response-suppress", /./) ||
    has("x-failed-recipients", /./) ||
    has("subject", AWAY) ||
    has("content-type", /^\s*multipart\/report/i)
  );
}

/**
 * What our own mail server says of its checks (RFC 8601), method by method. Headers of that name that a sender added stand below
 * ours: only the first counts. Null: it says nothing.
 */
function statementOf(mail: Email, authServer: string): string[] | null {
  const [first = ""] = headersOf(mail, "authentication-results");
  const results = first.replaceAll(/\([^()]*\)/g, " "); // comments
  const [server = "", ...methods] = results.split(";");
  if (server.trim().split(/\s/, 1)[0]!.toLowerCase() !== authServer.toLowerCase()) return null;
  return methods.map((method) => method.trim().toLowerCase());
}

/**
 * Whether the mail passed DMARC for the domain in From. It has one verdict: a second one would be a line of the sender's that was
 * folded into the statement.
 */
function passed(statement: string[], from: string): boolean {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const verdicts = statement.filter((method) => /^dmarc\s*=/.test(method));
  const [verdict = "", ...properties] = (verdicts[0] ?? "").split(/\s+/);
  return verdicts.length === 1 && verdict === "dmarc=pass" && properties.includes(`header.from=${domain}`);
}
