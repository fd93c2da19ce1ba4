import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { SettleReply } from "@turnout/contract/guests";
import { EventId, GuestId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import type { Deps } from "../http/deps.ts";
import { settleReply } from "./held-replies.ts";

const EventParams = z.object({ eventId: EventId });
const GuestParams = EventParams.extend({ guestId: GuestId });

/** What hosts decide on replies that wait for them. */
export function heldReplyRoutes(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().post(
    "/api/events/:eventId/guests/:guestId/settled-replies",
    {
      schema: {
        operationId: "settleReply",
        summary: "Leave a held reply of a calendar without effect",
        tags: ["guests"],
        params: GuestParams,
        body: SettleReply,
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      return deps.perform(request, eventId, settleReply, { ...request.body, guestId });
    },
  );
}
