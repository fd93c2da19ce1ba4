import type { Message } from "@turnout/contract/chat";
import type { MessageRow } from "./tables.ts";

export function presentMessage(row: MessageRow): Message {
  return {
    messageId: row.id,
    seq: Number(row.seq),
    author: { personId: row.author_id, name: row.author_name, role: row.author_role },
    text: row.text,
    at: new Date(row.at).toISOString(),
    replyTo: row.reply_to && { messageId: row.reply_to, name: row.reply_name, excerpt: row.reply_excerpt },
    editedAt: row.edited_at && new Date(row.edited_at).toISOString(),
    deletedBy: row.deleted_by,
  } as Message;
}
