import type { EntryType, StoredEntry } from "@turnout/contract/log";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { textArray, uuidArray } from "../db/statements.ts";
import type { Effect } from "../log/postgres-store.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** How long it is known who did what. The database refuses to delete anything younger. */
export const AUDIT_KEPT_DAYS = 400;

/** What accounts and operators do, by the names that stand in the audit log. Hosts' actions have the names of their entries. */
export type AuditedAction =
  | "session.started"
  | "session.ended"
  | "password.changed"
  | "passkey.added"
  | "passkey.removed"
  | "provider.linked"
  | "provider.unlinked"
  | "email.changed"
  | "account.deleted"
  | "draft.deleted"
  | "doorLink.made"
  | "doorLink.ended"
  | "guests.exported"
  | "instance.exported"
  | "event.exported"
  | "instance.imported"
  | "suppressions.read"
  | "suppression.removed"
  | "suppression.restored"
  | "jobs.retried"
  | "audit.read";

export interface Audited {
  action: AuditedAction;
  /** Null: the operator. */
  actorId: string | null;
  eventId?: string | null;
  /** The account that it was done to, if that is not the actor's. */
  subjectId?: string | null;
}

/** Notes what somebody does, in the transaction that does it. */
export async function audit(db: Db, { action, actorId, eventId = null, subjectId = null }: Audited): Promise<void> {
  await sql`
    insert into audit (actor_id, action, event_id, subject_id)
    values (${actorId}::uuid, ${action}, ${eventId}::uuid, ${subjectId}::uuid)`.execute(db);
}

/** Of hosts' entries, those that change what others may do or see. What they say to guests is in the event's log alone. */
const AUDITED = new Set<EntryType>([
  "event.created",
  "event.edited",
  "event.published",
  "event.cancelled",
  "host.added",
  "host.removed",
  "share.renewed",
  "guest.removed",
  "guest.readmitted",
  "link.made",
  "invitation.revoked",
  "chat.deleted",
  "photo.removed",
]);

/** Notes what hosts do, with the entries that do it. */
export const auditHosts: Effect = (run, eventId, entries) => {
  const audited = entries.filter(({ actor, body }) => actor.kind === "host" && AUDITED.has(body.type));
  if (audited.length === 0) return null;
  return run(INSERT, [
    eventId,
    textArray(audited.map(({ at }) => at)),
    uuidArray(audited.map(({ actor }) => actor.personId)),
    textArray(audited.map(({ body }) => body.type)),
    uuidArray(audited.map(subjectOf)),
  ]).then(() => {});
};

const INSERT = `insert into audit (event_id, at, actor_id, action, subject_id)
  select $1::uuid, at::timestamptz, actor_id, action, subject_id
  from unnest($2::text[], $3::uuid[], $4::text[], $5::uuid[]) as done (at, actor_id, action, subject_id)`;

function subjectOf({ body }: StoredEntry): string | null {
  if (body.type === "host.added") return body.host.userId;
  if (body.type === "host.removed") return body.userId;
  return "guestId" in body ? (body.guestId ?? null) : null;
}

/** Deletes what is past its time, by the database's clock as well; in hours, as it refuses younger ones, since days differ where clocks change. */
export async function forgetOldAudit(db: Kysely<Database>, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - AUDIT_KEPT_DAYS * 86_400_000);
  await sql`delete from audit where at < least(${oldest}::timestamptz, now() - ${`${24 * AUDIT_KEPT_DAYS} hours`}::interval)`.execute(db);
}
