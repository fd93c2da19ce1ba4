import { createHmac, timingSafeEqual } from "node:crypto";
import { asciiEmail, normalizeEmail } from "@turnout/contract/email-address";
import type { SuppressionReason } from "@turnout/contract/suppressions";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { isAccepted, lastingSecret, signingSecret, type AnySecrets } from "../secrets.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** Scope of all emails to a guest: nobody has this address. */
export const ALL_TO_GUESTS = "guests";
/** Scope of all unsolicited emails of this instance. */
export const ALL_INVITATIONS = "invitations";
/** Scope of emails of an account's notifications. */
export const ALL_DIGESTS = "digests";
/** Scope of entries for calendars in emails, which come without them. */
export const CALENDAR_ENTRIES = "calendar";
const EVENT = "event:";
export const eventScope = (eventId: string) => `${EVENT}${eventId}`;
/** Scope of an event's emails except changes of time or place and cancellation. */
export const routineScope = (eventId: string) => routineOf(eventScope(eventId));
/** The routine scope that belongs to an event's scope. */
export const routineOf = (eventWish: string) => `routine:${eventWish.slice(EVENT.length)}`;

/** The event that a scope is of. Null: it is of none. */
export function eventOfScope(scope: string): string | null {
  return /^(?:event|routine):([\da-f-]{36})$/.exec(scope)?.[1] ?? null;
}

/** A keyed hash of an address, by which an unsubscription holds after the address itself was deleted. */
export function addressHash(secret: AnySecrets, email: string): Buffer {
  return hashOfForm(secret, normalizeEmail(email));
}

const hashOfForm = (secret: AnySecrets, form: string) =>
  createHmac("sha256", lastingSecret(secret)).update("suppression").update(form).digest();

/** Unsubscriptions under an earlier form of the address count too. */
export async function moveSuppressions(db: Db, secret: AnySecrets, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`
    with moved as (delete from suppressions where address_hash = ${hashOfForm(secret, from)} returning scope, reason, created_at)
    insert into suppressions (address_hash, scope, reason, created_at) select ${hashOfForm(secret, to)}, scope, reason, created_at from moved
    on conflict do nothing`.execute(db);
}

/** An address that is gone from everywhere else may still have suppressions under the hash that earlier versions stored. */
export async function adoptEarlierSuppressions(db: Db, secret: AnySecrets, emails: string[]) {
  for (const to of new Set(emails.map(normalizeEmail))) {
    const from = asciiEmail(to);
    if (from !== to) await moveSuppressions(db, secret, { from, to });
  }
}

/** Whether this address has unsubscribed from any of these scopes. */
export async function isSuppressed(db: Db, secret: AnySecrets, email: string, scopes: string[]): Promise<boolean> {
  await adoptEarlierSuppressions(db, secret, [email]);
  const found = await sql`
    select 1 from suppressions where address_hash = ${addressHash(secret, email)} and scope = any(${scopes})`.execute(db);
  return found.rows.length > 0;
}

/** The same for many addresses, in one query. */
export async function suppressedAmong(db: Db, secret: AnySecrets, recipients: { email: string; scopes: string[] }[]): Promise<boolean[]> {
  await adoptEarlierSuppressions(
    db,
    secret,
    recipients.map(({ email }) => email),
  );
  const hashes = recipients.map(({ email }) => addressHash(secret, email));
  const found = await sql<Columns<"suppressions", "address_hash" | "scope">>`
    select address_hash, scope from suppressions where address_hash = any(${hashes}::bytea[])`.execute(db);
  const asked = new Set(found.rows.map(({ address_hash, scope }) => `${address_hash.toString("hex")} ${scope}`));
  return recipients.map(({ scopes }, index) => scopes.some((scope) => asked.has(`${hashes[index]!.toString("hex")} ${scope}`)));
}

/** Sends no more emails of a scope to an address. The reason that was first stays. `since`: null or absent, now. */
export async function suppress(
  db: Db,
  { hash, scope, reason = "unsubscribed", since = null }: { hash: Buffer; scope: string; reason?: SuppressionReason; since?: Date | null },
): Promise<void> {
  await sql`
    insert into suppressions (address_hash, scope, reason, created_at)
    values (${hash}, ${scope}, ${reason}, coalesce(${since}::timestamptz, now())) on conflict do nothing`.execute(db);
}

/** Removes unsubscriptions. */
export async function unsuppress(db: Db, hash: Buffer, scopes: string[]): Promise<void> {
  await sql`delete from suppressions where address_hash = ${hash} and scope = any(${scopes})`.execute(db);
}

/** The token of an unsubscribe link: hash of the address and scope, signed. Works without a cookie and reveals no address. */
export function unsubscribeToken(secret: AnySecrets, email: string, scope: string): string {
  const claim = `${addressHash(secret, email).toString("base64url")}.${scope}`;
  return `${Buffer.from(claim).toString("base64url")}.${signatureOf(signingSecret(secret), claim)}`;
}

export function readUnsubscribeToken(secret: AnySecrets, token: string): { hash: Buffer; scope: string } | null {
  const [encoded = "", signature = ""] = token.split(".");
  const claim = Buffer.from(encoded, "base64url").toString();
  const given = Buffer.from(signature);
  const isOurs = isAccepted(secret, (one) => {
    const expected = Buffer.from(signatureOf(one, claim));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  if (!isOurs) return null;
  const [hash = "", scope = ""] = claim.split(".");
  return { hash: Buffer.from(hash, "base64url"), scope };
}

function signatureOf(secret: string, claim: string): string {
  return createHmac("sha256", secret).update("unsubscribe").update(claim).digest("base64url").slice(0, 22);
}
