import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import type { accountPages } from "@turnout/contract/accounts";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import type { AccountDeps, AccountMail } from "./deps.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** How long an emailed link is valid, from when its email is sent (minutes). */
export const LINK_MINUTES = 15;

/**
 * What a token is valid for; it is worthless for every other purpose. `magic-link` signs in; for passkeys it is what a device
 * signs, for a provider what comes back from it as `state`.
 */
export type Purpose =
  | "confirm-sign-up"
  | "reset-password"
  | "confirm-email"
  | "magic-link"
  | "passkey-sign-in"
  | "passkey-registration"
  | "provider-sign-in";

export interface NewToken {
  purpose: Purpose;
  /** The account it concerns, if there is one already. */
  userId: string | null;
  value: object;
  minutes: number;
}

export interface TokenEmail extends Pick<AccountMail, "kind" | "recipient"> {
  page: (typeof accountPages)[keyof typeof accountPages];
  next: string | null;
  payload: Record<string, string>;
}

/**
 * Creates a token and queues the email with its link, in one transaction. The token proves, once, that the email was
 * read; it is stored as a hash. The work is the same for every recipient, so that timing reveals no account.
 */
export async function mailToken(deps: AccountDeps, newToken: NewToken, mail: TokenEmail): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const { id, token } = await createToken(tx, newToken, deps.now());
    await deps.queueMail(tx, {
      cause: `${newToken.purpose}/${randomUUIDv7()}`,
      kind: mail.kind,
      recipient: mail.recipient,
      payload: {
        ...mail.payload,
        url: pageLink(deps.publicUrl, mail.page, token, mail.next),
        proofId: id, // the name in queued emails, which earlier versions read too
        minutes: String(newToken.minutes),
      },
    });
  });
}

/** Starts a token's lifetime (minutes) when its email is sent. Returns false when it has been used or revoked since. */
export async function startTokenLifetime(db: Db, id: string, minutes: number, now: Date): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + minutes * 60_000);
  const begun = await sql`update verifications set expires_at = greatest(expires_at, ${expiresAt}) where id = ${id}`.execute(db);
  return Number(begun.numAffectedRows) === 1;
}

/** Creates a token that is valid for `minutes`, and stores its hash. */
export async function createToken(
  db: Db,
  { purpose, value, userId, minutes }: NewToken,
  now: Date,
): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString("base64url");
  const id = randomUUIDv7();
  const expiresAt = new Date(now.getTime() + minutes * 60_000);
  await sql`
    insert into verifications (id, identifier, value, user_id, expires_at)
    values (${id}, ${identifierOf(purpose, token)}, ${JSON.stringify(value)}, ${userId}, ${expiresAt})`.execute(db);
  return { id, token };
}

/** A link with the token after `#`, which browsers never send to a server. */
export function pageLink(publicUrl: string, page: string, token: string, next: string | null): string {
  const link = new URL(page, publicUrl);
  if (next !== null) link.searchParams.set("next", next);
  link.hash = token;
  return link.href;
}

/** The value of a token, without using it up. Null if it is used, expired, or for another purpose. */
export async function readToken<Value>(db: Db, purpose: Purpose, token: string, now: Date): Promise<Value | null> {
  const found = await sql<Columns<"verifications", "value">>`
    select value from verifications where identifier = ${identifierOf(purpose, token)} and expires_at > ${now}`.execute(db);
  return parsed<Value>(found.rows);
}

/** Uses a token up and returns its value. Of concurrent attempts one gets the value; the others get null. */
export async function spendToken<Value>(db: Db, purpose: Purpose, token: string, now: Date): Promise<Value | null> {
  const spent = await sql<Columns<"verifications", "value">>`
    delete from verifications where identifier = ${identifierOf(purpose, token)} and expires_at > ${now} returning value`.execute(db);
  return parsed<Value>(spent.rows);
}

/** Revokes all of a user's tokens. */
export async function revokeTokensOf(db: Db, userId: string): Promise<void> {
  await sql`delete from verifications where user_id = ${userId}`.execute(db);
}

const parsed = <Value>(rows: { value: string }[]) => (rows[0] ? (JSON.parse(rows[0].value) as Value) : null);

function identifierOf(purpose: Purpose, token: string): string {
  return `${purpose}:${createHash("sha256").update(token).digest("base64url")}`;
}
