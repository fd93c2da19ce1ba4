import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { EventId } from "@turnout/contract/ids";
import { HeldInvitations } from "@turnout/contract/invitations";
import { z } from "zod";
import type { Deps } from "../http/deps.ts";
import type { AccountAllowance } from "../mail/budget.ts";
import { heldInvitations } from "./held-invitations.ts";

/** The route of invitations that wait, with reason and time, and of those that failed. */
export function heldInvitationsRoutes(server: FastifyInstance, deps: Deps, allowance: AccountAllowance | null) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/held-invitations",
    {
      schema: {
        operationId: "listHeldInvitations",
        summary: "Invitations that have not gone out, and why",
        tags: ["invitations"],
        params: z.object({ eventId: EventId }),
        response: { 200: HeldInvitations },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      const held = await heldInvitations(deps.db, eventId, { allowance, now: deps.now() });
      return { ...held, takesMail: deps.inboundAddress !== null };
    },
  );
}
