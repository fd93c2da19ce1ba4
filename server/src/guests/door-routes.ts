import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { DoorScan, FoundByCode } from "@turnout/contract/door";
import { EventId } from "@turnout/contract/ids";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { doorCodeUrl, doorKeyOf } from "./door-keys.ts";
import { findByDoorCode, guestRow } from "./find-by-door-code.ts";
import { isSaidToHaveCome } from "./queries.ts";
import { offersPasses, walletPassRoute } from "./wallet-pass-routes.ts";

const EventParams = z.object({ eventId: EventId });

/** Routes of the door: the code that a guest shows there, and what a door needs to read one. */
export function doorRoutes(server: FastifyInstance, deps: Deps) {
  ownCodeRoute(server, deps);
  ownArrivalRoute(server, deps);
  readingRoute(server, deps);
  walletPassRoute(server, deps);
}

function ownCodeRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/door-code",
    {
      schema: {
        operationId: "getDoorCode",
        summary:
          "What this guest shows at the door, null for a host who is not on the list, and whether it is to be had as a pass for wallets",
        tags: ["door"],
        params: EventParams,
        response: { 200: z.object({ url: z.url().nullable(), walletPass: z.boolean() }) },
      },
      config: { authz: "admitted", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      const viewer = await deps.access.viewerAt(request, eventId);
      if (viewer.class === "public") refuse("not_allowed");
      const guest = viewer.guestId && (await guestRow(deps.db, eventId, viewer.guestId));
      if (!guest) return { url: null, walletPass: false };
      const key = await doorKeyOf(deps.db, eventId);
      const walletPass = guest.standing === "going" && offersPasses(deps);
      return { url: doorCodeUrl(deps.publicUrl, key.codeOf(guest)), walletPass };
    },
  );
}

function ownArrivalRoute(server: FastifyInstance, { db, access }: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/own-arrival",
    {
      schema: {
        operationId: "getOwnArrival",
        summary: "Whether this guest came: was let in at the door, or, where nobody was, is going. False for a host who is not on the list",
        tags: ["door"],
        params: EventParams,
        response: { 200: z.object({ came: z.boolean() }) },
      },
      config: { authz: "admitted", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      const viewer = await access.viewerAt(request, eventId);
      if (viewer.class === "public") refuse("not_allowed");
      return { came: viewer.guestId !== null && (await isSaidToHaveCome(db, eventId, viewer.guestId)) };
    },
  );
}

function readingRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/door/guest",
    {
      schema: {
        operationId: "findByDoorCode",
        summary: "Whose a scanned code is, and whether it counts; changes nothing",
        tags: ["door"],
        params: EventParams,
        querystring: DoorScan,
        response: { 200: FoundByCode },
      },
      config: { authz: "host", limit: "door" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      return findByDoorCode(deps.db, eventId, request.query.code);
    },
  );
}
