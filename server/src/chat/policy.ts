import { refuse } from "@turnout/contract/refusals";
import type { ChatAuthor } from "@turnout/contract/chat-entries";
import { hostOf, requireHost } from "../events/policy.ts";
import { requireGuest } from "../guests/policy.ts";
import type { Caller } from "../log/caller.ts";
import type { EventState } from "../log/working-set.ts";
import { messagesTable, type MessageRow } from "./tables.ts";

/** The author's id and name. Refuses callers who are neither hosts nor guests on the list. */
export function requireAdmitted(state: EventState, caller: Caller): ChatAuthor {
  if (hostOf(state, caller)) {
    const host = requireHost(state, caller);
    return { personId: host.id, name: host.name, role: "host" };
  }
  const guest = requireGuest(state, caller);
  if (state.event.status === "draft") refuse("event_not_found");
  return { personId: guest.id, name: guest.name, role: "guest" };
}

/** Refuses new messages when the conversation is closed, and from guests when it is read-only. */
export function requireRoomToSpeak(state: EventState, author: ChatAuthor): void {
  if (state.event.chat === "closed") refuse("chat_closed");
  if (state.event.chat === "readOnly" && author.role !== "host") refuse("chat_read_only");
}

export function requireMessage(state: EventState, messageId: string): Readonly<MessageRow> {
  const message = state.rows(messagesTable).get(messageId);
  if (!message || message.deleted_by) refuse("message_not_found");
  return message;
}
