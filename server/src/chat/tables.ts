import type { Mention } from "@turnout/contract/mentions";
import type { Columns, Narrowed } from "../db/row-types.ts";
import type { EventTable, Selection } from "../log/event-table.ts";
import { columnsOf } from "../log/table-columns.ts";

/** Whom the text names that a message was posted with, or edited to at that time. */
export interface KeptMentions {
  editedAt: string | null;
  people: Mention[];
}

/** One row of `messages`. Its columns are generated from the table; here is what those of text and JSON hold. */
export type MessageRow = Narrowed<
  Columns<"messages", keyof typeof columnsOf.messages>,
  { author_role: "host" | "guest"; deleted_by: "author" | "host" | null; mentions: KeptMentions | null }
>;

export const messagesTable: EventTable<MessageRow> = { name: "messages", columns: columnsOf.messages };

/** The replies to some messages, whose quotes change with them. */
export const repliesTo: Selection<MessageRow> = {
  name: "repliesTo",
  table: messagesTable,
  keys: "uuid",
  where: "reply_to = wanted.key",
};
