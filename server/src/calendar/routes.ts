import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { CalendarEvent } from "@turnout/contract/calendar";
import { EventId } from "@turnout/contract/ids";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { wholeSnapshot } from "../log/load-snapshot.ts";
import { calendarEvent } from "./calendar-event.ts";
import { calendarFileName, eventCalendar } from "./ics.ts";
import { CalendarService, serviceLink } from "./service-links.ts";

const EventParams = z.object({ eventId: EventId });

/** Routes that bring an event into a calendar: its iCalendar file, and the ways into calendars on the web. */
export function calendarRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/events/:eventId/calendar.ics",
    {
      schema: { operationId: "getCalendarFile", tags: ["calendar"], params: EventParams, produces: ["text/calendar"] },
      config: { authz: "viewer", limit: "read" },
    },
    async (request, reply) => {
      const event = await calendarEventFor(deps, request, request.params.eventId);
      const method = event.status === "cancelled" ? "CANCEL" : "PUBLISH";
      return reply
        .type("text/calendar; charset=utf-8")
        .header("content-disposition", `attachment; filename="${calendarFileName(event)}"`)
        .send(eventCalendar(event, { now: deps.now(), method }));
    },
  );

  routes.get(
    "/api/events/:eventId/calendar/:service",
    {
      schema: {
        operationId: "openCalendarService",
        summary: "Leads to a calendar on the web that opens with the event filled in",
        tags: ["calendar"],
        params: EventParams.extend({ service: CalendarService }),
        response: { 303: z.null().describe("The service's page, in `Location`") },
      },
      config: { authz: "viewer", limit: "read" },
      // It opens in a window of its own: a browser shows the page, which says what is wrong, instead of JSON.
      errorHandler(error, { headers, params }, reply) {
        if (!(headers.accept ?? "").includes("text/html")) throw error;
        void reply.redirect(`/e/${encodeURIComponent((params as { eventId: string }).eventId)}`, 303);
      },
    },
    async (request, reply) => {
      const { eventId, service } = request.params;
      const event = await calendarEventFor(deps, request, eventId);
      if (event.status === "cancelled") refuse("event_cancelled"); // a file can cancel an entry, such a page can only add one
      return reply.redirect(serviceLink(service, event), 303);
    },
  );
}

/** The event as this request's sender may see it. */
async function calendarEventFor(deps: Deps, request: FastifyRequest, eventId: string): Promise<CalendarEvent> {
  const { kept, own } = (await deps.readSnapshot(eventId, await deps.access.partAt(request, eventId))) ?? refuse("event_not_found");
  return calendarEvent(wholeSnapshot({ shared: kept.shared, own }), deps) ?? refuse("not_published");
}
