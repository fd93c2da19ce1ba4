import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { EventId } from "@turnout/contract/ids";
import { refuse } from "@turnout/contract/refusals";
import { attachmentOf } from "../http/attachment.ts";
import type { Deps } from "../http/deps.ts";
import { readerLocale } from "../http/reader-locale.ts";
import { eventRow } from "../events/queries.ts";
import { audit } from "../audit/audit.ts";
import { guestsCsv, guestsXlsx } from "./export.ts";
import { XLSX_TYPE } from "./xlsx.ts";

const EventParams = z.object({ eventId: EventId });

/** The guest list as files that hosts download. */
export function exportRoutes(server: FastifyInstance, deps: Deps) {
  csvRoute(server, deps);
  spreadsheetRoute(server, deps);
}

function csvRoute(server: FastifyInstance, deps: Deps) {
  const routes = server.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/events/:eventId/guests.csv",
    {
      schema: {
        operationId: "exportGuests",
        summary: "The guest list as CSV, its headings and answers in the language of the reader, or else in English",
        tags: ["guests"],
        params: EventParams,
        produces: ["text/csv"],
      },
      config: { authz: "host", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const { userId } = await deps.access.hostAt(request, eventId);
      const csv = (await guestsCsv(deps.db, eventId, readerLocale(request.headers))) ?? refuse("event_not_found");
      await audit(deps.db, { action: "guests.exported", actorId: userId, eventId });
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", attachmentOf((await eventRow(deps.db, eventId))?.title ?? "", "guests.csv"))
        .send(csv);
    },
  );
}

function spreadsheetRoute(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/guests.xlsx",
    {
      schema: {
        operationId: "exportGuestsAsSpreadsheet",
        summary: "The guest list as a spreadsheet, in the words of the CSV",
        tags: ["guests"],
        params: EventParams,
        produces: [XLSX_TYPE],
      },
      config: { authz: "host", limit: "read" },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const { userId } = await deps.access.hostAt(request, eventId);
      const sheet = (await guestsXlsx(deps.db, eventId, readerLocale(request.headers))) ?? refuse("event_not_found");
      await audit(deps.db, { action: "guests.exported", actorId: userId, eventId });
      return reply
        .type(XLSX_TYPE)
        .header("content-disposition", attachmentOf((await eventRow(deps.db, eventId))?.title ?? "", "guests.xlsx"))
        .send(sheet);
    },
  );
}
