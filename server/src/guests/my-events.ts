import { EventDetails } from "@turnout/contract/events";
import { Standing } from "@turnout/contract/guests";
import { EventId } from "@turnout/contract/ids";
import { detailsFor } from "@turnout/contract/audience";
import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Columns, Computed, Narrowed, Outer } from "../db/row-types.ts";
import { presentDetails } from "../events/present.ts";
import type { EventRow } from "../log/event-row.ts";
import type { Identity } from "../realtime/session.ts";

/** Most events in a list; the newest come first. */
export const MY_EVENTS = 200;

export const MyEvent = z.object({
  eventId: EventId,
  details: EventDetails.omit({ description: true }),
  hosting: z.boolean(),
  /** Null: a host who is not on the guest list. */
  standing: Standing.nullable(),
  going: z.int(),
  /** People on the waitlist, plus-ones included. */
  waiting: z.int(),
});
export type MyEvent = z.infer<typeof MyEvent>;

type MyRow = EventRow & Computed<"hosting", "boolean"> & Narrowed<Outer<Columns<"guests", "standing">>, { standing: Standing | null }>;

/** The events that this account or browser hosts or is a guest of, by start, latest first. */
export async function myEvents(db: Kysely<Database>, { user, visitId }: Identity): Promise<MyEvent[]> {
  const userId = user?.id ?? null;
  const found = await sql<MyRow>`
    select events.*, hosts.id is not null as hosting, coalesce(account.standing, linked.standing) as standing
    from events
    left join hosts on hosts.event_id = events.id and hosts.id = ${userId}
    left join guests account on account.event_id = events.id and account.user_id = ${userId} and account.removed_at is null
    left join visits on visits.id = ${visitId} and visits.expires_at > now()
    left join visit_grants grants on grants.event_id = events.id and grants.visit_id = visits.id
    left join guests linked on linked.event_id = events.id and linked.id = grants.guest_id
      and linked.access_version = grants.access_version and linked.removed_at is null
      and (grants.made_by is null or exists (select from hosts maker where maker.event_id = events.id and maker.id = grants.made_by))
    where events.id in (
      select event_id from hosts where id = ${userId}
      union select event_id from guests where user_id = ${userId}
      union select event_id from visit_grants where visit_id = ${visitId})
    and (hosts.id is not null or (events.status <> 'draft' and coalesce(account.id, linked.id) is not null))
    order by events.starts_at desc nulls first, events.created_at desc
    limit ${MY_EVENTS}`.execute(db);
  return found.rows.map(presentMine);
}

function presentMine(row: MyRow): MyEvent {
  const { description: _, ...details } = detailsFor(row.hosting ? "host" : "guest", presentDetails(row));
  return {
    eventId: row.id,
    details,
    hosting: row.hosting,
    standing: row.standing,
    going: row.seats_taken,
    waiting: row.waiting_people,
  };
}
