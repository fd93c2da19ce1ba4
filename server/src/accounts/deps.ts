import type { Kysely, Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { OpenCounter } from "../http/rate-counters.ts";
import type { Bus } from "../realtime/bus.ts";
import type { AnySecrets } from "../secrets.ts";
import type { Provider } from "./provider.ts";

/** An email that a job writes and sends; the same cause never sends twice. */
export interface AccountMail {
  cause: string;
  kind:
    | "signInLink"
    | "verifyEmail"
    | "resetPassword"
    | "confirmEmail"
    | "emailChanged"
    | "passwordChanged"
    | "passkeyAdded"
    | "providerLinked"
    | "accountDeleted";
  recipient: string;
  payload: Record<string, string | null>;
}

/** What happens to a user's events when their account is deleted. Injected by app.ts, because accounts do not depend on events. */
export interface HostedEvents {
  /** Number of upcoming published events of which the user is the only host. Above 0, the account cannot be deleted. */
  hostedAlone(userId: string): Promise<number>;
  /** Leaves events that have other hosts, and deletes the user's own drafts. Past events stay for their guests. */
  leaveEvents(user: { id: string; name: string; email: string }): Promise<void>;
  /** Number of upcoming published events that the user still hosts. `tx` must hold the lock on the user's row. */
  stillHosting(tx: Transaction<Database>, userId: string): Promise<number>;
}

export interface AccountDeps {
  db: Kysely<Database>;
  now: () => Date;
  /** The origin of all links and cookies, without a trailing slash. */
  publicUrl: string;
  secret: AnySecrets;
  bus: Bus;
  /** Number of trusted proxies in front. Absent: none. */
  trustedHops?: number;
  /** Opens counters for attempts and emails. Absent: in this process's memory. */
  openCounter?: OpenCounter | undefined;
  queueMail(tx: Transaction<Database>, mail: AccountMail): Promise<void>;
  /** Where people can sign in besides. Absent: nowhere. */
  provider?: Provider | null;
  hostedEvents: HostedEvents;
  /** Addresses of the accounts that look after this instance. Absent: of none. */
  operators?: ReadonlySet<string>;
}
