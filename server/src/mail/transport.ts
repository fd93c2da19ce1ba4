import { createHash } from "node:crypto";
import type { UndeliveredReason } from "@turnout/contract/invitations";

/** A complete email to one recipient. */
export interface FinishedMail {
  messageId: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** Sent ahead of bulk email. */
  isUrgent?: boolean;
  /** When it was put into the outbox. */
  queuedAt?: Date;
  /** The host's name for From, beside the operator's; null: the operator's alone. */
  from?: string | null;
  /** Reply-To; null: the operator. */
  replyTo?: { name: string; address: string } | null;
  /** The envelope's sender, where reports on the delivery go; null: the operator's address. */
  returnPath?: string | null;
  /**
   * An iCalendar file. `isPart`: email programs show it as an invitation, with buttons, beside the email's text (RFC 6047, 2.4);
   * otherwise it is attached.
   */
  calendar: { name: string; method: string; content: string; isPart: boolean } | null;
  /** Mails with the same one differ in nothing but their id, their recipient, the address to reply to, both texts, the values of their headers and their calendar part. */
  layoutKey?: object | undefined;
}

export interface Transport {
  /** Resolves when the mail server has accepted the email. Throws `Undeliverable` when it never will, `MailServerFailed` when not now. */
  send(mail: FinishedMail): Promise<void>;
  /** Checks that the mail server accepts mail now; throws `MailServerFailed` when not. Absent: there is no server. */
  check?(): Promise<void>;
  close(): void;
}

/** Thrown when the mail server will never accept this email. Its message contains no personal data. */
export class Undeliverable extends Error {
  /** Absent: no mail server said. */
  readonly reason: UndeliveredReason | undefined;

  constructor(message: string, reason?: UndeliveredReason) {
    super(message);
    this.reason = reason;
  }
}

/** Thrown when the mail server does not accept an email now. Its message is logged, so it contains no personal data. */
export class MailServerFailed extends Error {
  /** Whether only the operator can fix it: a password, a certificate, a quota, an unreachable server. */
  readonly isOperators: boolean;

  constructor(message: string, { isOperators }: { isOperators: boolean }) {
    super(message);
    this.isOperators = isOperators;
  }
}

/** A Message-ID derived from the cause, so that an email sent twice around a crash is shown once. */
export function messageIdOf(cause: string, host: string): string {
  return `<${createHash("sha256").update(cause).digest("base64url").slice(0, 32)}@${host}>`;
}

/** Without a mail server and a mailbox page: every email fails, and hosts see it. */
export const noTransport: Transport = {
  send: async () => {
    throw new Undeliverable("no mail server is set");
  },
  close: () => {},
};
