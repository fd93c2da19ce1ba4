import type { EditAccount } from "@turnout/contract/accounts";
import { sql } from "kysely";
import type { z } from "zod";
import type { AccountsContext } from "./context.ts";
import type { SignedInUser } from "./session.ts";

/** Changes the name, the language, or whether guests may reply by email; omitted fields stay. Hosted events keep the name that they show. */
export async function editAccount(
  context: AccountsContext,
  user: SignedInUser,
  { name, locale, takesReplies }: z.infer<typeof EditAccount>,
): Promise<SignedInUser> {
  const edited = { ...user, name: name ?? user.name, locale: locale ?? user.locale };
  await sql`
    update users set name = ${edited.name}, locale = ${edited.locale},
      takes_replies = coalesce(${takesReplies ?? null}::boolean, takes_replies), updated_at = ${context.now()} where id = ${user.id}`.execute(
    context.db,
  );
  context.sessions.forgetUser(user.id);
  return edited;
}
