import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** What a mailed token allows. A token for one purpose is worthless for every other. */
export type Purpose = "confirm-sign-up" | "reset-password" | "confirm-email";

export interface Proof {
  purpose: Purpose;
  /** Whose account it concerns, if there is one already. */
  userId: string | null;
  value: object;
  expiresAt: Date;
}

/** Makes a token that proves, once and until it expires, that its mail was read. Kept as a hash. */
export async function issueProof(db: Db, { purpose, userId, value, expiresAt }: Proof): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await sql`
    insert into verifications (id, identifier, value, user_id, expires_at)
    values (${randomUUIDv7()}, ${identifierOf(purpose, token)}, ${JSON.stringify(value)}, ${userId}, ${expiresAt})`.execute(db);
  return token;
}

/** What a token proves, without using it up. Null if it is spent, expired, or for something else. */
export async function readProof<Value>(db: Db, purpose: Purpose, token: string, now: Date): Promise<Value | null> {
  const found = await sql<{ value: string }>`
    select value from verifications where identifier = ${identifierOf(purpose, token)} and expires_at > ${now}`.execute(db);
  return parsed<Value>(found.rows);
}

/** Uses a token up. Of any number of tries at once, one gets the value; the deletion decides which. */
export async function spendProof<Value>(db: Db, purpose: Purpose, token: string, now: Date): Promise<Value | null> {
  const spent = await sql<{ value: string }>`
    delete from verifications where identifier = ${identifierOf(purpose, token)} and expires_at > ${now} returning value`.execute(db);
  return parsed<Value>(spent.rows);
}

/** Makes worthless what has been mailed to this user so far. */
export async function voidProofsOf(db: Db, userId: string): Promise<void> {
  await sql`delete from verifications where user_id = ${userId}`.execute(db);
}

const parsed = <Value>(rows: { value: string }[]) => (rows[0] ? (JSON.parse(rows[0].value) as Value) : null);

function identifierOf(purpose: Purpose, token: string): string {
  return `${purpose}:${createHash("sha256").update(token).digest("base64url")}`;
}
