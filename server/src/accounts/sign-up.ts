import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { accountPages, type ConfirmSignUp, type SignUp } from "@turnout/contract/accounts";
import { refuse } from "@turnout/contract/refusals";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import { cookieLine, cookieName, cookieValue } from "../http/cookies.ts";
import { createAccount, userByEmail } from "./accounts.ts";
import { requireUncommon } from "./common-passwords.ts";
import type { AccountsContext } from "./context.ts";
import { hashPassword } from "./password-hash.ts";
import { mailToken, readToken, spendToken } from "./verification-tokens.ts";
import type { SignedInUser } from "./session.ts";
import { mailSignInLink } from "./sign-in.ts";
import { startSession } from "./start-session.ts";

/** How long a sign-up can be confirmed (hours). */
export const SIGN_UP_HOURS = 24;

interface PendingSignUp {
  name: string;
  email: string;
  locale: string;
  passwordHash: string;
  /** Hash of a secret that only the browser that signed up holds. */
  browser: string;
}

/**
 * Emails a link that creates the account. Until it is used there is none, so nobody can have an account for an address
 * that is not theirs. An address that has an account gets a sign-in link; the reply and the work are the same.
 */
export async function signUp(context: AccountsContext, input: z.infer<typeof SignUp>, reply: FastifyReply): Promise<void> {
  requireUncommon(input.password, input.email);
  await context.throttle.requireMail(input.email);
  const passwordHash = await hashPassword(input.password);
  const browser = randomBytes(32).toString("base64url");
  void reply.header("set-cookie", cookieLine(context.publicUrl, "sign-up", browser, SIGN_UP_HOURS * 3600));

  const next = input.next ?? null;
  const known = await userByEmail(context.db, input.email);
  if (known) return mailSignInLink(context, { email: input.email, locale: known.locale, next });
  const { name, email, locale } = input;
  const pending: PendingSignUp = { name, email, locale, passwordHash, browser: hashOf(browser) };
  await mailToken(
    context,
    { purpose: "confirm-sign-up", userId: null, value: pending, minutes: SIGN_UP_HOURS * 60 },
    { kind: "verifyEmail", recipient: email, page: accountPages.confirmSignUp, next, payload: { locale, name } },
  );
}

/**
 * Creates the account, once. The password chosen at sign-up counts only in the browser that chose it. In any other
 * browser the reader of the email chooses one, so that a stranger's password never opens an account of this address.
 */
export async function confirmSignUp(
  context: AccountsContext,
  { token, password }: z.infer<typeof ConfirmSignUp>,
  reply: FastifyReply,
): Promise<SignedInUser> {
  const { db, now, publicUrl } = context;
  const pending = (await readToken<PendingSignUp>(db, "confirm-sign-up", token, now())) ?? refuse("link_invalid");
  const passwordHash = await passwordToUse(pending, password, cookieValue(reply.request.headers.cookie, cookieName(publicUrl, "sign-up")));

  const userId = await db.transaction().execute(async (tx) => {
    const spent = (await spendToken<PendingSignUp>(tx, "confirm-sign-up", token, now())) ?? refuse("link_invalid");
    return createAccount(tx, { ...spent, passwordHash });
  });
  if (userId === null) refuse("link_invalid"); // created by another link meanwhile; this token stays spent
  void reply.header("set-cookie", cookieLine(publicUrl, "sign-up", "", 0));
  return startSession(context, userId, reply);
}

async function passwordToUse(pending: PendingSignUp, password: string | undefined, browser: string | null): Promise<string> {
  if (password !== undefined) {
    requireUncommon(password, pending.email);
    return hashPassword(password);
  }
  const isSameBrowser = browser !== null && timingSafeEqual(Buffer.from(hashOf(browser)), Buffer.from(pending.browser));
  return isSameBrowser ? pending.passwordHash : refuse("password_required");
}

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");
