import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { DeleteMessage, EditMessage, MessagePage, PinMessage, PostMessage, UnpinMessage } from "@turnout/contract/chat";
import { CommandId, EventId, MessageId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { deleteMessage, editMessage, pinMessage, postMessage, unpinMessage } from "./commands.ts";
import { messagePage } from "./queries.ts";

const EventParams = z.object({ eventId: EventId });
const MessageParams = EventParams.extend({ messageId: MessageId });

/** Routes of the event's conversation. */
export function chatRoutes(server: FastifyInstance, deps: Deps) {
  messageListRoute(server, deps);
  messageRoutes(server, deps);
  pinRoutes(server, deps);
}

function messageListRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.get(
    "/api/events/:eventId/messages",
    {
      schema: {
        operationId: "listMessages",
        tags: ["chat"],
        params: EventParams,
        querystring: z.object({ before: z.coerce.number().int().positive().optional() }),
        response: { 200: MessagePage },
      },
      config: { authz: "admitted", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      const viewer = await access.viewerAt(request, eventId);
      return (await messagePage(deps.db, eventId, viewer, request.query.before ?? null)) ?? refuse("not_allowed");
    },
  );
}

function messageRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/events/:eventId/messages",
    {
      schema: { operationId: "postMessage", tags: ["chat"], params: EventParams, body: PostMessage, response: { 200: Committed } },
      config: { authz: "admitted", limit: "chat" },
    },
    (request) => deps.perform(request, request.params.eventId, postMessage, request.body),
  );

  routes.patch(
    "/api/events/:eventId/messages/:messageId",
    {
      schema: { operationId: "editMessage", tags: ["chat"], params: MessageParams, body: EditMessage, response: { 200: Committed } },
      config: { authz: "author", limit: "chat" },
    },
    async (request) => {
      const { eventId, messageId } = request.params;
      return deps.perform(request, eventId, editMessage, { ...request.body, messageId });
    },
  );

  routes.delete(
    "/api/events/:eventId/messages/:messageId",
    {
      schema: {
        operationId: "deleteMessage",
        tags: ["chat"],
        params: MessageParams,
        querystring: z.object({ commandId: CommandId }),
        response: { 200: Committed },
      },
      config: { authz: "authorOrHost", limit: "chat" },
    },
    async (request) => {
      const { eventId, messageId } = request.params;
      const input = { ...DeleteMessage.parse(request.query), messageId };
      return deps.perform(request, eventId, deleteMessage, input);
    },
  );
}

function pinRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.put(
    "/api/events/:eventId/messages/:messageId/pin",
    {
      schema: { operationId: "pinMessage", tags: ["chat"], params: MessageParams, body: PinMessage, response: { 200: Committed } },
      config: { authz: "host", limit: "chat" },
    },
    async (request) => {
      const { eventId, messageId } = request.params;
      return deps.perform(request, eventId, pinMessage, { ...request.body, messageId });
    },
  );

  routes.delete(
    "/api/events/:eventId/messages/:messageId/pin",
    {
      schema: {
        operationId: "unpinMessage",
        tags: ["chat"],
        params: MessageParams,
        querystring: UnpinMessage,
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "chat" },
    },
    async (request) => {
      const { eventId, messageId } = request.params;
      return deps.perform(request, eventId, unpinMessage, { ...request.query, messageId });
    },
  );
}
