import { createHmac } from "node:crypto";
import { owesAnswers } from "@turnout/contract/answer-of";
import type { CalendarEvent } from "@turnout/contract/calendar";
import type { WhenAndWhere } from "@turnout/contract/events";
import type { ReminderKind } from "@turnout/contract/reminders";
import { calendarEvent } from "../calendar/calendar-event.ts";
import { entryRevision } from "../calendar/entry-revision.ts";
import { calendarFileName, eventCalendar, type Delivery } from "../calendar/ics.ts";
import { replyAddress } from "../mail/inbound/reply-address.ts";
import { returnPath } from "../mail/inbound/return-path.ts";
import { isReplyNews, type ReplyNews } from "../mail/inbound/reply-news.ts";
import { openImageUrl } from "../mail/opens/open-image.ts";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import { isOver } from "../events/is-over.ts";
import { presentDetails, whenAndWhereOf } from "../events/present.ts";
import { presentGuest } from "../guests/present.ts";
import { beginRecoveryCode } from "../guests/recovery.ts";
import type { EventRow } from "../log/event-row.ts";
import type { WaitingMail } from "../mail/outbox.ts";
import { ALL_INVITATIONS, ALL_TO_GUESTS, CALENDAR_ENTRIES, eventScope, routineScope } from "../mail/suppression.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { recoveryEmail } from "./account-emails.ts";
import { greetedAs, guestEmail, type Quoted } from "./guest-emails.ts";
import type { GuestMailKind } from "./mail-kinds.ts";
import { daysUntilStart } from "./days-until-start.ts";
import { emailLocale } from "./email-locale.ts";
import { declinedReply, type GuestToTell, type HostToName, type Told } from "./queries.ts";
import { layoutForMany, type Layout, type OwnValues } from "./shared-emails.ts";
import { unsubscribeHeaders, unsubscribeLinks } from "./unsubscribing.ts";
import { isStillAsked } from "@turnout/contract/still-asked";
import { canBeSamePerson } from "@turnout/contract/same-person";
import type { GuestRow } from "../guests/tables.ts";
import { isAboutAnswer } from "../mail/budget.ts";
import { isReminderDue } from "./reminder-times.ts";
import { whatMoved } from "./when-and-where.ts";
import type { BulletinRow } from "../invitations/bulletins-table.ts";
import type { Unsent, Writer, WritingDeps, Written } from "./writer.ts";
import { signingSecret, type AnySecrets } from "../secrets.ts";

/** What an email to a guest is about, as of now. */
interface Case {
  mail: WaitingMail;
  event: EventRow;
  guest: GuestToTell & { email: string };
  hosts: HostToName[];
  /** Whether this address wants no entries for calendars. */
  wantsNoEntries?: boolean;
}

export type LinkTo = Pick<Case, "mail" | "event"> & { guest: Pick<GuestRow, "id" | "access_version"> };

/** Emails to a guest: to their current address, in their language or else the first host's. */
export const writeToGuest: Writer = async (deps, mail) => {
  const { db, reads } = deps;
  const event = await reads.event(String(mail.payload["eventId"]));
  const guest = event && (await reads.guest(event.id, String(mail.payload["guestId"])));
  // A revoked guest gets nothing, not even a code, because every email gives access.
  if (!event || !guest?.email || guest.delivery === "revoked") return { unsent: "gone" };
  const told = mail.kind === "proposalDeclined" ? await declineOf(deps, mail, { eventId: event.id, guestId: guest.id }) : mail;
  if (!told) return { unsent: "gone" };
  const one: Case = { mail: told, event, guest: { ...guest, email: guest.email }, hosts: await reads.hosts(event.id) };
  if (mail.kind === "recoveryCode") {
    const { codeId } = mail.payload;
    if (typeof codeId === "string") await beginRecoveryCode(db, codeId);
    return codeFor(deps, one);
  }
  const [unsent, wantsNoEntries] = await Promise.all([whyNot(deps, one), reads.isSuppressed(one.guest.email, [CALENDAR_ENTRIES])]);
  return unsent ?? writeGuestEmail(deps, { ...one, wantsNoEntries });
};

