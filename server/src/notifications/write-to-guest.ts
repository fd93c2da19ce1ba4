import { createHmac } from "node:crypto";
import type { WhenAndWhere } from "@turnout/contract/events";
import { calendarEvent } from "../calendar/calendar-event.ts";
import { calendarFileName, eventCalendar, type Delivery } from "../calendar/ics.ts";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import { isOver } from "../events/is-over.ts";
import { presentDetails, whenAndWhereOf } from "../events/present.ts";
import { beginRecoveryCode } from "../guests/recovery.ts";
import type { EventRow } from "../log/event-row.ts";
import type { WaitingMail } from "../mail/outbox.ts";
import { ALL_INVITATIONS, eventScope, routineScope } from "../mail/suppression.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { recoveryLetter } from "./account-letters.ts";
import { guestLetter, type Quoted } from "./guest-letters.ts";
import type { GuestMailKind } from "./mail-kinds.ts";
import { letterLocale } from "./letter-locale.ts";
import type { GuestToTell, HostToName } from "./queries.ts";
import type { WritingDeps } from "./writer.ts";
import { unsubscribeHeaders, unsubscribeLinks } from "./unsubscribing.ts";
import { canBeSamePerson } from "@turnout/contract/same-person";
import type { GuestRow } from "../guests/tables.ts";
import { isAboutAnswer } from "../mail/budget.ts";
import { whatMoved } from "./when-and-where.ts";
import type { Unsent, Writer, Written } from "./writer.ts";

/** Everything that a mail to a guest is about, as it stands now. */
interface Case {
  mail: WaitingMail;
  event: EventRow;
  guest: GuestToTell & { email: string };
  hosts: HostToName[];
}

type LinkTo = Pick<Case, "mail" | "event"> & { guest: Pick<GuestRow, "id" | "access_version"> };

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
    return codeFor(deps, one);
  }
  return (await whyNot(deps, one)) ?? writeLetter(deps, one);
};

/** Who writes: the host who invited, or else the first one. */
async function writerOf({ reads }: WritingDeps, { mail, event, hosts }: Case): Promise<{ host: HostToName | undefined; message: string }> {
  if (mail.kind !== "invitation") return { host: hosts[0], message: "" };
  const { message, by } = await reads.words(event.id, Number(mail.payload["seq"]));
  return { host: hosts.find(({ id }) => id === by) ?? hosts[0], message };
}

function localeOf({ event, guest, hosts }: Case, host = hosts[0]): string {
  return letterLocale(guest.locale ?? hosts[0]?.locale ?? "en", [guest.region, host?.region], event.zone);
}

function codeFor(deps: WritingDeps, one: Case): Written {
  const { event, guest, mail } = one;
  const letter = recoveryLetter(String(mail.payload["code"]), { event, locale: localeOf(one), cover: coverPictureUrl(deps, event) });
  return { to: guest.email, letter };
}

async function whyNot({ reads, now }: WritingDeps, one: Case): Promise<Unsent | null> {
  const { event, guest } = one;
  const { kind, payload } = one.mail;
  const isVital = kind === "changed" || kind === "cancelled";
  const scopes = [eventScope(event.id), ...(isVital ? [] : [routineScope(event.id)]), ...(kind === "invitation" ? [ALL_INVITATIONS] : [])];
  if (await reads.isSuppressed(guest.email, scopes)) return { unsent: "unwanted" };
  if (isOver(event, now()) || (kind !== "cancelled" && event.status !== "published")) return { unsent: "gone" };
  if (kind === "changed" && (await isOldNews(reads, one))) return { unsent: "overtaken" };
  const overtakers = overtakenBy[kind];
  const about = { eventId: event.id, guestId: guest.id, seq: Number(payload["seq"]) };
  if (overtakers && (await reads.happenedSince(about, overtakers))) return { unsent: "overtaken" };
  return isStillTrue(kind, guest) ? null : { unsent: "overtaken" };
}

