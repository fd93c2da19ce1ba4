import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { admittedTwice } from "@turnout/contract/arrivals";
import { DoorFinding, FactOutcome, GateCount, MergeArrivals, Roster } from "@turnout/contract/door-facts";
import { EventId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import type { Deps } from "../http/deps.ts";
import { mergeArrivals } from "./commands.ts";
import { doorFindings, peopleByGate } from "./door-queries.ts";
import { sendRoster } from "./send-roster.ts";

const EventParams = z.object({ eventId: EventId });

/** What doors need that go on without a network, and what becomes of it. */
export function doorFactRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;
  gatesRoute(server, deps);

  routes.post(
    "/api/events/:eventId/arrivals",
    {
      schema: {
        operationId: "mergeArrivals",
        summary: "What a door recorded while it had no network: each of its facts counts once, however often and in whatever order",
        tags: ["guests"],
        params: EventParams,
        body: MergeArrivals,
        response: { 200: Committed.extend({ outcomes: z.array(FactOutcome) }) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { result, ...committed } = await deps.perform(request, request.params.eventId, mergeArrivals, request.body);
      return { ...committed, ...result };
    },
  );

  routes.get(
    "/api/events/:eventId/door/roster",
    {
      schema: {
        operationId: "getRoster",
        summary: "All guests, with as little of each as a door needs without a network. Its tag is that of the event's log",
        tags: ["guests"],
        params: EventParams,
        response: { 200: Roster },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      return sendRoster(deps, reply, { eventId, reader: "host", known: request.headers["if-none-match"], unchanged: 304 });
    },
  );

  routes.get(
    "/api/events/:eventId/door/findings",
    {
      schema: {
        operationId: "listDoorFindings",
        summary: "Guests whom doors without a network let in twice, or after hosts had removed them",
        tags: ["guests"],
        params: EventParams,
        response: { 200: z.object({ findings: z.array(DoorFinding) }) },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      return {
        findings: (await doorFindings(deps.db, eventId)).filter(({ guest, removed }) => removed || admittedTwice(guest).length > 0),
      };
    },
  );
}

function gatesRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/door/gates",
    {
      schema: {
        operationId: "countByGate",
        summary: "How many people have come in by each gate",
        tags: ["guests"],
        params: EventParams,
        response: { 200: z.object({ gates: z.array(GateCount) }) },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      return { gates: await peopleByGate(deps.db, eventId) };
    },
  );
}
