import { sql } from "kysely";
import type { EventTable, Selection } from "../log/event-table.ts";

export interface MessageRow {
  id: string;
  seq: number;
  author_id: string;
  author_name: string;
  author_role: "host" | "guest";
  text: string;
  at: Date;
  reply_to: string | null;
  reply_name: string;
  reply_excerpt: string;
  edited_at: Date | null;
  deleted_by: "author" | "host" | null;
}

export const messagesTable: EventTable<MessageRow> = {
  name: "messages",
  columns: [
    "id",
    "seq",
    "author_id",
    "author_name",
    "author_role",
    "text",
    "at",
    "reply_to",
    "reply_name",
    "reply_excerpt",
    "edited_at",
    "deleted_by",
  ],
};

/** The replies to some messages, whose quotes go when those go. */
export const repliesTo: Selection<MessageRow> = {
  name: "repliesTo",
  table: messagesTable,
  where: (messageIds) => sql`reply_to = any(${messageIds}::uuid[])`,
};