/** A newer mail tells of it, or this guest knows already what stands now. */
async function isOldNews(reads: WritingDeps["reads"], { mail: { payload }, event, guest }: Case): Promise<boolean> {
  const isLast = event.revision === Number(payload["revision"]);
  if (!isLast && (payload["seq"] === undefined || (await reads.hasLaterNews(event.id, Number(payload["seq"]))))) return true;
  const known = await reads.told(event.id, guest.id);
  return known !== undefined && whatMoved(known.told, whenAndWhereOf(presentDetails(event))) === null;
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
  const listed = await listedBefore(deps, one);
  const links = unsubscribeLinks(deps, guest.email, event.id);
  const { host, message } = await writerOf(deps, one);
  const name = host?.name ?? "Turnout";
  const invited = { was: null, words: message ? [{ text: message, by: name }] : [] };
  const { was, words } = mail.kind === "changed" ? await changeOf(deps, one) : invited;
  return {
    to: guest.email,
    from: name,
    replyTo: host?.repliesTo ? { name, address: host.repliesTo } : null,
    letter: guestLetter(mail.kind as GuestMailKind, {
      event,
      guest,
      locale: localeOf(one, host),
      host: name,
      takesReplies: Boolean(host?.repliesTo),
      words,
      was,
      cover: coverPictureUrl(deps, event),
      link: `${deps.publicUrl}/i/${token}`,
      listed,
      unsubscribe: links,
    }),
    headers: unsubscribeHeaders(links.event),
    calendar: listed ? null : calendarFor(deps, one),
    told: { seq: event.log_seq, told: whenAndWhereOf(presentDetails(event)) },
  };
}

/** Whom the answer of somebody unknown is mailed to, if they are on the list in their own right. */
async function listedBefore(deps: WritingDeps, one: Case): Promise<{ name: string; link: string } | null> {
  const { event, guest, mail } = one;
  if (!isAboutAnswer(mail.kind) || guest.source !== "link") return null;
  const earlier = (await deps.reads.listedBefore(event.id, guest.id)).find(({ name }) => canBeSamePerson(name, guest.name));
  const token = earlier && (await linkFor(deps, { mail, event, guest: earlier }));
  return token ? { name: earlier.name, link: `${deps.publicUrl}/i/${token}` } : null;
}

/**
 * From what this guest was last told, with the words to every change since: several that become one mail are one story.
 * Whoever was never told anything came by what was before the first of them.
 */
async function changeOf(
  { reads }: WritingDeps,
  { mail: { payload }, event, guest, hosts }: Case,
): Promise<{ was: WhenAndWhere | null; words: Quoted[] }> {
  const known = await reads.told(event.id, guest.id);
  const news = payload["seq"] === undefined ? [] : await reads.news(event.id, Number(payload["seq"]));
  const missed = news.filter(({ seq, quietly }) => seq > (known?.seq ?? 0) && !quietly);
  const nameOf = (by: string | null) => (hosts.find(({ id }) => id === by) ?? hosts[0])?.name ?? "Turnout";
  return {
    was: known?.told ?? missed[0]?.was ?? null,
    words: missed.filter(({ note }) => note).map(({ note, by }) => ({ text: note, by: nameOf(by) })),
  };
}

/** Null when access has changed since the case was read. */
async function linkFor({ reads, secret }: WritingDeps, one: LinkTo): Promise<string | null> {
  const { event, guest } = one;
  const token = tokenFor(secret, one);
  const isMade = await reads.makeLink(event.id, { guestId: guest.id, accessVersion: guest.access_version, token });
  return isMade ? token : null;
}

/** Made when it is needed, so that it rests nowhere; the same at every try, so that a mail sent twice is the same mail. */
function tokenFor(secret: string, { mail, guest }: LinkTo): string {
  // Most mails are about one guest, and named no other in earlier versions.
  const other = mail.payload["guestId"] === guest.id ? "" : ` of ${guest.id}`;
  return createHmac("sha256", secret).update(`personal link ${mail.id} ${guest.access_version}${other}`).digest("base64url");
}

const withCalendar = new Set(["confirmation", "promoted", "changed", "cancelled"]);

function calendarFor(deps: WritingDeps, { mail: { kind }, event, guest, hosts }: Case): FinishedMail["calendar"] {
  if (!withCalendar.has(kind)) return null;
  const named = hosts.map(({ id, name }) => ({ userId: id, name }));
  const known = calendarEvent({ eventId: event.id, details: presentDetails(event), hosts: named }, deps);
  if (!known) return null;
  const now = deps.now();
  const { name, email, standing } = guest;
  const delivery: Delivery =
    known.status === "cancelled"
      ? { method: "CANCEL", now, attendee: { name, email, standing, replyWanted: false } }
      : { method: "PUBLISH", now };
  return { name: calendarFileName(known), method: delivery.method, content: eventCalendar(known, delivery) };
}
