import type { Unsent, Writer } from "./writer.ts";
import { letterHtml } from "../mail/letter-html.ts";
import { letterText } from "../mail/letter.ts";
import type { WaitingMail } from "../mail/outbox.ts";
import { isUrgent } from "../mail/urgent.ts";
import { messageIdOf, type FinishedMail } from "../mail/transport.ts";
import type { Told } from "./queries.ts";
import type { WritingDeps } from "./writer.ts";
import { writeToAccount } from "./write-to-account.ts";
import { writeToGuest } from "./write-to-guest.ts";
import { writeToHost } from "./write-to-host.ts";

/** Every kind of mail, and who knows how to write it. */
const writers: Record<string, Writer> = {
  invitation: writeToGuest,
  confirmation: writeToGuest,
  waitlisted: writeToGuest,
  promoted: writeToGuest,
  changed: writeToGuest,
  cancelled: writeToGuest,
  recoveryCode: writeToGuest,
  hostInvitation: writeToHost,
  signInLink: writeToAccount,
  verifyEmail: writeToAccount,
  resetPassword: writeToAccount,
  confirmEmail: writeToAccount,
  emailChanged: writeToAccount,
  passwordChanged: writeToAccount,
  accountDeleted: writeToAccount,
};
export const mailKinds = Object.keys(writers);

/** Writes a mail at the moment it goes, so that it says what is true then. */
export async function writeMail(deps: WritingDeps, mail: WaitingMail): Promise<(FinishedMail & { told?: Told | undefined }) | Unsent> {
  const write = writers[mail.kind];
  if (!write) throw new Error(`nobody writes mails of the kind ${mail.kind}`);
  const written = await write(deps, mail);
  if ("unsent" in written) return written;
  const { to, letter, headers, calendar = null, from = null, replyTo = null, told } = written;
  return {
    messageId: messageIdOf(mail.cause, new URL(deps.publicUrl).hostname),
    to,
    subject: oneLine(letter.subject),
    html: letterHtml(letter),
    text: letterText(letter),
    headers: { "Auto-Submitted": "auto-generated", ...headers },
    calendar,
    isUrgent: isUrgent(mail.kind),
    from,
    replyTo,
    told,
  };
}

/** A line break in a title must not become a header. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
