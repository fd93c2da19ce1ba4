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
  columns: {
    id: "uuid",
    seq: "bigint",
    author_id: "uuid",
    author_name: "text",
    author_role: "text",
    text: "text",
    at: "timestamptz",
    reply_to: "uuid",
    reply_name: "text",
    reply_excerpt: "text",
    edited_at: "timestamptz",
    deleted_by: "text",
  },
};

/** The replies to some messages, whose quotes go when those go. */
export const repliesTo: Selection<MessageRow> = {
  name: "repliesTo",
  table: messagesTable,
  keys: "uuid",
  where: "reply_to = wanted.key",
};
