import type { RedeemSignInLink, RequestSignInLink, SignIn } from "@turnout/contract/accounts";
import { sql } from "kysely";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { passwordHashOf, setPassword } from "./accounts.ts";
import type { AccountsContext } from "./context.ts";
import { callLogin, loginHeaders } from "./call-login.ts";
import { hashPassword, isOutdated } from "./password-hash.ts";
import { replaceSession } from "./start-session.ts";

/**
 * Signs in with a password. What is wrong is never said: an unknown address, one without a password and a wrong
 * password get the same words after the same work.
 */
export async function signIn(context: AccountsContext, { email, password }: z.infer<typeof SignIn>, request: FastifyRequest, reply: FastifyReply) {
  await context.throttle.requirePasswordTry(email, context.clientOf(request));
  const { token, user } = await callLogin(reply, "sign_in_failed", () =>
    context.login.api.signInEmail({ body: { email, password }, headers: loginHeaders(request), returnHeaders: true }),
  );
  await context.throttle.passwordWasRight(email);
  await renewOutdatedHash(context, user.id, password);
  return replaceSession(context, request, token);
}

/** Mails a link that signs in whoever reads that mailbox, and makes an account if there is none. */
export async function requestSignInLink(context: AccountsContext, input: z.infer<typeof RequestSignInLink>, request: FastifyRequest) {
  await context.throttle.requireMail(input.email, context.clientOf(request));
  await mailSignInLink(context, input, request);
}

/** The same for those whose other wish this is the answer to. The mail has been counted by the caller. */
export async function mailSignInLink(context: AccountsContext, { email, locale, next }: { email: string; locale: string; next?: string | undefined }, request: FastifyRequest) {
  await context.login.api.signInMagicLink({
    body: { email, metadata: { locale, next: next ?? null } },
    headers: loginHeaders(request),
  });
}

/**
 * Signs in by a mailed link, once. An account of that address which somebody made without having proven it loses
 * its password and its sessions: whoever made it is not let in with the owner.
 */
export async function redeemSignInLink(context: AccountsContext, { token, locale }: z.infer<typeof RedeemSignInLink>, request: FastifyRequest, reply: FastifyReply) {
  await context.throttle.requireTokenTry(context.clientOf(request));
  const started = Date.now();
  const { token: session, user } = await callLogin(reply, "link_invalid", () =>
    context.login.api.magicLinkVerify({ query: { token }, headers: loginHeaders(request), returnHeaders: true }),
  );
  const isNew = user.createdAt.getTime() >= started;
  if (isNew) await sql`update users set locale = ${locale} where id = ${user.id}`.execute(context.db);
  context.sessions.forgetUser(user.id);
  return { user: await replaceSession(context, request, session), isNew };
}

/** When guesses have been made dearer, those who sign in get the dearer hash. */
async function renewOutdatedHash({ db }: AccountsContext, userId: string, password: string) {
  const hash = await passwordHashOf(db, userId);
  if (hash === null || !isOutdated(hash)) return;
  const renewed = await hashPassword(password);
  await db.transaction().execute((tx) => setPassword(tx, userId, renewed));
}
