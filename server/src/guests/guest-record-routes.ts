import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { Confirmations, RemovedGuest } from "@turnout/contract/guests";
import { EventId, GuestId } from "@turnout/contract/ids";
import { Insight } from "@turnout/contract/insight";
import { Actor, EntryBody } from "@turnout/contract/log";
import { QuestionTallies } from "@turnout/contract/question-tallies";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { dayOf } from "../events/days-before.ts";
import { eventRow } from "../events/queries.ts";
import { questionTallies } from "./question-tallies.ts";
import { insightOf } from "./insight.ts";
import { confirmations, guestHistory, placeOnWaitlist, removedGuests } from "./queries.ts";

const EventParams = z.object({ eventId: EventId });
const GuestParams = EventParams.extend({ guestId: GuestId });
const HistoryLine = z.object({ seq: z.int(), at: z.iso.datetime(), actor: Actor, body: EntryBody });

export function confirmationsRoute(server: FastifyInstance, { db, access }: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/confirmations",
    {
      schema: {
        operationId: "getConfirmations",
        summary: "How many guests confirmed that they still come, and how many who are going did not",
        tags: ["guests"],
        params: EventParams,
        response: { 200: Confirmations },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      const event = (await eventRow(db, eventId)) ?? refuse("event_not_found");
      return confirmations(db, eventId, dayOf(event));
    },
  );
}

export function insightRoute(server: FastifyInstance, { db, access }: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/insight",
    {
      schema: {
        operationId: "getInsight",
        summary: "Answers over time, who came, and the waitlist, in numbers",
        tags: ["guests"],
        params: EventParams,
        response: { 200: Insight },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      return insightOf(db, eventId);
    },
  );
}

/** Who was removed, and what happened to a guest. */
export function historyRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.get(
    "/api/events/:eventId/removed-guests",
    {
      schema: {
        operationId: "listRemovedGuests",
        tags: ["guests"],
        params: EventParams,
        response: { 200: z.object({ guests: z.array(RemovedGuest) }) },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      return { guests: await removedGuests(deps.db, eventId) };
    },
  );

  routes.get(
    "/api/events/:eventId/guests/:guestId/history",
    {
      schema: {
        operationId: "getGuestHistory",
        tags: ["guests"],
        params: GuestParams,
        response: { 200: z.object({ lines: z.array(HistoryLine), place: z.int().nullable() }) },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId, guestId } = request.params;
      await access.hostAt(request, eventId);
      const [lines, place] = await Promise.all([guestHistory(deps.db, eventId, guestId), placeOnWaitlist(deps.db, eventId, guestId)]);
      return { lines, place };
    },
  );
}

export function questionTalliesRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/question-tallies",
    {
      schema: {
        operationId: "getQuestionTallies",
        summary: "How often each answer to the event's questions was given",
        tags: ["guests"],
        params: EventParams,
        response: { 200: QuestionTallies },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      return (await questionTallies(deps.db, eventId)) ?? refuse("event_not_found");
    },
  );
}
