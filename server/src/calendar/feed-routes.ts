import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { CalendarFeed, OpenCalendarFeed } from "@turnout/contract/calendar-feeds";
import { EventId } from "@turnout/contract/ids";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { caldavRoutes } from "./caldav/routes.ts";
import { isKnown, openFeedReader, type FeedReader } from "./feed-reader.ts";
import { openFeed, type FeedOwner } from "./feeds.ts";
import { feedToken, type FeedKey } from "./feed-token.ts";

const FOLDER = "/calendar";
const EventParams = z.object({ eventId: EventId });
const FeedParams = z.object({ file: z.string().max(100) });

/** Feeds that calendars subscribe to, and the routes that hand out their addresses. */
export function feedRoutes(server: FastifyInstance, deps: Deps) {
  const reader = openFeedReader(deps);
  openingRoutes(server, deps);
  readingRoute(server, reader);
  caldavRoutes(server, reader);
}

function openingRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  const opened = async (owner: FeedOwner, renew: boolean) => ({ url: addressOf(deps, await openFeed(deps.db, owner, renew)) });

  routes.post(
    "/api/calendar-feed",
    {
      schema: {
        operationId: "openCalendarFeed",
        summary: "The address of the feed of all events that the account hosts or comes to",
        tags: ["calendar"],
        body: OpenCalendarFeed,
        response: { 200: CalendarFeed },
      },
      config: { authz: "account", limit: "command" },
    },
    async (request) => {
      const { user } = await deps.identityOf(request);
      return opened({ userId: (user ?? refuse("sign_in_required")).id, eventId: null }, request.body.renew);
    },
  );

  routes.post(
    "/api/events/:eventId/calendar-feed",
    {
      schema: {
        operationId: "openEventCalendarFeed",
        summary: "The address of the feed of one event, for this host or guest",
        tags: ["calendar"],
        params: EventParams,
        body: OpenCalendarFeed,
        response: { 200: CalendarFeed },
      },
      config: { authz: "admitted", limit: "command" },
    },
    async (request) => opened(await ownerAt(deps, request, request.params.eventId), request.body.renew),
  );
}

/** The feed of whoever is there by account is the account's; that of a link ends when the link does. */
async function ownerAt({ access }: Deps, request: FastifyRequest, eventId: string): Promise<FeedOwner> {
  const viewer = await access.viewerAt(request, eventId);
  if (viewer.class === "public") refuse("not_allowed");
  const { user, guestId, accessVersion, linkMadeBy } = await access.callerAt(request, eventId);
  if (viewer.class === "host" || accessVersion === null) return { userId: (user ?? refuse("event_not_found")).id, eventId };
  return { eventId, guestId: guestId ?? refuse("event_not_found"), accessVersion, madeBy: linkMadeBy ?? null };
}

const addressOf = ({ publicUrl, secret }: Deps, key: FeedKey) => `${publicUrl}${FOLDER}/${feedToken(secret, key)}.ics`;

function readingRoute(server: FastifyInstance, { stateOf, bytesOf, form }: FeedReader) {
  const routes = server.withTypeProvider<ZodTypeProvider>();
  /** A calendar that has read the same before is answered without reading an event. */
  routes.get(`${FOLDER}/:file`, { schema: { params: FeedParams }, config: { authz: "anyone", limit: "read" } }, async (request, reply) => {
    const { file } = request.params;
    const state = file.endsWith(".ics") ? await stateOf(file.slice(0, -4)) : "unknown";
    if (state === "unknown") {
      await reply.countBadLink();
      refuse("link_invalid");
    }
    if (state === "ended")
      return reply.code(410).header("cache-control", "no-store").type("text/plain; charset=utf-8").send("This calendar has ended.\n");
    const tag = `W/"${form}.${state.stamp}"`; // weak: compressed or not, it is the same calendar
    reply.headers({ etag: tag, "cache-control": "private, no-cache", "x-robots-tag": "noindex" });
    if (isKnown(request.headers["if-none-match"], tag)) return reply.code(304).send();
    return reply
      .type("text/calendar; charset=utf-8")
      .header("content-disposition", 'inline; filename="turnout.ics"')
      .send(await bytesOf(state));
  });
}
