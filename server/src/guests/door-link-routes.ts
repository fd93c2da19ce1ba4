import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { standingArrivals } from "@turnout/contract/arrivals";
import type { FoundByCode } from "@turnout/contract/door";
import {
  ArrivalByLink,
  DOOR_LINK_PATH,
  DoorLink,
  DoorToken,
  LinkedDoor,
  MakeDoorLink,
  ScanByLink,
  ScannedByLink,
} from "@turnout/contract/door-links";
import type { GuestCard } from "@turnout/contract/guests";
import { EventId } from "@turnout/contract/ids";
import { Committed } from "@turnout/contract/log";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { recordArrival } from "./commands.ts";
import { callerOfDoorLink, doorLinkOf, endDoorLink, makeDoorLink, noteDoorLinkUse, openDoorLinks } from "./door-links.ts";
import { doorListRoutes } from "./door-list-routes.ts";
import { findByDoorCode } from "./find-by-door-code.ts";

const EventParams = z.object({ eventId: EventId });

/** Routes of door links: for hosts who hand them out, and for the devices that scan by one. */
export function doorLinkRoutes(server: FastifyInstance, deps: Deps) {
  linkRoutes(server, deps);
  endingRoute(server, deps);
  scanningRoutes(server, deps);
  doorListRoutes(server, deps);
}

function linkRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;

  routes.get(
    "/api/events/:eventId/door/links",
    {
      schema: {
        operationId: "listDoorLinks",
        summary: "The links by which devices scan codes, and some of which have the guest list",
        tags: ["door"],
        params: EventParams,
        response: { 200: z.object({ links: z.array(DoorLink) }) },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await access.hostAt(request, eventId);
      return { links: await openDoorLinks(deps.db, eventId) };
    },
  );

  routes.post(
    "/api/events/:eventId/door/links",
    {
      schema: {
        operationId: "makeDoorLink",
        summary: "A link by which a device scans codes, also with the guest list; it is shown this once",
        tags: ["door"],
        params: EventParams,
        body: MakeDoorLink,
        response: { 200: z.object({ id: z.uuid(), url: z.url() }) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId } = request.params;
      const { userId } = await access.hostAt(request, eventId);
      const { gate, withList } = request.body;
      const made = { eventId, gate, withList, createdBy: userId!, now: deps.now() };
      const { id, token } = await makeDoorLink(deps.db, made);
      return { id, url: `${deps.publicUrl}${DOOR_LINK_PATH}#${token}` };
    },
  );
}

function endingRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().delete(
    "/api/events/:eventId/door/links/:linkId",
    {
      schema: {
        operationId: "endDoorLink",
        tags: ["door"],
        params: EventParams.extend({ linkId: z.uuid() }),
        response: { 200: z.object({}) },
      },
      config: { authz: "host", limit: "command" },
    },
    async (request) => {
      const { eventId, linkId: id } = request.params;
      const { userId } = await deps.access.hostAt(request, eventId);
      await endDoorLink(deps.db, { eventId, id, endedBy: userId!, now: deps.now() });
      return {};
    },
  );
}

function scanningRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/door/link",
    {
      schema: {
        operationId: "openDoorLink",
        summary: "Which door a door link is for",
        tags: ["door"],
        body: z.strictObject({ token: DoorToken }),
        response: { 200: LinkedDoor },
      },
      config: { authz: "anyone", limit: "link" },
    },
    async (request) => {
      const link = await doorLinkOf(deps.db, request.body.token, deps.now());
      await noteDoorLinkUse(deps.db, link, deps.now());
      return { title: link.title, gate: link.gate, listOf: link.withList ? link.eventId : null };
    },
  );

  routes.post(
    "/api/door/scans",
    {
      schema: {
        operationId: "scanByDoorLink",
        summary: "Whose a scanned code is, and whether it counts; changes nothing",
        tags: ["door"],
        body: ScanByLink,
        response: { 200: ScannedByLink },
      },
      config: { authz: "anyone", limit: "door" },
    },
    async (request) => {
      const { token, code } = request.body;
      const { eventId } = await doorLinkOf(deps.db, token, deps.now());
      return scannedOf(await findByDoorCode(deps.db, eventId, code));
    },
  );

  routes.post(
    "/api/door/arrivals",
    {
      schema: {
        operationId: "recordArrivalByDoorLink",
        summary: "People of the party whose code was shown have come in, or that is taken back",
        tags: ["door"],
        body: ArrivalByLink,
        response: { 200: Committed },
      },
      config: { authz: "anyone", limit: "door" },
    },
    async (request) => {
      const { token, code, ...arrival } = request.body;
      const link = await doorLinkOf(deps.db, token, deps.now());
      const { verdict, guest } = await findByDoorCode(deps.db, link.eventId, code);
      if (verdict !== "listed" || !guest) refuse("guest_not_found");
      const input = { ...arrival, guestId: guest.guestId, gate: link.gate };
      const { seq, commandId } = await deps.changeEvent(link.eventId, recordArrival, input, callerOfDoorLink(link));
      return { seq, commandId };
    },
  );
}

const scannedOf = ({ verdict, guest }: FoundByCode) => ({ verdict, guest: guest && scannedGuest(guest) });

function scannedGuest({ guestId, name, standing, partySize, arrived, arrivedAt, arrivals }: GuestCard) {
  return {
    guestId,
    name,
    standing,
    partySize,
    ...(arrived !== undefined && { arrived }),
    ...(arrivedAt !== undefined && { arrivedAt }),
    arrivals: standingArrivals(arrivals ?? []).map(({ at, people, gate }) => ({ at, people, gate })),
  };
}
