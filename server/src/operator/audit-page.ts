import { MAX_AUDIT_ROWS, type AuditQuery, type AuditRow } from "@turnout/contract/operator";
import { sql, type Kysely } from "kysely";
import type { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Outer } from "../db/row-types.ts";

type Row = Columns<"audit", "id" | "at" | "actor_id" | "action" | "event_id" | "subject_id"> &
  Outer<Computed<"actor_name" | "subject_name", "text">>;

/** What was done, the latest first, with the names of accounts that are still there. */
export async function auditPage(db: Kysely<Database>, { before, account, event }: z.infer<typeof AuditQuery>) {
  const conditions = [
    before === undefined ? null : sql`audit.id < ${before}`,
    account === undefined ? null : sql`audit.actor_id = ${account}`,
    event === undefined ? null : sql`audit.event_id = ${event}`,
  ].filter((condition) => condition !== null);
  const wanted = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
  const found = await sql<Row>`
    select audit.id, audit.at, actor_id, action, event_id, subject_id, actors.name as actor_name, subjects.name as subject_name
    from audit left join users actors on actors.id = actor_id left join users subjects on subjects.id = subject_id
    ${wanted} order by audit.id desc limit ${MAX_AUDIT_ROWS + 1}`.execute(db);
  return { rows: found.rows.slice(0, MAX_AUDIT_ROWS).map(presentRow), hasMore: found.rows.length > MAX_AUDIT_ROWS };
}

const presentRow = (row: Row): AuditRow => ({
  id: Number(row.id),
  at: row.at.toISOString(),
  action: row.action,
  actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name },
  eventId: row.event_id,
  subject: row.subject_id === null ? null : { id: row.subject_id, name: row.subject_name },
});