/** What hosts decline is another time, or that others come in the guest's place. Null: nothing. */
async function declineOf({ db }: WritingDeps, mail: WaitingMail, about: { eventId: string; guestId: string }): Promise<WaitingMail | null> {
  const declined = await declinedReply(db, { ...about, seq: Number(mail.payload["seq"]) });
  if (declined !== "delegates") return declined && mail;
  return { ...mail, kind: "replyNews", payload: { ...mail.payload, news: "delegationDeclined" satisfies ReplyNews } };
}

/** The sender: the host who invited, or else the first host. */
async function writerOf({ reads }: WritingDeps, { mail, event, hosts }: Case): Promise<{ host: HostToName | undefined; message: string }> {
  if (mail.kind !== "invitation") return { host: hosts[0], message: "" };
  const { message, by } = await reads.words(event.id, Number(mail.payload["seq"]));
  return { host: hosts.find(({ id }) => id === by) ?? hosts[0], message };
}

interface ReadBy extends Pick<Case, "event" | "hosts"> {
  guest: Pick<GuestToTell, "language" | "region">;
}

/** The guest's language, or else the first host's, with the region of the guest, or else of the host who writes. */
export function localeOf({ event, guest, hosts }: ReadBy, host = hosts[0]): string {
  return emailLocale(guest.language ?? hosts[0]?.locale ?? "en", [guest.region, host?.region], event.zone);
}

function codeFor(deps: WritingDeps, one: Case): Written {
  const { event, guest, mail } = one;
  const content = recoveryEmail(String(mail.payload["code"]), { event, locale: localeOf(one), cover: coverPictureUrl(deps, event) });
  return { to: guest.email, content, returnPath: returnPathOf(deps, mail) };
}

function returnPathOf({ secret, inboundAddress }: WritingDeps, { id }: WaitingMail): string | null {
  return inboundAddress === null ? null : returnPath({ secret, address: inboundAddress }, id);
}

async function whyNot({ reads, now }: WritingDeps, one: Case): Promise<Unsent | null> {
  const { event, guest } = one;
  const { kind, payload } = one.mail;
  const isVital = kind === "changed" || kind === "cancelled" || kind === "readmitted";
  const scopes = [eventScope(event.id), ...(isVital ? [] : [routineScope(event.id)]), ...(kind === "invitation" ? [ALL_INVITATIONS] : [])];
  const [isUnwanted, hasBounced] = await Promise.all([
    reads.isSuppressed(guest.email, scopes),
    reads.isSuppressed(guest.email, [ALL_TO_GUESTS]),
  ]);
  if (isUnwanted) return { unsent: "unwanted" };
  if (hasBounced) return { unsent: "bounced" };
  if (kind === "bulletin") return whyNoBulletin(reads, one, now());
  if (isOver(event, now()) || (kind !== "cancelled" && event.status !== "published")) return { unsent: "gone" };
  if (kind === "reminder" && !isReminderTrue(one, now().getTime())) return { unsent: "overtaken" };
  if (kind === "changed" && (await isOldNews(reads, one))) return { unsent: "overtaken" };
  if (kind === "readmitted" && !(await reads.told(event.id, guest.id))?.isCancelled) return { unsent: "overtaken" };
  const overtakers = overtakenBy[kind];
  const about = { eventId: event.id, guestId: guest.id, seq: Number(payload["seq"]) };
  if (overtakers && (await reads.happenedSince(about, overtakers))) return { unsent: "overtaken" };
  return isStillTrue(kind, guest) ? null : { unsent: "overtaken" };
}

/** Whether it is still due, and asks nobody who has said already that they still come. */
function isReminderTrue({ event, guest, mail: { payload } }: Case, now: number): boolean {
  const about = reminderOf(payload);
  const details = presentDetails(event);
  return isReminderDue(about, details, now) && (about.kind !== "stillComing" || isStillAsked(presentGuest(guest), details, now));
}

/** Whether a newer email covers the change, or this guest knows the current state already. */
async function isOldNews(reads: WritingDeps["reads"], { mail: { payload }, event, guest }: Case): Promise<boolean> {
  const isLast = event.revision === Number(payload["revision"]);
  if (!isLast && (payload["seq"] === undefined || (await reads.hasLaterNews(event.id, Number(payload["seq"]))))) return true;
  const known = await reads.told(event.id, guest.id);
  return known !== undefined && whatMoved(known.told, whenAndWhereOf(presentDetails(event))) === null;
}

