import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { FactOutcome, Roster } from "@turnout/contract/door-facts";
import { FactsByLink, ListedArrivalByLink, RosterByLink } from "@turnout/contract/door-links";
import { Committed } from "@turnout/contract/log";
import type { Deps } from "../http/deps.ts";
import { mergeArrivals, recordArrival } from "./commands.ts";
import { callerOfDoorLink, listLinkOf } from "./door-links.ts";
import { sendRoster } from "./send-roster.ts";

/** Routes of door links that have the guest list: who is on it, who comes in, and what a device recorded without a network. */
export function doorListRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/door/list",
    {
      schema: {
        operationId: "getRosterByDoorLink",
        summary: "All guests, with as little of each as a door needs without a network; 204 where the device has this list",
        tags: ["door"],
        body: RosterByLink,
        response: { 200: Roster },
      },
      config: { authz: "anyone", limit: "read" },
    },
    async (request, reply) => {
      const { token, tag: known } = request.body;
      const { eventId } = await listLinkOf(deps.db, token, deps.now());
      return sendRoster(deps, reply, { eventId, reader: "link", known, unchanged: 204 });
    },
  );

  routes.post(
    "/api/door/list/arrivals",
    {
      schema: {
        operationId: "recordListedArrivalByDoorLink",
        summary: "People of a listed guest's party have come in, or that is taken back",
        tags: ["door"],
        body: ListedArrivalByLink,
        response: { 200: Committed },
      },
      config: { authz: "anyone", limit: "door" },
    },
    async (request) => {
      const { token, ...arrival } = request.body;
      const link = await listLinkOf(deps.db, token, deps.now());
      const input = { ...arrival, gate: link.gate };
      const { seq, commandId } = await deps.changeEvent(link.eventId, recordArrival, input, callerOfDoorLink(link));
      return { seq, commandId };
    },
  );

  routes.post(
    "/api/door/list/facts",
    {
      schema: {
        operationId: "mergeArrivalsByDoorLink",
        summary: "What the device of a link recorded while it had no network: each of its facts counts once, by the link's gate",
        tags: ["door"],
        body: FactsByLink,
        response: { 200: Committed.extend({ outcomes: z.array(FactOutcome) }) },
      },
      config: { authz: "anyone", limit: "door" },
    },
    async (request) => {
      const { token, facts, ...sent } = request.body;
      const link = await listLinkOf(deps.db, token, deps.now());
      const input = { ...sent, facts: facts.map((fact) => ({ ...fact, gate: link.gate })) };
      const { seq, commandId, result } = await deps.changeEvent(link.eventId, mergeArrivals, input, callerOfDoorLink(link));
      return { seq, commandId, ...result };
    },
  );
}
