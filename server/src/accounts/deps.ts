import type { Kysely, Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { OpenCounter } from "../http/rate-counters.ts";
import type { Bus } from "../realtime/bus.ts";

/** A mail to be written and sent by a job; the same cause never sends twice. */
export interface AccountMail {
  cause: string;
  kind: "signInLink" | "verifyEmail" | "resetPassword" | "confirmEmail" | "emailChanged" | "passwordChanged" | "accountDeleted";
  recipient: string;
  payload: Record<string, string | null>;
}

/** What happens to a user's events when their account is deleted. Passed in by app.ts: accounts do not know events. */
export interface HostedEvents {
  /** Upcoming published events that nobody else hosts. While there are any, the account stays. */
  hostedAlone(userId: string): Promise<number>;
  /** Lets go of all that can be let go of; afterwards the user hosts nothing that others will come to. */
  leaveEvents(user: { id: string; name: string; email: string }): Promise<void>;
  /** Upcoming published events that this user hosts now, alone or not; read while nobody can be made a host. */
  stillHosting(tx: Transaction<Database>, userId: string): Promise<number>;
}

export interface AccountDeps {
  db: Kysely<Database>;
  now: () => Date;
  /** The one origin of all links and cookies, without a slash at the end. */
  publicUrl: string;
  secret: string;
  bus: Bus;
  /** Proxies in front whose word on the client's address is believed. Absent: there are none. */
  trustedHops?: number;
  /** Where tries and mails are counted. Absent: in this process. */
  openCounter?: OpenCounter | undefined;
  queueMail(tx: Transaction<Database>, mail: AccountMail): Promise<void>;
  hostedEvents: HostedEvents;
}
