import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { PostMessage } from "@turnout/contract/chat";
import { MessagePage } from "@turnout/contract/chat-entries";
import { EventId, MessageId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { messageCommands, postMessage } from "./commands.ts";
import type { AnyMessageCommand } from "./message-command.ts";
import { messagePage } from "./queries.ts";

const EventParams = z.object({ eventId: EventId });

/** Routes of the event's conversation. */
export function chatRoutes(server: FastifyInstance, deps: Deps) {
  messageListRoute(server, deps);
  postRoute(server, deps);
  for (const command of messageCommands) messageRoute(server, deps, command);
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

function postRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().post(
    "/api/events/:eventId/messages",
    {
      schema: { operationId: "postMessage", tags: ["chat"], params: EventParams, body: PostMessage, response: { 200: Committed } },
      config: { authz: "admitted", limit: "chat" },
    },
    (request) => deps.perform(request, request.params.eventId, postMessage, request.body),
  );
}

function messageRoute(server: FastifyInstance, deps: Deps, command: AnyMessageCommand) {
  const { method, path, authz, input } = command.route;
  const told = method === "DELETE" ? "query" : "body";
  server.withTypeProvider<ZodTypeProvider>().route({
    method,
    url: `/api/events/:eventId/messages/:messageId${path}`,
    schema: {
      operationId: command.name,
      tags: ["chat"],
      params: EventParams.extend({ messageId: MessageId }),
      ...(told === "query" ? { querystring: input } : { body: input }),
      response: { 200: Committed },
    },
    config: { authz, limit: "chat" },
    async handler(request) {
      const { eventId, messageId } = request.params;
      return deps.perform(request, eventId, command, { ...(request[told] as z.infer<typeof input>), messageId });
    },
  });
}
