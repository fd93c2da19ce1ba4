import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { Done } from "@turnout/contract/accounts";
import { Locale } from "@turnout/contract/locale";
import { PushState, SubscribeToPush } from "@turnout/contract/push";
import { refuse } from "@turnout/contract/refusals";
import { z } from "zod";
import type { Deps } from "../http/deps.ts";
import { isPushRecipient } from "../push/encrypt.ts";
import { isPushEndpoint, type PushReach } from "../push/endpoint.ts";
import { deleteSubscription, keepSubscription, subscriptionsOf, type PushOwner } from "../push/subscriptions.ts";

/** Most characters that are kept of a browser's own name. */
const MAX_USER_AGENT = 300;

export interface PushSetting {
  /** What browsers subscribe with. Null: web push is off. */
  publicKey: string | null;
  reach: PushReach;
}

const tags = ["notifications"];

/** Routes by which browsers ask to be notified, and stop it. */
export function pushRoutes(server: FastifyInstance, deps: Deps, { publicKey, reach }: PushSetting) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  async function ownerOf(request: FastifyRequest): Promise<PushOwner> {
    const { user, sessionId, visitId } = await deps.identityOf(request);
    return { user: user && sessionId ? { id: user.id, sessionId } : null, visitId };
  }

  async function stateOf(owner: PushOwner): Promise<PushState> {
    const found = publicKey === null ? [] : await subscriptionsOf(deps.db, owner, publicKey);
    const browsers = found.map((row) => ({
      id: row.id,
      userAgent: row.user_agent,
      since: row.created_at.toISOString(),
      reachedAt: row.taken_at?.toISOString() ?? null,
      locale: Locale.catch("en").parse(row.locale),
      hidesDetails: row.hides_details,
    }));
    return { serverKey: publicKey, browsers };
  }

  routes.get(
    "/api/push",
    {
      schema: {
        operationId: "getPushState",
        summary: "The key that browsers subscribe with, and the sender's browsers that are notified",
        tags,
        response: { 200: PushState },
      },
      config: { authz: "anyone", limit: "read" },
    },
    async (request) => stateOf(await ownerOf(request)),
  );

  routes.put(
    "/api/push",
    {
      schema: {
        operationId: "subscribeToPush",
        summary: "Notifies this browser of what concerns its account, or whoever came here by a link",
        tags,
        body: SubscribeToPush,
        response: { 200: PushState },
      },
      config: { authz: "anyone", limit: "command" },
    },
    async (request) => {
      const { replaces = null, ...given } = request.body;
      if (publicKey === null || given.serverKey !== publicKey) refuse("push_key_changed");
      if (!isPushEndpoint(given.endpoint, reach) || !isPushRecipient(given)) refuse("not_allowed");
      const owner = await ownerOf(request);
      const userAgent = (request.headers["user-agent"] ?? "").slice(0, MAX_USER_AGENT);
      if (!(await keepSubscription(deps.db, owner, { ...given, userAgent }, replaces))) refuse("sign_in_required");
      return stateOf(owner);
    },
  );

  routes.delete(
    "/api/push/:subscriptionId",
    {
      schema: {
        operationId: "endPush",
        summary: "Notifies one of the sender's browsers no more",
        tags,
        params: z.object({ subscriptionId: z.uuid() }),
        response: { 200: Done },
      },
      config: { authz: "anyone", limit: "command" },
    },
    async (request) => {
      await deleteSubscription(deps.db, await ownerOf(request), request.params.subscriptionId);
      return { done: true } as const;
    },
  );
}
