import type { Answer } from "@turnout/contract/guests";
import { calendarUid } from "@turnout/contract/calendar";
import { Refusal, type RefusalCode } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, NotNull } from "../db/row-types.ts";
import { uuidFrom } from "../db/uuid.ts";
import { answerByCalendar, type CalendarAnswer, type CalendarOutcome } from "../guests/answer-by-calendar.ts";
import type { Caller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { CalendarReply } from "../mail/inbound/calendar-reply.ts";
import type { InboundMail } from "../mail/inbound/read-mail.ts";
import { claimOfReplyAddress, type Inbound } from "../mail/inbound/reply-address.ts";
import { isReplyNews, type ReplyNews } from "../mail/inbound/reply-news.ts";
import { cancelsByAddress, revisionOfReply } from "./entry-revision.ts";
import type { QueueMail } from "../mail/outbox.ts";

export interface TakeReplyDeps {
  db: Kysely<Database>;
  changeEvent: ChangeEvent;
  queueMail: QueueMail;
  inbound: Inbound;
  /** The host part of calendar UIDs. */
  calendarHost: string;
  now: () => Date;
}

type Recipient = NotNull<Columns<"guests", "id" | "event_id" | "email" | "access_version">, "email">;

/** What became of a reply. `unknown`: the address is nobody's. `words`: it is no reply of a calendar. */
export type Taken = CalendarOutcome | ReplyNews | "unknown" | "automatic" | "words";

/** Makes answers of the replies that calendars send. */
export function createTakeReply({ db, changeEvent, queueMail, inbound, calendarHost, now }: TakeReplyDeps) {
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
    if (calendar === "none") return mail.isAutomatic ? "automatic" : "words";
    if (calendar === "unreadable" && mail.isAutomatic) return "automatic";
    const taken = calendar === "unreadable" ? calendar : await decide(mail, calendar, guest);
    if (isReplyNews(taken)) await tellGuest(guest, taken);
    return taken;
  }

  async function decide(mail: InboundMail, reply: CalendarReply, guest: Recipient): Promise<Taken> {
    if (reply.uid !== calendarUid(guest.event_id, calendarHost)) return "unreadable";
    const isTheirs = ({ email }: { email: string }) => email === guest.email;
    const own = reply.attendees.find(isTheirs);
    if (reply.method === "REFRESH") return "asked";
    if (!own) return reply.attendees.length === 0 ? "unreadable" : "otherAddress";
    const answer = reply.method === "COUNTER" ? "maybe" : answers[own.partstat];
    if (answer === "delegated" || !answer) return answer ?? "unreadable";
    if (!mail.isVerified || mail.from !== guest.email) return "unverified";
    return record(guest, answerOf(mail, await aboutRevision(reply, guest), guest, answer));
  }

  /** With the event's revision in place of the entry's SEQUENCE. */
  async function aboutRevision(reply: CalendarReply, { event_id, email }: Recipient): Promise<CalendarReply> {
    const cancels = (await cancelsByAddress(db, event_id)).get(email) ?? 0;
    return { ...reply, sequence: reply.sequence === null ? null : revisionOfReply(reply.sequence, cancels) };
  }

  async function record(guest: Recipient, answer: CalendarAnswer): Promise<Taken> {
    try {
      const { result } = await changeEvent(guest.event_id, answerByCalendar, answer, callerOf(guest));
      return result.outcome;
    } catch (error) {
      if (!(error instanceof Refusal) || later.has(error.code)) throw error;
      return refused[error.code] ?? "unreadable";
    }
  }

  /** Once a day for each reason, so that a calendar that answers by itself and we do not write to each other for ever. */
  async function tellGuest({ id, event_id, email }: Recipient, news: ReplyNews): Promise<void> {
    const day = now().toISOString().slice(0, "2027-06-18".length);
    const cause = `replyNews:${event_id}:${id}:${news}:${day}`;
    const payload = { eventId: event_id, guestId: id, news };
    await db.transaction().execute((tx) => queueMail(tx, { cause, kind: "replyNews", recipient: email, payload }));
  }

  return { recipientOf, takeReply };
}

/** PARTSTAT (RFC 5545, 3.2.12) as an answer. Absent: it is none. */
const answers: Record<string, Answer | "delegated" | undefined> = {
  ACCEPTED: "going",
  TENTATIVE: "maybe",
  DECLINED: "declined",
  DELEGATED: "delegated",
};

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
  const { sequence, writtenAt, comment, suggestedStart } = reply;
  const suggestion = suggestedStart && `→ ${suggestedStart}`;
  const note = [comment, suggestion].filter(Boolean).join("\n") || null;
  const said = { answer, note, revision: sequence, writtenAt };
  return { commandId: uuidFrom(JSON.stringify(["calendar reply", guest.id, id, said])), ...said };
}

/** As whoever has opened the guest's personal link. */
function callerOf({ id, access_version }: Recipient): Caller {
  return { key: `calendar of ${id}`, user: null, guestId: id, accessVersion: access_version, shareVersion: null };
}
