import { randomBytes } from "node:crypto";
import { isEmailAddress, quotedForMail } from "@turnout/contract/email-address";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Dkim } from "./dkim-key.ts";
import { sign } from "./dkim.ts";
import type { Sender } from "./sender.ts";
import type { ReadyMessage } from "./smtp-session.ts";
import type { FinishedMail } from "./transport.ts";

/** Writes messages, signed if there is a key. Of mails with one layout only the first is composed; the others are filled in. */
export function createMessageWriter(sender: Sender, dkim: Dkim | null = null): (mail: FinishedMail) => Promise<ReadyMessage> {
  const templates = new WeakMap<object, Promise<Template | null>>();
  return async (mail) => {
    const message = await write(mail);
    return dkim ? sign(message, dkim) : message;
  };

  async function write(mail: FinishedMail): Promise<ReadyMessage> {
    if (!mail.layoutKey || !isPlain(mail)) return compose(mail, sender);
    const reading = templates.get(mail.layoutKey) ?? templateOf(mail, sender);
    templates.set(mail.layoutKey, reading);
    const template = await reading;
    return template ? fill(template, mail) : compose(mail, sender);
  }
}

/** What can stand in a header as it is: no encoding, no folding, no quotes. */
const PLAIN_ADDRESS = /^[\w+-]+(\.[\w+-]+)*@[a-z\d.-]+$/;
const PLAIN_VALUE = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;
const MAX_LINE = 900;

function isPlain({ to, returnPath, replyTo, messageId, headers, calendar }: FinishedMail): boolean {
  const values = [messageId, ...Object.values(headers)];
  const addresses = [to, ...(returnPath ? [returnPath] : []), ...(replyTo ? [replyTo.address] : [])];
  return (
    addresses.every((address) => PLAIN_ADDRESS.test(address) && address.length <= MAX_LINE) &&
    calendar?.isPart !== false &&
    values.every((value) => PLAIN_VALUE.test(value) && value.length <= MAX_LINE)
  );
}

/** A message in the order of its parts, with what is between them. */
interface Template {
  /** The envelope's sender of those that have none of their own, as composing has encoded its domain. */
  from: string;
  fixed: string[];
  parts: ((mail: FinishedMail) => string)[];
}

/** Composed once with marks where the mails differ. Null: the marks do not come out as they went in, so each is composed by itself. */
async function templateOf(mail: FinishedMail, sender: Sender): Promise<Template | null> {
  const mark = () => randomBytes(12).toString("hex");
  const marks = { to: mark(), replyTo: mark(), messageId: mark(), html: mark(), text: mark(), calendar: mark() };
  const inBase64 = (text: string) => `ü${text}`; // what is ASCII alone would go as it is
  const headers = Object.keys(mail.headers).map((name) => ({ name, mark: mark() }));
  const marked: FinishedMail = {
    ...mail,
    returnPath: null,
    to: `${marks.to}@${marks.to}.test`,
    messageId: `<${marks.messageId}@mark.test>`,
    replyTo: mail.replyTo ? { ...mail.replyTo, address: `${marks.replyTo}@mark.test` } : null,
    html: inBase64(marks.html),
    text: inBase64(marks.text),
    calendar: mail.calendar && { ...mail.calendar, content: inBase64(marks.calendar) },
    headers: Object.fromEntries(headers.map(({ name, mark: value }) => [name, value])),
  };
  const { from, wire } = await compose(marked, sender, new Date(0));
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const places: [string, (mail: FinishedMail) => string][] = [
    [marked.to, ({ to }) => to],
    ...(marked.replyTo ? [replyPlace(marked.replyTo.address)] : []),
    [marked.messageId, ({ messageId }) => messageId],
    [mailDate(new Date(0)), () => mailDate(new Date())],
    [base64(inBase64(marks.html)), ({ html }) => base64Lines(html)],
    [base64(inBase64(marks.text)), ({ text }) => base64Lines(text)],
    ...(mail.calendar ? [calendarPlace(base64(inBase64(marks.calendar)))] : []),
    ...headers.map(({ name, mark: value }): (typeof places)[number] => [value, (one) => one.headers[name]!]),
  ];
  const pieces = split(wire.toString("latin1"), places);
  return pieces && { from, ...pieces };
}

