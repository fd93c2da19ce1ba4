import type { StoredEntry } from "@turnout/contract/log";
import type { NotificationKind } from "@turnout/contract/notifications";
import type { Job } from "../jobs/jobs.ts";
import type { Notify } from "./job-payloads.ts";

/** Whom an entry notifies. `author`: whoever wrote the message that was replied to. `mentioned`: whom a message still names. */
type NotifiedPeople =
  | { to: "hosts" }
  | { to: "guest"; guestId: string }
  | { to: "guests" }
  | { to: "author"; of: string }
  | { to: "mentioned"; personIds: string[] };

/** What people are notified of because of one entry: ids alone, never a name or a message's text. */
export type Notice = NotifiedPeople & {
  kind: NotificationKind;
  seq: number;
  at: string;
  /** Who did it, and is not notified of it. */
  actorId: string | null;
  /** The guest whom it is about. */
  aboutId: string | null;
  messageId: string | null;
  /** What hosts wrote to guests. */
  bulletinId: string | null;
  answer: string | null;
  /** The event's revision that it is about, if it is about one. */
  revision: number | null;
};

type Said = NotifiedPeople & { kind: NotificationKind } & Partial<Pick<Notice, "aboutId" | "messageId" | "answer" | "revision">>;

/** What an entry notifies people of. The first notice that reaches a person is theirs. Pure. */
export function noticesOf({ seq, at, actor, context, body }: StoredEntry): Notice[] {
  return saidBy(body, context).map((said) => ({
    aboutId: null,
    messageId: null,
    bulletinId: null,
    answer: null,
    revision: null,
    ...said,
    seq,
    at,
    actorId: actor.personId,
  }));
}

function saidBy(body: StoredEntry["body"], context: StoredEntry["context"]): Said[] {
  switch (body.type) {
    case "rsvp.answered":
      if (body.byHost || !body.guest) return [];
      return [{ to: "hosts", kind: "answered", aboutId: body.guest.guestId, answer: body.guest.standing }];
    case "guest.promoted": {
      const guestId = body.guest?.guestId;
      if (!guestId) return [];
      return [
        { to: "guest", guestId, kind: "promoted" },
        { to: "hosts", kind: "seatGiven", aboutId: guestId },
      ];
    }
    case "delivery.changed":
      return body.delivery === "failed" || body.delivery === "complained"
        ? [{ to: "hosts", kind: "undelivered", aboutId: body.guestId }]
        : [];
    case "guest.wrote":
      return [{ to: "hosts", kind: "wrote", aboutId: body.guestId }];
    case "reply.held":
      return [{ to: "hosts", kind: "replyHeld", aboutId: body.guestId }];
    case "event.edited":
      return body.news && !body.news.quietly ? [{ to: "guests", kind: "changed", revision: body.details.revision }] : [];
    case "event.cancelled":
      return [{ to: "guests", kind: "cancelled", revision: body.details.revision }];
    case "chat.posted":
      return saidInChat(body.message, context.chat);
    case "chat.edited":
      return mentioning(body.mentioned ?? [], body.messageId);
    default:
      return [];
  }
}

type PostedMessage = Extract<StoredEntry["body"], { type: "chat.posted" }>["message"];

/** Where hosts alone write, what they write is an announcement. Whom a message names hears of that, whatever else it is to them. */
function saidInChat({ messageId, author, replyTo, mentions = [] }: PostedMessage, chat: StoredEntry["context"]["chat"]): Said[] {
  const named = mentioning(
    mentions.flatMap(({ personId }) => personId ?? []),
    messageId,
  );
  const reply: Said[] = replyTo ? [{ to: "author", of: replyTo.messageId, kind: "replied", messageId }] : [];
  const isAnnouncement = author.role === "host" && chat === "readOnly";
  return [...named, ...reply, ...(isAnnouncement ? [{ to: "guests", kind: "announced", messageId } as const] : [])];
}

const mentioning = (personIds: string[], messageId: string): Said[] =>
  personIds.length > 0 ? [{ to: "mentioned", personIds, kind: "mentioned", messageId }] : [];

/** The job that a commit's entries cause: one for all of them, so that the writer queues one row. */
export function notifyJobsFor(eventId: string, entries: StoredEntry[]): Job[] {
  const seqs = entries.flatMap((entry) => (noticesOf(entry).length > 0 ? entry.seq : []));
  if (seqs.length === 0) return [];
  return [{ name: "notify", payload: { eventId, after: seqs[0]! - 1, upTo: seqs.at(-1)! } satisfies Notify }];
}
