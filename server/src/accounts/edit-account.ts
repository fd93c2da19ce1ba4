import type { EditAccount } from "@turnout/contract/accounts";
import { sql } from "kysely";
import type { z } from "zod";
import type { AccountsContext } from "./context.ts";
import type { SignedInUser } from "./session.ts";

/** Changes the name or the language; what is left out stays. Events already hosted keep the name they show. */
export async function editAccount(
  context: AccountsContext,
  user: SignedInUser,
  { name, locale }: z.infer<typeof EditAccount>,
): Promise<SignedInUser> {
  const edited = { ...user, name: name ?? user.name, locale: locale ?? user.locale };
  await sql`
    update users set name = ${edited.name}, locale = ${edited.locale}, updated_at = ${context.now()} where id = ${user.id}`.execute(
    context.db,
  );
  context.sessions.forgetUser(user.id);
  return edited;
}
