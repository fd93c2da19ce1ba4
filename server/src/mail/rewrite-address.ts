import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { moveWishes } from "./suppression.ts";

/** An address as an earlier version kept it, and its one form. */
export interface Rewriting {
  from: string;
  to: string;
}

/** What was mailed to an address, and what its reader asked not to get, goes with it to its one form. */
export async function rewriteMails(db: Kysely<Database>, secret: string, rewriting: Rewriting): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`update mails set recipient = ${rewriting.to} where recipient = ${rewriting.from}`.execute(tx);
    await moveWishes(tx, secret, rewriting);
  });
}
