import { createHash, randomUUIDv7 } from "node:crypto";
import { sql, type Kysely } from "kysely";
import { createTransport } from "nodemailer";
import type { Database } from "../db/database.ts";

/** A mail ready to go, to one recipient. */
export interface FinishedMail {
  messageId: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  calendar: { name: string; method: string; content: string } | null;
}

/** Thrown when the mail server will never take this mail. */
export class Undeliverable extends Error {}

export interface Transport {
  send(mail: FinishedMail): Promise<void>;
  close(): void;
}

/** How long a mail server may take to answer (ms). */
export const SMTP_TIMEOUT = 20_000;

/** The same for the same cause, so that a mail sent twice around a crash folds into one. */
export function messageIdOf(cause: string, host: string): string {
  return `<${createHash("sha256").update(cause).digest("base64url").slice(0, 32)}@${host}>`;
}

/** Sends over SMTP. */
export function smtpTransport(url: string, from: string): Transport {
  const smtp = createTransport({
    url, pool: true, maxConnections: 3, disableFileAccess: true, disableUrlAccess: true,
    connectionTimeout: SMTP_TIMEOUT, greetingTimeout: SMTP_TIMEOUT, socketTimeout: SMTP_TIMEOUT,
  } as never);
  return {
    async send({ messageId, to, subject, html, text, headers, calendar }) {
      const attachments = calendar ? [{ filename: calendar.name, content: calendar.content, contentType: `text/calendar; charset=utf-8; method=${calendar.method}` }] : [];
      try {
        await smtp.sendMail({ from, to, subject, html, text, messageId, headers, attachments });
      } catch (error) {
        const { responseCode = 0 } = error as { responseCode?: number };
        if (responseCode >= 500 && responseCode < 600) throw new Undeliverable(`the mail server said ${responseCode}`);
        throw error;
      }
    },
    close: () => smtp.close(),
  };
}

/** Keeps mails for the mailbox page instead of sending them: for trying Turnout out without a mail server. */
export function mailboxTransport(db: Kysely<Database>): Transport {
  return {
    async send({ messageId, to, subject, html, text, headers, calendar }) {
      await sql`
        insert into mailbox (id, message_id, recipient, subject, html, body, headers, calendar)
        values (${randomUUIDv7()}, ${messageId}, ${to}, ${subject}, ${html}, ${text}, ${JSON.stringify(headers)}::jsonb, ${calendar?.content ?? null})
        on conflict (message_id) do nothing`.execute(db);
    },
    close: () => {},
  };
}
