import { randomUUIDv7 } from "node:crypto";
import { accountPages, type ChangePassword, type RequestPasswordReset, type ResetPassword } from "@turnout/contract/accounts";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Transaction } from "kysely";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Columns } from "../db/row-types.ts";
import { audit } from "../audit/audit.ts";
import { passwordHashOf, setPassword, userByEmail } from "./accounts.ts";
import { requireUncommon } from "./common-passwords.ts";
import type { AccountsContext } from "./context.ts";
import { deleteSessions } from "./own-sessions.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";
import { LINK_MINUTES, mailToken, readToken, spendToken, revokeTokensOf } from "./verification-tokens.ts";
import type { SignedInUser } from "./session.ts";
import { mailSignInLink } from "./sign-in.ts";
import { startSession } from "./start-session.ts";

interface PasswordReset {
  userId: string;
}

/** Emails a link to set a new password; to an address without an account, a sign-in link. Same reply, same work. */
export async function requestPasswordReset(
  context: AccountsContext,
  { email, locale }: z.infer<typeof RequestPasswordReset>,
): Promise<void> {
  await context.throttle.requireMail(email);
  const user = await userByEmail(context.db, email);
  if (!user) return mailSignInLink(context, { email, locale, next: null });
  const value: PasswordReset = { userId: user.id };
  await mailToken(
    context,
    { purpose: "reset-password", userId: user.id, value, minutes: LINK_MINUTES },
    { kind: "resetPassword", recipient: email, page: accountPages.resetPassword, next: null, payload: { locale: user.locale } },
  );
}

/** Sets a new password with an emailed token, once, and ends every session, so that whoever knew the old one is signed out. */
export async function resetPassword(context: AccountsContext, { token, newPassword }: z.infer<typeof ResetPassword>): Promise<void> {
  const { db, now, sessions } = context;
  const verified = (await readToken<PasswordReset>(db, "reset-password", token, now())) ?? refuse("link_invalid");
  const user = await sql<Columns<"users", "email">>`select email from users where id = ${verified.userId}`.execute(db);
  requireUncommon(newPassword, user.rows[0]?.email ?? refuse("link_invalid"));
  const hash = await hashPassword(newPassword);

  const ended = await db.transaction().execute(async (tx) => {
    if (!(await spendToken(tx, "reset-password", token, now()))) refuse("link_invalid");
    await sql`update users set email_verified = true, updated_at = now() where id = ${verified.userId}`.execute(tx);
    return replacePassword(context, tx, verified.userId, hash);
  });
  for (const sessionId of ended) sessions.sessionEnded(sessionId);
}

/** Sets a new password after checking the old one, ends every session, and starts a new one in this browser. */
export async function changePassword(
  context: AccountsContext,
  user: SignedInUser,
  { currentPassword, newPassword }: z.infer<typeof ChangePassword>,
  reply: FastifyReply,
): Promise<void> {
  const { db, sessions, throttle } = context;
  requireUncommon(newPassword, user.email);
  const current = (await passwordHashOf(db, user.id)) ?? refuse("password_unset");
  const network = context.networkOf(reply.request);
  await throttle.requirePasswordTry(user.email, network);
  if (!(await verifyPassword({ hash: current, password: currentPassword }))) refuse("password_wrong");
  await throttle.passwordWasRight(user.email, network);

  const hash = await hashPassword(newPassword);
  const ended = await db.transaction().execute(async (tx) => {
    await sql`select id from users where id = ${user.id} for update`.execute(tx);
    if ((await passwordHashOf(tx, user.id)) !== current) refuse("password_wrong"); // changed by somebody else since
    return replacePassword(context, tx, user.id, hash);
  });
  for (const sessionId of ended) sessions.sessionEnded(sessionId);
  await startSession(context, user.id, reply);
}

/** Returns the ids of the sessions that it ends; call `sessionEnded` with each once this has committed. */
async function replacePassword(context: AccountsContext, tx: Transaction<Database>, userId: string, hash: string): Promise<string[]> {
  await setPassword(tx, userId, hash);
  await audit(tx, { action: "password.changed", actorId: userId });
  await revokeTokensOf(tx, userId);
  await mailPasswordChanged(context, tx, userId);
  return deleteSessions(tx, userId);
}

async function mailPasswordChanged(context: AccountsContext, tx: Transaction<Database>, userId: string) {
  const found = await sql<Columns<"users", "email" | "locale">>`select email, locale from users where id = ${userId}`.execute(tx);
  const { email, locale } = found.rows[0] ?? refuse("link_invalid");
  await context.queueMail(tx, {
    cause: `password-changed/${randomUUIDv7()}`,
    kind: "passwordChanged",
    recipient: email,
    payload: { locale, url: new URL(accountPages.resetPassword, context.publicUrl).href },
  });
}
