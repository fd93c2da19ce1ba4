import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { uuidFrom } from "../db/uuid.ts";
import type { PushRecipient } from "./encrypt.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** Browsers that notify one account or visit. One more replaces the one that was reached longest ago. */
export const MAX_SUBSCRIPTIONS = 10;
/** Failures in a row after which a subscription is given up, if it was not reached for `GIVEN_UP_AFTER_DAYS` either. */
export const MAX_FAILURES = 10;
export const GIVEN_UP_AFTER_DAYS = 14;

/** Whose browser it is: an account in one session, a visit, or both. */
export interface PushOwner {
  user: { id: string; sessionId: string } | null;
  visitId: string | null;
}

export interface NewSubscription extends PushRecipient {
  endpoint: string;
  /** The public key that the browser was given. */
  serverKey: string;
  userAgent: string;
  locale: string;
  hidesDetails: boolean;
}

/** The id of a browser's subscription, which its endpoint makes: the browser finds itself in a list by it. */
export const subscriptionId = (endpoint: string): string => uuidFrom(endpoint);

const ownedBy = ({ user, visitId }: PushOwner) => sql`(user_id = ${user?.id ?? null} or visit_id = ${visitId})`;

/**
 * Keeps a browser's subscription for its owner, in place of `replaces`, which the browser has ended. Whoever has the browser now has
 * the subscription: it is nobody else's any more. Returns false for a browser that nobody knows.
 */
export async function keepSubscription(
  db: Kysely<Database>,
  owner: PushOwner,
  given: NewSubscription,
  replaces: string | null,
): Promise<boolean> {
  const { endpoint, p256dh, auth, serverKey, userAgent, locale, hidesDetails } = given;
  const { user } = owner;
  return db.transaction().execute(async (tx) => {
    const visitId = await knownVisit(tx, owner.visitId);
    if (user === null && visitId === null) return false;
    if (replaces !== null) await deleteSubscription(tx, owner, subscriptionId(replaces));
    await sql`
      insert into push_subscriptions (id, endpoint, p256dh, auth, server_key, user_id, session_id, visit_id, user_agent, locale, hides_details)
      values (${subscriptionId(endpoint)}, ${endpoint}, ${p256dh}, ${auth}, ${serverKey}, ${user?.id ?? null}, ${user?.sessionId ?? null},
        ${visitId}, ${userAgent}, ${locale}, ${hidesDetails})
      on conflict (id) do update set p256dh = excluded.p256dh, auth = excluded.auth, server_key = excluded.server_key,
        user_id = excluded.user_id, session_id = excluded.session_id, visit_id = excluded.visit_id, user_agent = excluded.user_agent,
        locale = excluded.locale, hides_details = excluded.hides_details, failures = 0`.execute(tx);
    await sql`
      delete from push_subscriptions where id in (
        select id from push_subscriptions where ${ownedBy(owner)}
        order by id = ${subscriptionId(endpoint)} desc, coalesce(taken_at, created_at) desc, id offset ${MAX_SUBSCRIPTIONS})`.execute(tx);
    return true;
  });
}

/** A browser's cookie names a visit that is stored only once it was granted something. */
async function knownVisit(tx: Transaction<Database>, visitId: string | null): Promise<string | null> {
  const found = await sql<Columns<"visits", "id">>`select id from visits where id = ${visitId} and expires_at > now()`.execute(tx);
  return found.rows[0]?.id ?? null;
}

type OwnRow = Columns<"push_subscriptions", "id" | "user_agent" | "created_at" | "taken_at" | "locale" | "hides_details">;

/** The owner's subscriptions that this server can use, the newest first. */
export async function subscriptionsOf(db: Db, owner: PushOwner, serverKey: string): Promise<OwnRow[]> {
  const found = await sql<OwnRow>`
    select id, user_agent, created_at, taken_at, locale, hides_details from push_subscriptions
    where ${ownedBy(owner)} and server_key = ${serverKey} order by created_at desc, id limit ${MAX_SUBSCRIPTIONS}`.execute(db);
  return found.rows;
}

/** Ends one of the owner's subscriptions. Returns false if there was none. */
export async function deleteSubscription(db: Db, owner: PushOwner, id: string): Promise<boolean> {
  const ended = await sql`delete from push_subscriptions where id = ${id} and ${ownedBy(owner)}`.execute(db);
  return Number(ended.numAffectedRows) > 0;
}

export type StoredSubscription = Columns<
  "push_subscriptions",
  "id" | "endpoint" | "p256dh" | "auth" | "user_id" | "visit_id" | "locale" | "hides_details"
>;

/** Those of these subscriptions that are there and of this server's key. */
export async function subscriptionsById(db: Db, ids: string[], serverKey: string): Promise<StoredSubscription[]> {
  const found = await sql<StoredSubscription>`
    select id, endpoint, p256dh, auth, user_id, visit_id, locale, hides_details from push_subscriptions
    where id = any(${ids}::uuid[]) and server_key = ${serverKey}`.execute(db);
  return found.rows;
}

/** Remembers what became of a message. */
export async function recordPush(db: Db, id: string, became: "taken" | "failed" | "gone", now: Date): Promise<void> {
  if (became === "gone") await sql`delete from push_subscriptions where id = ${id}`.execute(db);
  else if (became === "taken") await sql`update push_subscriptions set taken_at = ${now}, failures = 0 where id = ${id}`.execute(db);
  else await sql`update push_subscriptions set failures = failures + 1 where id = ${id}`.execute(db);
}

/** Ends the subscriptions of visits that were this guest's alone, who is off the list; those of an account are the account's. */
export async function forgetRemoved(db: Db, guestId: string): Promise<void> {
  await sql`
    delete from push_subscriptions sub where sub.user_id is null
      and sub.visit_id in (
        select grants.visit_id from visit_grants grants join guests on guests.id = grants.guest_id
        where grants.guest_id = ${guestId} and guests.removed_at is not null)
      and not exists (
        select from visit_grants other join guests on guests.id = other.guest_id and guests.removed_at is null
        where other.visit_id = sub.visit_id)`.execute(db);
}

/** How long what was sent is kept (days), so that a job that runs again sends nothing twice. */
export const PUSHES_KEPT_DAYS = 7;

/** Deletes subscriptions that nobody has any more, those that have long failed, and what was sent long ago. */
export async function forgetSubscriptions(db: Kysely<Database>, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - GIVEN_UP_AFTER_DAYS * 86_400_000);
  await sql`
    delete from push_subscriptions
    where (user_id is null and visit_id is null)
      or (failures >= ${MAX_FAILURES} and coalesce(taken_at, created_at) < ${oldest})`.execute(db);
  await sql`delete from push_messages where created_at < ${new Date(now.getTime() - PUSHES_KEPT_DAYS * 86_400_000)}`.execute(db);
}
