import type { AccountSession } from "@turnout/contract/accounts";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import type { AuditedAction } from "../audit/audit.ts";
import type { AccountDeps } from "./deps.ts";
import { goesOnAt } from "./session-lifetime.ts";
import type { Sessions, SignedInUser } from "./session.ts";

const SESSION_ENDED: AuditedAction = "session.ended";

type Db = Kysely<Database> | Transaction<Database>;
type SessionDeps = Pick<AccountDeps, "db" | "now"> & { sessions: Sessions };

/** The user's sessions, this one first, then by last use; at most 100. */
export async function sessionsOf({ db, now }: SessionDeps, user: SignedInUser): Promise<AccountSession[]> {
  const found = await sql<Columns<"sessions", "id" | "created_at" | "updated_at" | "user_agent">>`
    select id, created_at, updated_at, user_agent from sessions
    where user_id = ${user.id} and ${goesOnAt(now())}
    order by id = ${user.sessionId} desc, updated_at desc limit 100`.execute(db);
  return found.rows.map((row) => ({
    id: row.id,
    signedInAt: row.created_at.toISOString(),
    lastSeenAt: row.updated_at.toISOString(),
    userAgent: row.user_agent ?? "",
    current: row.id === user.sessionId,
  }));
}

/** Ends one of the user's own sessions at once, its sockets within a second. Returns false if there was none. */
export async function endSession({ db, sessions }: SessionDeps, user: { id: string }, sessionId: string): Promise<boolean> {
  const ended = await sql`
    with ended as (delete from sessions where id = ${sessionId} and user_id = ${user.id} returning user_id)
    insert into audit (actor_id, action) select user_id, ${SESSION_ENDED} from ended`.execute(db);
  sessions.sessionEnded(sessionId);
  return Number(ended.numAffectedRows) > 0;
}

/** Ends all of the user's other sessions. */
export async function endOtherSessions({ db, sessions }: SessionDeps, user: SignedInUser): Promise<void> {
  for (const id of await deleteSessions(db, user.id, user.sessionId)) sessions.sessionEnded(id);
}

/** Returns the ids of the ended sessions; call `sessionEnded` with each once the transaction has committed. */
export async function deleteSessions(db: Db, userId: string, except: string | null = null): Promise<string[]> {
  const ended = await sql<Columns<"sessions", "id">>`
    with ended as (delete from sessions where user_id = ${userId} and id is distinct from ${except}::uuid returning id, user_id),
    audited as (insert into audit (actor_id, action) select user_id, ${SESSION_ENDED} from ended)
    select id from ended`.execute(db);
  return ended.rows.map((row) => row.id);
}
