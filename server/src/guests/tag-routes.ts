import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { TagCount, Tagged, TagGuests } from "@turnout/contract/guest-tags";
import { EventId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import type { Deps } from "../http/deps.ts";
import { tagsOf } from "./queries.ts";
import { tagGuests } from "./tag-guests.ts";

const EventParams = z.object({ eventId: EventId });

/** The hosts' tags on guests. */
export function tagRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/events/:eventId/guest-tags",
    {
      schema: {
        operationId: "tagGuests",
        summary: "Give guests a tag, or take it from them; those who cannot have it are named, and keep nobody else from it",
        tags: ["guests"],
        params: EventParams,
        body: TagGuests,
        response: { 200: Committed.extend(Tagged.shape) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { result, ...committed } = await deps.perform(request, request.params.eventId, tagGuests, request.body);
      return { ...committed, ...result };
    },
  );

  routes.get(
    "/api/events/:eventId/guest-tags",
    {
      schema: {
        operationId: "listGuestTags",
        summary: "The tags that guests have, and how many have each",
        tags: ["guests"],
        params: EventParams,
        response: { 200: z.object({ tags: z.array(TagCount) }) },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      return { tags: await tagsOf(deps.db, eventId) };
    },
  );
}
