import { sql } from "kysely";
import type { EventTable, Selection } from "../log/event-table.ts";

export interface HostRow {
  /** The user's id. */
  id: string;
  name: string;
  added_at: Date;
}

export const hostsTable: EventTable<HostRow> = { name: "hosts", columns: ["id", "name", "added_at"] };

export const allHostsOf: Selection<HostRow> = { name: "allHostsOf", table: hostsTable, where: () => sql`true` };
