import { createHash } from "node:crypto";

/** A mail ready to go, to one recipient. */
export interface FinishedMail {
  messageId: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** Ahead of those that nobody sits and waits for. */
  isUrgent?: boolean;
  /** In whose name it is written, beside the operator's. */
  from?: string | null;
  /** Where an answer goes; null: to the operator. */
  replyTo?: { name: string; address: string } | null;
  calendar: { name: string; method: string; content: string } | null;
}

export interface Transport {
  /** Done when somebody else has taken the mail over. Throws `Undeliverable` when nobody ever will. */
  send(mail: FinishedMail): Promise<void>;
  /** Whether the mail server would take mail now. Throws `MailServerFailed` when not. Absent: there is nobody to ask. */
  check?(): Promise<void>;
  close(): void;
}

/** Thrown when the mail server will never take this mail. Its message names nobody. */
export class Undeliverable extends Error {}

/** Thrown when the mail server does not take a mail now. Its message names nobody, because it is logged. */
export class MailServerFailed extends Error {
  /** Whether it lasts until somebody mends it: a password, a certificate, a quota, a server that is not there. */
  readonly isOperators: boolean;

  constructor(message: string, { isOperators }: { isOperators: boolean }) {
    super(message);
    this.isOperators = isOperators;
  }
}

/** The same for the same cause, so that a mail sent twice around a crash folds into one. */
export function messageIdOf(cause: string, host: string): string {
  return `<${createHash("sha256").update(cause).digest("base64url").slice(0, 32)}@${host}>`;
}

/** For servers that have neither a mail server nor a mailbox page: every mail counts as failed, and hosts see it. */
export const noTransport: Transport = {
  send: async () => {
    throw new Undeliverable("no mail server is set");
  },
  close: () => {},
};