const replyPlace = (mark: string): [string, (mail: FinishedMail) => string] => [mark, ({ replyTo }) => replyTo!.address];

const calendarPlace = (mark: string): [string, (mail: FinishedMail) => string] => [mark, ({ calendar }) => base64Lines(calendar!.content)];

function split(text: string, places: [string, (mail: FinishedMail) => string][]): Omit<Template, "from"> | null {
  const found = places.map(([mark, part]) => ({ mark, part, at: text.indexOf(mark) })).toSorted((a, b) => a.at - b.at);
  const missing = found.find(({ mark, at }) => at < 0 || text.includes(mark, at + mark.length));
  if (missing) return null;
  const ends = [0, ...found.map(({ at, mark }) => at + mark.length)];
  return { fixed: ends.map((end, index) => text.slice(end, found[index]?.at)), parts: found.map(({ part }) => part) };
}

function fill({ from, fixed, parts }: Template, mail: FinishedMail): ReadyMessage {
  const text = fixed.map((piece, index) => piece + (parts[index]?.(mail) ?? "")).join("");
  return { from: mail.returnPath ?? from, to: mail.to, wire: Buffer.from(text, "latin1"), hasReturnPath: Boolean(mail.returnPath) };
}

const mailDate = (date: Date) => date.toUTCString().replace("GMT", "+0000");
/** As long as lines of a message may be, by RFC 2045. */
const BASE64_LINE = 76;

function base64Lines(text: string): string {
  const all = Buffer.from(text).toString("base64");
  let lines = all.slice(0, BASE64_LINE);
  for (let start = BASE64_LINE; start < all.length; start += BASE64_LINE) lines += `\r\n${all.slice(start, start + BASE64_LINE)}`;
  return lines;
}

async function compose(mail: FinishedMail, sender: Sender, date = new Date()): Promise<ReadyMessage> {
  const message = new MailComposer({ ...messageOf(mail, sender), date, disableFileAccess: true, disableUrlAccess: true }).compile();
  const { from, to } = message.getEnvelope();
  return { from: from || "", to: to[0]!, wire: onTheWire(await message.build()), hasReturnPath: Boolean(mail.returnPath) };
}

/** Lines end in CR and LF, and in nothing that somebody else may take for their end; a dot at their start is doubled. */
function onTheWire(message: Buffer): Buffer {
  const lines = message.toString("latin1").replaceAll(/\r\n?|\n/g, "\r\n");
  const stuffed = lines.replaceAll(/(^|\n)\./g, "$1..");
  return Buffer.from(`${stuffed}${stuffed.endsWith("\r\n") ? "" : "\r\n"}.\r\n`, "latin1");
}

function messageOf(
  { messageId, to, subject, html, text, headers, from = null, replyTo, returnPath, calendar }: FinishedMail,
  sender: Sender,
) {
  const contentType = `text/calendar; charset=utf-8; method=${calendar?.method}`;
  return {
    from: { name: nameOf(from, sender), address: sender.address },
    ...(replyTo && isEmailAddress(replyTo.address) && { replyTo }),
    to: { name: "", address: quotedForMail(to) },
    envelope: { from: returnPath ?? sender.address, to: [quotedForMail(to)] },
    subject,
    html,
    textEncoding: "base64" as const, // quoted-printable takes a tenth of all that sending a mail takes
    text,
    messageId,
    headers,
    ...(calendar?.isPart === true && { alternatives: [{ content: calendar.content, contentType, contentTransferEncoding: "base64" }] }),
    ...(calendar?.isPart === false && { attachments: [{ filename: calendar.name, content: calendar.content, contentType }] }),
  };
}

/** "via" the operator's name, since the address is the operator's and not the host's. */
function nameOf(from: string | null, { name }: Sender): string {
  return from ? `${from} via ${name || "Turnout"}` : name;
}
