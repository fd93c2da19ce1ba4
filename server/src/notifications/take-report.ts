import type { DeliveryState, UndeliveredReason } from "@turnout/contract/invitations";
import { Refusal } from "@turnout/contract/refusals";
import type { SuppressionReason } from "@turnout/contract/suppressions";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Narrowed } from "../db/row-types.ts";
import { uuidFrom } from "../db/uuid.ts";
import { reportDelivery } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { DeliveryReport } from "../mail/inbound/delivery-report.ts";
import type { SettledAbout } from "../mail/outbox.ts";
import { addressHash, ALL_INVITATIONS, ALL_TO_GUESTS, eventScope, suppress } from "../mail/suppression.ts";
import type { AnySecrets } from "../secrets.ts";

export interface TakeReportDeps {
  db: Kysely<Database>;
  secret: AnySecrets;
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
export function createTakeReport(deps: TakeReportDeps) {
  return async (report: DeliveryReport, mailId: string): Promise<ReportTaken> => {
    const mail = await mailToGuest(deps.db, mailId);
    if (!mail) return "unknown";
    const taken = await recordOf(deps, report, mail);
    const hash = addressHash(deps.secret, mail.recipient);
    // A complaint is its sender's will, whatever has become of the guest or their invitation since.
    const counts = taken === "recorded" || (report.state === "complained" && taken !== "early");
    // After the record: until both are there the mail server is not told that we took it, and it comes again.
    if (counts) for (const scope of scopesAfter(report, mail.kind, mail.eventId)) await suppress(deps.db, { hash, ...scope });
    return taken;
  };
}

type MailToGuest = Columns<"mails", "recipient" | "kind"> & { id: string; eventId: string; guestId: string; seq: number | undefined };

async function mailToGuest(db: Kysely<Database>, id: string): Promise<MailToGuest | null> {
  const found = await sql<Reported>`select recipient, kind, payload from mails where id = ${id}`.execute(db);
  const [mail] = found.rows;
  const { eventId, guestId, seq } = mail?.payload ?? {};
  return mail && eventId && guestId ? { id, recipient: mail.recipient, kind: mail.kind, eventId, guestId, seq } : null;
}

async function recordOf({ db, changeEvent }: TakeReportDeps, report: DeliveryReport, mail: MailToGuest): Promise<ReportTaken> {
  const { id: mailId, recipient: email, eventId, guestId } = mail;
  const guest = await recipientOf(db, eventId, guestId);
  if (!guest || guest.removed_at || guest.email !== email || guest.delivery === "revoked") return "outdated";
  if (await wasInvitedSince(db, mail)) return "outdated";
  if (guest.delivery === "queued" && mail.kind === "invitation") return "early";
  // One command for a report that comes twice.
  const commandId = uuidFrom(JSON.stringify(["delivery report", mailId, report]));
  return record(changeEvent, eventId, { commandId, guestId, email, report, mailId });
}

/** Of what a mail server said, what stays true until somebody does something about it. */
const LASTING = new Set<UndeliveredReason>(["noSuchAddress", "noSuchDomain", "mailboxClosed"]);

/** A complaint ends what the email's own link to unsubscribe ends and, where nobody asked for the email, all of its kind. */
function scopesAfter(report: DeliveryReport, kind: string, eventId: string): { scope: string; reason: SuppressionReason }[] {
  if (report.state === "failed" && LASTING.has(report.reason)) return [{ scope: ALL_TO_GUESTS, reason: "bounced" }];
  if (report.state !== "complained") return [];
  const scopes = kind === "invitation" ? [eventScope(eventId), ALL_INVITATIONS] : [eventScope(eventId)];
  return scopes.map((scope) => ({ scope, reason: "complained" }));
}

async function recipientOf(db: Kysely<Database>, eventId: string, guestId: string): Promise<Recipient | undefined> {
  const found = await sql<Recipient>`
    select email, removed_at, delivery from guests where id = ${guestId} and event_id = ${eventId}`.execute(db);
  return found.rows[0];
}

async function wasInvitedSince(db: Kysely<Database>, { eventId, guestId, seq }: MailToGuest): Promise<boolean> {
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
