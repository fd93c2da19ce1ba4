import { z } from "zod";
import { viewerClasses } from "./audience.ts";
import { EventId } from "./ids.ts";
import { LogEntry } from "./log.ts";

/** Bytes of one message to the server. */
export const MAX_CLIENT_MESSAGE = 4_096;
/** Events one socket may follow. */
export const MAX_FOLLOWED = 16;
/** A client sends `typing` at most this often, and others show it for twice as long (ms). */
export const TYPING_INTERVAL = 3_000;
/** People named in a presence frame; the rest are counted. */
export const MAX_PRESENT_NAMED = 8;

export const Follow = z.strictObject({
  type: z.literal("follow"),
  eventId: EventId,
  /** The epoch and the position of the snapshot that the client has. */
  epoch: z.uuid(),
  after: z.int().min(0),
});
export const Unfollow = z.strictObject({ type: z.literal("unfollow"), eventId: EventId });
/** Somebody is typing; `done` once they have posted, so that others stop showing it. */
export const Typing = z.strictObject({ type: z.literal("typing"), eventId: EventId, done: z.literal(true).optional() });
export const Ping = z.strictObject({ type: z.literal("ping") });
export const ClientMessage = z.discriminatedUnion("type", [Follow, Unfollow, Typing, Ping]);
export type Follow = z.infer<typeof Follow>;
export type ClientMessage = z.infer<typeof ClientMessage>;

/** Moves a reader from `after` to `upTo`. Entries this reader may not see are left out, not renumbered (L3). */
export const EntriesFrame = z.object({
  type: z.literal("entries"),
  eventId: EventId,
  after: z.int().min(0),
  upTo: z.int().min(0),
  entries: z.array(LogEntry),
});
export type EntriesFrame = z.infer<typeof EntriesFrame>;

/** The position cannot be continued: load a fresh snapshot (L6). */
export const ResetFrame = z.object({
  type: z.literal("reset"),
  eventId: EventId,
  reason: z.enum(["epoch", "pruned", "ahead", "audience"]),
});

/** Access has ended, or never existed; nothing is sent after this (L10). */
export const EndedFrame = z.object({
  type: z.literal("ended"),
  eventId: EventId,
  reason: z.enum(["removed", "not_found"]),
});

/** Everything up to `seq` has been sent; later entries arrive as they happen. */
export const CaughtUpFrame = z.object({
  type: z.literal("caughtUp"),
  eventId: EventId,
  seq: z.int().min(0),
  /** The reader's viewer now; a snapshot that was loaded as another one has to be loaded anew. */
  viewer: z.object({ class: z.enum(viewerClasses), personId: z.uuid().nullable() }),
});

export const Person = z.object({ personId: z.uuid(), name: z.string() });
export const PresenceFrame = z.object({
  type: z.literal("presence"),
  eventId: EventId,
  /** Everyone who has the page open, named or not. */
  count: z.int().min(0),
  people: z.array(Person).max(MAX_PRESENT_NAMED),
});
export const TypingFrame = z.object({ type: z.literal("typing"), eventId: EventId, people: z.array(Person).max(MAX_PRESENT_NAMED) });

/** This process is about to stop: open another socket after a random time within `withinMs`, and close this one once that has caught up. */
export const GoElsewhereFrame = z.object({ type: z.literal("goElsewhere"), withinMs: z.int().min(0) });
export const ErrorFrame = z.object({ type: z.literal("error"), code: z.enum(["bad_message", "too_many_followed", "too_many_messages"]) });
/** The account of this connection has a notification more, or read one elsewhere: ask for them again. */
export const NotifiedFrame = z.object({ type: z.literal("notified") });
export const PongFrame = z.object({ type: z.literal("pong") });

export const ServerFrame = z.discriminatedUnion("type", [
  EntriesFrame,
  ResetFrame,
  EndedFrame,
  CaughtUpFrame,
  PresenceFrame,
  TypingFrame,
  GoElsewhereFrame,
  ErrorFrame,
  NotifiedFrame,
  PongFrame,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

/** Close codes: 4000–4499 mean come back and resume, 4500–4999 mean do not (L11). */
export const CLOSE = {
  goingAway: 4000,
  tooSlow: 4001,
  idle: 4002,
  sessionEnded: 4003,
  /** This browser or this network has too many connections, or sent too much at once. */
  tooMany: 4004,
  badMessages: 4500,
  notAllowed: 4501,
} as const;
