import { normalizeEmail } from "@turnout/contract/email-address";
import { sql, type Kysely } from "kysely";
import { audit } from "../audit/audit.ts";
import type { Database } from "../db/database.ts";
import type { Columns, NotNull } from "../db/row-types.ts";
import type { AnySecrets } from "../secrets.ts";
import { addressHash, eventOfScope, type SuppressionReason } from "./suppression.ts";

/** Most that are listed at once, the newest. */
export const MAX_LISTED = 1_000;
/** Addresses read at once, to find whose hashes these are. */
const ADDRESSES_AT_ONCE = 10_000;
/** Digits of a hash that are shown, and by which one is named whose address is gone. */
const SHOWN_DIGITS = 16;

export interface ListedSuppression {
  /** Null: the address has been deleted everywhere else. */
  email: string | null;
  /** The beginning of the address's hash. */
  key: string;
  scope: string;
  reason: SuppressionReason;
  since: Date;
}

type SuppressionRow = Columns<"suppressions", "address_hash" | "scope" | "reason" | "created_at">;

/** Which addresses get no more emails of which kind, and why. */
export async function listSuppressions(
  db: Kysely<Database>,
  secret: AnySecrets,
  reason: SuppressionReason | null,
): Promise<ListedSuppression[]> {
  const { rows } = await sql<SuppressionRow>`
    select address_hash, scope, reason, created_at from suppressions
    where ${reason}::text is null or reason = ${reason} order by created_at desc, scope limit ${MAX_LISTED}`.execute(db);
  const emails = await emailsOf(db, secret, new Set(rows.map(({ address_hash }) => address_hash.toString("hex"))));
  return rows.map(({ address_hash, scope, reason: why, created_at }) => {
    const hash = address_hash.toString("hex");
    return {
      email: emails.get(hash) ?? null,
      key: hash.slice(0, SHOWN_DIGITS),
      scope,
      reason: why as SuppressionReason,
      since: created_at,
    };
  });
}

async function emailsOf(db: Kysely<Database>, secret: AnySecrets, hashes: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let after = ""; hashes.size > found.size;) {
    const { rows } = await sql<NotNull<Columns<"guests", "email">, "email">>`
      select distinct email from (select email from guests union all select email from users) known
      where email > ${after} order by email limit ${ADDRESSES_AT_ONCE}`.execute(db);
    for (const { email } of rows) {
      const hash = addressHash(secret, email).toString("hex");
      if (hashes.has(hash)) found.set(hash, email);
    }
    if (rows.length < ADDRESSES_AT_ONCE) break;
    after = rows.at(-1)!.email;
  }
  return found;
}

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

export function suppressionLines(listed: readonly ListedSuppression[]): string[] {
  return listed.map(
    ({ email, key, scope, reason, since }) =>
      `${since.toISOString()} ${reason.padEnd("unsubscribed".length)} ${scope} ${email ?? `a deleted address (${key})`}`,
  );
}
