import { randomUUIDv7 } from "node:crypto";
import { MAX_PASSWORD, MIN_PASSWORD } from "@turnout/contract/accounts";
import { betterAuth } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { magicLink } from "better-auth/plugins/magic-link";
import { z } from "zod";
import { cookieName } from "../http/cookies.ts";
import type { AccountDeps } from "./deps.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";
import { loginKey } from "./session-cookie.ts";

/** How long a mailed link works, from when its mail is sent (minutes). */
export const LINK_MINUTES = 15;
/** A session ends when its browser has not been seen for so long, and in any case after the second span (days). */
export const IDLE_DAYS = 30;
export const SESSION_DAYS = 180;

const DAY = 86_400_000;

export type Login = ReturnType<typeof createLogin>;
export type LoginDeps = Pick<AccountDeps, "db" | "now" | "publicUrl" | "secret"> & {
  onSessionEnded(sessionId: string): void;
};

/**
 * The login library on our tables. Only called by our own routes: its HTTP handler is mounted nowhere, so
 * what it could do beyond them is not there. Its logger stays off because it writes addresses.
 */
export function createLogin(deps: LoginDeps) {
  return betterAuth({
    appName: "Turnout",
    baseURL: deps.publicUrl,
    secret: loginKey(deps.secret),
    database: { db: deps.db, type: "postgres", transaction: true },
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false }, // by address and by client, in throttle.ts
    trustedOrigins: [deps.publicUrl],

    user: {
      modelName: "users",
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: { locale: { type: "string", input: false, required: false, defaultValue: "en" } },
    },
    account: {
      modelName: "credentials",
      fields: {
        userId: "user_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    session: {
      modelName: "sessions",
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
      expiresIn: (SESSION_DAYS * DAY) / 1000,
      disableSessionRefresh: true, // session.ts does it
    },
    verification: {
      modelName: "verifications",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
      disableCleanup: true, // a link that has run out while its mail waits begins its life when that is sent
    },

    emailAndPassword: {
      enabled: true,
      disableSignUp: true, // sign-up.ts: an account begins when its address is proven
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      password: { hash: hashPassword, verify: verifyPassword },
    },

    databaseHooks: {
      user: { create: { before: async (user) => ({ data: { ...user, name: user.name || localPart(user.email) } }) } },
      session: {
        create: { before: async (session) => ({ data: { ...session, expiresAt: new Date(deps.now().getTime() + IDLE_DAYS * DAY) } }) },
        delete: { after: async (session) => deps.onSessionEnded(session.id) },
      },
    },

    advanced: {
      database: { generateId: () => randomUUIDv7() },
      ipAddress: { disableIpTracking: true },
      useSecureCookies: false, // its prefix is a weaker one; ours comes with the name
      cookies: {
        session_token: {
          name: cookieName(deps.publicUrl, "session"),
          attributes: { secure: deps.publicUrl.startsWith("https:"), sameSite: "lax", httpOnly: true, path: "/" },
        },
      },
    },

    // Redeems links only: proofs.ts issues them, in one transaction with their mail.
    plugins: [
      magicLink({ storeToken: "hashed", sendMagicLink: () => Promise.reject(new Error("links are issued elsewhere")) }),
      ownEndpoints(),
    ],
  });
}

/** Sessions for users whose proof our own code has checked. Not reachable over HTTP. */
function ownEndpoints() {
  return {
    id: "turnout",
    endpoints: {
      startSession: createAuthEndpoint.serverOnly(
        { method: "POST", body: z.object({ userId: z.uuid() }), requireHeaders: true },
        async (ctx) => {
          const { internalAdapter } = ctx.context;
          const user = await internalAdapter.findUserById(ctx.body.userId);
          if (!user) return ctx.json(null);
          const session = await internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ token: session.token });
        },
      ),
    },
  };
}

const localPart = (email: string) => email.slice(0, email.indexOf("@"));
