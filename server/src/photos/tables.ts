import type { Columns, Narrowed } from "../db/row-types.ts";
import type { EventTable, Selection } from "../log/event-table.ts";

/** What commands know of a row of `photos`. */
export type PhotoRow = Narrowed<
  Columns<"photos", "id" | "seq" | "author_id" | "author_name" | "author_role" | "width" | "height" | "at" | "removed_by" | "removed_at">,
  { author_role: "host" | "guest"; removed_by: "author" | "host" | null }
>;

export const photosTable: EventTable<PhotoRow> = {
  name: "photos",
  columns: {
    id: "uuid",
    seq: "bigint",
    author_id: "uuid",
    author_name: "text",
    author_role: "text",
    width: "integer",
    height: "integer",
    at: "timestamptz",
    removed_by: "text",
    removed_at: "timestamptz",
  },
};

/** Those that are shown: few, by the limits there are. */
export const shownPhotosOf: Selection<PhotoRow> = { name: "shownPhotosOf", table: photosTable, keys: null, where: "removed_by is null" };
