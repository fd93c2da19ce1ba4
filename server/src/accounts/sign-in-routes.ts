import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import {
  ConfirmSignUp,
  CurrentSession,
  Done,
  MailOnItsWay,
  RedeemSignInLink,
  RequestPasswordReset,
  RequestSignInLink,
  ResetPassword,
  SignedIn,
  SignIn,
  SignUp,
} from "@turnout/contract/accounts";
import { presentAccount } from "./accounts.ts";
import type { AccountsContext } from "./context.ts";
import { endSession } from "./own-sessions.ts";
import { requestPasswordReset, resetPassword } from "./passwords.ts";
import { dropSessionCookie } from "./session-cookie.ts";
import { redeemSignInLink, requestSignInLink, signIn } from "./sign-in.ts";
import { confirmSignUp, signUp } from "./sign-up.ts";

const sent = { sent: true } as const;
const done = { done: true } as const;
const typed = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>();
type Routes = ReturnType<typeof typed>;
const tags = ["accounts"];
const mailing = { authz: "anyone", limit: "mail" } as const;
const redeeming = { authz: "anyone", limit: "signIn" } as const;

/** Routes that need no session: signing up, in and out, and resetting a password. In the order of the API document. */
export function signInRoutes(server: FastifyInstance, context: AccountsContext) {
  const routes = typed(server);
  sessionRoute(routes, context);
  signUpRoutes(routes, context);
  signInRoute(routes, context);
  signInLinkRoutes(routes, context);
  passwordResetRoutes(routes, context);
  signOutRoute(routes, context);
}

function sessionRoute(routes: Routes, context: AccountsContext) {
  routes.get(
    "/api/auth/session",
    { schema: { operationId: "getSession", tags, response: { 200: CurrentSession } }, config: { authz: "anyone", limit: "read" } },
    async (request) => {
      const user = await context.sessions.userOf(request);
      return { account: user && (await presentAccount(context, user)) };
    },
  );
}

function signUpRoutes(routes: Routes, context: AccountsContext) {
  routes.post(
    "/api/auth/sign-up",
    { schema: { operationId: "signUp", tags, body: SignUp, response: { 200: MailOnItsWay } }, config: mailing },
    async (request, reply) => {
      await signUp(context, request.body, reply);
      return sent;
    },
  );

  routes.post(
    "/api/auth/sign-up/confirmation",
    { schema: { operationId: "confirmSignUp", tags, body: ConfirmSignUp, response: { 200: SignedIn } }, config: redeeming },
    async (request, reply) => {
      const user = await confirmSignUp(context, request.body, reply);
      return { account: await presentAccount(context, user), isNew: false };
    },
  );
}

function signInRoute(routes: Routes, context: AccountsContext) {
  routes.post(
    "/api/auth/sign-in",
    { schema: { operationId: "signIn", tags, body: SignIn, response: { 200: SignedIn } }, config: redeeming },
    async (request, reply) => {
      const user = await signIn(context, request.body, reply);
      return { account: await presentAccount(context, user), isNew: false };
    },
  );
}

function signInLinkRoutes(routes: Routes, context: AccountsContext) {
  routes.post(
    "/api/auth/sign-in-links",
    { schema: { operationId: "requestSignInLink", tags, body: RequestSignInLink, response: { 200: MailOnItsWay } }, config: mailing },
    async (request) => {
      await requestSignInLink(context, request.body);
      return sent;
    },
  );

  routes.post(
    "/api/auth/sign-in-links/redemption",
    { schema: { operationId: "redeemSignInLink", tags, body: RedeemSignInLink, response: { 200: SignedIn } }, config: redeeming },
    async (request, reply) => {
      const { user, isNew } = await redeemSignInLink(context, request.body, reply);
      return { account: await presentAccount(context, user), isNew };
    },
  );
}

function passwordResetRoutes(routes: Routes, context: AccountsContext) {
  routes.post(
    "/api/auth/password-resets",
    { schema: { operationId: "requestPasswordReset", tags, body: RequestPasswordReset, response: { 200: MailOnItsWay } }, config: mailing },
    async (request) => {
      await requestPasswordReset(context, request.body);
      return sent;
    },
  );

  routes.post(
    "/api/auth/password-resets/redemption",
    { schema: { operationId: "resetPassword", tags, body: ResetPassword, response: { 200: Done } }, config: redeeming },
    async (request) => {
      await resetPassword(context, request.body);
      return done;
    },
  );
}

function signOutRoute(routes: Routes, context: AccountsContext) {
  routes.post(
    "/api/auth/sign-out",
    { schema: { operationId: "signOut", tags, response: { 200: Done } }, config: { authz: "anyone", limit: "command" } },
    async (request, reply) => {
      const user = await context.sessions.userOf(request);
      if (user) await endSession(context, user, user.sessionId);
      dropSessionCookie(context.publicUrl, reply);
      return done;
    },
  );
}
