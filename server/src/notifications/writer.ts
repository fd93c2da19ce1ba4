import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { AccountAllowance } from "../mail/budget.ts";
import type { EmailContent } from "../mail/email-content.ts";
import type { Enqueue, WaitingMail } from "../mail/outbox.ts";
import type { ReportingProvider } from "../mail/provider-reports/provider-names.ts";
import type { FinishedMail, Transport } from "../mail/transport.ts";
import type { Told } from "./queries.ts";
import type { Reads } from "./reads.ts";
import type { LaidOutEmail } from "./shared-emails.ts";
import type { AnySecrets } from "../secrets.ts";

export interface SendDeps {
  db: Kysely<Database>;
  enqueue: Enqueue;
  transport: Transport;
  publicUrl: string;
  /** The host part of calendar UIDs. */
  calendarHost: string;
  /** The sender address of emails. */
  mailAddress: string;
  /** Where replies by email arrive, which each guest has an address of their own for. Null: nowhere. */
  inboundAddress: string | null;
  /** The mail providers that tell what becomes of email. Absent: none does. */
  reportingProviders?: readonly ReportingProvider[];
  /** Whether invitations have an image by which they tell that they were opened. Absent: no. */
  mailOpens?: boolean;
  secret: AnySecrets;
  now: () => Date;
  /** Unsolicited emails that an account may send a day. Absent: unlimited. */
  mailAllowance?: AccountAllowance | null;
}

/** With the reads that emails written at the same time share. */
export interface WritingDeps extends SendDeps {
  reads: Reads;
}

/** Why an email is not sent: unsubscribed, emails to the address came back before, the recipient is gone, or a newer email replaces it. */
export interface Unsent {
  unsent: "unwanted" | "bounced" | "gone" | "overtaken";
}

/** An email's content and how it is sent. */
export interface Written {
  to: string;
  content: EmailContent | LaidOutEmail;
  headers?: Record<string, string>;
  calendar?: FinishedMail["calendar"];
  /** The host's name for From; absent: the operator's alone. */
  from?: string;
  replyTo?: FinishedMail["replyTo"];
  returnPath?: FinishedMail["returnPath"];
  /** The time and place that its recipient knows from now on. */
  told?: Told;
  /** It cancels the entry in its recipient's calendar, for this guest alone. */
  cancelsEntry?: true;
}

export type Writer = (deps: WritingDeps, mail: WaitingMail) => Promise<Written | Unsent>;
