import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { AccountSessions, Done } from "@turnout/contract/accounts";
import { refuse } from "@turnout/contract/refusals";
import { z } from "zod";
import type { AccountsContext } from "./context.ts";
import { endOtherSessions, endSession, sessionsOf } from "./own-sessions.ts";
import { requireUser } from "./policy.ts";

const done = { done: true } as const;
const tags = ["accounts"];
const toUsers = { authz: "account", limit: "command" } as const;

/** Routes that list and end a user's own sessions. */
export function ownSessionRoutes(server: FastifyInstance, context: AccountsContext) {
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
