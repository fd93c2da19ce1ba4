import { MESSAGES_KEPT } from "@turnout/contract/chat";
import type { Message, PinnedMessage } from "@turnout/contract/chat-entries";
import type { Mention } from "@turnout/contract/mentions";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { EventRow } from "../log/event-row.ts";
import type { KeptMentions, MessageRow } from "./tables.ts";

type Conversation = Pick<EventSnapshot, "messages" | "hasOlderMessages" | "pinned">;

export const noConversation: Conversation = { messages: [], hasOlderMessages: false, pinned: null };

/**
 * The conversation's part of the snapshot, of messages in the order in which they were posted: at least one more than are kept,
 * if there are, and the pinned one.
 */
export function presentConversation({ pinned_message_id }: EventRow, rows: MessageRow[]): Conversation {
  // Servers of versions without pins delete messages that stay pinned.
  const pinned = rows.find((row) => row.id === pinned_message_id && !row.deleted_by);
  return {
    messages: rows.slice(-MESSAGES_KEPT).map(presentMessage),
    hasOlderMessages: rows.length > MESSAGES_KEPT,
    pinned: pinned ? presentPinned(pinned) : null,
  };
}

/** What is pinned of a message. */
export function presentPinned(row: MessageRow): PinnedMessage {
  return {
    messageId: row.id,
    author: { personId: row.author_id, name: row.author_name, role: row.author_role },
    text: row.text,
    ...namingIn(row),
  };
}

/** Of servers of versions without mentions is a text that was edited since, and a message that was deleted. */
export function mentionsOf({ mentions, edited_at, deleted_by }: MessageRow): Mention[] {
  const isOfThisText = mentions?.editedAt === (edited_at && edited_at.toISOString());
  return mentions && isOfThisText && !deleted_by ? mentions.people : [];
}

/** What is kept of the mentions of a text. */
export const keptMentions = (people: Mention[], editedAt: Date | null): KeptMentions | null =>
  people.length > 0 ? { editedAt: editedAt && editedAt.toISOString(), people } : null;

function namingIn(row: MessageRow): Pick<Message, "mentions"> {
  const mentions = mentionsOf(row);
  return mentions.length > 0 ? { mentions } : {};
}

export function presentMessage(row: MessageRow): Message {
  return {
    ...presentPinned(row),
    seq: row.seq,
    at: row.at.toISOString(),
    replyTo: row.reply_to && { messageId: row.reply_to, name: row.reply_name, excerpt: row.reply_excerpt },
    editedAt: row.edited_at && row.edited_at.toISOString(),
    deletedBy: row.deleted_by,
  } as Message;
}
