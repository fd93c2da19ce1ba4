import { randomUUIDv7 } from "node:crypto";
import { accountPages, type ConfirmEmailChange, type RequestEmailChange } from "@turnout/contract/accounts";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { audit } from "../audit/audit.ts";
import type { AccountsContext } from "./context.ts";
import { deleteSessions } from "./own-sessions.ts";
import { requireOperatorsPasskey, requireOwner } from "./operators.ts";
import { LINK_MINUTES, mailToken, readToken, spendToken, revokeTokensOf } from "./verification-tokens.ts";
import type { SignedInUser } from "./session.ts";

interface EmailChange {
  userId: string;
  email: string;
}

const UNIQUE_VIOLATION = "23505";

/** Emails a link to the new address, whether or not it is taken, so that nobody learns which. Nothing changes before the link is used. */
export async function requestEmailChange(
  context: AccountsContext,
  user: SignedInUser,
  { email }: z.infer<typeof RequestEmailChange>,
): Promise<void> {
  await requireOwner(context, user);
  await context.throttle.requireNotice(email);
  const value: EmailChange = { userId: user.id, email };
  await mailToken(
    context,
    { purpose: "confirm-email", userId: user.id, value, minutes: LINK_MINUTES },
    {
      kind: "confirmEmail",
      recipient: email,
      page: accountPages.confirmEmail,
      next: null,
      payload: { locale: user.locale, name: user.name },
    },
  );
}

/**
 * Changes the account's address, once, and notifies the old address. The link works only where that account is signed
 * in: otherwise somebody could send a link that puts its recipient's address on the sender's account.
 */
export async function confirmEmailChange(
  context: AccountsContext,
  user: SignedInUser,
  { token }: z.infer<typeof ConfirmEmailChange>,
): Promise<void> {
  const { db, now, sessions } = context;
  // It may have been asked for before there was a passkey, by whoever reads the mailbox.
  await requireOperatorsPasskey(context, user);
  const verified = (await readToken<EmailChange>(db, "confirm-email", token, now())) ?? refuse("link_invalid");
  if (verified.userId !== user.id) refuse("link_invalid");

  const ended = await db.transaction().execute(async (tx) => {
    if (!(await spendToken(tx, "confirm-email", token, now()))) refuse("link_invalid");
    const before = await setEmail(tx, verified);
    await revokeTokensOf(tx, user.id);
    await context.queueMail(tx, {
      cause: `email-changed/${randomUUIDv7()}`,
      kind: "emailChanged",
      recipient: before,
      payload: { locale: user.locale, name: user.name, newEmail: verified.email },
    });
    return deleteSessions(tx, user.id, user.sessionId);
  });
  sessions.forgetUser(user.id);
  for (const sessionId of ended) sessions.sessionEnded(sessionId);
}

/** Returns the previous address. */
async function setEmail(tx: Transaction<Database>, { userId, email }: EmailChange): Promise<string> {
  const found = await sql<Columns<"users", "email">>`select email from users where id = ${userId} for update`.execute(tx);
  const before = found.rows[0]?.email ?? refuse("link_invalid");
  try {
    await sql`update users set email = ${email}, email_verified = true, updated_at = now() where id = ${userId}`.execute(tx);
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) refuse("link_invalid");
    throw error;
  }
  await audit(tx, { action: "email.changed", actorId: userId });
  return before;
}
