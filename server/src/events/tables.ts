import type { EventTable, Selection } from "../log/event-table.ts";

export interface HostRow {
  /** The user's id. */
  id: string;
  name: string;
  added_at: Date;
}

export const hostsTable: EventTable<HostRow> = { name: "hosts", columns: { id: "uuid", name: "text", added_at: "timestamptz" } };

export const allHostsOf: Selection<HostRow> = { name: "allHostsOf", table: hostsTable, keys: null, where: "true" };

export interface HostInvitationRow {
  id: string;
  created_by: string;
  expires_at: Date;
  accepted_at: Date | null;
  accepted_by: string | null;
  revoked_at: Date | null;
}

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

/** What a host has issued and nobody has taken up. */
export const openInvitationsBy: Selection<HostInvitationRow> = {
  name: "openInvitationsBy",
  table: hostInvitationsTable,
  keys: "uuid",
  where: "created_by = wanted.key and accepted_at is null and revoked_at is null",
};
