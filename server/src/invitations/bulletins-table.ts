import type { BulletinKind } from "@turnout/contract/bulletin-kind";
import type { BulletinPart } from "@turnout/contract/bulletins";
import type { Standing } from "@turnout/contract/guests";
import type { Columns, Narrowed } from "../db/row-types.ts";
import type { EventTable, Selection } from "../log/event-table.ts";

/** What commands know of a row of `bulletins`: how many emails were sent is counted beside them. */
export type BulletinRow = Narrowed<
  Columns<
    "bulletins",
    "id" | "kind" | "subject" | "text" | "audience" | "part" | "written_by" | "created_at" | "due" | "withdrawn_at" | "begun_at"
  >,
  { kind: BulletinKind; audience: Standing[]; part: BulletinPart | null }
>;

export const bulletinsTable: EventTable<BulletinRow> = {
  name: "bulletins",
  columns: {
    id: "uuid",
    kind: "text",
    subject: "text",
    text: "text",
    audience: "jsonb",
    part: "jsonb",
    written_by: "uuid",
    created_at: "timestamptz",
    due: "timestamptz",
    withdrawn_at: "timestamptz",
    begun_at: "timestamptz",
  },
};

/** Few, by the limits there are. */
export const allBulletinsOf: Selection<BulletinRow> = { name: "allBulletinsOf", table: bulletinsTable, keys: null, where: "true" };
