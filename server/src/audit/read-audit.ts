import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Outer } from "../db/row-types.ts";

/** Most rows that are shown at once. */
export const MAX_SHOWN = 1_000;

export interface AuditFilter {
  /** Days back from now. */
  days: number;
  /** Only what this account did. */
  actorId?: string | undefined;
  /** Only what was done to this event. */
  eventId?: string | undefined;
}

type AuditRow = Columns<"audit", "at" | "actor_id" | "action" | "event_id" | "subject_id"> & Outer<Computed<"name", "text">>;

/** What was done, the latest first, with the names of accounts that are still there. */
export async function readAudit(db: Kysely<Database>, { days, actorId, eventId }: AuditFilter): Promise<AuditRow[]> {
  const found = await sql<AuditRow>`
    select audit.at, audit.actor_id, audit.action, audit.event_id, audit.subject_id, users.name
    from audit left join users on users.id = audit.actor_id
    where audit.at >= now() - ${`${days} days`}::interval
      and (${actorId ?? null}::uuid is null or audit.actor_id = ${actorId ?? null}::uuid)
      and (${eventId ?? null}::uuid is null or audit.event_id = ${eventId ?? null}::uuid)
    order by audit.at desc, audit.id desc limit ${MAX_SHOWN}`.execute(db);
  return found.rows;
}

/** A line for each row: when, what, who, at which event, to whom. */
export function auditLines(rows: AuditRow[]): string[] {
  return rows.map(({ at, action, actor_id, name, event_id, subject_id }) => {
    const who = actor_id === null ? "the operator" : `${name ?? "a deleted account"} (${actor_id})`;
    const where = event_id === null ? "" : ` event ${event_id}`;
    const whom = subject_id === null ? "" : ` to ${subject_id}`;
    return `${at.toISOString()} ${action} ${who}${where}${whom}`;
  });
}
