import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { NotNull, Renamed } from "../db/row-types.ts";
import { reportDelivery } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import { AT_ONCE, changeInPages } from "./guests-in-pages.ts";

/** After so many days no server tries any more: they give up after four to five (RFC 5321, 4.5.4.1), and a report may take a day. */
export const DELAYED_DAYS = 6;

interface Deps {
  db: Kysely<Database>;
  changeEvent: ChangeEvent;
}

/**
 * Ends delays that nothing was heard of since. A server that gives up says so; one that gets an email through after all hardly ever does. So
 * such an email counts as sent again, and hosts are no longer told that it is still being tried.
 */
export async function endDelays({ db, changeEvent }: Deps, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - DELAYED_DAYS * 86_400_000);
  await changeInPages(
    (after) => delayedSince(db, oldest, after),
    ({ eventId, guestId, email }) =>
      changeEvent(eventId, reportDelivery, { commandId: randomUUID(), guestId, email, report: { state: "unheard" } }, systemCaller),
  );
}

type Delayed = NotNull<Renamed<"guests", { eventId: "event_id"; guestId: "id"; email: "email" }>, "email">;

async function delayedSince(db: Kysely<Database>, oldest: Date, after: string): Promise<Delayed[]> {
  const found = await sql<Delayed>`
    select event_id as "eventId", id as "guestId", email from guests
    where delivery = 'delayed' and removed_at is null and email is not null and id > ${after}
      and not exists (select from event_log news where news.event_id = guests.event_id and news.about = guests.id
        and news.at >= ${oldest} and news.body ->> 'type' = 'delivery.changed')
    order by id limit ${AT_ONCE}`.execute(db);
  return found.rows;
}
