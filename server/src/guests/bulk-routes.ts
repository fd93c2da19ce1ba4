import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { AnswerForGuests, ChangedGuests, RemoveGuests } from "@turnout/contract/bulk-guests";
import { EventId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import { MovedOnWaitlist, MoveOnWaitlist } from "@turnout/contract/waitlist-moves";
import type { Deps } from "../http/deps.ts";
import { answerForGuests, removeGuests } from "./bulk-commands.ts";
import { moveOnWaitlist } from "./move-on-waitlist.ts";

const EventParams = z.object({ eventId: EventId });

/** What hosts do with several guests at once; those for whom it cannot be done are named, and keep nobody else from it. */
export function bulkRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/events/:eventId/guest-removals",
    {
      schema: {
        operationId: "removeGuests",
        summary: "Take guests off the list",
        tags: ["guests"],
        params: EventParams,
        body: RemoveGuests,
        response: { 200: Committed.extend(ChangedGuests.shape) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { result, ...committed } = await deps.perform(request, request.params.eventId, removeGuests, request.body);
      return { ...committed, ...result };
    },
  );

  routes.post(
    "/api/events/:eventId/guest-answers",
    {
      schema: {
        operationId: "answerForGuests",
        summary: "Answer for guests",
        tags: ["guests"],
        params: EventParams,
        body: AnswerForGuests,
        response: { 200: Committed.extend(ChangedGuests.shape) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { result, ...committed } = await deps.perform(request, request.params.eventId, answerForGuests, request.body);
      return { ...committed, ...result };
    },
  );

  routes.post(
    "/api/events/:eventId/waitlist-moves",
    {
      schema: {
        operationId: "moveOnWaitlist",
        summary: "Change the order of the waitlist; parties that cannot be moved are named, and keep no other from it",
        tags: ["guests"],
        params: EventParams,
        body: MoveOnWaitlist,
        response: { 200: Committed.extend(MovedOnWaitlist.shape) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { result, ...committed } = await deps.perform(request, request.params.eventId, moveOnWaitlist, request.body);
      return { ...committed, ...result };
    },
  );
}
