import { randomUUIDv7 } from "node:crypto";
import type { Account } from "@turnout/contract/accounts";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Computed } from "../db/row-types.ts";
import type { AccountDeps } from "./deps.ts";
import { isOperator } from "./operators.ts";
import { freshUntil } from "./policy.ts";
import type { SignedInUser } from "./session.ts";

type Db = Kysely<Database> | Transaction<Database>;

export interface NewAccount {
  name: string;
  email: string;
  locale: string;
  passwordHash: string | null;
}

/** Creates an account for a verified address. Returns its id; null if the address has an account already. */
export async function createAccount(tx: Transaction<Database>, account: NewAccount): Promise<string | null> {
  const id = randomUUIDv7();
  const made = await sql`
    insert into users (id, name, email, email_verified, locale)
    values (${id}, ${account.name}, ${account.email}, true, ${account.locale})
    on conflict (email) do nothing returning id`.execute(tx);
  if (made.rows.length === 0) return null;
  if (account.passwordHash !== null) await setPassword(tx, id, account.passwordHash);
  return id;
}

/** Sets or replaces a user's password hash. The user's row must be locked or new. */
export async function setPassword(tx: Transaction<Database>, userId: string, hash: string): Promise<void> {
  const changed = await sql`
    update credentials set password = ${hash}, updated_at = now()
    where user_id = ${userId} and provider_id = 'credential' returning id`.execute(tx);
  if (changed.rows.length > 0) return;
  await sql`
    insert into credentials (id, user_id, account_id, provider_id, password)
    values (${randomUUIDv7()}, ${userId}, ${userId}, 'credential', ${hash})`.execute(tx);
}

export async function userByEmail(db: Db, email: string): Promise<{ id: string; locale: string } | undefined> {
  const found = await sql<Columns<"users", "id" | "locale">>`select id, locale from users where email = ${email}`.execute(db);
  return found.rows[0];
}

/** The user's password hash; null for users who sign in by email only. */
export async function passwordHashOf(db: Db, userId: string): Promise<string | null> {
  const found = await sql<Columns<"credentials", "password">>`
    select password from credentials where user_id = ${userId} and provider_id = 'credential'`.execute(db);
  return found.rows[0]?.password ?? null;
}

export async function presentAccount(deps: Pick<AccountDeps, "db" | "operators">, user: SignedInUser): Promise<Account> {
  const found = await sql<Columns<"users", "takes_replies"> & Computed<"has_password" | "has_passkey", "boolean">>`
    select takes_replies, exists (
      select 1 from credentials where user_id = users.id and provider_id = 'credential' and password is not null
    ) as has_password, exists (select 1 from passkeys where user_id = users.id) as has_passkey from users where id = ${user.id}`.execute(
    deps.db,
  );
  const row = found.rows[0];
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    locale: user.locale,
    hasPassword: row?.has_password ?? false,
    hasPasskey: row?.has_passkey ?? false,
    takesReplies: row?.takes_replies ?? true,
    isOperator: isOperator(deps, user),
    freshUntil: freshUntil(user).toISOString(),
  };
}
