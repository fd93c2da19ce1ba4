import { createHash, randomBytes, randomUUID } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";

/** How long an invitation to host with somebody can be taken up. */
export const HOST_INVITATION_DAYS = 14;

type Db = Kysely<Database> | Transaction<Database>;

export interface HostInvitation {
  id: string;
  email: string;
  createdAt: string;
  expiresAt: string;
}

const hashOf = (token: string) => createHash("sha256").update(token).digest();

/** Invites somebody to host an event too. The token is for the mail alone; only its hash is kept. */
export async function inviteHost(db: Db, invitation: { eventId: string; email: string; createdBy: string }) {
  const token = randomBytes(32).toString("base64url");
  const id = randomUUID();
  await sql`
    insert into host_invitations (id, event_id, email, token_hash, created_by, expires_at)
    values (${id}, ${invitation.eventId}, ${invitation.email}, ${hashOf(token)}, ${invitation.createdBy},
      now() + ${`${HOST_INVITATION_DAYS} days`}::interval)`.execute(db);
  return { id, token };
}

/** The invitations that can still be taken up. */
export async function openHostInvitations(db: Db, eventId: string): Promise<HostInvitation[]> {
  const found = await sql<{ id: string; email: string; created_at: Date; expires_at: Date }>`
    select id, email, created_at, expires_at from host_invitations
    where event_id = ${eventId} and accepted_at is null and revoked_at is null and expires_at > now() order by created_at`.execute(db);
  return found.rows.map((row) => ({
    id: row.id,
    email: row.email,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

export async function revokeHostInvitation(db: Db, eventId: string, id: string): Promise<void> {
  await sql`update host_invitations set revoked_at = now() where event_id = ${eventId} and id = ${id} and accepted_at is null`.execute(db);
}

/** What a token invites to: an event, by whom, and which address was asked. */
export interface FoundHostInvitation {
  id: string;
  eventId: string;
  title: string;
  host: string;
  email: string;
}

/** The event that a token invites to host; refused once it is withdrawn, too old, or used by anything but this very command. */
export async function findHostInvitation(db: Db, token: string, commandId: string | null = null): Promise<FoundHostInvitation> {
  const found = await sql<FoundHostInvitation>`
    select host_invitations.id, event_id as "eventId", events.title, users.name as host, host_invitations.email
    from host_invitations join events on events.id = event_id join users on users.id = created_by
    where token_hash = ${hashOf(token)} and (accepted_at is null or accepted_by_command = ${commandId})
      and revoked_at is null and expires_at > now()`.execute(db);
  return found.rows[0] ?? refuse("link_invalid");
}

/** Spends an invitation on a command, however often that is sent; false when another was faster. */
export async function spendHostInvitation(db: Db, id: string, commandId: string): Promise<boolean> {
  const spent = await sql`
    update host_invitations set accepted_at = now(), accepted_by_command = ${commandId}
    where id = ${id} and (accepted_at is null or accepted_by_command = ${commandId}) and revoked_at is null`.execute(db);
  return Number(spent.numAffectedRows) === 1;
}

/** Takes a spending back that came to nothing. */
export async function unspendHostInvitation(db: Db, id: string): Promise<void> {
  await sql`update host_invitations set accepted_at = null, accepted_by_command = null where id = ${id}`.execute(db);
}
