import { sql, type Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import type { QueueMail } from "../mail/outbox.ts";

export type GuestMailKind = "invitation" | "confirmation" | "waitlisted" | "promoted" | "changed" | "cancelled";

export interface TellGuest {
  eventId: string;
  guestId: string;
  seq: number;
  kind: GuestMailKind;
  message?: string;
}

export interface TellGuests {
  eventId: string;
  seq: number;
  kind: "changed" | "cancelled";
}

/** Guests whose mails are queued in one transaction. */
const PAGE = 200;

/** Turns "this guest should hear of it" into a mail, unless there is nobody to tell. */
export async function tellGuest(db: Kysely<Database>, queueMail: QueueMail, { eventId, guestId, seq, kind, message = "" }: TellGuest): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const found = await sql<{ email: string | null; standing: string }>`
      select email, standing from guests where event_id = ${eventId} and id = ${guestId} and removed_at is null`.execute(tx);
    const guest = found.rows[0];
    if (!guest?.email) return;
    if (kind === "waitlisted" && guest.standing !== "waiting") return; // promoted in the meantime: that mail is on its way
    await queueMail(tx, { cause: `${kind}:${eventId}:${guestId}:${seq}`, kind, recipient: guest.email, payload: { eventId, guestId, message } });
  });
}

/** Tells everyone on the list who has not declined, page by page; begun again after a crash, nobody hears twice. */
export async function tellGuests(db: Kysely<Database>, queueMail: QueueMail, { eventId, seq, kind }: TellGuests): Promise<void> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const last = await db.transaction().execute(async (tx) => {
      const found = await sql<{ id: string; email: string }>`
        select id, email from guests
        where event_id = ${eventId} and id > ${after} and removed_at is null and email is not null and standing <> 'declined'
          and (standing <> 'none' or delivery in ('queued', 'sent'))
        order by id limit ${PAGE}`.execute(tx);
      for (const { id, email } of found.rows) {
        await queueMail(tx, { cause: `${kind}:${eventId}:${id}:${seq}`, kind, recipient: email, payload: { eventId, guestId: id, message: "" } });
      }
      return found.rows.length < PAGE ? null : found.rows.at(-1)!.id;
    });
    if (!last) return;
    after = last;
  }
}
