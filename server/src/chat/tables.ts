import type { Columns, Narrowed } from "../db/row-types.ts";
import type { ColumnTypes, EventTable, Selection } from "../log/event-table.ts";

const columns = {
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
} as const satisfies ColumnTypes<"messages">;

export type MessageRow = Narrowed<
  Columns<"messages", keyof typeof columns>,
  { author_role: "host" | "guest"; deleted_by: "author" | "host" | null }
>;

export const messagesTable: EventTable<MessageRow> = { name: "messages", columns };

/** The replies to some messages, whose quotes change with them. */
export const repliesTo: Selection<MessageRow> = {
  name: "repliesTo",
  table: messagesTable,
  keys: "uuid",
  where: "reply_to = wanted.key",
};
