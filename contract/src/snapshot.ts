import { z } from "zod";
import { viewerClasses } from "./audience.ts";
import { chatChanges, Conversation } from "./chat-entries.ts";
import { eventChanges, EventPart } from "./event-entries.ts";
import { Attendance, guestChanges } from "./guest-entries.ts";
import { guestMailChanges } from "./guest-mail-entries.ts";
import { EventId } from "./ids.ts";
import { invitationChanges } from "./invitation-entries.ts";
import type { EntriesFrame } from "./live.ts";
import type { EntryBody, EntryType, LogEntry } from "./log.ts";
import { photoChanges } from "./photo-entries.ts";

/** An event at one position, for one reader: a window on it, never the whole. */
export const EventSnapshot = z.object({
  eventId: EventId,
  epoch: z.uuid(),
  seq: z.int().min(0),
  viewer: z.object({
    class: z.enum(viewerClasses),
    personId: z.uuid().nullable(),
    /** Left out unless hosts took them off the list: then they may not answer. */
    wasRemoved: z.literal(true).optional(),
  }),
  ...EventPart.shape,
  ...Attendance.shape,
  ...Conversation.shape,
});
export type EventSnapshot = z.infer<typeof EventSnapshot>;

type Change<Body> = ((snapshot: EventSnapshot, body: Body) => Partial<EventSnapshot>) | null;

const changesOf = {
  ...eventChanges,
  ...guestChanges,
  ...guestMailChanges,
  ...invitationChanges,
  ...chatChanges,
  ...photoChanges,
} satisfies {
  [Type in EntryType]: Change<Extract<EntryBody, { type: Type }>>;
};

/** A map, since a kind of a later version may be called anything, `constructor` too. */
const changes = new Map(Object.entries(changesOf) as unknown as [string, Change<EntryBody>][]);

/** The snapshot after one more entry. Pure; an entry already applied changes nothing (L4). */
export function applyEntry(snapshot: EventSnapshot, entry: LogEntry): EventSnapshot {
  if (entry.seq <= snapshot.seq) return snapshot;
  const moved = applyBody(snapshot, entry.body);
  if (!moved) throw new Error(`nobody knows entries of the kind ${entry.body.type}`);
  return { ...moved, seq: entry.seq };
}

/**
 * Moves a snapshot forward, or reports that it cannot be: the frame starts after it ends (L3), or holds a kind of a later
 * version, whose effect only a fresh snapshot shows (L12).
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

/** Null for a kind of a later version. */
function applyBody(snapshot: EventSnapshot, body: EntryBody): EventSnapshot | null {
  const change = changes.get(body.type);
  if (change === undefined) return null;
  return change ? { ...snapshot, ...change(snapshot, body) } : snapshot;
}
