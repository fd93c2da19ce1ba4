import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { AccountAllowance } from "../mail/budget.ts";
import type { Letter } from "../mail/letter.ts";
import type { Enqueue, WaitingMail } from "../mail/outbox.ts";
import type { FinishedMail, Transport } from "../mail/transport.ts";
import type { Told } from "./queries.ts";
import type { Reads } from "./reads.ts";

export interface SendDeps {
  db: Kysely<Database>;
  enqueue: Enqueue;
  transport: Transport;
  publicUrl: string;
  /** What the names of calendar entries end in. */
  calendarHost: string;
  /** The address that mail comes from. */
  mailAddress: string;
  secret: string;
  now: () => Date;
  /** What accounts may send a day to people who did not ask for it. Absent: as much as they like. */
  mailAllowance?: AccountAllowance | null;
}

/** With what mails of a crowd read together. */
export interface WritingDeps extends SendDeps {
  reads: Reads;
}

/** Why a mail is not sent: nobody wants it, there is nobody left to get it, or newer news has taken its place. */
export interface Unsent {
  unsent: "unwanted" | "gone" | "overtaken";
}

/** What is to be said, and how it travels. */
export interface Written {
  to: string;
  letter: Letter;
  headers?: Record<string, string>;
  calendar?: FinishedMail["calendar"];
  /** In whose name it is written; left out: the operator's alone. */
  from?: string;
  replyTo?: FinishedMail["replyTo"];
  /** What its reader knows from now on. */
  told?: Told;
}

export type Writer = (deps: WritingDeps, mail: WaitingMail) => Promise<Written | Unsent>;
