import { asciiEmail } from "@turnout/contract/email-address";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Rewriting } from "../mail/rewrite-address.ts";

/** Accounts that turn out to have one address: each keeps what it has, and its password. */
export interface SharedAccount {
  userId: string;
  /** The account that is found by that address. */
  otherId: string;
}

/**
 * Gives an account the one form of its address. Where another account has that form, it keeps its own, as `xn--`: signing
 * in with its password still opens it.
 */
export async function rewriteAccount(db: Kysely<Database>, { from, to }: Rewriting): Promise<SharedAccount | null> {
  return db.transaction().execute(async (tx) => {
    await sql`
      update verifications set value = replace(value, ${emailIn(from)}, ${emailIn(to)}) where position(${emailIn(from)} in value) > 0`.execute(
      tx,
    );
    const found = await sql<{ id: string; email: string }>`
      select id, email from users where email = any(${[from, to, asciiEmail(to)]}) order by id for update`.execute(tx);
    const user = found.rows.find(({ email }) => email === from);
    if (!user) return null;
    const other = found.rows.find(({ email }) => email === to);
    const form = other ? asciiEmail(to) : to;
    if (!found.rows.some(({ email }) => email === form))
      await sql`update users set email = ${form}, updated_at = now() where id = ${user.id}`.execute(tx);
    return other ? { userId: user.id, otherId: other.id } : null;
  });
}

/** As it stands in what a mailed link proves. */
const emailIn = (email: string) => `"email":${JSON.stringify(email)}`;
