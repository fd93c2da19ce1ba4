import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { moveSuppressions } from "./suppression.ts";
import type { AnySecrets } from "../secrets.ts";

/** An address as an earlier version stored it, and its normalized form. */
export interface Rewriting {
  from: string;
  to: string;
}

/** Moves the emails and unsubscriptions of an address to its normalized form. */
export async function rewriteMails(db: Kysely<Database>, secret: AnySecrets, rewriting: Rewriting): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`update mails set recipient = ${rewriting.to} where recipient = ${rewriting.from}`.execute(tx);
    await moveSuppressions(tx, secret, rewriting);
  });
}
