import type { Unsent, Writer, WritingDeps, Written } from "./writer.ts";
import type { WaitingMail } from "../mail/outbox.ts";
import { mailTag } from "../mail/inbound/mail-tag.ts";
import { tagHeaders } from "../mail/provider-reports/tag-headers.ts";
import { isUrgent } from "../mail/urgent.ts";
import { messageIdOf, type FinishedMail } from "../mail/transport.ts";
import { laidOut } from "./shared-emails.ts";
import { writeDigest, writeGuestDigest } from "./write-digest.ts";
import { writeToAccount } from "./write-to-account.ts";
import { writeToGuest } from "./write-to-guest.ts";
import { writeTest, writeToHost } from "./write-to-host.ts";
import { writeToHosts } from "./write-to-hosts.ts";
import { writeToRemoved } from "./write-to-removed.ts";

/** Every kind of email, with its writer. */
const writers: Record<string, Writer> = {
  invitation: writeToGuest,
  confirmation: writeToGuest,
  waitlisted: writeToGuest,
  promoted: writeToGuest,
  changed: writeToGuest,
  cancelled: writeToGuest,
  readmitted: writeToGuest,
  reminder: writeToGuest,
  bulletin: writeToGuest,
  bulletinTest: writeTest,
  digest: writeDigest,
  guestDigest: writeGuestDigest,
  proposalDeclined: writeToGuest,
  replyNews: writeToGuest,
  recoveryCode: writeToGuest,
  removed: writeToRemoved,
  guestWrote: writeToHosts,
  replyHeld: writeToHosts,
  hostInvitation: writeToHost,
  signInLink: writeToAccount,
  verifyEmail: writeToAccount,
  resetPassword: writeToAccount,
  confirmEmail: writeToAccount,
  emailChanged: writeToAccount,
  passwordChanged: writeToAccount,
  passkeyAdded: writeToAccount,
  providerLinked: writeToAccount,
  accountDeleted: writeToAccount,
  draftDeleted: writeToAccount,
};
export const mailKinds = Object.keys(writers);

/** What is stored once it is sent. */
export type Remembered = Pick<Written, "told" | "cancelsEntry">;

/** Writes an email when it is sent, so that it is up to date. */
export async function writeMail(deps: WritingDeps, mail: WaitingMail): Promise<(FinishedMail & Remembered) | Unsent> {
  const write = writers[mail.kind];
  if (!write) throw new Error(`there is no writer for emails of the kind ${mail.kind}`);
  const written = await write(deps, mail);
  if ("unsent" in written) return written;
  const { to, content, headers, calendar = null, from = null, replyTo = null, returnPath = null, told, cancelsEntry } = written;
  const { subject, html, text, layoutKey } = "html" in content ? content : laidOut(content);
  return {
    messageId: messageIdOf(mail.cause, new URL(deps.publicUrl).hostname),
    to,
    subject: oneLine(subject),
    html,
    text,
    layoutKey,
    headers: { "Auto-Submitted": "auto-generated", ...headers, ...forReports(deps, mail) },
    calendar,
    isUrgent: isUrgent(mail.kind),
    from,
    replyTo,
    returnPath,
    ...(told && { told }),
    ...(cancelsEntry && { cancelsEntry }),
  };
}

/** What an email to a guest is named by in reports of mail providers. */
function forReports({ reportingProviders = [], secret }: WritingDeps, { id, payload }: WaitingMail): Record<string, string> {
  if (reportingProviders.length === 0 || typeof payload["guestId"] !== "string") return {};
  return tagHeaders(reportingProviders, mailTag(secret, id));
}

/** A line break in a title must not become a header. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
