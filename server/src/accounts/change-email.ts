import { randomUUIDv7 } from "node:crypto";
import { accountPages, type ConfirmEmailChange, type RequestEmailChange } from "@turnout/contract/accounts";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { Database } from "../db/database.ts";
import type { AccountsContext } from "./context.ts";
import { LINK_MINUTES } from "./login.ts";
import { deleteSessions } from "./own-sessions.ts";
import { requireFresh } from "./policy.ts";
import { mailProof, readProof, spendProof, voidProofsOf } from "./proofs.ts";
import type { SignedInUser } from "./session.ts";

interface EmailProof {
  userId: string;
  email: string;
}

const UNIQUE_VIOLATION = "23505";

/** Mails a link to the new address, taken or not: who asks does not learn which. Nothing changes before it is used. */
export async function requestEmailChange(
  context: AccountsContext,
  user: SignedInUser,
  { email }: z.infer<typeof RequestEmailChange>,
): Promise<void> {
  requireFresh(user, context.now());
  await context.throttle.requireNotice(email);
  const value: EmailProof = { userId: user.id, email };
  await mailProof(
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
 * Gives the account its new address, once, and tells the old one. Only where that account is signed in: a stranger's
 * link must not make the reader of a mailbox the owner of a stranger's account.
 */
export async function confirmEmailChange(
  context: AccountsContext,
  user: SignedInUser,
  { token }: z.infer<typeof ConfirmEmailChange>,
): Promise<void> {
  const { db, now, sessions } = context;
  const proof = (await readProof<EmailProof>(db, "confirm-email", token, now())) ?? refuse("link_invalid");
  if (proof.userId !== user.id) refuse("link_invalid");

  const ended = await db.transaction().execute(async (tx) => {
    if (!(await spendProof(tx, "confirm-email", token, now()))) refuse("link_invalid");
    const before = await setEmail(tx, proof);
    await voidProofsOf(tx, user.id);
    await context.queueMail(tx, {
      cause: `email-changed/${randomUUIDv7()}`,
      kind: "emailChanged",
      recipient: before,
      payload: { locale: user.locale, name: user.name, newEmail: proof.email },
    });
    return deleteSessions(tx, user.id, user.sessionId);
  });
  sessions.forgetUser(user.id);
  for (const sessionId of ended) sessions.sessionEnded(sessionId);
}

/** The address before. */
async function setEmail(tx: Transaction<Database>, { userId, email }: EmailProof): Promise<string> {
  const found = await sql<{ email: string }>`select email from users where id = ${userId} for update`.execute(tx);
  const before = found.rows[0]?.email ?? refuse("link_invalid");
  try {
    await sql`update users set email = ${email}, email_verified = true, updated_at = now() where id = ${userId}`.execute(tx);
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) refuse("link_invalid");
    throw error;
  }
  return before;
}
