import type { EventTable, Selection } from "../log/event-table.ts";

export interface HostRow {
  /** The user's id. */
  id: string;
  name: string;
  added_at: Date;
}

export const hostsTable: EventTable<HostRow> = { name: "hosts", columns: { id: "uuid", name: "text", added_at: "timestamptz" } };

export const allHostsOf: Selection<HostRow> = { name: "allHostsOf", table: hostsTable, keys: null, where: "true" };
