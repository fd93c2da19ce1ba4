import type { Answer } from "@turnout/contract/guests";
import { MAX_DELEGATES } from "@turnout/contract/guest-mail-entries";
import { isEmailAddress } from "@turnout/contract/email-address";
import { calendarUid } from "@turnout/contract/calendar";
import { Refusal, type RefusalCode } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, NotNull } from "../db/row-types.ts";
import { uuidFrom } from "../db/uuid.ts";
import { answerByCalendar, type CalendarAnswer, type CalendarOutcome } from "../guests/answer-by-calendar.ts";
import { holdReply, type ReplyToHold } from "../guests/held-replies.ts";
import { hearGuest } from "../guests/hear-guest.ts";
import type { Caller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { CalendarReply, RepliesAs } from "../mail/inbound/calendar-reply.ts";
import type { InboundMail } from "../mail/inbound/read-mail.ts";
import { claimOfReplyAddress, type Inbound } from "../mail/inbound/reply-address.ts";
import { tagWithin } from "../mail/inbound/tagged-address.ts";
import { isReplyNews, type ReplyNews } from "../mail/inbound/reply-news.ts";
import { cancelsByAddress, revisionOfReply } from "./entry-revision.ts";
import type { QueueMail } from "../mail/outbox.ts";

export interface TakeReplyDeps {
  db: Kysely<Database>;
  changeEvent: ChangeEvent;
  queueMail: QueueMail;
  inbound: Inbound;
  publicUrl: string;
  /** The host part of calendar UIDs. */
  calendarHost: string;
  now: () => Date;
}

type Held<Reply = ReplyToHold> = Reply extends ReplyToHold ? Omit<Reply, "commandId"> : never;
type Recipient = NotNull<Columns<"guests", "id" | "event_id" | "email" | "access_version">, "email">;

/** Most mails of one guest in a day that hosts are asked to read: words, and replies of other addresses. */
export const MAILS_A_DAY = 20;

/**
 * What became of a mail. `unknown`: the address is nobody's. `automatic`: a program wrote it to nobody in particular. `passedOn`: the
 * hosts get the guest's words. `wordless`: there are none. `tooMuch`: they got many of this guest today.
 */
export type Taken = CalendarOutcome | ReplyNews | "unknown" | "automatic" | "passedOn" | "wordless" | "tooMuch";

/** Makes answers of the replies that calendars send. */
export function createTakeReply({ db, changeEvent, queueMail, inbound, publicUrl, calendarHost, now }: TakeReplyDeps) {
  /** The guest whom mail to this address is from. Null: nobody's, or one whose access has ended since. */
  async function recipientOf(address: string): Promise<Recipient | null> {
    const claim = claimOfReplyAddress(inbound, address);
    if (!claim) return null;
    const found = await sql<Recipient>`
      select id, event_id, email, access_version from guests
      where id = ${claim.guestId} and removed_at is null and email is not null and delivery <> 'revoked'`.execute(db);
    const [guest] = found.rows;
    return guest && claim.isProven(guest.access_version) ? guest : null;
  }

  /** Resolves once it need not come again. Throws when it should: the database is away, or too much is going on. */
  async function takeReply(mail: InboundMail, address: string): Promise<Taken> {
    const guest = await recipientOf(address);
    if (!guest) return "unknown";
    const { calendar } = mail;
    if (calendar === "none") return mail.isAutomatic || mail.from === null ? "automatic" : passOn(mail, guest, mail.from);
    if (calendar === "unreadable" && mail.isAutomatic) return "automatic";
    const taken = calendar === "unreadable" ? calendar : await decide(mail, calendar, guest);
    if (isReplyNews(taken)) await tellGuest(guest, taken);
    return taken;
  }

  /** What a guest writes reaches the hosts and nobody else; nothing is answered, so that no two programs write to each other. */
  async function passOn(mail: InboundMail, guest: Recipient, sender: string): Promise<Taken> {
    const text = withoutOwnLinks(mail.words);
    if (text === "") return "wordless";
    if ((await mailsOfToday(guest)) >= MAILS_A_DAY) return "tooMuch";
    const said = { text, from: mail.isVerified && sender === guest.email ? null : sender, files: mail.files };
    const commandId = uuidFrom(JSON.stringify(["words", guest.id, mail.id, said]));
    await changeEvent(guest.event_id, hearGuest, { commandId, ...said }, callerOf(guest));
    return "passedOn";
  }

  /** Our links and reply addresses in a mail are the guest's own, and whoever has one is that guest. */
  function withoutOwnLinks(text: string): string {
    return text
      .split(/(\s+)/)
      .map((word) => (word.includes(`${publicUrl}/`) || tagWithin(word) !== null ? "…" : word))
      .join("");
  }

  async function mailsOfToday({ id, event_id }: Recipient): Promise<number> {
    const found = await sql<Computed<"count", "integer">>`
      select count(*)::int as count from event_log where event_id = ${event_id} and about = ${id}
        and body ->> 'type' in ('guest.wrote', 'reply.held') and at > ${new Date(now().getTime() - DAY)}`.execute(db);
    return found.rows[0]!.count;
  }

  async function decide(mail: InboundMail, reply: CalendarReply, guest: Recipient): Promise<Taken> {
    if (reply.uid !== calendarUid(guest.event_id, calendarHost)) return "unreadable";
    const isTheirs = ({ email }: { email: string }) => email === guest.email;
    const own = reply.attendees.find(isTheirs);
    if (reply.method === "REFRESH") return "asked";
    if (reply.attendees.length === 0) return "unreadable";
    const sender = mail.isVerified && mail.from !== guest.email ? mail.from : null;
    const said = own ?? reply.attendees.find(({ email }) => email === sender);
    if (!said) return "otherAddress";
    const delegates = reply.method === "COUNTER" ? null : delegatesOf(said, guest.email);
    if (delegates === "unclear") return "delegated";
    const answer = delegates ? "declined" : reply.method === "COUNTER" ? "maybe" : answers[said.partstat];
    if (!answer) return "unreadable";
    if (!mail.isVerified || (!own && !sender)) return "unverified";
    if (delegates) return delegate(mail, reply, guest, { from: sender, delegates });
    if (sender) return hold(mail, guest, { from: sender, answer, note: reply.comment, suggestion: reply.suggestion });
    return record(guest, answerOf(mail, await aboutRevision(reply, guest), guest, answer));
  }

  /** The hosts are asked, since only they invite. */
  async function delegate(
    mail: InboundMail,
    reply: CalendarReply,
    guest: Recipient,
    said: { from: string | null; delegates: string[] },
  ): Promise<Taken> {
    const { sequence, writtenAt, comment } = await aboutRevision(reply, guest);
    const taken = await hold(mail, guest, { ...said, answer: "declined", note: comment, suggestion: null, revision: sequence, writtenAt });
    return taken === "held" && said.from === null ? "delegationHeld" : taken;
  }

  /** The hosts are asked, since they may know the address; the guest is told, who can answer for themselves. */
  async function hold(mail: InboundMail, guest: Recipient, held: Held): Promise<Taken> {
    if ((await mailsOfToday(guest)) >= MAILS_A_DAY) return "tooMuch";
    const commandId = uuidFrom(JSON.stringify(["held reply", guest.id, mail.id, held]));
    return refusalsAsNews(async () => {
      const { result } = await changeEvent(guest.event_id, holdReply, { commandId, ...held }, callerOf(guest));
      return result.outcome;
    });
  }

  /** With the event's revision in place of the entry's SEQUENCE. */
  async function aboutRevision(reply: CalendarReply, { event_id, email }: Recipient): Promise<CalendarReply> {
    const cancels = (await cancelsByAddress(db, event_id)).get(email) ?? 0;
    return { ...reply, sequence: reply.sequence === null ? null : revisionOfReply(reply.sequence, cancels) };
  }

  const record = (guest: Recipient, answer: CalendarAnswer): Promise<Taken> =>
    refusalsAsNews(async () => (await changeEvent(guest.event_id, answerByCalendar, answer, callerOf(guest))).result.outcome);

  /** Once a day for each reason, so that a calendar that answers by itself and we do not write to each other for ever. */
  async function tellGuest({ id, event_id, email }: Recipient, news: ReplyNews): Promise<void> {
    const day = now().toISOString().slice(0, "2027-06-18".length);
    const cause = `replyNews:${event_id}:${id}:${news}:${day}`;
    const payload = { eventId: event_id, guestId: id, news };
    await db.transaction().execute((tx) => queueMail(tx, { cause, kind: "replyNews", recipient: email, payload }));
  }

  return { recipientOf, takeReply };
}

const DAY = 86_400_000;

/** PARTSTAT (RFC 5545, 3.2.12) as an answer. Absent: it is none. */
const answers: Record<string, Answer | undefined> = { ACCEPTED: "going", TENTATIVE: "maybe", DECLINED: "declined" };

/**
 * Whom a guest sends in their place. Null: nobody, it is an answer. `unclear`: it does not say whom, or says it in a way that we do
 * not understand in full.
 */
function delegatesOf({ email, partstat, delegatedTo, delegatedFrom }: RepliesAs, guest: string): string[] | "unclear" | null {
  // Whoever comes in their place may answer first, and alone.
  if (partstat !== "DELEGATED") return comes.has(partstat) && delegatedFrom.includes(guest) && email !== guest ? [email] : null;
  const areClear = delegatedTo.length > 0 && delegatedTo.length <= MAX_DELEGATES && delegatedTo.every(isEmailAddress);
  return areClear && !delegatedTo.includes(guest) ? delegatedTo : "unclear";
}

const comes = new Set(["ACCEPTED", "TENTATIVE"]);

/** What a rule refuses is told to the guest; throws what may be taken later. */
async function refusalsAsNews(decide: () => Promise<Taken>): Promise<Taken> {
  try {
    return await decide();
  } catch (error) {
    if (!(error instanceof Refusal) || later.has(error.code)) throw error;
    return refused[error.code] ?? "unreadable";
  }
}

/** Refusals after which the same mail may be taken. */
const later = new Set<RefusalCode>(["overloaded", "unavailable"]);

/** What a guest is told of the others. */
const refused: Partial<Record<RefusalCode, ReplyNews>> = {
  answers_closed: "closed",
  event_over: "closed",
  event_cancelled: "closed",
  not_published: "closed",
  event_not_found: "closed",
  event_full: "full",
};

/** A mail that is delivered twice has one command id, and is one answer; another mail never has it, whatever its Message-ID. */
function answerOf({ id }: InboundMail, reply: CalendarReply, guest: Recipient, answer: Answer): CalendarAnswer {
  const { sequence, writtenAt, comment, suggestion } = reply;
  const said = { answer, note: comment || null, suggestion, revision: sequence, writtenAt };
  return { commandId: uuidFrom(JSON.stringify(["calendar reply", guest.id, id, said])), ...said };
}

/** As whoever has opened the guest's personal link. */
function callerOf({ id, access_version }: Recipient): Caller {
  return { key: `calendar of ${id}`, user: null, guestId: id, accessVersion: access_version, shareVersion: null };
}
