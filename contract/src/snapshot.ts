import { z } from "zod";
import { viewerClasses } from "./audience.ts";
import { excerptOf, Message, MESSAGES_KEPT } from "./chat.ts";
import { facesAfter } from "./faces.ts";
import { EventDetails, EventHost } from "./events.ts";
import { Face, Me, Tally } from "./guests.ts";
import { EventId } from "./ids.ts";
import type { EntriesFrame } from "./live.ts";
import type { EntryBody, LogEntry } from "./log.ts";

/** The picture of an event for one reader at one position: a window, never the whole. */
export const EventSnapshot = z.object({
  eventId: EventId,
  epoch: z.uuid(),
  seq: z.int().min(0),
  viewer: z.object({ class: z.enum(viewerClasses), personId: z.uuid().nullable() }),
  details: EventDetails,
  hosts: z.array(EventHost),
  tally: Tally,
  faces: z.array(Face),
  me: Me.nullable(),
  messages: z.array(Message),
  hasOlderMessages: z.boolean(),
});
export type EventSnapshot = z.infer<typeof EventSnapshot>;

/** The picture after one more entry. Pure; an entry already applied changes nothing (L4). */
export function applyEntry(snapshot: EventSnapshot, entry: LogEntry): EventSnapshot {
  if (entry.seq <= snapshot.seq) return snapshot;
  const moved = applyBody(snapshot, entry.body);
  if (!moved) throw new Error(`nobody knows entries of the kind ${entry.body.type}`);
  return { ...moved, seq: entry.seq };
}

/**
 * Moves a picture forward, or reports that it cannot be: the frame starts after it ends (L3), or holds a kind of a later
 * version, of which only a fresh picture tells (L12).
 */
export function applyFrame(snapshot: EventSnapshot, frame: EntriesFrame): EventSnapshot | "gap" {
  if (frame.after > snapshot.seq) return "gap";
  let next = snapshot;
  for (const { seq, body } of frame.entries) {
    if (seq <= next.seq) continue;
    const moved = applyBody(next, body);
    if (!moved) return "gap";
    next = { ...moved, seq };
  }
  return frame.upTo > next.seq ? { ...next, seq: frame.upTo } : next;
}

/** Does not compile until the switch decides about every kind that there is. */
const ofLaterVersion = (_body: never) => null;

/** Null for a kind of a later version. */
function applyBody(snapshot: EventSnapshot, body: EntryBody): EventSnapshot | null {
  switch (body.type) {
    case "event.created":
    case "event.edited":
    case "event.published":
    case "event.cancelled":
      return { ...snapshot, details: body.details };
    case "host.added":
      return { ...snapshot, hosts: [...snapshot.hosts.filter((host) => host.userId !== body.host.userId), body.host] };
    case "host.removed":
      return { ...snapshot, hosts: snapshot.hosts.filter((host) => host.userId !== body.userId) };
    case "guest.added":
    case "rsvp.answered":
    case "guest.promoted":
    case "guest.edited":
    case "guest.removed":
    case "guest.readmitted":
      return withMove(snapshot, body);
    case "guest.invited":
      return { ...snapshot, tally: body.tally };
    case "guest.claimed":
      return snapshot.me?.guestId === body.guestId ? { ...snapshot, me: { ...snapshot.me, claimed: true } } : snapshot;
    case "chat.posted":
      return withMessage(snapshot, body.message);
    case "chat.edited":
      return { ...snapshot, messages: editMessages(snapshot.messages, body) };
    case "chat.deleted":
      return { ...snapshot, messages: deleteMessage(snapshot.messages, body) };
    case "share.renewed":
    case "guest.passedOver":
    case "invitation.revoked":
    case "link.made":
    case "delivery.changed":
      return snapshot;
    default:
      return ofLaterVersion(body);
  }
}

type Move = Parameters<typeof facesAfter>[1] & { tally: Tally; leftLine: number | null; me?: Me | undefined };

function withMove(snapshot: EventSnapshot, move: Move): EventSnapshot {
  return { ...snapshot, tally: move.tally, faces: facesAfter(snapshot.faces, move), me: move.me ?? movedUp(snapshot.me, move.leftLine) };
}

/** A ticket that leaves the line moves everyone behind it up by one place. */
function movedUp(me: Me | null, leftLine: number | null): Me | null {
  if (!me || leftLine === null || me.ticket === null || me.place === null || leftLine >= me.ticket) return me;
  return { ...me, place: me.place - 1 };
}

function withMessage(snapshot: EventSnapshot, message: Message): EventSnapshot {
  const messages = [...snapshot.messages, message];
  const trimmed = messages.length > MESSAGES_KEPT;
  return {
    ...snapshot,
    messages: trimmed ? messages.slice(-MESSAGES_KEPT) : messages,
    hasOlderMessages: snapshot.hasOlderMessages || trimmed,
  };
}

/** The same messages with one edited, quotes of it included; used by the picture and by pages of older messages alike. */
export function editMessages(messages: Message[], edit: { messageId: string; text: string; editedAt: string }): Message[] {
  return messages.map((message) => {
    if (message.messageId === edit.messageId) return { ...message, text: edit.text, editedAt: edit.editedAt };
    if (message.replyTo?.messageId !== edit.messageId) return message;
    return { ...message, replyTo: { ...message.replyTo, excerpt: excerptOf(edit.text) } };
  });
}

/** The same messages with one gone: its place stays, its words do not, nor do they in quotes of it. */
export function deleteMessage(messages: Message[], gone: { messageId: string; deletedBy: "author" | "host" }): Message[] {
  return messages.map((message) => {
    if (message.messageId === gone.messageId) return { ...message, text: "", replyTo: null, deletedBy: gone.deletedBy };
    if (message.replyTo?.messageId === gone.messageId) return { ...message, replyTo: { ...message.replyTo, excerpt: "" } };
    return message;
  });
}
