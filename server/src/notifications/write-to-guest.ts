import { createHmac } from "node:crypto";
import { calendarEvent } from "../calendar/calendar-event.ts";
import { calendarFileName, eventCalendar } from "../calendar/ics.ts";
import { presentDetails } from "../events/present.ts";
import { beginRecoveryCode } from "../guests/recovery.ts";
import type { EventRow } from "../log/event-row.ts";
import type { WaitingMail } from "../mail/outbox.ts";
import { ALL_INVITATIONS, eventScope } from "../mail/suppression.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { recoveryLetter } from "./account-letters.ts";
import { guestLetter } from "./guest-letters.ts";
import type { GuestMailKind } from "./jobs.ts";
import type { GuestToTell, HostToName } from "./queries.ts";
import type { WritingDeps } from "./send-mail.ts";
import { unsubscribeHeaders, unsubscribeLinks } from "./unsubscribing.ts";
import type { Unsent, Writer, Written } from "./write-mail.ts";

/** Everything that a mail to a guest is about, as it stands now. */
interface Case {
  mail: WaitingMail;
  event: EventRow;
  guest: GuestToTell & { email: string };
  hosts: HostToName[];
}

/** Mails to somebody on the list: to the address they have now, in their language or else in the first host's. */
export const writeToGuest: Writer = async (deps, mail) => {
  const { db, reads } = deps;
  const event = await reads.event(String(mail.payload["eventId"]));
  const guest = event && (await reads.guest(event.id, String(mail.payload["guestId"])));
  // A revoked guest gets nothing, not even a code: every mail lets its reader in.
  if (!event || !guest?.email || guest.delivery === "revoked") return { unsent: "gone" };
  const one: Case = { mail, event, guest: { ...guest, email: guest.email }, hosts: await reads.hosts(event.id) };
  if (mail.kind === "recoveryCode") {
    const { codeId } = mail.payload;
    if (typeof codeId === "string") await beginRecoveryCode(db, codeId);
    return codeFor(one);
  }
  return (await whyNot(deps, one)) ?? writeLetter(deps, one);
};

const localeOf = ({ guest, hosts }: Case) => guest.locale ?? hosts[0]?.locale ?? "en";
const hostName = ({ hosts }: Case) => hosts[0]?.name ?? "Turnout";

function codeFor(one: Case): Written {
  const about = { host: hostName(one), title: one.event.title, locale: localeOf(one) };
  return { to: one.guest.email, letter: recoveryLetter(String(one.mail.payload["code"]), about, one.event) };
}

async function whyNot({ reads }: WritingDeps, { mail: { kind, payload }, event, guest }: Case): Promise<Unsent | null> {
  const scopes = [eventScope(event.id), ...(kind === "invitation" ? [ALL_INVITATIONS] : [])];
  if (await reads.isSuppressed(guest.email, scopes)) return { unsent: "unwanted" };
  if (kind !== "cancelled" && event.status !== "published") return { unsent: "gone" };
  if (kind === "changed" && event.revision > Number(payload["revision"])) return { unsent: "overtaken" };
  const overtakers = overtakenBy[kind];
  const about = { eventId: event.id, guestId: guest.id, seq: Number(payload["seq"]) };
  if (overtakers && (await reads.happenedSince(about, overtakers))) return { unsent: "overtaken" };
  return isStillTrue(kind, guest) ? null : { unsent: "overtaken" };
}

/** After these, an older mail would say what is not true any more, or let in whom the host has put out. */
const overtakenBy: Record<string, readonly string[]> = {
  invitation: ["invitation.revoked", "guest.removed"],
  confirmation: ["rsvp.answered", "guest.promoted", "guest.removed"],
  waitlisted: ["rsvp.answered", "guest.promoted", "guest.removed"],
  promoted: ["rsvp.answered", "guest.removed"],
};

function isStillTrue(kind: string, { standing }: GuestToTell): boolean {
  if (kind === "confirmation") return standing === "going" || standing === "maybe" || standing === "declined";
  if (kind === "waitlisted") return standing === "waiting";
  return kind !== "promoted" || standing === "going";
}

async function writeLetter(deps: WritingDeps, one: Case): Promise<Written | Unsent> {
  const { event, guest, mail } = one;
  const token = await linkFor(deps, one);
  if (!token) return { unsent: "gone" };
  const links = unsubscribeLinks(deps, guest.email, event.id);
  const message = mail.kind === "invitation" ? await deps.reads.message(event.id, Number(mail.payload["seq"])) : "";
  return {
    to: guest.email,
    letter: guestLetter(mail.kind as GuestMailKind, {
      event,
      guest,
      locale: localeOf(one),
      host: hostName(one),
      message,
      link: `${deps.publicUrl}/i/${token}`,
      unsubscribe: links,
    }),
    headers: unsubscribeHeaders(links.event),
    calendar: calendarFor(deps, one),
  };
}

/** Null when access has changed since the case was read. */
async function linkFor({ reads, secret }: WritingDeps, one: Case): Promise<string | null> {
  const { event, guest } = one;
  const token = tokenFor(secret, one);
  const isMade = await reads.makeLink(event.id, { guestId: guest.id, accessVersion: guest.access_version, token });
  return isMade ? token : null;
}

/** Made when it is needed, so that it rests nowhere; the same at every try, so that a mail sent twice is the same mail. */
function tokenFor(secret: string, { mail, guest }: Case): string {
  return createHmac("sha256", secret).update(`personal link ${mail.id} ${guest.access_version}`).digest("base64url");
}

const withCalendar = new Set(["confirmation", "promoted", "changed", "cancelled"]);

function calendarFor({ publicUrl, now }: WritingDeps, { mail: { kind }, event, hosts }: Case): FinishedMail["calendar"] {
  if (!withCalendar.has(kind)) return null;
  const named = hosts.map(({ id, name }) => ({ userId: id, name }));
  const known = calendarEvent({ eventId: event.id, details: presentDetails(event), hosts: named }, publicUrl);
  if (!known) return null;
  const method = known.status === "cancelled" ? "CANCEL" : "PUBLISH";
  const content = eventCalendar(known, { publicHost: new URL(publicUrl).host, now: now(), method });
  return { name: calendarFileName(known), method, content };
}
