import { z } from "zod";
import { ChatDeleted, ChatEdited, ChatPosted } from "./chat.ts";
import {
  ChatMode,
  EventCancelled,
  EventCreated,
  EventEdited,
  EventPublished,
  EventStatus,
  GuestListFor,
  HostAdded,
  HostRemoved,
  ShareRenewed,
} from "./events.ts";
import {
  GuestAdded,
  GuestClaimed,
  GuestEdited,
  GuestPassedOver,
  GuestPromoted,
  GuestReadmitted,
  GuestRemoved,
  RsvpAnswered,
} from "./guests.ts";
import { CommandId } from "./ids.ts";
import { DeliveryChanged, GuestInvited, InvitationRevoked, LinkMade } from "./invitations.ts";

/** Everything that can happen to one event. Add kinds; never change or reuse one (L12). */
export const EntryBody = z.discriminatedUnion("type", [
  EventCreated,
  EventEdited,
  EventPublished,
  EventCancelled,
  HostAdded,
  HostRemoved,
  ShareRenewed,
  GuestAdded,
  GuestInvited,
  RsvpAnswered,
  GuestPromoted,
  GuestPassedOver,
  GuestEdited,
  GuestRemoved,
  GuestReadmitted,
  GuestClaimed,
  InvitationRevoked,
  LinkMade,
  DeliveryChanged,
  ChatPosted,
  ChatEdited,
  ChatDeleted,
]);
export type EntryBody = z.infer<typeof EntryBody>;
export type EntryType = EntryBody["type"];

export const Actor = z.object({ kind: z.enum(["host", "guest", "system"]), personId: z.uuid().nullable(), name: z.string() });
export type Actor = z.infer<typeof Actor>;

/** One numbered change as a reader gets it. `actor` is null for readers who are not hosts. */
export const LogEntry = z.object({
  seq: z.int().positive(),
  commandId: CommandId,
  at: z.iso.datetime(),
  actor: Actor.nullable(),
  body: EntryBody,
});
export type LogEntry = z.infer<typeof LogEntry>;

/** What decided who might see an entry at the moment it was written; kept with it, so that replays show no more. */
export const EntryContext = z.object({ guestListFor: GuestListFor, chat: ChatMode, status: EventStatus });
export type EntryContext = z.infer<typeof EntryContext>;

/** An entry as the log keeps it: with everything in it, for no reader's eyes as it stands. */
export interface StoredEntry {
  seq: number;
  commandId: string;
  at: string;
  actor: Actor;
  context: EntryContext;
  body: EntryBody;
}

/** The reply to every accepted command: where in the log its effect is. */
export const Committed = z.object({ seq: z.int().min(0), commandId: CommandId });
export type Committed = z.infer<typeof Committed>;