/** Entries after which an email would be wrong, or would give access to a removed guest. */
const overtakenBy: Record<string, readonly string[]> = {
  invitation: ["invitation.revoked", "guest.removed"],
  confirmation: ["rsvp.answered", "guest.promoted", "guest.removed"],
  waitlisted: ["rsvp.answered", "guest.promoted", "guest.removed"],
  promoted: ["rsvp.answered", "guest.removed"],
  readmitted: ["guest.removed"],
};

function isStillTrue(kind: string, { standing }: GuestToTell): boolean {
  if (kind === "confirmation") return standing === "going" || standing === "maybe" || standing === "declined";
  if (kind === "waitlisted") return standing === "waiting";
  if (kind === "reminder") return standing === "going" || standing === "waiting";
  return kind !== "promoted" || standing === "going";
}

async function writeGuestEmail(deps: WritingDeps, one: Case): Promise<Written | Unsent> {
  const { event, guest, mail } = one;
  const token = await linkFor(deps, one);
  if (!token) return { unsent: "gone" };
  const links = unsubscribeLinks(deps, guest.email, event.id);
  const { host, message } = await writerOf(deps, one);
  const name = host?.name ?? "Turnout";
  const own = {
    greeted: greetedAs(guest.name),
    link: `${deps.publicUrl}/i/${token}`,
    unsubscribeEvent: links.event,
    unsubscribeAll: links.all,
    openImage: deps.mailOpens && mail.kind === "invitation" ? openImageUrl(deps, mail.id) : "",
  };
  const replyTo = replyToFor(deps, guest, host);
  const about = { event, locale: localeOf(one, host), host: name, takesReplies: replyTo !== null };
  const envelope = {
    to: guest.email,
    from: name,
    replyTo: replyTo === null ? null : { name, address: replyTo },
    returnPath: returnPathOf(deps, mail),
    headers: unsubscribeHeaders(links.event),
  };
  // Without an entry for calendars it tells nothing: an email about a change still has to bring theirs up to date.
  if (mail.kind === "reminder") return { ...envelope, content: reminderFor(deps, one, { about, envelope, own }) };
  const told = toldNow(event);
  const bulletin = mail.kind === "bulletin" ? await deps.reads.bulletin(event.id, String(mail.payload["bulletinId"])) : undefined;
  if (bulletin) return { ...bulletinFor(deps, one, bulletin, own), returnPath: envelope.returnPath };
  if (mail.kind === "invitation") {
    const words = message ? [{ text: message, by: name }] : [];
    const invitation = (values: OwnValues) => {
      const openImage = own.openImage === "" ? undefined : values.openImage;
      return guestEmail("invitation", { ...about, ...contentOf(deps, event, values), guest: NOT_ANSWERED, words, was: null, openImage });
    };
    const calendar = await calendarFor(deps, one);
    const key = JSON.stringify([about.locale, envelope.from, about.takesReplies, message, calendar !== null, own.openImage !== ""]);
    return { ...envelope, told, content: layoutOf(event, key, () => layoutForMany(invitation))(own), calendar };
  }
  const listed = await listedBefore(deps, one);
  const { was, words } = mail.kind === "changed" ? await changeOf(deps, one) : { was: null, words: [] };
  const values = listed ? { ...own, greeted: greetedAs(listed.name) } : own;
  const reply = isReplyNews(mail.payload["news"]) ? { reply: mail.payload["news"] } : {};
  const facts = {
    ...about,
    ...contentOf(deps, event, values),
    guest,
    words,
    was,
    listed,
    owesAnswers: owesAnswers(presentGuest(guest), event.questions),
    ...reply,
  };
  return {
    ...envelope,
    told,
    content: guestEmail(mail.kind as GuestMailKind, facts),
    calendar: listed ? null : await calendarFor(deps, one),
  };
}

/** A bulletin may be about an event that is over: thanks, pictures, what was left behind. */
async function whyNoBulletin(reads: WritingDeps["reads"], { event, guest, mail }: Case, now: Date): Promise<Unsent | null> {
  const bulletin = await reads.bulletin(event.id, String(mail.payload["bulletinId"]));
  if (!bulletin || event.status !== "published") return { unsent: "gone" };
  if (bulletin.kind === "nudge" && isOver(event, now)) return { unsent: "gone" };
  const isStillMeant = await reads.isStillMeant(event.id, { bulletinId: bulletin.id, guestId: guest.id });
  return isStillMeant ? null : { unsent: "overtaken" };
}

