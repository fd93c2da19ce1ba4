import type { Columns } from "../db/row-types.ts";
import type { EventTable, Selection } from "../log/event-table.ts";
import { columnsOf } from "../log/table-columns.ts";

/** The id is the user's. */
export type HostRow = Columns<"hosts", keyof typeof columnsOf.hosts>;

export const hostsTable: EventTable<HostRow> = { name: "hosts", columns: columnsOf.hosts };

export const allHostsOf: Selection<HostRow> = { name: "allHostsOf", table: hostsTable, keys: null, where: "true" };

export type HostInvitationRow = Columns<
  "host_invitations",
  "id" | "created_by" | "expires_at" | "accepted_at" | "accepted_by" | "revoked_at"
>;

export const hostInvitationsTable: EventTable<HostInvitationRow> = {
  name: "host_invitations",
  columns: {
    id: "uuid",
    created_by: "uuid",
    expires_at: "timestamptz",
    accepted_at: "timestamptz",
    accepted_by: "uuid",
    revoked_at: "timestamptz",
  },
};

/** A host's open invitations to host. */
export const openInvitationsBy: Selection<HostInvitationRow> = {
  name: "openInvitationsBy",
  table: hostInvitationsTable,
  keys: "uuid",
  where: "created_by = wanted.key and accepted_at is null and revoked_at is null",
};
