import { createHmac, timingSafeEqual } from "node:crypto";
import { asciiEmail, normalizeEmail } from "@turnout/contract/email-address";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** Every mail of this instance that nobody asked for. */
export const ALL_INVITATIONS = "invitations";
const EVENT = "event:";
export const eventScope = (eventId: string) => `${EVENT}${eventId}`;
/** An event's mails but those that it is moved or cancelled. */
export const routineScope = (eventId: string) => routineOf(eventScope(eventId));
/** The milder wish beside the one to hear nothing of an event. */
export const routineOf = (eventWish: string) => `routine:${eventWish.slice(EVENT.length)}`;

/** An address as it is remembered after it is gone: nobody can read it back, but the same one is recognized. */
export function addressHash(secret: string, email: string): Buffer {
  return hashOfForm(secret, normalizeEmail(email));
}

const hashOfForm = (secret: string, form: string) => createHmac("sha256", secret).update("suppression").update(form).digest();

/** Wishes that were kept under another form of an address are its own. */
export async function moveWishes(db: Db, secret: string, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`
    with moved as (delete from suppressions where address_hash = ${hashOfForm(secret, from)} returning scope, created_at)
    insert into suppressions (address_hash, scope, created_at) select ${hashOfForm(secret, to)}, scope, created_at from moved
    on conflict do nothing`.execute(db);
}

/** An address that is gone from everywhere else may have wishes under the form that earlier versions kept. */
async function adoptEarlierWishes(db: Db, secret: string, emails: string[]) {
  for (const to of new Set(emails.map(normalizeEmail))) {
    const from = asciiEmail(to);
    if (from !== to) await moveWishes(db, secret, { from, to });
  }
}

/** Whether this address asked not to get mails of any of these scopes. */
export async function isSuppressed(db: Db, secret: string, email: string, scopes: string[]): Promise<boolean> {
  await adoptEarlierWishes(db, secret, [email]);
  const found = await sql`
    select 1 from suppressions where address_hash = ${addressHash(secret, email)} and scope = any(${scopes})`.execute(db);
  return found.rows.length > 0;
}

/** The same for many, in one reading. */
export async function suppressedAmong(db: Db, secret: string, wishes: { email: string; scopes: string[] }[]): Promise<boolean[]> {
  await adoptEarlierWishes(
    db,
    secret,
    wishes.map(({ email }) => email),
  );
  const hashes = wishes.map(({ email }) => addressHash(secret, email));
  const found = await sql<{ address_hash: Buffer; scope: string }>`
    select address_hash, scope from suppressions where address_hash = any(${hashes}::bytea[])`.execute(db);
  const asked = new Set(found.rows.map(({ address_hash, scope }) => `${address_hash.toString("hex")} ${scope}`));
  return wishes.map(({ scopes }, index) => scopes.some((scope) => asked.has(`${hashes[index]!.toString("hex")} ${scope}`)));
}

export async function suppress(db: Db, { hash, scope }: { hash: Buffer; scope: string }): Promise<void> {
  await sql`insert into suppressions (address_hash, scope) values (${hash}, ${scope}) on conflict do nothing`.execute(db);
}

/** Takes wishes back. */
export async function unsuppress(db: Db, hash: Buffer, scopes: string[]): Promise<void> {
  await sql`delete from suppressions where address_hash = ${hash} and scope = any(${scopes})`.execute(db);
}

/** The token of an unsubscribe link: who and what, signed. It works without a cookie and reveals no address. */
export function unsubscribeToken(secret: string, email: string, scope: string): string {
  const claim = `${addressHash(secret, email).toString("base64url")}.${scope}`;
  return `${Buffer.from(claim).toString("base64url")}.${proofOf(secret, claim)}`;
}

export function readUnsubscribeToken(secret: string, token: string): { hash: Buffer; scope: string } | null {
  const [encoded = "", proof = ""] = token.split(".");
  const claim = Buffer.from(encoded, "base64url").toString();
  const expected = Buffer.from(proofOf(secret, claim));
  const given = Buffer.from(proof);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const [hash = "", scope = ""] = claim.split(".");
  return { hash: Buffer.from(hash, "base64url"), scope };
}

function proofOf(secret: string, claim: string): string {
  return createHmac("sha256", secret).update("unsubscribe").update(claim).digest("base64url").slice(0, 22);
}
