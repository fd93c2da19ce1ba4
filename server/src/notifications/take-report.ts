import type { DeliveryState } from "@turnout/contract/invitations";
import { Refusal } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Narrowed } from "../db/row-types.ts";
import { uuidFrom } from "../db/uuid.ts";
import { reportDelivery } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { DeliveryReport } from "../mail/inbound/delivery-report.ts";
import type { SettledAbout } from "../mail/outbox.ts";

interface Deps {
  db: Kysely<Database>;
  changeEvent: ChangeEvent;
}

/**
 * What became of a report. `unchanged`: nothing new. `outdated`: the guest has another address by now, is gone, or was sent another
 * invitation since. `early`: it has to come again, because nobody has recorded yet that the email went out. `unknown`: we have forgotten that email.
 */
export type ReportTaken = "recorded" | "unchanged" | "outdated" | "early" | "unknown";

type Reported = Narrowed<Columns<"mails", "recipient" | "kind" | "payload">, { payload: Partial<SettledAbout> }>;
type Recipient = Narrowed<Columns<"guests", "email" | "removed_at" | "delivery">, { delivery: DeliveryState }>;

/** Records what a report says of the email that it is about. The report's own words never say whose it is. */
export function createTakeReport({ db, changeEvent }: Deps) {
  return async (report: DeliveryReport, mailId: string): Promise<ReportTaken> => {
    const found = await sql<Reported>`select recipient, kind, payload from mails where id = ${mailId}`.execute(db);
    const [mail] = found.rows;
    const { eventId, guestId, seq } = mail?.payload ?? {};
    if (!mail || !eventId || !guestId) return "unknown";
    const guest = await recipientOf(db, eventId, guestId);
    if (!guest || guest.removed_at || guest.email !== mail.recipient || guest.delivery === "revoked") return "outdated";
    if (await wasInvitedSince(db, { eventId, guestId, seq })) return "outdated";
    if (guest.delivery === "queued" && mail.kind === "invitation") return "early";
    // One command for a report that comes twice.
    const commandId = uuidFrom(JSON.stringify(["delivery report", mailId, report]));
    return record(changeEvent, eventId, { commandId, guestId, email: mail.recipient, report });
  };
}

async function recipientOf(db: Kysely<Database>, eventId: string, guestId: string): Promise<Recipient | undefined> {
  const found = await sql<Recipient>`
    select email, removed_at, delivery from guests where id = ${guestId} and event_id = ${eventId}`.execute(db);
  return found.rows[0];
}

async function wasInvitedSince(db: Kysely<Database>, { eventId, guestId, seq }: Partial<SettledAbout>): Promise<boolean> {
  if (seq === undefined) return false;
  const found = await sql`
    select 1 from event_log
    where event_id = ${eventId} and about = ${guestId} and seq > ${seq} and body ->> 'type' = 'guest.invited' limit 1`.execute(db);
  return found.rows.length > 0;
}

type Recorded = Parameters<typeof reportDelivery.decide>[1];

async function record(changeEvent: ChangeEvent, eventId: string, input: Recorded): Promise<ReportTaken> {
  try {
    const { result } = await changeEvent(eventId, reportDelivery, input, systemCaller);
    return result.isNew ? "recorded" : "unchanged";
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "overloaded" || error.code === "unavailable") throw error;
    return "outdated"; // the event is gone
  }
}
