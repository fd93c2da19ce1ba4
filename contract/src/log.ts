import { z } from "zod";
import { chatEntries } from "./chat-entries.ts";
import { eventEntries } from "./event-entries.ts";
import type { EntryContext } from "./events.ts";
import { guestEntries } from "./guest-entries.ts";
import { guestMailEntries } from "./guest-mail-entries.ts";
import { CommandId } from "./ids.ts";
import { invitationEntries } from "./invitation-entries.ts";
import { photoEntries } from "./photo-entries.ts";

/** Every kind of entry. Add kinds; never change or reuse one (L12). */
export const EntryBody = z.discriminatedUnion("type", [
  ...eventEntries,
  ...guestEntries,
  ...guestMailEntries,
  ...invitationEntries,
  ...chatEntries,
  ...photoEntries,
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

/** An entry as the log keeps it, complete: no reader may get it as it is. */
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