/** In the name of the host who wrote it, or of the first where they do not host any more. */
function bulletinFor(deps: WritingDeps, one: Case, bulletin: BulletinRow, own: OwnValues): Written {
  const { event, guest, hosts } = one;
  const host = hosts.find(({ id }) => id === bulletin.written_by) ?? hosts[0];
  const name = host?.name ?? "Turnout";
  const kind = bulletin.kind === "nudge" ? "nudge" : "bulletin";
  const about = { event, locale: localeOf(one, host), host: name, takesReplies: Boolean(host?.repliesTo), subject: bulletin.subject };
  const words = bulletin.text ? [{ text: bulletin.text, by: name }] : [];
  const replyTo = host?.repliesTo ? { name, address: host.repliesTo } : null;
  const email = (values: OwnValues) =>
    guestEmail(kind, { ...about, ...contentOf(deps, event, values), guest: NOT_ANSWERED, words, was: null });
  const key = JSON.stringify(["bulletin", bulletin.id, about.locale, name, replyTo]);
  const content = layoutOf(event, key, () => layoutForMany(email))(own);
  return { to: guest.email, from: name, replyTo, headers: unsubscribeHeaders(own.unsubscribeEvent), content };
}

const reminderOf = ({ reminder, day }: WaitingMail["payload"]) => ({ kind: reminder as ReminderKind, day: String(day) });

interface Sending {
  about: { event: EventRow; locale: string; host: string; takesReplies: boolean };
  envelope: { from: string; replyTo: FinishedMail["replyTo"] };
  own: OwnValues;
}

/** Thousands go out at one moment, and most differ in greeting and links alone; each place on the waitlist is one guest's. */
function reminderFor(deps: WritingDeps, { event, guest }: Case, { about, envelope, own }: Sending): Written["content"] {
  const daysAhead = daysUntilStart(event, deps.now());
  const asks = isStillAsked(presentGuest(guest), presentDetails(event), deps.now().getTime());
  const facts = (values: OwnValues) => ({ ...about, ...contentOf(deps, event, values), guest, words: [], was: null, daysAhead, asks });
  if (guest.standing === "waiting") return guestEmail("reminder", facts(own));
  const key = JSON.stringify(["reminder", about.locale, envelope.from, about.takesReplies, guest.party_size, daysAhead, asks]);
  return layoutOf(event, key, () => layoutForMany((values) => guestEmail("reminder", facts(values))))(own);
}

/** Where a reply in words goes: to all hosts by us, or to the host's own address, if they want that. Null: nowhere. */
function replyToFor({ inboundAddress, secret }: WritingDeps, guest: GuestToTell, host: HostToName | undefined): string | null {
  if (inboundAddress === null) return host?.repliesTo ?? null;
  return replyAddress({ secret, address: inboundAddress }, { guestId: guest.id, accessVersion: guest.access_version });
}

/** What an invitation says of its guest, whatever they have answered meanwhile. */
export const NOT_ANSWERED = { standing: "none", party_size: 1, place: null } as const;

function contentOf(deps: WritingDeps, event: EventRow, { greeted, link, unsubscribeEvent, unsubscribeAll }: OwnValues) {
  return { cover: coverPictureUrl(deps, event), greeted, link, unsubscribe: { event: unsubscribeEvent, all: unsubscribeAll } };
}

/** By the row that was read: emails of one reading are about the same state of the event. */
const layouts = new WeakMap<EventRow, Map<string, Layout>>();

function layoutOf(event: EventRow, key: string, make: () => Layout): Layout {
  const ofEvent = layouts.get(event) ?? new Map<string, Layout>();
  layouts.set(event, ofEvent);
  const layout = ofEvent.get(key) ?? make();
  ofEvent.set(key, layout);
  return layout;
}

const tolds = new WeakMap<EventRow, Told>();

function toldNow(event: EventRow): Told {
  const told = tolds.get(event) ?? { seq: event.log_seq, told: whenAndWhereOf(presentDetails(event)) };
  tolds.set(event, told);
  return told;
}

