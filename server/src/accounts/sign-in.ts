import { accountPages, type RedeemSignInLink, type RequestSignInLink, type SignIn } from "@turnout/contract/accounts";
import { asciiEmail } from "@turnout/contract/email-address";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely } from "kysely";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import type { Database } from "../db/database.ts";
import { passwordHashOf } from "./accounts.ts";
import { callLogin, loginHeaders } from "./call-login.ts";
import type { AccountsContext } from "./context.ts";
import { LINK_MINUTES } from "./login.ts";
import { hashPassword, isOutdated, verifyPassword } from "./password-hash.ts";
import { endSession } from "./own-sessions.ts";
import { mailProof } from "./proofs.ts";
import type { SignedInUser } from "./session.ts";
import { replaceSession, startSession } from "./start-session.ts";

/** What passwords are compared with where there is none: the same work, and never right. */
const nobodysHash = await hashPassword(crypto.randomUUID());

/**
 * Signs in with a password. What is wrong is never said: an unknown address, one without a password and a wrong
 * password get the same words after the same work.
 */
export async function signIn(
  context: AccountsContext,
  { email, password }: z.infer<typeof SignIn>,
  reply: FastifyReply,
): Promise<SignedInUser> {
  const network = context.networkOf(reply.request);
  await context.throttle.requirePasswordTry(email, network);
  const user = await rightOne(await findCredentials(context.db, email), password);
  if (!user?.email_verified) refuse("sign_in_failed");

  await context.throttle.passwordWasRight(email, network);
  const signedIn = await startSession(context, user.id, reply);
  await requireUnchanged(context, signedIn, user.password);
  if (isOutdated(user.password)) await renewHash(context, user.id, { from: user.password, to: await hashPassword(password) });
  return signedIn;
}

/**
 * A password that was replaced while it was being checked opens nothing. Whoever replaces one locks the user first
 * and ends the sessions last: either they ended this one, or the lock waits for them and shows what they wrote.
 */
async function requireUnchanged(context: AccountsContext, user: SignedInUser, hash: string) {
  await sql`select id from users where id = ${user.id} for share`.execute(context.db);
  if ((await passwordHashOf(context.db, user.id)) === hash) return;
  await endSession(context, user, user.sessionId);
  refuse("sign_in_failed");
}

interface Credential {
  id: string;
  email_verified: boolean;
  password: string | null;
}

/** The account of this address, and one that an earlier version made for the same address as it was typed then. */
async function findCredentials(db: Kysely<Database>, email: string): Promise<Credential[]> {
  const found = await sql<Credential>`
    select users.id, email_verified, password
    from users left join credentials on credentials.user_id = users.id and provider_id = 'credential'
    where email = any(${[email, asciiEmail(email)]}) order by email <> ${email}`.execute(db);
  return found.rows;
}

/** Whose password this is. The same work where there is nobody. */
async function rightOne(users: Credential[], password: string): Promise<(Credential & { password: string }) | undefined> {
  for (const user of users.length > 0 ? users : [null]) {
    const isRight = await verifyPassword({ hash: user?.password ?? nobodysHash, password });
    if (isRight && user?.password) return { ...user, password: user.password };
  }
  return undefined;
}

/** When guesses have been made dearer, those who sign in get the dearer hash. */
async function renewHash({ db }: AccountsContext, userId: string, { from, to }: { from: string; to: string }) {
  await sql`update credentials set password = ${to} where user_id = ${userId} and password = ${from}`.execute(db);
}

/** Mails a link that signs in whoever reads that mailbox, and makes an account if there is none. */
export async function requestSignInLink(
  context: AccountsContext,
  { email, locale, next }: z.infer<typeof RequestSignInLink>,
): Promise<void> {
  await context.throttle.requireMail(email);
  await mailSignInLink(context, { email, locale, next: next ?? null });
}

/** The same as the answer to another wish. The mail has been counted by the caller. */
export function mailSignInLink(
  context: AccountsContext,
  { email, locale, next }: { email: string; locale: string; next: string | null },
): Promise<void> {
  return mailProof(
    context,
    { purpose: "magic-link", userId: null, value: { type: "magic-link", email }, minutes: LINK_MINUTES },
    { kind: "signInLink", recipient: email, page: accountPages.signInLink, next, payload: { locale } },
  );
}

/**
 * Signs in by a mailed link, once. An account of that address which somebody made without having proven it loses
 * its password and its sessions: whoever made it is not let in with the owner.
 */
export async function redeemSignInLink(context: AccountsContext, { token, locale }: z.infer<typeof RedeemSignInLink>, reply: FastifyReply) {
  const started = Date.now();
  const { token: session, user } = await callLogin(reply, "link_invalid", () =>
    context.login.api.magicLinkVerify({ query: { token }, headers: loginHeaders(reply.request), returnHeaders: true }),
  );
  const isNew = user.createdAt.getTime() >= started;
  if (isNew) await sql`update users set locale = ${locale} where id = ${user.id}`.execute(context.db);
  context.sessions.forgetUser(user.id);
  return { user: await replaceSession(context, reply.request, session), isNew };
}
