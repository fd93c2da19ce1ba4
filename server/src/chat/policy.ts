import { refuse } from "@turnout/contract/refusals";
import type { ChatAuthor } from "@turnout/contract/chat";
import { hostOf, requireHost } from "../events/policy.ts";
import { requireGuest } from "../guests/policy.ts";
import type { Caller } from "../log/caller.ts";
import type { EventState } from "../log/working-set.ts";
import { messagesTable, type MessageRow } from "./tables.ts";

/** Lets the admitted pass, hosts and guests on the list, and says under which name they speak. */
export function requireAdmitted(state: EventState, caller: Caller): ChatAuthor {
  if (hostOf(state, caller)) {
    const host = requireHost(state, caller);
    return { personId: host.id, name: host.name, role: "host" };
  }
  const guest = requireGuest(state, caller);
  if (state.event.status === "draft") refuse("event_not_found");
  return { personId: guest.id, name: guest.name, role: "guest" };
}

/** The conversation takes new words: from everyone while open, from hosts alone while read-only. */
export function requireRoomToSpeak(state: EventState, author: ChatAuthor): void {
  if (state.event.chat === "closed") refuse("chat_closed");
  if (state.event.chat === "readOnly" && author.role !== "host") refuse("chat_read_only");
}

export function requireMessage(state: EventState, messageId: string): Readonly<MessageRow> {
  const message = state.rows(messagesTable).get(messageId);
  if (!message || message.deleted_by) refuse("message_not_found");
  return message;
}