/** The guest who was on the list before with the address of an unknown visitor's answer, and their link. */
async function listedBefore(deps: WritingDeps, one: Case): Promise<{ name: string; link: string } | null> {
  const { event, guest, mail } = one;
  if (!isAboutAnswer(mail.kind) || guest.source !== "link") return null;
  const earlier = (await deps.reads.listedBefore(event.id, guest.id)).find(({ name }) => canBeSamePerson(name, guest.name));
  const token = earlier && (await linkFor(deps, { mail, event, guest: earlier }));
  return token ? { name: earlier.name, link: `${deps.publicUrl}/i/${token}` } : null;
}

/**
 * The state that this guest was last sent, and the notes of all changes since, as several changes can become one email.
 * For a guest who was never sent any, the state before the first change.
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

/** The token of a personal link for this email. Null when access has changed since the guest was read. */
export async function linkFor({ reads, secret }: WritingDeps, one: LinkTo): Promise<string | null> {
  const { event, guest } = one;
  const token = tokenFor(secret, one);
  const isMade = await reads.makeLink(event.id, { guestId: guest.id, accessVersion: guest.access_version, token });
  return isMade ? token : null;
}

/** Computed, so that it is stored nowhere, and the same at every attempt, so that an email sent twice is the same. */
function tokenFor(secret: AnySecrets, { mail, guest }: LinkTo): string {
  // Without a suffix for the email's own guest, as in earlier versions.
  const other = mail.payload["guestId"] === guest.id ? "" : ` of ${guest.id}`;
  return createHmac("sha256", signingSecret(secret)).update(`personal link ${mail.id} ${guest.access_version}${other}`).digest("base64url");
}

/** Emails with an entry for calendars where no reply reaches us: an entry is of use to whoever has answered. */
const withEntry = new Set(["confirmation", "promoted", "changed", "cancelled"]);

/** Emails without an entry for whoever wants none, or at an event whose hosts want none. Others are about one that they have: it is put right, or taken out. */
const goesWithout = new Set(["invitation", "confirmation", "waitlisted", "promoted", "changed"]);

/**
 * The entry that this guest's calendar gets. Where replies reach us it invites: the calendar offers to answer, and each email
 * says anew where the guest stands, so that what a calendar shows is true. Null: the email has none.
 */
async function calendarFor(
  deps: WritingDeps,
  { mail: { kind }, event, guest, hosts, wantsNoEntries = false }: Case,
): Promise<FinishedMail["calendar"]> {
  const { inboundAddress, reads, secret } = deps;
  if (inboundAddress === null && !withEntry.has(kind)) return null;
  const known = calendarEventOf(deps, event, hosts);
  if (!known) return null;
  if ((wantsNoEntries || !event.calendar_entries) && known.status !== "cancelled" && goesWithout.has(kind)) return null;
  const now = deps.now();
  const { name, email, standing } = guest;
  const owner = { guestId: guest.id, accessVersion: guest.access_version };
  const replyTo = inboundAddress && replyAddress({ secret, address: inboundAddress }, owner);
  const cancels = inboundAddress === null ? 0 : await reads.cancels(event.id, email);
  const sequence = entryRevision(event.revision, cancels);
  const attendee = { name, email, standing, replyTo };
  const method =
    known.status === "cancelled" ? "CANCEL" : replyTo ? (kind === "proposalDeclined" ? "DECLINECOUNTER" : "REQUEST") : "PUBLISH";
  const delivery: Delivery = method === "PUBLISH" ? { method, now, sequence } : { method, now, sequence, attendee };
  return { name: calendarFileName(known), method: delivery.method, content: eventCalendar(known, delivery), isPart: replyTo !== null };
}

/** By the row that was read, since ten thousand invitations are about the same event. */
const calendarEvents = new WeakMap<EventRow, { host: string | undefined; known: CalendarEvent | null }>();

function calendarEventOf(deps: WritingDeps, event: EventRow, hosts: HostToName[]): CalendarEvent | null {
  const host = hosts[0]?.name;
  const kept = calendarEvents.get(event);
  if (kept?.host === host && kept) return kept.known;
  const named = hosts.map(({ id, name }) => ({ userId: id, name }));
  const known = calendarEvent({ eventId: event.id, details: presentDetails(event), hosts: named }, deps);
  calendarEvents.set(event, { host, known });
  return known;
}
