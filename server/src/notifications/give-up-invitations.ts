import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { NIL_UUID } from "../db/uuid.ts";
import { giveUpInvitation } from "../invitations/commands.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import { MAIL_KEPT_DAYS } from "../mail/forget-old-mail.ts";

/** Guests whose invitations are given up side by side. */
export const GIVEN_UP_AT_ONCE = 500;

interface Deps {
  db: Kysely<Database>;
  changeEvent: ChangeEvent;
}

/**
 * Tells hosts of invitations that have waited for as long as mails are kept: they will not go any more. Read from the
 * guests and their history, so that one is told of, too, whose mail was forgotten before anybody said so.
 */
export async function giveUpInvitations({ db, changeEvent }: Deps, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - MAIL_KEPT_DAYS * 86_400_000);
  for (let after = NIL_UUID; ;) {
    const found = await waitingSince(db, oldest, after);
    const done = await Promise.allSettled(
      found.map(({ eventId, guestId }) => changeEvent(eventId, giveUpInvitation, { commandId: randomUUID(), guestId }, systemCaller)),
    );
    const failed = done.find((one) => one.status === "rejected");
    if (failed) throw failed.reason; // tomorrow again
    if (found.length < GIVEN_UP_AT_ONCE) return;
    after = found.at(-1)!.guestId;
  }
}

async function waitingSince(db: Kysely<Database>, oldest: Date, after: string) {
  const found = await sql<{ eventId: string; guestId: string }>`
    select event_id as "eventId", id as "guestId" from guests
    where delivery = 'queued' and removed_at is null and added_at < ${oldest} and id > ${after}
      and not exists (select from event_log invited where invited.event_id = guests.event_id and invited.about = guests.id
        and invited.at >= ${oldest} and invited.body ->> 'type' = 'guest.invited')
    order by id limit ${GIVEN_UP_AT_ONCE}`.execute(db);
  return found.rows;
}
