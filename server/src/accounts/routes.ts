import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import {
  Account, AccountSessions, ChangePassword, ConfirmEmailChange, ConfirmSignUp, CurrentSession, Done, EditAccount, MailOnItsWay,
  RedeemSignInLink, RequestEmailChange, RequestPasswordReset, RequestSignInLink, ResetPassword, SignedIn, SignIn, SignUp,
} from "@turnout/contract/accounts";
import { refuse } from "@turnout/contract/refusals";
import { z } from "zod";
import { presentAccount } from "./accounts.ts";
import { confirmEmailChange, requestEmailChange } from "./change-email.ts";
import type { AccountsContext } from "./context.ts";
import { deleteAccount } from "./delete-account.ts";
import { editAccount } from "./edit-account.ts";
import { endOtherSessions, endSession, sessionsOf } from "./own-sessions.ts";
import { changePassword, requestPasswordReset, resetPassword } from "./passwords.ts";
import { requireUser } from "./policy.ts";
import { cookieLine } from "./session-cookie.ts";
import { redeemSignInLink, requestSignInLink, signIn } from "./sign-in.ts";
import { confirmSignUp, signUp } from "./sign-up.ts";

const sent = { sent: true } as const;
const done = { done: true } as const;
const tags = ["accounts"];
const mailing = { authz: "anyone", limit: "mail" } as const;
const redeeming = { authz: "anyone", limit: "signIn" } as const;
const toUsers = { authz: "account", limit: "command" } as const;

/** Signing up, in and out, and what people do with their own account. Nothing else is served under /api/auth. */
export function accountRoutes(server: FastifyInstance, context: AccountsContext) {
  signingIn(server, context);
  ownAccount(server, context);
  ownSessions(server, context);
}

function signingIn(server: FastifyInstance, context: AccountsContext) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/auth/session",
    { schema: { operationId: "getSession", tags, response: { 200: CurrentSession } }, config: { authz: "anyone", limit: "read" } },
    async (request) => {
      const user = await context.sessions.userOf(request);
      return { account: user && (await presentAccount(context.db, user)) };
    },
  );

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
      const user = await confirmSignUp(context, request.body, request, reply);
      return { account: await presentAccount(context.db, user), isNew: false };
    },
  );

  routes.post(
    "/api/auth/sign-in",
    { schema: { operationId: "signIn", tags, body: SignIn, response: { 200: SignedIn } }, config: redeeming },
    async (request, reply) => {
      const user = await signIn(context, request.body, request, reply);
      return { account: await presentAccount(context.db, user), isNew: false };
    },
  );

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
      const { user, isNew } = await redeemSignInLink(context, request.body, request, reply);
      return { account: await presentAccount(context.db, user), isNew };
    },
  );

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

  routes.post(
    "/api/auth/sign-out",
    { schema: { operationId: "signOut", tags, response: { 200: Done } }, config: { authz: "anyone", limit: "command" } },
    async (request, reply) => {
      const user = await context.sessions.userOf(request);
      if (user) await endSession(context, user, user.sessionId);
      return forgetCookie(context, reply);
    },
  );
}

function ownAccount(server: FastifyInstance, context: AccountsContext) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const userOf = async (request: FastifyRequest) => requireUser(await context.sessions.userOf(request));

  routes.patch(
    "/api/auth/account",
    { schema: { operationId: "editAccount", tags, body: EditAccount, response: { 200: Account } }, config: toUsers },
    async (request) => presentAccount(context.db, await editAccount(context, await userOf(request), request.body)),
  );

  routes.delete(
    "/api/auth/account",
    { schema: { operationId: "deleteAccount", tags, response: { 200: Done } }, config: toUsers },
    async (request, reply) => {
      await deleteAccount(context, await userOf(request));
      return forgetCookie(context, reply);
    },
  );

  routes.put(
    "/api/auth/password",
    { schema: { operationId: "changePassword", tags, body: ChangePassword, response: { 200: Done } }, config: toUsers },
    async (request, reply) => {
      await changePassword(context, await userOf(request), request.body, request, reply);
      return done;
    },
  );

  routes.post(
    "/api/auth/email-changes",
    { schema: { operationId: "requestEmailChange", tags, body: RequestEmailChange, response: { 200: MailOnItsWay } }, config: { authz: "account", limit: "mail" } },
    async (request) => {
      await requestEmailChange(context, await userOf(request), request.body);
      return sent;
    },
  );

  routes.post(
    "/api/auth/email-changes/confirmation",
    { schema: { operationId: "confirmEmailChange", tags, body: ConfirmEmailChange, response: { 200: Done } }, config: toUsers },
    async (request) => {
      await confirmEmailChange(context, await userOf(request), request.body);
      return done;
    },
  );
}

function ownSessions(server: FastifyInstance, context: AccountsContext) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const userOf = async (request: FastifyRequest) => requireUser(await context.sessions.userOf(request));

  routes.get(
    "/api/auth/sessions",
    { schema: { operationId: "listSessions", tags, response: { 200: AccountSessions } }, config: { authz: "account", limit: "read" } },
    async (request) => ({ sessions: await sessionsOf(context, await userOf(request)) }),
  );

  routes.delete(
    "/api/auth/sessions",
    { schema: { operationId: "endOtherSessions", tags, response: { 200: Done } }, config: toUsers },
    async (request) => {
      await endOtherSessions(context, await userOf(request));
      return done;
    },
  );

  routes.delete(
    "/api/auth/sessions/:sessionId",
    {
      schema: { operationId: "endSession", tags, params: z.object({ sessionId: z.uuid() }), response: { 200: Done } },
      config: toUsers,
    },
    async (request) => {
      const existed = await endSession(context, await userOf(request), request.params.sessionId);
      return existed ? done : refuse("session_not_found");
    },
  );
}

function forgetCookie({ publicUrl }: AccountsContext, reply: FastifyReply) {
  void reply.header("set-cookie", cookieLine(publicUrl, "session", "", 0));
  return done;
}
