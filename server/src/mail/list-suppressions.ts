import { setImmediate } from "node:timers/promises";
import type { SuppressionReason } from "@turnout/contract/suppressions";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, NotNull } from "../db/row-types.ts";
import type { AnySecrets } from "../secrets.ts";
import { addressHash, adoptEarlierSuppressions } from "./suppression.ts";

/** Addresses read at once, to find whose hashes these are. */
const ADDRESSES_AT_ONCE = 10_000;
/** Addresses hashed at once, in some 10 ms: a server with open pages asks as well as a command. */
const HASHED_AT_ONCE = 1_000;
/** Digits of a hash that are shown, and by which one is named whose address is gone. */
export const SHOWN_DIGITS = 16;

export interface ListedSuppression {
  /** Null: the address has been deleted everywhere else. */
  email: string | null;
  /** Of the address, in hex. */
  hash: string;
  /** Its beginning. */
  key: string;
  scope: string;
  reason: SuppressionReason;
  since: Date;
  /** Where it stands: the same moment in microseconds. */
  micros: number;
}

interface Wanted {
  /** The most that are listed. */
  limit: number;
  reason?: SuppressionReason | null;
  /** Only those of this address. */
  email?: string | null;
  /** Only those that come after this one. */
  after?: Pick<ListedSuppression, "micros" | "hash" | "scope"> | null;
}

type Row = Narrowed<Columns<"suppressions", "scope" | "reason" | "created_at">, { reason: SuppressionReason }> &
  Computed<"hash", "text"> &
  Computed<"micros", "bigint">;

/** Which addresses get no more emails of which kind, and why, the latest first. */
export async function listSuppressions(db: Kysely<Database>, secret: AnySecrets, wanted: Wanted): Promise<ListedSuppression[]> {
  const { limit, reason = null, email = null, after = null } = wanted;
  if (email !== null) await adoptEarlierSuppressions(db, secret, [email]);
  const conditions = [
    reason === null ? null : sql`reason = ${reason}`,
    email === null ? null : sql`address_hash = ${addressHash(secret, email)}`,
    after && sql`(micros, hash, scope) < (${after.micros}::bigint, ${after.hash}, ${after.scope})`,
  ].filter((condition) => condition !== null);
  const found = await sql<Row>`
    select scope, reason, created_at, hash, micros from (
      select *, encode(address_hash, 'hex') as hash, (extract(epoch from created_at) * 1000000)::bigint as micros from suppressions) listed
    ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``}
    order by micros desc, hash desc, scope desc limit ${limit}`.execute(db);
  const { rows } = found;
  const emails = await emailsOf(db, secret, new Set(rows.map(({ hash }) => hash)));
  return rows.map(({ created_at: since, hash, ...row }) => ({
    ...row,
    email: emails.get(hash) ?? null,
    hash,
    key: hash.slice(0, SHOWN_DIGITS),
    since,
  }));
}

async function emailsOf(db: Kysely<Database>, secret: AnySecrets, hashes: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let after = ""; hashes.size > found.size;) {
    const { rows } = await sql<NotNull<Columns<"guests", "email">, "email">>`
      select distinct email from (select email from guests union all select email from users) known
      where email > ${after} order by email limit ${ADDRESSES_AT_ONCE}`.execute(db);
    for (const [at, { email }] of rows.entries()) {
      const hash = addressHash(secret, email).toString("hex");
      if (hashes.has(hash)) found.set(hash, email);
      if (at % HASHED_AT_ONCE === 0) await setImmediate();
    }
    if (rows.length < ADDRESSES_AT_ONCE) break;
    after = rows.at(-1)!.email;
  }
  return found;
}

export function suppressionLines(listed: readonly ListedSuppression[]): string[] {
  return listed.map(
    ({ email, key, scope, reason, since }) =>
      `${since.toISOString()} ${reason.padEnd("unsubscribed".length)} ${scope} ${email ?? `a deleted address (${key})`}`,
  );
}
