import { createHmac, randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";

/** Codes that one guest is mailed in a day: with the tries of each, 20 guesses at a hundred million. */
export const CODES_A_DAY = 5;
/** A code is worth this many tries, and this many minutes. */
export const RECOVERY_TRIES = 4;
export const RECOVERY_MINUTES = 15;
export const RECOVERY_DIGITS = 8;
/** Mails for one request: more people than this do not share an address. */
export const RECOVERY_MAILS = 10;

interface RecoveryDeps {
  db: Kysely<Database>;
  secret: string;
  /** Queues the mail with the code in the same transaction. */
  mailCode(
    tx: Transaction<Database>,
    mail: { codeId: string; eventId: string; guestId: string; email: string; code: string },
  ): Promise<void>;
}

/**
 * Mails a code to a guest who lost their link, and one to each of those who share the address: every mail says whose
 * code it has. Says nothing about whether the address is on the list: callers answer the same either way.
 */
export async function sendRecoveryCode(deps: RecoveryDeps, eventId: string, email: string, visitId: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const found = await sql<{ id: string }>`
      select guests.id from guests join events on events.id = guests.event_id
      where event_id = ${eventId} and email = ${email} and removed_at is null and events.status <> 'draft'
        and (select count(*) from recovery_codes where guest_id = guests.id and created_at > now() - interval '24 hours') < ${CODES_A_DAY}
      order by added_at, guests.id limit ${RECOVERY_MAILS}`.execute(tx);
    if (found.rows.length > 0 && (await reopenRecentCodes(tx, eventId, email))) return;
    for (const guest of found.rows) await sendCodeTo(deps, tx, { eventId, email, guestId: guest.id, visitId });
  });
}

/**
 * An address that nobody has proven (it has no account, no host entered it, no code to it was ever used) is mailed
 * once an hour, whatever the event. Asked again within it, this event's code that is in that mailbox already works here too.
 */
async function reopenRecentCodes(tx: Transaction<Database>, eventId: string, email: string): Promise<boolean> {
  const reopened = await sql`
    update recovery_codes set visit_id = case when event_id <> ${eventId} then visit_id end,
      expires_at = case when event_id = ${eventId} then now() + ${`${RECOVERY_MINUTES} minutes`}::interval else expires_at end
    where used_at is null and created_at > now() - interval '1 hour' and guest_id in (select id from guests where email = ${email})
      and not exists (select 1 from users where users.email = ${email} and email_verified)
      and not exists (
        select 1 from guests known where known.email = ${email} and (known.delivery in ('queued', 'sent')
          or exists (select 1 from recovery_codes used where used.guest_id = known.id and used.used_at is not null)))`.execute(tx);
  return Number(reopened.numAffectedRows) > 0;
}

/** A code's life begins when its mail is sent. */
export async function beginRecoveryCode(db: Kysely<Database>, codeId: string): Promise<void> {
  await sql`
    update recovery_codes set expires_at = now() + ${`${RECOVERY_MINUTES} minutes`}::interval where id = ${codeId}`.execute(db);
}

async function sendCodeTo(
  deps: RecoveryDeps,
  tx: Transaction<Database>,
  { eventId, email, guestId, visitId }: { eventId: string; email: string; guestId: string; visitId: string },
) {
  const code = String(randomInt(10 ** RECOVERY_DIGITS)).padStart(RECOVERY_DIGITS, "0");
  const codeId = randomUUID();
  await sql`
    insert into recovery_codes (id, event_id, guest_id, visit_id, code_hash, expires_at)
    values (${codeId}, ${eventId}, ${guestId}, ${visitId}, ${hashOf(deps.secret, codeId, code)}, now() + ${`${RECOVERY_MINUTES} minutes`}::interval)`.execute(
    tx,
  );
  await deps.mailCode(tx, { codeId, eventId, guestId, email, code });
}

/**
 * The guest whose newest code this is, among those with this address, in the browser that asked for it. Every try counts
 * for each of them, also under parallel tries; a used code is spent. Revoked means every way in, a code that was mailed
 * before included.
 */
export async function redeemRecoveryCode(
  deps: Pick<RecoveryDeps, "db" | "secret">,
  eventId: string,
  { email, code }: { email: string; code: string },
  visitId: string | null,
): Promise<{ guestId: string; accessVersion: number }> {
  const found = await sql<{ id: string; code_hash: Buffer; guest_id: string; access_version: number }>`
    update recovery_codes set tries = tries + 1
    from guests
    where guests.id = recovery_codes.guest_id and guests.removed_at is null and guests.delivery <> 'revoked'
      and recovery_codes.id in (
        select distinct on (newest.guest_id) newest.id from recovery_codes newest join guests owner on owner.id = newest.guest_id
        where newest.event_id = ${eventId} and owner.email = ${email}
          and (newest.visit_id is null or newest.visit_id = ${visitId}) order by newest.guest_id, newest.created_at desc)
      and tries < ${RECOVERY_TRIES} and used_at is null and expires_at > now()
    returning recovery_codes.id, code_hash, guest_id, guests.access_version`.execute(deps.db);
  const row = found.rows.find(({ id, code_hash }) => timingSafeEqual(code_hash, hashOf(deps.secret, id, code))) ?? refuse("code_invalid");
  const spent = await sql`update recovery_codes set used_at = now() where id = ${row.id} and used_at is null`.execute(deps.db);
  if (Number(spent.numAffectedRows) !== 1) refuse("code_invalid");
  return { guestId: row.guest_id, accessVersion: row.access_version };
}

function hashOf(secret: string, codeId: string, code: string): Buffer {
  return createHmac("sha256", secret).update("recovery").update(codeId).update(code).digest();
}
