import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { ConfirmedFilter, GuestOrder, GuestPage, GuestReach, Standing } from "@turnout/contract/guests";
import { GuestTag } from "@turnout/contract/guest-tags";
import { EventId } from "@turnout/contract/ids";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { JSON_TYPE } from "../http/send-json-text.ts";
import { createPartsSender } from "../http/send-parts.ts";
import type { ViewerPart } from "../log/kept-snapshots.ts";
import { isShortOfMemory } from "../short-of-memory.ts";
import { dayOf } from "../events/days-before.ts";
import { eventRow } from "../events/queries.ts";
import { createKeptLists } from "./kept-lists.ts";
import type { GuestFilter } from "./queries.ts";

const EventParams = z.object({ eventId: EventId });
const GuestQuery = z.object({
  search: z.string().trim().max(100).default(""),
  standing: Standing.optional(),
  tag: GuestTag.optional(),
  reach: GuestReach.optional(),
  /** Those who are going, by whether they confirmed that they still come. For hosts. */
  confirmed: ConfirmedFilter.optional(),
  order: GuestOrder.default("name"),
  cursor: z.string().max(400).optional(),
});

/** The guest list, by pages. */
export function guestListRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const { access } = deps;
  const sendParts = createPartsSender();
  const lists = createKeptLists({ db: deps.db, isShort: isShortOfMemory });

  const dayOfEvent = async (eventId: string) => {
    const event = await eventRow(deps.db, eventId);
    return event ? dayOf(event) : null;
  };

  /** The list that all guests begin with is read once for them. What only hosts see changes without an entry, too. */
  async function pageFor(eventId: string, part: ViewerPart, filter: GuestFilter): Promise<Buffer | null> {
    const read = () => lists.read(eventId, part.viewer, filter);
    const { search, standing, tag, reach, confirmed, cursor } = filter;
    const isFirst = search === "" && !(standing ?? tag ?? reach ?? confirmed ?? cursor);
    if (part.viewer.class === "host" || !isFirst) return (await read())?.bytes ?? null;
    const snapshot = await deps.readSnapshot(eventId, part);
    return snapshot && snapshot.kept.onceRead("guests", read);
  }

  routes.get(
    "/api/events/:eventId/guests",
    {
      schema: { operationId: "listGuests", tags: ["guests"], params: EventParams, querystring: GuestQuery, response: { 200: GuestPage } },
      config: { authz: "viewer", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const { search, order, standing = null, tag = null, reach = null, confirmed: is, cursor = null } = request.query;
      const part = await access.partAt(request, eventId);
      const { viewer } = part;
      const day = is && viewer.class === "host" ? await dayOfEvent(eventId) : null;
      const confirmed = is && day !== null ? { is, day } : null;
      // Only hosts may learn when somebody answered, and the order would reveal it.
      const filter = { search, order: viewer.class === "host" ? order : ("name" as const), standing, tag, reach, confirmed, cursor };
      const page = (await pageFor(eventId, part, filter)) ?? refuse("event_not_found");
      return sendParts(request, reply.type(JSON_TYPE), { start: page, end: Buffer.alloc(0) });
    },
  );
}
