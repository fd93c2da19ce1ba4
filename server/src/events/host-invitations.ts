import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { HeldBy } from "@turnout/contract/invitations";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, Outer, Renamed } from "../db/row-types.ts";

/** How long an invitation to host can be accepted. */
export const HOST_INVITATION_DAYS = 14;

type Db = Kysely<Database> | Transaction<Database>;

export interface HostInvitation {
  id: string;
  email: string;
  createdAt: string;
  expiresAt: string;
  /** The state of its email. Null: deleted by now. */
  mail: "queued" | "sent" | "failed" | null;
  /** The budget that a queued email waits for, and until when. */
  held: { by: HeldBy; until: string } | null;
}

const hashOf = (token: string) => createHash("sha256").update(token).digest();

/** Creates an invitation to host an event. Returns its id, and the token for the email, of which only the hash is stored. */
export async function inviteHost(db: Db, invitation: { eventId: string; email: string; createdBy: string }) {
  const token = randomBytes(32).toString("base64url");
  const id = randomUUID();
  await sql`
    insert into host_invitations (id, event_id, email, token_hash, created_by, expires_at)
    values (${id}, ${invitation.eventId}, ${invitation.email}, ${hashOf(token)}, ${invitation.createdBy},
      now() + ${`${HOST_INVITATION_DAYS} days`}::interval)`.execute(db);
  return { id, token };
}

/** The invitations that can still be accepted. */
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

type OpenInvitation = Columns<"host_invitations", "id" | "email" | "created_at" | "expires_at"> &
  Narrowed<
    Outer<Renamed<"mails", { mail: "state" }> & Columns<"mails", "held_by" | "held_until">>,
    Pick<HostInvitation, "mail"> & { held_by: HeldBy | null }
  >;

/** Replaces the address of invitations by its normalized form. */
export async function rewriteInvited(db: Db, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`update host_invitations set email = ${to} where email = ${from}`.execute(db);
}

/** Revokes an invitation under the event's lock, so that nobody can accept it afterwards. Writes the event's row: whoever has decided ahead decides again. */
export async function revokeHostInvitation(db: Kysely<Database>, eventId: string, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`update events set log_seq = log_seq where id = ${eventId}`.execute(tx);
    await sql`update host_invitations set revoked_at = now() where event_id = ${eventId} and id = ${id} and accepted_at is null`.execute(
      tx,
    );
  });
}

/** What a token invites to: the event, who invites, and the invited address. */
export type FoundHostInvitation = Columns<"host_invitations", "id" | "email"> &
  Renamed<"host_invitations", { eventId: "event_id" }> &
  Columns<"events", "title"> &
  Renamed<"users", { host: "name" }>;

/** The event that a token invites to. Refused once the invitation is revoked, expired or accepted. */
export async function findHostInvitation(db: Db, token: string): Promise<FoundHostInvitation> {
  const { isOpen, ...invitation } = await hostInvitationOf(db, token);
  return isOpen ? invitation : refuse("link_invalid");
}

/** The invitation of a token, open or not; whether it can be accepted is decided under the event's lock. */
export async function hostInvitationOf(db: Db, token: string): Promise<FoundHostInvitation & { isOpen: boolean }> {
  const found = await sql<FoundHostInvitation & Computed<"isOpen", "boolean">>`
    select host_invitations.id, event_id as "eventId", events.title, users.name as host, host_invitations.email,
      accepted_at is null and revoked_at is null and expires_at > now() as "isOpen"
    from host_invitations join events on events.id = event_id join users on users.id = created_by
    where token_hash = ${hashOf(token)}`.execute(db);
  return found.rows[0] ?? refuse("link_invalid");
}
