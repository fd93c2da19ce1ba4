import type { FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "@turnout/contract/refusals";
import { callLogin, loginHeaders } from "./call-login.ts";
import type { AccountsContext } from "./context.ts";
import { endSession } from "./own-sessions.ts";
import type { SignedInUser } from "./session.ts";

/** Signs this browser in as somebody who has just proven to be that user. */
export async function startSession(context: AccountsContext, userId: string, reply: FastifyReply): Promise<SignedInUser> {
  const started = await callLogin(reply, "sign_in_failed", () =>
    context.login.api.startSession({ body: { userId }, headers: loginHeaders(reply.request), returnHeaders: true }),
  );
  return replaceSession(context, reply.request, started?.token ?? refuse("sign_in_failed"));
}

/** The new session, after ending the one that this browser had: no token outlives a sign-in. */
export async function replaceSession(context: AccountsContext, request: FastifyRequest, token: string): Promise<SignedInUser> {
  const before = await context.sessions.userOf(request);
  if (before) await endSession(context, before, before.sessionId);
  return (await context.sessions.userOfToken(token)) ?? refuse("sign_in_failed");
}
