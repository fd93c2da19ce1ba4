import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { HeldBy } from "@turnout/contract/invitations";
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
  /** What became of its mail. Null: that is forgotten. */
  mail: "queued" | "sent" | "failed" | null;
  /** What a queued mail waits for, and until when. */
  held: { by: HeldBy; until: string } | null;
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
  const found = await sql<OpenInvitation>`
    select invitation.id, email, invitation.created_at, expires_at, case mails.state when 'dropped' then 'failed' else mails.state end as mail, held_by, held_until
    from host_invitations invitation left join mails on mails.cause = 'hostInvitation:' || invitation.id
    where invitation.event_id = ${eventId} and accepted_at is null and revoked_at is null and expires_at > now()
    order by invitation.created_at`.execute(db);
  return found.rows.map((row) => ({
    id: row.id,
    email: row.email,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    mail: row.mail,
    held: row.mail === "queued" && row.held_by && row.held_until ? { by: row.held_by, until: row.held_until.toISOString() } : null,
  }));
}

interface OpenInvitation {
  id: string;
  email: string;
  created_at: Date;
  expires_at: Date;
  mail: HostInvitation["mail"];
  held_by: HeldBy | null;
  held_until: Date | null;
}

/** Whom an open invitation asks, in the one form of their address. */
export async function rewriteInvited(db: Db, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`update host_invitations set email = ${to} where email = ${from}`.execute(db);
}

/** Under the event's lock, where it is decided who takes it up: once this is done, nobody does. */
export async function revokeHostInvitation(db: Kysely<Database>, eventId: string, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select from events where id = ${eventId} for no key update`.execute(tx);
    await sql`update host_invitations set revoked_at = now() where event_id = ${eventId} and id = ${id} and accepted_at is null`.execute(
      tx,
    );
  });
}

/** What a token invites to: an event, by whom, and which address was asked. */
export interface FoundHostInvitation {
  id: string;
  eventId: string;
  title: string;
  host: string;
  email: string;
}

/** The event that a token invites to host; refused once it is withdrawn, too old, or taken up. */
export async function findHostInvitation(db: Db, token: string): Promise<FoundHostInvitation> {
  const { isOpen, ...invitation } = await hostInvitationOf(db, token);
  return isOpen ? invitation : refuse("link_invalid");
}

/** The invitation of a token, open or not: whether it can be taken up is decided under its event's lock. */
export async function hostInvitationOf(db: Db, token: string): Promise<FoundHostInvitation & { isOpen: boolean }> {
  const found = await sql<FoundHostInvitation & { isOpen: boolean }>`
    select host_invitations.id, event_id as "eventId", events.title, users.name as host, host_invitations.email,
      accepted_at is null and revoked_at is null and expires_at > now() as "isOpen"
    from host_invitations join events on events.id = event_id join users on users.id = created_by
    where token_hash = ${hashOf(token)}`.execute(db);
  return found.rows[0] ?? refuse("link_invalid");
}
