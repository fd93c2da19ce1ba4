import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { Board, BoardByLink } from "@turnout/contract/board";
import { EventId } from "@turnout/contract/ids";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { boardOf, createSharedBoards } from "./board.ts";
import { doorLinkOf } from "./door-links.ts";

/** Routes of the board: an evening in numbers, for hosts and for whoever stands at a door. */
export function boardRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/events/:eventId/door/board",
    {
      schema: {
        operationId: "getBoard",
        summary: "Who has come, by gate and by minute, and the answers, in numbers",
        tags: ["door"],
        params: z.object({ eventId: EventId }),
        response: { 200: Board },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      return (await boardOf(deps.db, eventId, deps.now())) ?? refuse("event_not_found");
    },
  );

  const shared = createSharedBoards(deps.db);
  routes.post(
    "/api/door/board",
    {
      schema: {
        operationId: "getBoardByDoorLink",
        summary: "The same numbers by a door link, a few seconds old at most; changes nothing",
        tags: ["door"],
        body: BoardByLink,
        response: { 200: Board },
      },
      config: { authz: "anyone", limit: "door" },
    },
    async (request) => {
      const { eventId } = await doorLinkOf(deps.db, request.body.token, deps.now());
      return (await shared(eventId, deps.now())) ?? refuse("event_not_found");
    },
  );
}
