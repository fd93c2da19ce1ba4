import { normalizeEmail } from "@turnout/contract/email-address";
import { LiftedSuppression } from "@turnout/contract/suppressions";
import { sql, type Kysely } from "kysely";
import { audit } from "../audit/audit.ts";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import type { AnySecrets } from "../secrets.ts";
import { SHOWN_DIGITS } from "./list-suppressions.ts";
import { addressHash, eventOfScope, suppress } from "./suppression.ts";

/** `who` is an address, or the `key` of a listed one. Null as the scope: all. Returns how many were removed. */
export async function removeSuppressions(
  db: Kysely<Database>,
  secret: AnySecrets,
  { who, scope }: { who: string; scope: string | null },
): Promise<number> {
  const hash = who.includes("@") ? addressHash(secret, normalizeEmail(who)).toString("hex") : null;
  if (hash === null && !new RegExp(`^[\\da-f]{${SHOWN_DIGITS}}$`).test(who)) return 0;
  return db.transaction().execute(async (tx) => {
    const beginning = `${hash ?? who}%`;
    const { rows } = await sql<Columns<"suppressions", "scope">>`
      delete from suppressions
      where encode(address_hash, 'hex') like ${beginning} and (${scope}::text is null or scope = ${scope}) returning scope`.execute(tx);
    for (const one of rows) await audit(tx, { action: "suppression.removed", actorId: null, eventId: eventOfScope(one.scope) });
    return rows.length;
  });
}

interface OfOne {
  operatorId: string;
  /** Of the address, in hex. */
  hash: string;
  scope: string;
}

/** Emails of that kind go to this address again. Returns what is needed to take that back. Null: there was none. */
export async function liftSuppression(db: Kysely<Database>, { operatorId, hash, scope }: OfOne): Promise<LiftedSuppression | null> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<Columns<"suppressions", "reason" | "created_at">>`
      delete from suppressions where address_hash = ${Buffer.from(hash, "hex")} and scope = ${scope} returning reason, created_at`.execute(
      tx,
    );
    const [lifted] = rows;
    if (!lifted) return null;
    await audit(tx, { action: "suppression.removed", actorId: operatorId, eventId: eventOfScope(scope) });
    return LiftedSuppression.parse({ reason: lifted.reason, since: lifted.created_at.toISOString() });
  });
}

/** Puts back what was lifted, with its reason and date. One that has come about meanwhile stays as it is. */
export async function restoreSuppression(
  db: Kysely<Database>,
  { operatorId, hash, scope, reason, since }: OfOne & LiftedSuppression,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await suppress(tx, { hash: Buffer.from(hash, "hex"), scope, reason, since: new Date(since) });
    await audit(tx, { action: "suppression.restored", actorId: operatorId, eventId: eventOfScope(scope) });
  });
}
