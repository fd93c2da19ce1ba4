import { sql, type Kysely } from "kysely";
import { calendarEvent } from "../calendar/calendar-event.ts";
import { calendarFileName, eventCalendar } from "../calendar/ics.ts";
import type { Database } from "../db/database.ts";
import { presentDetails } from "../events/present.ts";
import { eventRow, hostsOf } from "../events/queries.ts";
import type { GuestRow } from "../guests/tables.ts";
import { makePersonalLink } from "../invitations/personal-links.ts";
import type { Try } from "../jobs/jobs.ts";
import { letterHtml, letterText, type Letter } from "../mail/letter.ts";
import { settleMail, waitingMail, type WaitingMail } from "../mail/outbox.ts";
import { ALL_INVITATIONS, eventScope, isSuppressed, unsubscribeToken } from "../mail/suppression.ts";
import { messageIdOf, Undeliverable, type FinishedMail, type Transport } from "../mail/transport.ts";
import { accountLetter, hostInvitationLetter, recoveryLetter } from "./account-letters.ts";
import { guestLetter } from "./guest-letters.ts";
import type { GuestMailKind } from "./jobs.ts";

export interface SendDeps {
  db: Kysely<Database>;
  transport: Transport;
  publicUrl: string;
  secret: string;
  now: () => Date;
  /** Told what became of a guest's invitation. */
  onDelivery(mail: { mailId: string; eventId: string; guestId: string; state: "sent" | "failed" }): Promise<void>;
}

/** Kinds that go to guests, who may have asked not to get them. */
const guestKinds = new Set<string>(["invitation", "confirmation", "waitlisted", "promoted", "changed", "cancelled"]);

/**
 * Writes and sends one mail from the outbox. Delivered at least once: after a crash between the mail server's word
 * and ours it goes again, under the same Message-ID. What can never be delivered is given up at once.
 */
export async function sendMail(deps: SendDeps, mailId: string, { willBeRetried }: Try): Promise<void> {
  const mail = await waitingMail(deps.db, mailId);
  if (!mail) return;
  if (await isUnwanted(deps, mail)) return settleMail(deps.db, mailId, "dropped");
  const finished = await writeMail(deps, mail);
  if (!finished) return settleMail(deps.db, mailId, "dropped", "there is nobody or nothing to write about any more");
  try {
    await deps.transport.send(finished);
  } catch (error) {
    const final = error instanceof Undeliverable || !willBeRetried;
    if (!final) throw error;
    await settleMail(deps.db, mailId, "failed", error instanceof Error ? error.name : "unknown");
    return tellDelivery(deps, mail, "failed");
  }
  await settleMail(deps.db, mailId, "sent");
  await tellDelivery(deps, mail, "sent");
}

async function tellDelivery({ onDelivery }: SendDeps, { id, kind, payload }: WaitingMail, state: "sent" | "failed") {
  if (kind === "invitation") await onDelivery({ mailId: id, eventId: String(payload["eventId"]), guestId: String(payload["guestId"]), state });
}

async function isUnwanted({ db, secret }: SendDeps, { kind, recipient, payload }: WaitingMail): Promise<boolean> {
  if (!guestKinds.has(kind)) return false;
  const scopes = [eventScope(String(payload["eventId"])), ...(kind === "invitation" ? [ALL_INVITATIONS] : [])];
  return isSuppressed(db, secret, recipient, scopes);
}

async function writeMail(deps: SendDeps, mail: WaitingMail): Promise<FinishedMail | null> {
  const written = guestKinds.has(mail.kind) ? await writeToGuest(deps, mail) : await writeOther(deps, mail);
  if (!written) return null;
  const { letter, headers = {}, calendar = null } = written;
  return {
    messageId: messageIdOf(mail.cause, new URL(deps.publicUrl).hostname),
    to: mail.recipient,
    subject: letter.subject.replaceAll(/[\r\n]+/g, " "),
    html: letterHtml(letter),
    text: letterText(letter),
    headers: { "Auto-Submitted": "auto-generated", ...headers },
    calendar,
  };
}

type Written = { letter: Letter; headers?: Record<string, string>; calendar?: FinishedMail["calendar"] };

async function writeOther({ db }: SendDeps, { kind, payload }: WaitingMail): Promise<Written | null> {
  const letter = accountLetter(kind, payload);
  if (letter) return { letter };
  const event = await eventRow(db, String(payload["eventId"]));
  const [host] = event ? await hostsOf(db, event.id) : [];
  if (!event || !host) return null;
  const about = { host: host.name, title: event.title };
  if (kind === "hostInvitation") return { letter: hostInvitationLetter(payload, about) };
  if (kind !== "recoveryCode") throw new Undeliverable(`no such kind of mail: ${kind}`);
  const guest = await guestRow(db, event.id, String(payload["guestId"]));
  return { letter: recoveryLetter(payload, { ...about, locale: guest?.locale ?? null }) };
}

async function writeToGuest(deps: SendDeps, { kind, recipient, payload }: WaitingMail): Promise<Written | null> {
  const { db, publicUrl, secret } = deps;
  const event = await eventRow(db, String(payload["eventId"]));
  const guest = event && (await guestRow(db, event.id, String(payload["guestId"])));
  const hosts = event ? await hostsOf(db, event.id) : [];
  const token = event && guest && (await makePersonalLink(db, event.id, guest.id)); // made here, so that it rests nowhere
  if (!event || !guest || !token) return null;

  const unsubscribe = (scope: string) => `${publicUrl}/unsubscribe/${unsubscribeToken(secret, recipient, scope)}`;
  const links = { event: unsubscribe(eventScope(event.id)), all: unsubscribe(ALL_INVITATIONS) };
  const facts = { event, guest, host: hosts[0]?.name ?? "Turnout", place: guest.place, message: String(payload["message"] ?? ""), link: `${publicUrl}/i/${token}`, unsubscribe: links };
  return {
    letter: guestLetter(kind as GuestMailKind, facts),
    headers: { "List-Unsubscribe": `<${links.event}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    calendar: calendarFor(deps, kind, event.id, facts.event, hosts),
  };
}

type Row = GuestRow & { place: number | null };

async function guestRow(db: Kysely<Database>, eventId: string, guestId: string): Promise<Row | undefined> {
  const found = await sql<Row>`
    select guests.*, (select count(*)::int from guests other where other.event_id = ${eventId} and other.ticket <= guests.ticket) as place
    from guests where event_id = ${eventId} and id = ${guestId} and removed_at is null`.execute(db);
  return found.rows[0];
}

const withCalendar = new Set(["confirmation", "promoted", "changed", "cancelled"]);

function calendarFor({ publicUrl, now }: SendDeps, kind: string, eventId: string, event: Parameters<typeof presentDetails>[0], hosts: { id: string; name: string }[]): FinishedMail["calendar"] {
  if (!withCalendar.has(kind)) return null;
  const known = calendarEvent({ eventId, details: presentDetails(event), hosts: hosts.map(({ id, name }) => ({ userId: id, name })) }, publicUrl);
  if (!known) return null;
  const method = known.status === "cancelled" ? "CANCEL" : "PUBLISH";
  const content = eventCalendar(known, { publicHost: new URL(publicUrl).host, now: now(), method });
  return { name: calendarFileName(known), method, content };
}
