import { asciiEmail } from "@turnout/contract/email-address";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import type { Rewriting } from "../mail/rewrite-address.ts";

/** Two accounts whose addresses are the same once normalized. Each keeps its data and its password. */
export interface SharedAccount {
  userId: string;
  /** The account that is found by the normalized address. */
  otherId: string;
}

/**
 * Normalizes an account's address. If another account has the normalized address, this one keeps its own, with `xn--`,
 * and can still sign in with its password.
 */
export async function rewriteAccount(db: Kysely<Database>, { from, to }: Rewriting): Promise<SharedAccount | null> {
  return db.transaction().execute(async (tx) => {
    await sql`
      update verifications set value = replace(value, ${emailIn(from)}, ${emailIn(to)}) where position(${emailIn(from)} in value) > 0`.execute(
      tx,
    );
    const found = await sql<Columns<"users", "id" | "email">>`
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

/** The address in the value of pending verification tokens. */
const emailIn = (email: string) => `"email":${JSON.stringify(email)}`;
