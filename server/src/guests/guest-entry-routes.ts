import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { AddGuest, AnswerForGuest, EditGuest, RecordArrival, RemoveGuest } from "@turnout/contract/guests";
import { CommandId, EventId, GuestId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import type { Deps } from "../http/deps.ts";
import { addGuest, answerForGuest, editGuest, recordArrival, removeGuest } from "./commands.ts";

const EventParams = z.object({ eventId: EventId });
const GuestParams = EventParams.extend({ guestId: GuestId });

/** What hosts change of the list. */
export function guestEntryRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/events/:eventId/guests",
    {
      schema: { operationId: "addGuest", tags: ["guests"], params: EventParams, body: AddGuest, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    (request) => deps.perform(request, request.params.eventId, addGuest, request.body),
  );

  routes.patch(
    "/api/events/:eventId/guests/:guestId",
    {
      schema: { operationId: "editGuest", tags: ["guests"], params: GuestParams, body: EditGuest, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      return deps.perform(request, eventId, editGuest, { ...request.body, guestId });
    },
  );

  routes.put(
    "/api/events/:eventId/guests/:guestId/rsvp",
    {
      schema: { operationId: "answerForGuest", tags: ["guests"], params: GuestParams, body: AnswerForGuest, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      return deps.perform(request, eventId, answerForGuest, { ...request.body, guestId });
    },
  );

  routes.post(
    "/api/events/:eventId/guests/:guestId/arrivals",
    {
      schema: {
        operationId: "recordArrival",
        summary: "People of a party have come in, or that is taken back",
        tags: ["guests"],
        params: GuestParams,
        body: RecordArrival,
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "door" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      return deps.perform(request, eventId, recordArrival, { ...request.body, guestId });
    },
  );

  routes.delete(
    "/api/events/:eventId/guests/:guestId",
    {
      schema: {
        operationId: "removeGuest",
        tags: ["guests"],
        params: GuestParams,
        querystring: z.object({ commandId: CommandId }),
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      const input = { ...RemoveGuest.parse(request.query), guestId };
      return deps.perform(request, eventId, removeGuest, input);
    },
  );
}
