import { createHmac, randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import { isAccepted, signingSecret, type AnySecrets } from "../secrets.ts";

/**
 * Codes emailed to one guest in a day, browsers that may try each of them, and attempts of each browser: 240 guesses at
 * a hundred million codes.
 */
export const CODES_A_DAY = 5;
export const RECOVERY_ASKERS = 12;
export const RECOVERY_TRIES = 4;
/** Browsers of one network among them: an attacker needs many networks to use up all attempts. */
export const RECOVERY_ASKERS_A_NETWORK = 3;
/** How long a code works after it is sent or requested again (minutes). */
export const RECOVERY_MINUTES = 15;
export const RECOVERY_DIGITS = 8;
/** Most emails for one request, one for each guest who shares the address. */
export const RECOVERY_MAILS = 10;

/** Who requests a code. */
export interface Asker {
  visitId: string;
  /** The widest network that one customer may own around the client's address. */
  network: string;
}

interface RecoveryDeps {
  db: Kysely<Database>;
  secret: AnySecrets;
  /** Queues the email with the code in the same transaction. */
  mailCode(
    tx: Transaction<Database>,
    mail: { codeId: string; eventId: string; guestId: string; email: string; code: string },
  ): Promise<void>;
}

/**
 * Emails a code to each guest with this address; every email says whose code it has. Where no further email may be sent,
 * the last code works for this browser too. Returns nothing: callers reply the same whether or not the address is on the
 * list.
 */
export async function sendRecoveryCode(deps: RecoveryDeps, eventId: string, email: string, asker: Asker): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const found = await sql<Columns<"guests", "id"> & Computed<"isSpent", "boolean">>`
      select guests.id, (select count(*) from recovery_codes where guest_id = guests.id and created_at > now() - interval '24 hours') >= ${CODES_A_DAY} as "isSpent"
      from guests join events on events.id = guests.event_id
      where event_id = ${eventId} and email = ${email} and removed_at is null and events.status <> 'draft'
      order by added_at, guests.id limit ${RECOVERY_MAILS}`.execute(tx);
    if (found.rows.length === 0) return;
    const mayBeMailed = !(await wasMailedUnproven(tx, email));
    const [fresh, open] = [
      found.rows.filter(({ isSpent }) => mayBeMailed && !isSpent),
      found.rows.filter(({ isSpent }) => !mayBeMailed || isSpent),
    ];
    await reopenNewestCodes(
      deps,
      tx,
      open.map(({ id }) => id),
      asker,
    );
    for (const guest of fresh) await sendCodeTo(deps, tx, { eventId, email, guestId: guest.id, asker });
  });
}

/**
 * An unverified address (no account has it, no host entered it, no code sent to it was ever used) gets one email an hour
 * across all events.
 */
async function wasMailedUnproven(tx: Transaction<Database>, email: string): Promise<boolean> {
  const recent = await sql`
    select from recovery_codes
    where used_at is null and created_at > now() - interval '1 hour' and guest_id in (select id from guests where email = ${email})
      and not exists (select 1 from users where users.email = ${email} and email_verified)
      and not exists (
        select 1 from guests known where known.email = ${email} and (known.delivery in ('queued', 'sent', 'delayed')
          or exists (select 1 from recovery_codes used where used.guest_id = known.id and used.used_at is not null)))
    limit 1`.execute(tx);
  return recent.rows.length > 0;
}

/** Extends each guest's newest code of the day, and makes it work in this browser too. */
async function reopenNewestCodes(deps: RecoveryDeps, tx: Transaction<Database>, guestIds: string[], asker: Asker) {
  const newest = await sql<Columns<"recovery_codes", "id">>`
    select id from recovery_codes code
    where guest_id = any(${guestIds}::uuid[]) and used_at is null and created_at > now() - interval '24 hours'
      and not exists (select from recovery_codes newer where newer.guest_id = code.guest_id and newer.created_at > code.created_at)
    order by id for update`.execute(tx);
  for (const { id } of newest.rows) {
    await sql`update recovery_codes set expires_at = now() + ${`${RECOVERY_MINUTES} minutes`}::interval where id = ${id}`.execute(tx);
    await letTry(deps, tx, id, asker);
  }
}

