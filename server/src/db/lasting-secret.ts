import { sql, type Kysely } from "kysely";
import { secretId, unwrapByAny, wrap, type WrappedSecrets } from "../secrets.ts";
import type { Database } from "./database.ts";
import type { Columns } from "./row-types.ts";

async function wrappedSecrets(db: Kysely<Database>): Promise<WrappedSecrets> {
  const { rows } = await sql<Columns<"instance", "wrapped_secrets">>`select wrapped_secrets from instance`.execute(db);
  return rows[0]!.wrapped_secrets as WrappedSecrets;
}

/**
 * The instance's lasting secret, which is its first one, kept encrypted by each secret that has been in force since. Null:
 * none of these has been, so that it cannot be read.
 */
export async function readLastingSecret(db: Kysely<Database>, accepted: readonly string[]): Promise<string | null> {
  const wrapped = await wrappedSecrets(db);
  return Object.keys(wrapped).length === 0 ? accepted[0]! : unwrapByAny(wrapped, accepted);
}

/** Makes it readable by these secrets too. */
export async function keepLastingSecret(db: Kysely<Database>, lasting: string, accepted: readonly string[]): Promise<void> {
  const known = await wrappedSecrets(db);
  const missing = accepted.filter((secret) => known[secretId(secret)] === undefined);
  if (missing.length === 0) return;
  const wrapped: WrappedSecrets = Object.fromEntries(missing.map((secret) => [secretId(secret), wrap(lasting, secret)]));
  // What is there stays: of processes that start together, the first one's counts.
  await sql`update instance set wrapped_secrets = ${JSON.stringify(wrapped)}::jsonb || wrapped_secrets`.execute(db);
}
