import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { EventId } from "@turnout/contract/ids";
import { refuse } from "@turnout/contract/refusals";
import { ReminderKind, Reminders } from "@turnout/contract/reminders";
import { instantToLocal, isTimeZone } from "@turnout/contract/time-zones";
import { sql, type Kysely, type RawBuilder } from "kysely";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, NotNull } from "../db/row-types.ts";
import { dayOf } from "../events/days-before.ts";
import { presentDetails } from "../events/present.ts";
import { eventRow } from "../events/queries.ts";
import { confirmedFor } from "../guests/queries.ts";
import type { Deps } from "../http/deps.ts";
import { addressHash, eventScope, routineScope } from "../mail/suppression.ts";
import type { AnySecrets } from "../secrets.ts";
import { isReminderOn, reminderTimes } from "./reminder-times.ts";

/** The route of an event's reminders: when they go out, and to how many. */
export function remindersRoutes(server: FastifyInstance, deps: Deps) {
  server.withTypeProvider<ZodTypeProvider>().get(
    "/api/events/:eventId/reminders",
    {
      schema: {
        operationId: "listReminders",
        summary: "When guests are reminded, and how many",
        tags: ["events"],
        params: z.object({ eventId: EventId }),
        response: { 200: Reminders },
      },
      config: { authz: "host", limit: "read" },
    },
    async (request) => {
      const { eventId } = request.params;
      await deps.access.hostAt(request, eventId);
      const event = (await eventRow(deps.db, eventId)) ?? refuse("event_not_found");
      const details = presentDetails(event);
      const times = reminderTimes(details);
      const now = deps.now().getTime();
      const reminders = ReminderKind.options.map((kind) => {
        const at = times[kind];
        return {
          kind,
          isOn: kind === "stillComing" ? at !== null : isReminderOn(kind, details),
          at,
          local: at && localOf(at, details.zone),
          isAhead: at !== null && Date.parse(at) > now,
        };
      });
      const count = (whom: RawBuilder<unknown>) => guestsReached(deps.db, deps.secret, eventId, whom);
      const unconfirmed = details.stillComing === "off" ? 0 : await count(confirmedFor(dayOf(event), "no"));
      return { reminders, guests: await count(sql`standing in ('going', 'waiting')`), unconfirmed };
    },
  );
}

const localOf = (at: string, zone: string) => (isTimeZone(zone) ? instantToLocal(at, zone) : null);

const REACHABLE = sql`removed_at is null and email is not null and delivery <> 'revoked'`;

/** How many of these guests an email reaches. */
async function guestsReached(db: Kysely<Database>, secret: AnySecrets, eventId: string, whom: RawBuilder<unknown>): Promise<number> {
  const asked = await sql<Columns<"suppressions", "address_hash">>`
    select address_hash from suppressions where scope = any(${[eventScope(eventId), routineScope(eventId)]})`.execute(db);
  if (asked.rows.length === 0) {
    const counted = await sql<Computed<"guests", "integer">>`
      select count(*)::int as guests from guests where event_id = ${eventId} and ${REACHABLE} and ${whom}`.execute(db);
    return counted.rows[0]!.guests;
  }
  const hashes = new Set(asked.rows.map(({ address_hash }) => address_hash.toString("hex")));
  const found = await sql<NotNull<Columns<"guests", "email">, "email">>`
    select email from guests where event_id = ${eventId} and ${REACHABLE} and ${whom}`.execute(db);
  return found.rows.filter(({ email }) => !hashes.has(addressHash(secret, email).toString("hex"))).length;
}