/** The first browser's attempts are reserved; later ones share the rest. */
async function letTry({ secret }: RecoveryDeps, tx: Transaction<Database>, codeId: string, { visitId, network }: Asker) {
  const networkHash = createHmac("sha256", signingSecret(secret)).update("network").update(network).digest();
  await sql`
    insert into recovery_askers (code_id, visit_id, network_hash)
    select ${codeId}, ${visitId}, ${networkHash} from recovery_askers where code_id = ${codeId}
    having count(*) < ${RECOVERY_ASKERS} and count(*) filter (where network_hash = ${networkHash}) < ${RECOVERY_ASKERS_A_NETWORK}
    on conflict do nothing`.execute(tx);
}

/** Starts a code's lifetime when its email is sent. */
export async function beginRecoveryCode(db: Kysely<Database>, codeId: string): Promise<void> {
  await sql`
    update recovery_codes set expires_at = now() + ${`${RECOVERY_MINUTES} minutes`}::interval where id = ${codeId}`.execute(db);
}

async function sendCodeTo(
  deps: RecoveryDeps,
  tx: Transaction<Database>,
  { eventId, email, guestId, asker }: { eventId: string; email: string; guestId: string; asker: Asker },
) {
  const code = String(randomInt(10 ** RECOVERY_DIGITS)).padStart(RECOVERY_DIGITS, "0");
  const codeId = randomUUID();
  await sql`
    insert into recovery_codes (id, event_id, guest_id, visit_id, code_hash, expires_at)
    values (${codeId}, ${eventId}, ${guestId}, ${asker.visitId}, ${hashOf(signingSecret(deps.secret), codeId, code)}, now() + ${`${RECOVERY_MINUTES} minutes`}::interval)`.execute(
    tx,
  );
  await letTry(deps, tx, codeId, asker);
  await deps.mailCode(tx, { codeId, eventId, guestId, email, code });
}

/**
 * The guest whose newest code this is, among those with this address whose code this browser requested. An attempt
 * counts for each of them, also when attempts are concurrent; a code works once. Revoking a guest ends the codes that
 * were emailed before.
 */
export async function redeemRecoveryCode(
  deps: Pick<RecoveryDeps, "db" | "secret">,
  eventId: string,
  { email, code }: { email: string; code: string },
  visitId: string,
): Promise<{ guestId: string; accessVersion: number }> {
  const found = await sql<Columns<"recovery_codes", "id" | "code_hash" | "guest_id"> & Columns<"guests", "access_version">>`
    update recovery_askers asker set tries = asker.tries + 1
    from recovery_codes, guests
    where asker.visit_id = ${visitId} and asker.tries < ${RECOVERY_TRIES} and asker.code_id = recovery_codes.id
      and guests.id = recovery_codes.guest_id and guests.removed_at is null and guests.delivery <> 'revoked'
      and recovery_codes.id in (
        select distinct on (newest.guest_id) newest.id from recovery_codes newest
        join guests owner on owner.id = newest.guest_id
        join recovery_askers asked on asked.code_id = newest.id and asked.visit_id = ${visitId}
        where newest.event_id = ${eventId} and owner.email = ${email} order by newest.guest_id, newest.created_at desc)
      and used_at is null and recovery_codes.expires_at > now()
    returning recovery_codes.id, code_hash, guest_id, guests.access_version`.execute(deps.db);
  const row =
    found.rows.find(({ id, code_hash }) => isAccepted(deps.secret, (one) => timingSafeEqual(code_hash, hashOf(one, id, code)))) ??
    refuse("code_invalid");
  const spent = await sql`update recovery_codes set used_at = now() where id = ${row.id} and used_at is null`.execute(deps.db);
  if (Number(spent.numAffectedRows) !== 1) refuse("code_invalid");
  return { guestId: row.guest_id, accessVersion: row.access_version };
}

function hashOf(secret: string, codeId: string, code: string): Buffer {
  return createHmac("sha256", secret).update("recovery").update(codeId).update(code).digest();
}
