import type { UndeliveredReason } from "@turnout/contract/invitations";
import type { Attachment, Email } from "postal-mime";
import { reasonFor } from "../smtp-replies.ts";
import { headersOf, parseMail, textOf } from "./read-mail.ts";

/** What became of an email after our mail server took it. `delayed`: a server still tries. `failed`: it has given up. */
export type DeliveryReport = { state: "delivered" | "delayed" | "complained" } | { state: "failed"; reason: UndeliveredReason };

/** Most that is read of a report's text, and of a block of fields (characters): what a server said stands at the beginning. */
const MAX_REPORT_TEXT = 16_384;
const MAX_BLOCKS = 20;

/**
 * Reads a report on the delivery of one email of ours: RFC 3464, RFC 5965, or words, as half of all servers write them. Which
 * email it is about is for the address to say, that it was sent to. Null: it is no report. Never throws. `sender` is the envelope's; null: a header says it.
 */
export async function readDeliveryReport(raw: Buffer, sender: string | null): Promise<DeliveryReport | null> {
  // The email that a report is about may be in it, and is none of its words.
  const mail = await parseMail(raw, { forceRfc822Attachments: true });
  if (!mail) return null;
  const complaint = complaintIn(mail);
  if (complaint) return complaint;
  const fields = partsOf(mail, /^message\/(?:global-)?delivery-status$/).flatMap((part) => fieldsIn(beginningOf(part)));
  const states = fields.filter((block) => block.has("action") || block.has("status"));
  return states.length > 0 ? worstOf(states.map(reportOf)) : wordsIn(mail, sender ?? returnPathIn(mail));
}

const partsOf = (mail: Email, type: RegExp) => mail.attachments.filter(({ mimeType }) => type.test(mimeType));
const beginningOf = (part: Attachment) => textOf(part).slice(0, MAX_REPORT_TEXT);

/** What people report when they press a button (RFC 5965, 7.3). `not-spam` is no complaint, and `auth-failure` is about us. */
const COMPLAINTS = /^(?:abuse|fraud|virus|other|opt-out|opt-out-list|miscategorized)$/i;

/** Outlook.com's, which have no part that says so. */
const OUTLOOKS = /^\s*complaint about message from\b/i;

function complaintIn(mail: Email): DeliveryReport | null {
  if (OUTLOOKS.test(mail.subject ?? "")) return { state: "complained" };
  const [feedback] = partsOf(mail, /^message\/feedback-report$/);
  const type = feedback && fieldsIn(beginningOf(feedback))[0]?.get("feedback-type");
  return type !== undefined && COMPLAINTS.test(type) ? { state: "complained" } : null;
}

/** Each of our emails has one recipient; of several that a list or a forwarding made of it, one that failed is what a host has to know. */
function worstOf(reports: (DeliveryReport | null)[]): DeliveryReport | null {
  const of = (state: DeliveryReport["state"]) => reports.find((one) => one?.state === state);
  return of("failed") ?? of("delayed") ?? of("delivered") ?? null;
}

/** `expired` is no word of RFC 3464, and sent all the same. A mail that was passed on to where nobody reports has not arrived yet. */
function reportOf(fields: Map<string, string>): DeliveryReport | null {
  const action = /^[a-z]+/i.exec(fields.get("action") ?? "")?.[0].toLowerCase();
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get("status") ?? "")?.[0] ?? "";
  if (action === "delayed") return { state: "delayed" };
  if (action === "delivered") return { state: "delivered" };
  if (action === "relayed" || action === "expanded") return null;
  if (action === "failed" || action === "expired" || status.startsWith("5"))
    return { state: "failed", reason: reasonIn(fields.get("diagnostic-code") ?? "", action === "expired" ? "4.4.7" : status) };
  return status.startsWith("4") ? { state: "delayed" } : null;
}

/** What the server said has a code of its own more often than `Status` is right, which is 5.0.0 with most servers. */
export function reasonIn(said: string, status = ""): UndeliveredReason {
  const own = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(said)?.[0];
  const isVague = !own || own.endsWith(".0.0");
  const text = isVague ? `${status} ${said}` : said;
  const code = Number(/\b[45]\d\d\b/.exec(said)?.[0] ?? 0);
  return reasonFor({ code, text, command: "RCPT TO" });
}

/** Blocks of fields as in a mail's headers, separated by empty lines (RFC 3464, 2.1). */
function fieldsIn(text: string): Map<string, string>[] {
  const blocks = text.replaceAll(/\r\n?/g, "\n").split(/\n[\t ]*\n/, MAX_BLOCKS);
  return blocks.map((block) => {
    const lines = block.replaceAll(/\n[\t ]+/g, " ").split("\n");
    const fields = lines.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, Math.max(0, colon)).trim().toLowerCase(), line.slice(colon + 1).trim()];
    });
    return new Map(fields.toReversed()); // of two with one name, the first
  });
}

/** As the server that delivered the mail has written it; what is not there is no empty sender. */
function returnPathIn(mail: Email): string {
  const [header] = headersOf(mail, "return-path");
  return header === undefined ? "unknown" : header.replaceAll(/[\s<>]/g, "");
}

const DAEMON =
  /^(?:mailer-?daemon|postmaster|mail-?delivery(?:-?s[a-z]*)?|maildelivery|mdaemon|microsoftexchange[\da-f]*)(?:[+=-][^@]*)?@/i;
const RETURNED =
  /undeliver|unzustellbar|returned (?:mail|to sender)|failure notice|delivery (?:status )?(?:notification|failure|report|problem|error|has failed)|(?:delivery|mail)[\w ]{0,40} failed|could ?n[o']t be delivered|mail system error|non ?delivery/i;
const DELAYED = /(?:^[\t ]*action:[\t ]*delayed\b)|\bwarning: (?:message|could not send)|delayed (?:mail|delivery)|delivery (?:is |has been )?delayed|still (?:being )?(?:retried|tried|trying)|will (?:continue to try|keep trying|be retried)|do not need to resend/im; // prettier-ignore

/** A report without fields for programs. What a header alone does not say, sender and words have to: absence notes come to the same address. */
function wordsIn(mail: Email, sender: string): DeliveryReport | null {
  if (partsOf(mail, /^text\/calendar$/).length > 0) return null;
  const failedFor = headersOf(mail, "x-failed-recipients").length > 0;
  const isReport = headersOf(mail, "content-type").some(
    (value) => /^\s*multipart\/report\b/i.test(value) && !/feedback-report/i.test(value),
  );
  const isFromDaemon = [mail.from?.address ?? "", sender].some((address) => DAEMON.test(address));
  const text = [mail.subject ?? "", mail.text ?? "", mail.html ?? ""].join("\n").slice(0, MAX_REPORT_TEXT);
  const isReturned = (isFromDaemon && RETURNED.test(text)) || (sender === "" && RETURNED.test(mail.subject ?? ""));
  if (!failedFor && !isReport && !isReturned && !(isFromDaemon && DELAYED.test(text))) return null;
  return DELAYED.test(text) ? { state: "delayed" } : { state: "failed", reason: reasonIn(text) };
}
