import type { AccountSession } from "@turnout/contract/accounts";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { AccountDeps } from "./deps.ts";
import type { Sessions, SignedInUser } from "./session.ts";

type Db = Kysely<Database> | Transaction<Database>;
type SessionDeps = Pick<AccountDeps, "db" | "now"> & { sessions: Sessions };

/** The browsers in which this user is signed in, this one first. */
export async function sessionsOf({ db, now }: SessionDeps, user: SignedInUser): Promise<AccountSession[]> {
  const found = await sql<{ id: string; created_at: Date; updated_at: Date; user_agent: string | null }>`
    select id, created_at, updated_at, user_agent from sessions
    where user_id = ${user.id} and expires_at > ${now()}
    order by id = ${user.sessionId} desc, updated_at desc limit 100`.execute(db);
  return found.rows.map((row) => ({
    id: row.id,
    signedInAt: row.created_at.toISOString(),
    lastSeenAt: row.updated_at.toISOString(),
    userAgent: row.user_agent ?? "",
    current: row.id === user.sessionId,
  }));
}

/** Ends one of the user's own sessions at once, its sockets within a second. False if there was none. */
export async function endSession({ db, sessions }: SessionDeps, user: { id: string }, sessionId: string): Promise<boolean> {
  const ended = await sql`delete from sessions where id = ${sessionId} and user_id = ${user.id} returning id`.execute(db);
  sessions.sessionEnded(sessionId);
  return ended.rows.length > 0;
}

/** Ends all of the user's sessions but this one. */
export async function endOtherSessions({ db, sessions }: SessionDeps, user: SignedInUser): Promise<void> {
  for (const id of await deleteSessions(db, user.id, user.sessionId)) sessions.sessionEnded(id);
}

/** For use in a transaction: once it has committed, tell `sessionEnded` of each id. */
export async function deleteSessions(db: Db, userId: string, except: string | null = null): Promise<string[]> {
  const ended = await sql<{ id: string }>`
    delete from sessions where user_id = ${userId} and id is distinct from ${except}::uuid returning id`.execute(db);
  return ended.rows.map((row) => row.id);
}
