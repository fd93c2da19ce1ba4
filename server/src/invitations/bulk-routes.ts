import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { ChangedGuests, ReadmitGuests, ResendInvitations } from "@turnout/contract/bulk-guests";
import { EventId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import { identitiesOfAll } from "../guests/queries.ts";
import type { Deps } from "../http/deps.ts";
import { readmitGuests, resendInvitations } from "./bulk-commands.ts";

const EventParams = z.object({ eventId: EventId });

/** What hosts do with the invitations and the access of several guests at once. */
export function bulkInvitationRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/events/:eventId/resent-invitations",
    {
      schema: {
        operationId: "resendInvitations",
        summary: "Email guests their invitations again",
        tags: ["invitations"],
        params: EventParams,
        body: ResendInvitations,
        response: { 200: Committed.extend(ChangedGuests.shape) },
      },
      config: { authz: "host", limit: "invite" },
    },
    async (request) => {
      const { result, ...committed } = await deps.perform(request, request.params.eventId, resendInvitations, request.body);
      return { ...committed, ...result };
    },
  );

  routes.post(
    "/api/events/:eventId/readmissions",
    {
      schema: {
        operationId: "readmitGuests",
        summary: "Let in again guests who were removed",
        tags: ["invitations"],
        params: EventParams,
        body: ReadmitGuests,
        response: { 200: Committed.extend(ChangedGuests.shape) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      const input = { ...request.body, ...(await identitiesOfAll(deps.db, eventId, request.body.guestIds)) };
      const { result, ...committed } = await deps.perform(request, eventId, readmitGuests, input);
      return { ...committed, ...result };
    },
  );
}
