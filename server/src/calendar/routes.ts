import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { EventId } from "@turnout/contract/ids";
import { refuse } from "@turnout/contract/refusals";
import type { Deps } from "../http/deps.ts";
import { calendarEvent } from "./calendar-event.ts";
import { calendarFileName, eventCalendar } from "./ics.ts";

/** The event as a file that any calendar takes. */
export function calendarRoutes(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/events/:eventId/calendar.ics",
    {
      schema: { operationId: "getCalendarFile", tags: ["calendar"], params: z.object({ eventId: EventId }), produces: ["text/calendar"] },
      config: { authz: "viewer", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const viewer = await deps.access.viewerAt(request, eventId);
      const snapshot = (await deps.loadSnapshot(eventId, viewer)) ?? refuse("event_not_found");
      const event = calendarEvent(snapshot, deps) ?? refuse("not_published");
      const method = event.status === "cancelled" ? "CANCEL" : "PUBLISH";
      return reply
        .type("text/calendar; charset=utf-8")
        .header("content-disposition", `attachment; filename="${calendarFileName(event)}"`)
        .send(eventCalendar(event, { now: deps.now(), method }));
    },
  );
}
