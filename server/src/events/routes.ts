import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { CancelEvent, CreateEvent, EditEvent, PublishEvent, RemoveHost, RenewShareLink, DuplicateEvent } from "@turnout/contract/events";
import { CommandId, EventId, UserId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import { EditQuestions } from "@turnout/contract/questions";
import { EventSnapshot } from "@turnout/contract/snapshot";
import { refuse } from "@turnout/contract/refusals";
import { rememberRegion } from "../accounts/remember-region.ts";
import type { Deps } from "../http/deps.ts";
import { readerRegion } from "../http/reader-locale.ts";
import { createPartsSender } from "../http/send-parts.ts";
import { JSON_TYPE } from "../http/send-json-text.ts";
import { snapshotJson } from "../log/kept-snapshots.ts";
import { cancelEvent, createEvent, editEvent, publishEvent, removeHost, renewShareLink, type EventHooks } from "./commands.ts";
import { deleteDraft, refuseDeletedDraft, type DraftMail } from "./delete-draft.ts";
import { copyForAgain, copyOf } from "./duplicate.ts";
import { copiedQuestions, editQuestions } from "./questions.ts";
import { eventRow } from "./queries.ts";

export const EventParams = z.object({ eventId: EventId });

/** Routes that create, edit, publish, cancel, delete and copy events. */
export function eventRoutes(server: FastifyInstance, deps: Deps, hooks: EventHooks, mail: DraftMail) {
  eventFieldRoutes(server, deps, hooks);
  eventStatusRoutes(server, deps);
  deletionRoute(server, deps, mail);
  copyRoute(server, deps);
  eventAccessRoutes(server, deps);
}

function eventFieldRoutes(server: FastifyInstance, deps: Deps, hooks: EventHooks) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;
  const sendParts = createPartsSender();
  const edit = editEvent(hooks);

  routes.post(
    "/api/events",
    {
      schema: { operationId: "createEvent", tags: ["events"], body: CreateEvent, response: { 200: Committed } },
      config: { authz: "account", limit: "command" },
    },
    async (request) => {
      const { eventId } = request.body;
      const caller = await access.callerAt(request, eventId);
      if (!caller.user) refuse("sign_in_required");
      await refuseDeletedDraft(deps.db, eventId);
      await rememberRegion(deps.db, caller.user.id, readerRegion(request.headers));
      return deps.changeEvent(eventId, createEvent, request.body, caller, { opensEvent: true });
    },
  );

  routes.get(
    "/api/events/:eventId",
    {
      schema: { operationId: "getEvent", tags: ["events"], params: EventParams, response: { 200: EventSnapshot } },
      config: { authz: "viewer", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const read = (await deps.readSnapshot(eventId, await access.partAt(request, eventId))) ?? refuse("event_not_found");
      return sendParts(request, reply.type(JSON_TYPE), snapshotJson(read));
    },
  );

  routes.patch(
    "/api/events/:eventId",
    {
      schema: { operationId: "editEvent", tags: ["events"], params: EventParams, body: EditEvent, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    (request) => deps.perform(request, request.params.eventId, edit, request.body),
  );

  routes.put(
    "/api/events/:eventId/questions",
    {
      schema: {
        operationId: "editQuestions",
        summary: "What guests are asked beside the answer; what is left out stays as it is",
        tags: ["events"],
        params: EventParams,
        body: EditQuestions,
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "command" },
    },
    (request) => deps.perform(request, request.params.eventId, editQuestions, request.body),
  );
}

function eventStatusRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/events/:eventId/publication",
    {
      schema: { operationId: "publishEvent", tags: ["events"], params: EventParams, body: PublishEvent, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    (request) => deps.perform(request, request.params.eventId, publishEvent, request.body),
  );

  routes.post(
    "/api/events/:eventId/cancellation",
    {
      schema: { operationId: "cancelEvent", tags: ["events"], params: EventParams, body: CancelEvent, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    (request) => deps.perform(request, request.params.eventId, cancelEvent, request.body),
  );
}

function deletionRoute(server: FastifyInstance, deps: Deps, mail: DraftMail) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.delete(
    "/api/events/:eventId",
    {
      schema: {
        operationId: "deleteDraft",
        summary: "Deletes an event that is not published yet; a published one is cancelled",
        tags: ["events"],
        params: EventParams,
        response: { 200: z.object({ deleted: z.literal(true) }) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId } = request.params;
      const { user } = await access.callerAt(request, eventId);
      await deleteDraft(deps.db, mail, { eventId, userId: user?.id ?? refuse("sign_in_required") });
      return { deleted: true as const };
    },
  );
}

function copyRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.post(
    "/api/events/:eventId/copies",
    {
      schema: { operationId: "duplicateEvent", tags: ["events"], params: EventParams, body: DuplicateEvent, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { commandId, newEventId, again = false } = request.body;
      await access.hostAt(request, request.params.eventId);
      await refuseDeletedDraft(deps.db, newEventId);
      const original = (await eventRow(deps.db, request.params.eventId)) ?? refuse("event_not_found");
      const fields = again ? copyForAgain(original, new Date()) : copyOf(original);
      const copy = { commandId, eventId: newEventId, fields, questions: copiedQuestions(original.questions) };
      return deps.perform(request, newEventId, createEvent, copy, { opensEvent: true });
    },
  );
}

/** Ends the access of those who came by earlier share links, or of a host. */
function eventAccessRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/events/:eventId/share-link",
    {
      schema: { operationId: "renewShareLink", tags: ["events"], params: EventParams, body: RenewShareLink, response: { 200: Committed } },
      config: { authz: "host", limit: "command" },
    },
    (request) => deps.perform(request, request.params.eventId, renewShareLink, request.body),
  );

  routes.delete(
    "/api/events/:eventId/hosts/:userId",
    {
      schema: {
        operationId: "removeHost",
        tags: ["hosts"],
        params: EventParams.extend({ userId: UserId }),
        querystring: z.object({ commandId: CommandId }),
        response: { 200: Committed },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, userId } = request.params;
      const input = { ...RemoveHost.parse(request.query), userId };
      return deps.perform(request, eventId, removeHost, input);
    },
  );
}
