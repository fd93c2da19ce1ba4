import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { Renamed } from "../db/row-types.ts";
import { giveUpInvitation } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import { MAIL_KEPT_DAYS } from "../mail/forget-old-mail.ts";
import { AT_ONCE, changeInPages } from "./guests-in-pages.ts";

interface Deps {
  db: Kysely<Database>;
  changeEvent: ChangeEvent;
}

/**
 * Marks invitations as failed that have waited for as long as emails are kept, so that hosts see that they will not be
 * sent. Found by the guests and their history, so that those whose email was deleted already are included.
 */
export async function giveUpInvitations({ db, changeEvent }: Deps, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - MAIL_KEPT_DAYS * 86_400_000);
  await changeInPages(
    (after) => waitingSince(db, oldest, after),
    ({ eventId, guestId }) => changeEvent(eventId, giveUpInvitation, { commandId: randomUUID(), guestId }, systemCaller),
  );
}

async function waitingSince(db: Kysely<Database>, oldest: Date, after: string) {
  const found = await sql<Renamed<"guests", { eventId: "event_id"; guestId: "id" }>>`
    select event_id as "eventId", id as "guestId" from guests
    where delivery = 'queued' and removed_at is null and added_at < ${oldest} and id > ${after}
      and not exists (select from event_log invited where invited.event_id = guests.event_id and invited.about = guests.id
        and invited.at >= ${oldest} and invited.body ->> 'type' = 'guest.invited')
    order by id limit ${AT_ONCE}`.execute(db);
  return found.rows;
}
