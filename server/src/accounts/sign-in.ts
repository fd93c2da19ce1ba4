import { accountPages, type RedeemSignInLink, type RequestSignInLink, type SignIn } from "@turnout/contract/accounts";
import { asciiEmail } from "@turnout/contract/email-address";
import { refuse } from "@turnout/contract/refusals";
import { sql, type Kysely, type Transaction } from "kysely";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Columns, Outer } from "../db/row-types.ts";
import { createAccount, passwordHashOf } from "./accounts.ts";
import type { AccountsContext } from "./context.ts";
import { hashPassword, isOutdated, nobodysHash, verifyPassword } from "./password-hash.ts";
import { deleteSessions, endSession } from "./own-sessions.ts";
import { LINK_MINUTES, mailToken, spendToken, revokeTokensOf } from "./verification-tokens.ts";
import type { SignedInUser } from "./session.ts";
import { startSession } from "./start-session.ts";

/** The hash to compare with when there is none: the same work, and never a match. */
const noHash = nobodysHash();

/**
 * Signs in with a password. An unknown address, an account without a password and a wrong password get the same
 * refusal after the same work.
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
 * Refuses a password that was replaced while it was being checked. Replacing locks the user first and deletes the
 * sessions last: either it has deleted this one, or this lock waits for it and reads the new hash.
 */
async function requireUnchanged(context: AccountsContext, user: SignedInUser, hash: string) {
  await sql`select id from users where id = ${user.id} for share`.execute(context.db);
  if ((await passwordHashOf(context.db, user.id)) === hash) return;
  await endSession(context, user, user.sessionId);
  refuse("sign_in_failed");
}

type Credential = Columns<"users", "id" | "email_verified"> & Outer<Columns<"credentials", "password">>;

/** The account of this address, and one that an earlier version made for the same address in another form. */
async function findCredentials(db: Kysely<Database>, email: string): Promise<Credential[]> {
  const found = await sql<Credential>`
    select users.id, email_verified, password
    from users left join credentials on credentials.user_id = users.id and provider_id = 'credential'
    where email = any(${[email, asciiEmail(email)]}) order by email <> ${email}`.execute(db);
  return found.rows;
}

/** The user whose password this is, else null. The same work where there is no account. */
async function rightOne(users: Credential[], password: string): Promise<(Credential & { password: string }) | undefined> {
  for (const user of users.length > 0 ? users : [null]) {
    const isRight = await verifyPassword({ hash: user?.password ?? noHash, password });
    if (isRight && user?.password) return { ...user, password: user.password };
  }
  return undefined;
}

/** Replaces a hash with outdated parameters by one with today's. */
async function renewHash({ db }: AccountsContext, userId: string, { from, to }: { from: string; to: string }) {
  await sql`update credentials set password = ${to} where user_id = ${userId} and password = ${from}`.execute(db);
}

/** Emails a link that signs in whoever reads that mailbox, and creates an account if there is none. */
export async function requestSignInLink(
  context: AccountsContext,
  { email, locale, next }: z.infer<typeof RequestSignInLink>,
): Promise<void> {
  await context.throttle.requireMail(email);
  await mailSignInLink(context, { email, locale, next: next ?? null });
}

/** The same, in reply to another request. The caller has counted the email. */
export function mailSignInLink(
  context: AccountsContext,
  { email, locale, next }: { email: string; locale: string; next: string | null },
): Promise<void> {
  return mailToken(
    context,
    // `type` and the purpose are in rows that earlier versions redeem.
    { purpose: "magic-link", userId: null, value: { type: "magic-link", email }, minutes: LINK_MINUTES },
    { kind: "signInLink", recipient: email, page: accountPages.signInLink, next, payload: { locale } },
  );
}

interface SignInLink {
  email: string;
}

/**
 * Signs in with an emailed token, once, and creates an account if there is none. An account of that address that was never
 * verified loses its password, its sessions and its tokens, so that whoever created it has no access to the owner's account.
 */
export async function redeemSignInLink(context: AccountsContext, { token, locale }: z.infer<typeof RedeemSignInLink>, reply: FastifyReply) {
  const { db, now, sessions } = context;
  const { userId, isNew, ended } = await db.transaction().execute(async (tx) => {
    const { email } = (await spendToken<SignInLink>(tx, "magic-link", token, now())) ?? refuse("link_invalid");
    const name = email.slice(0, email.indexOf("@"));
    const made = await createAccount(tx, { name, email, locale, passwordHash: null });
    if (made !== null) return { userId: made, isNew: true, ended: [] };
    return { isNew: false, ...(await verifyAddress(tx, email)) };
  });
  for (const sessionId of ended) sessions.sessionEnded(sessionId);
  sessions.forgetUser(userId);
  return { user: await startSession(context, userId, reply), isNew };
}

/** The user of this address, which is verified now, and the sessions that end with that. */
export async function verifyAddress(tx: Transaction<Database>, email: string): Promise<{ userId: string; ended: string[] }> {
  const found = await sql<Columns<"users", "id" | "email_verified">>`
    select id, email_verified from users where email = ${email} for update`.execute(tx);
  const { id: userId, email_verified } = found.rows[0] ?? refuse("link_invalid");
  if (email_verified) return { userId, ended: [] };
  await sql`delete from credentials where user_id = ${userId}`.execute(tx);
  await sql`delete from passkeys where user_id = ${userId}`.execute(tx);
  await revokeTokensOf(tx, userId);
  await sql`update users set email_verified = true, updated_at = now() where id = ${userId}`.execute(tx);
  return { userId, ended: await deleteSessions(tx, userId) };
}
