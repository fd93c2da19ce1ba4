import { randomUUIDv7 } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Transport } from "./transport.ts";

/** Stores emails for the mailbox page instead of sending them, for trying Turnout without a mail server. */
export function mailboxTransport(db: Kysely<Database>): Transport {
  return {
    async send({ messageId, to, subject, html, text, headers, replyTo, calendar }) {
      const shown = { ...headers, ...(replyTo && { "Reply-To": `${replyTo.name} <${replyTo.address}>` }) };
      await sql`
        insert into mailbox (id, message_id, recipient, subject, html, body, headers, calendar)
        values (${randomUUIDv7()}, ${messageId}, ${to}, ${subject}, ${html}, ${text}, ${JSON.stringify(shown)}::jsonb, ${calendar?.content ?? null})
        on conflict (message_id) do nothing`.execute(db);
    },
    close: () => {},
  };
}
