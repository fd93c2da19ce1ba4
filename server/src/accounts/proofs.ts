import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import type { accountPages } from "@turnout/contract/accounts";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { AccountDeps, AccountMail } from "./deps.ts";

type Db = Kysely<Database> | Transaction<Database>;

/**
 * What a mailed token allows. A token for one purpose is worthless for every other. `magic-link` is the login
 * library's own: it is written here, like the others, and redeemed there.
 */
export type Purpose = "confirm-sign-up" | "reset-password" | "confirm-email" | "magic-link";

export interface Proof {
  purpose: Purpose;
  /** Whose account it concerns, if there is one already. */
  userId: string | null;
  value: object;
  minutes: number;
}

export interface ProofMail extends Pick<AccountMail, "kind" | "recipient"> {
  page: (typeof accountPages)[keyof typeof accountPages];
  next: string | null;
  payload: Record<string, string>;
}

/**
 * Makes a token and queues the mail with its link, in one transaction. The token proves, once, that the mail was
 * read; it is kept as a hash. Whoever it is for, this is the same work: callers let nobody measure what they know.
 */
export async function mailProof(deps: AccountDeps, proof: Proof, mail: ProofMail): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const { id, token } = await keepProof(tx, proof, deps.now());
    await deps.queueMail(tx, {
      cause: `${proof.purpose}/${randomUUIDv7()}`,
      kind: mail.kind,
      recipient: mail.recipient,
      payload: { ...mail.payload, url: pageLink(deps.publicUrl, mail.page, token, mail.next), proofId: id, minutes: String(proof.minutes) },
    });
  });
}

/** A link's life begins when its mail is sent. False when it has been used or made worthless since it was asked for. */
export async function beginProof(db: Db, id: string, minutes: number, now: Date): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + minutes * 60_000);
  const begun = await sql`update verifications set expires_at = greatest(expires_at, ${expiresAt}) where id = ${id}`.execute(db);
  return Number(begun.numAffectedRows) === 1;
}

/** Makes a token, for a mail or for whoever is handed it by other means. */
export async function keepProof(db: Db, { purpose, value, userId, minutes }: Proof, now: Date): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString("base64url");
  const id = randomUUIDv7();
  const expiresAt = new Date(now.getTime() + minutes * 60_000);
  await sql`
    insert into verifications (id, identifier, value, user_id, expires_at)
    values (${id}, ${identifierOf(purpose, token)}, ${JSON.stringify(value)}, ${userId}, ${expiresAt})`.execute(db);
  return { id, token };
}

/** The token goes after `#`, which browsers never send anywhere. */
export function pageLink(publicUrl: string, page: string, token: string, next: string | null): string {
  const link = new URL(page, publicUrl);
  if (next !== null) link.searchParams.set("next", next);
  link.hash = token;
  return link.href;
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
